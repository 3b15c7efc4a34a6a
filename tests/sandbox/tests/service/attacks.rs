//! Attacks by web pages, other programs and crafted requests.

use std::time::{Duration, Instant};

use ovh_sandbox::Sandbox;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{RawClient, hidden_fields, now, send, signature};

async fn start() -> (Sandbox, RawClient) {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    (sandbox, raw)
}

/// Sends a request as it is, except that `HOST` is replaced by the sandbox's address. Returns everything that is
/// received until the connection is closed.
async fn exchange(sandbox: &Sandbox, request: &str) -> String {
    let address = sandbox.address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.replace("HOST", &address.to_string()).as_bytes()).await.unwrap();
    let mut response = Vec::new();
    let all = stream.read_to_end(&mut response);
    let _ = tokio::time::timeout(Duration::from_secs(5), all).await.unwrap();
    String::from_utf8_lossy(&response).into_owned()
}

/// Creates a key with one rule.
async fn limited(sandbox: &Sandbox, raw: &RawClient, method: &str, path: &str) -> RawClient {
    let rules = json!({"accessRules": [{"method": method, "path": path}]}).to_string();
    let requested = send(raw.unsigned("POST", "/1.0/auth/credential", &rules)).await.ok();
    let key = requested["consumerKey"].as_str().unwrap();
    assert!(sandbox.authorize(key));
    raw.with_consumer_key(key)
}

#[tokio::test]
async fn encoded_star_in_rule_is_not_a_wildcard() {
    let (sandbox, raw) = start().await;
    for path in ["/%2A", "/%2a", "/me%2A", "/%25%32%41", "/me/%2A*"] {
        let caller = limited(&sandbox, &raw, "GET", path).await;
        for path in ["/me", "/vps", "/me/api/application", "/me/sshKey"] {
            caller.get(path).await.rejected(403, "This call has not been granted");
        }
    }
    limited(&sandbox, &raw, "GET", "/*").await.get("/me").await.ok();
    // An encoded slash separates no segments, neither in a rule nor in a path.
    let caller = limited(&sandbox, &raw, "GET", "/me%2Fapi/*").await;
    caller.get("/me/api/application").await.rejected(403, "This call has not been granted");
    let caller = limited(&sandbox, &raw, "GET", "/vps/*/ips").await;
    for path in ["/vps/..%2F..%2Fme/ips", "/vps/../me/ips", "/vps/x%2Fips"] {
        assert!(matches!(caller.get(path).await.status, 403 | 404), "{path}");
    }
    caller.get("/vps/vps-1a2b3c4d.vps.ovh.net/ips").await.ok();
}

#[tokio::test]
async fn noncanonical_id_is_rejected() {
    let (sandbox, raw) = start().await;
    let records = "/domain/zone/example.com/record";
    let caller = limited(&sandbox, &raw, "GET", &format!("{records}/0*")).await;
    caller.get(&format!("{records}/5101000")).await.rejected(403, "This call has not been granted");
    caller.get(&format!("{records}/05101000")).await.rejected(400, "Client::BadRequest");
    for id in ["+5101000", "%2B5101000", "05101000", "5101000.0"] {
        raw.get(&format!("{records}/{id}")).await.rejected(400, "Client::BadRequest");
    }
    raw.get(&format!("{records}/5101000")).await.ok();
}

#[tokio::test]
async fn batch_returns_only_ids_covered_by_rules() {
    let (sandbox, raw) = start().await;
    let caller = limited(&sandbox, &raw, "GET", "/vps/vps-1*").await;
    let path = "/1.0/vps/vps-1a2b3c4d.vps.ovh.net,vps-9c0d1e2f.vps.ovh.net";
    let envelopes = send(caller.signed("GET", path, "").header("X-Ovh-Batch", ",")).await.ok();
    assert!(envelopes[0]["value"].is_object());
    assert_eq!(envelopes[1]["error"]["message"], "This call has not been granted");
    assert!(envelopes[1]["value"].is_null());

    let list = limited(&sandbox, &raw, "GET", "/vps").await;
    let paged = list.signed("GET", "/1.0/vps", "").header("X-Pagination-Mode", "CachedObjectList-Pages");
    send(paged).await.rejected(403, "This call has not been granted");
}

#[tokio::test]
async fn requests_for_other_hosts_are_rejected() {
    let (sandbox, _raw) = start().await;
    let port = sandbox.address().port();
    let status = async |request: String| {
        let response = exchange(&sandbox, &format!("{request}Connection: close\r\n\r\n")).await;
        response.get(9..12).unwrap_or_default().parse::<u16>().unwrap_or_else(|_| panic!("{request}: {response}"))
    };
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert_eq!(status(format!("GET /1.0/auth/time HTTP/1.1\r\nHost: {host}\r\n")).await, 200);
        let absolute = format!("GET http://{host}/1.0/auth/time HTTP/1.1\r\nHost: {host}\r\n");
        assert_eq!(status(absolute).await, 200);
    }
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{}", port ^ 1),
        format!("127.0.0.1:0{port}"),
        format!("x@127.0.0.1:{port}"),
    ] {
        for target in ["/1.0/auth/time", "/", "/createToken/?GET=/me", "/1.0/me.json"] {
            assert_eq!(status(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n")).await, 421, "{host} {target}");
        }
    }
    let own = format!("127.0.0.1:{port}");
    for request in [
        "GET /1.0/auth/time HTTP/1.1\r\n".to_owned(),
        "GET /1.0/auth/time HTTP/1.1\r\nHost:\r\n".to_owned(),
        format!("GET /1.0/auth/time HTTP/1.1\r\nHost: {own}\r\nHost: {own}\r\n"),
        format!("GET /1.0/auth/time HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\n"),
        format!("GET /1.0/auth/time HTTP/1.1\r\nHost: evil.example\r\nHost: {own}\r\n"),
        format!("GET http://evil.example/1.0/auth/time HTTP/1.1\r\nHost: {own}\r\n"),
        format!("GET http://{own}/1.0/auth/time HTTP/1.1\r\nHost: evil.example\r\n"),
        format!("GET http://{own}/1.0/auth/time HTTP/1.1\r\n"),
    ] {
        let status = status(request.clone()).await;
        assert!(matches!(status, 400 | 421), "{status}: {request}");
    }
}

#[tokio::test]
async fn allowed_host_is_accepted() {
    let builder = Sandbox::builder().allow_host("sandbox.test").unwrap();
    assert!(builder.clone().allow_host("http://sandbox.test").is_err());
    let sandbox = builder.start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let url = format!("{}/1.0/auth/time", raw.origin);
    send(raw.http.get(&url).header("Host", "sandbox.test:81")).await.ok();
    send(raw.http.get(&url).header("Host", "other.test:81")).await.rejected(421, "Client::MisdirectedRequest");
}

#[tokio::test]
async fn noncanonical_timestamps_are_rejected() {
    let (_sandbox, raw) = start().await;
    let time = now().to_string();
    let url = format!("{}/1.0/me", raw.origin);
    for odd in [format!("+{time}"), format!("0{time}"), format!("{time}.0"), format!("{time}e0"), format!("-{time}")] {
        // The signature is valid; only the spelling of the timestamp is not.
        let signature = signature([&raw.application_secret, &raw.consumer_key, "GET", &url, "", &odd]);
        let request = raw.unsigned("GET", "/1.0/me", "").header("X-Ovh-Consumer", &raw.consumer_key);
        let request = request.header("X-Ovh-Timestamp", &odd).header("X-Ovh-Signature", signature);
        send(request).await.rejected(400, "Query out of time");
    }
    let doubled = raw.signed("GET", "/1.0/me", "").header("X-Ovh-Timestamp", &time);
    send(doubled).await.rejected(400, "There is more than one x-ovh-timestamp header");
}

#[tokio::test]
async fn other_sites_cannot_authorize_keys() {
    let (_sandbox, raw) = start().await;
    let rules = r#"{"accessRules":[{"method":"GET","path":"/*"}]}"#;
    let requested = send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.ok();
    let url = requested["validationUrl"].as_str().unwrap();
    let page = send(raw.http.get(url)).await;
    let decision = [("decision".to_owned(), "authorize".to_owned())];
    let fields = [&hidden_fields(&page.text)[..], &decision[..]].concat();
    let caller = raw.with_consumer_key(requested["consumerKey"].as_str().unwrap());

    // Without a form token, and with the token of another page.
    let other = send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.ok();
    let other = hidden_fields(&send(raw.http.get(other["validationUrl"].as_str().unwrap())).await.text);
    let token = |fields: &[(String, String)]| fields.iter().find(|(name, _)| name == "formToken").unwrap().1.clone();
    assert_ne!(token(&fields), token(&other));
    for wrong in [None, Some(String::new()), Some(token(&other))] {
        let mut fields = fields.clone();
        fields.retain(|(name, _)| name != "formToken");
        fields.extend(wrong.map(|token| ("formToken".to_owned(), token)));
        assert_eq!(raw.submit_fields(url, &fields).await.status, 403, "{fields:?}");
    }
    // With the token, but the browser's headers show another site.
    for (name, value) in [
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", "http://127.0.0.1:1"),
        ("Origin", "http://localhost"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ] {
        let response = send(raw.form(url, &fields).header(name, value)).await;
        assert_eq!(
            response.rejected(403, "Client::Forbidden"),
            "This request comes from a page of another site",
            "{name}"
        );
    }
    caller.get("/me").await.rejected(403, "This credential is not valid");
    // As a browser submits it from the page itself.
    let own = raw.form(url, &fields).header("Origin", &raw.origin).header("Sec-Fetch-Site", "same-origin");
    assert_eq!(send(own).await.status, 200);
    caller.get("/me").await.ok();
}

#[tokio::test]
async fn other_sites_cannot_create_keys() {
    let (_sandbox, raw) = start().await;
    let page = format!("{}/createToken/?GET=/*", raw.origin);
    let applications = async || raw.get("/me/api/application").await.ok().as_array().unwrap().len();
    let rights = [("GET".to_owned(), "/*".to_owned())];
    assert_eq!(raw.submit_fields(&page, &rights).await.status, 403);
    let fields = hidden_fields(&send(raw.http.get(&page)).await.text);
    send(raw.form(&page, &fields).header("Origin", "https://evil.example")).await.rejected(403, "Client::Forbidden");
    // It cannot call operations without authentication either.
    let url = format!("{}/1.0/auth/credential", raw.origin);
    let simple = raw.http.post(url).header("Content-Type", "text/plain").header("Origin", "null");
    send(simple.body("{}")).await.rejected(403, "Client::Forbidden");
    assert_eq!(applications().await, 2);
    assert_eq!(raw.submit(&page, &[]).await.status, 200);
    assert_eq!(applications().await, 3);
}

#[tokio::test]
async fn redirection_leads_to_the_shown_url() {
    let (_sandbox, raw) = start().await;
    let ask = async |redirection: &str| {
        let body = json!({"accessRules": [{"method": "GET", "path": "/me"}], "redirection": redirection});
        send(raw.unsigned("POST", "/1.0/auth/credential", &body.to_string())).await
    };
    let long = format!("https://example.org/{}", "x".repeat(3000));
    for hostile in ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/x", "file:///etc/passwd", &long] {
        ask(hostile).await.rejected(400, "Client::BadRequest");
    }
    for (given, sent) in [
        ("https:\\\\evil.example\\x", "https://evil.example/x"),
        ("ht\ttps://evil.example/\r\nSet-Cookie: a=b", "https://evil.example/Set-Cookie:%20a=b"),
        ("https://example.org/?a=\"><script>", "https://example.org/?a=%22%3E%3Cscript%3E"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
    ] {
        let requested = ask(given).await.ok();
        let url = requested["validationUrl"].as_str().unwrap();
        let page = send(raw.http.get(url)).await;
        assert!(page.text.contains(&format!("<code id=\"redirection\">{sent}</code>")), "{}", page.text);
        let response = raw.submit(url, &[("decision", "refuse")]).await;
        assert_eq!((response.status, response.header("Location")), (302, Some(sent)));
        assert!(response.header("Set-Cookie").is_none());
    }
}

#[tokio::test]
async fn connection_closes_after_chunked_request() {
    let (sandbox, raw) = start().await;
    let smuggled = "GET /1.0/auth/time HTTP/1.1\r\nHost: HOST\r\n\r\n";
    let key = &raw.application_key;
    let head = format!("POST /1.0/auth/credential HTTP/1.1\r\nHost: HOST\r\nX-Ovh-Application: {key}\r\n");
    let length = 5 + smuggled.replace("HOST", &sandbox.address().to_string()).len();
    for framing in [
        format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n"),
        format!("Transfer-Encoding: chunked\r\nContent-Length: {length}\r\n"),
        "Transfer-Encoding: chunked\r\n".to_owned(),
        "Transfer-Encoding: xchunked\r\n".to_owned(),
        "Transfer-Encoding: chunked, identity\r\n".to_owned(),
        "Transfer-Encoding : chunked\r\n".to_owned(),
        "Content-Length: 0\r\nContent-Length: 5\r\n".to_owned(),
        "Content-Length: +0\r\n".to_owned(),
    ] {
        let response = exchange(&sandbox, &format!("{head}{framing}\r\n0\r\n\r\n{smuggled}")).await;
        assert_eq!(response.matches("HTTP/1.1 ").count(), 1, "{framing}: {response}");
        assert!(response.starts_with("HTTP/1.1 400 "), "{framing}: {response}");
    }
}

#[tokio::test]
async fn slow_requests_time_out() {
    let limit = Duration::from_millis(300);
    let sandbox = Sandbox::builder().request_timeout(limit).start().await.unwrap();
    let head = "POST /1.0/auth/credential HTTP/1.1\r\nHost: HOST\r\n";
    for (request, status) in [
        ("", ""),
        ("GET /1.0/auth/time HT", ""),
        (head, ""),
        (&format!("{head}Content-Length: 10\r\n\r\n"), "HTTP/1.1 408 "),
        (&format!("{head}Content-Length: 10\r\n\r\n{{\"a"), "HTTP/1.1 408 "),
        (&format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), "HTTP/1.1 408 "),
    ] {
        let started = Instant::now();
        let response = exchange(&sandbox, request).await;
        assert!(response.starts_with(status) && response.is_empty() == status.is_empty(), "{request}: {response}");
        assert!(started.elapsed() >= limit && started.elapsed() < Duration::from_secs(4), "{request}");
    }
    // A byte now and then is not enough.
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    let head = format!("{head}Content-Length: 1000\r\n\r\n").replace("HOST", &sandbox.address().to_string());
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let drip = async {
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if writer.write_all(b" ").await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    };
    let mut response = [0; 12];
    tokio::select! {
        read = tokio::time::timeout(Duration::from_secs(4), reader.read_exact(&mut response)) => {
            read.unwrap().unwrap();
            assert_eq!(&response, b"HTTP/1.1 408");
        }
        () = drip => unreachable!(),
    }
}

#[tokio::test]
async fn callers_that_stop_reading_are_disconnected() {
    let sandbox = Sandbox::builder().request_timeout(Duration::from_millis(300)).start().await.unwrap();
    let request = format!("GET /1.0/vps.json HTTP/1.1\r\nHost: {}\r\n\r\n", sandbox.address());
    let once = exchange(&sandbox, &request).await.len();
    // Responses that exceed all buffers.
    let count = 64 * 1024 * 1024 / once;
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    stream.write_all(request.repeat(count).as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut response = Vec::new();
    let all = stream.read_to_end(&mut response);
    let _ = tokio::time::timeout(Duration::from_secs(5), all).await.unwrap();
    assert!(response.len() < count * once / 2, "{} of {}", response.len(), count * once);
}
