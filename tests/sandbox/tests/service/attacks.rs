//! What web pages, other programs and crafted requests try.

use std::time::{Duration, Instant};

use ovh_sandbox::Sandbox;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Raw, hidden_fields, now, send, signature};

async fn start() -> (Sandbox, Raw) {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = Raw::new(&sandbox);
    (sandbox, raw)
}

/// Sends bytes as they are; `HOST` in them is the sandbox's own. Gives all that comes back until the connection is
/// closed.
async fn exchange(sandbox: &Sandbox, request: &str) -> String {
    let address = sandbox.address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.replace("HOST", &address.to_string()).as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let all = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(5), all).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// A key with one rule.
async fn limited(sandbox: &Sandbox, raw: &Raw, method: &str, path: &str) -> Raw {
    let rules = json!({"accessRules": [{"method": method, "path": path}]}).to_string();
    let asked = send(raw.unsigned("POST", "/1.0/auth/credential", &rules)).await.ok();
    let key = asked["consumerKey"].as_str().unwrap();
    assert!(sandbox.authorize(key));
    raw.with_consumer_key(key)
}

#[tokio::test]
async fn an_encoded_star_in_a_rule_is_no_wildcard() {
    let (sandbox, raw) = start().await;
    for path in ["/%2A", "/%2a", "/me%2A", "/%25%32%41", "/me/%2A*"] {
        let caller = limited(&sandbox, &raw, "GET", path).await;
        for path in ["/me", "/vps", "/me/api/application", "/me/sshKey"] {
            caller.get(path).await.refused(403, "This call has not been granted");
        }
    }
    limited(&sandbox, &raw, "GET", "/*").await.get("/me").await.ok();
    // An encoded slash does not lead out of a segment, neither in a rule nor in a path.
    let caller = limited(&sandbox, &raw, "GET", "/me%2Fapi/*").await;
    caller.get("/me/api/application").await.refused(403, "This call has not been granted");
    let caller = limited(&sandbox, &raw, "GET", "/vps/*/ips").await;
    for path in ["/vps/..%2F..%2Fme/ips", "/vps/../me/ips", "/vps/x%2Fips"] {
        assert!(matches!(caller.get(path).await.status, 403 | 404), "{path}");
    }
    caller.get("/vps/vps-1a2b3c4d.vps.ovh.net/ips").await.ok();
}

#[tokio::test]
async fn an_id_in_another_spelling_is_another_path() {
    let (sandbox, raw) = start().await;
    let records = "/domain/zone/example.com/record";
    let caller = limited(&sandbox, &raw, "GET", &format!("{records}/0*")).await;
    caller.get(&format!("{records}/5101000")).await.refused(403, "This call has not been granted");
    caller.get(&format!("{records}/05101000")).await.refused(400, "Client::BadRequest");
    for odd in ["+5101000", "%2B5101000", "05101000", "5101000.0"] {
        raw.get(&format!("{records}/{odd}")).await.refused(400, "Client::BadRequest");
    }
    raw.get(&format!("{records}/5101000")).await.ok();
}

#[tokio::test]
async fn a_batch_reads_only_what_the_rules_cover() {
    let (sandbox, raw) = start().await;
    let caller = limited(&sandbox, &raw, "GET", "/vps/vps-1*").await;
    let path = "/1.0/vps/vps-1a2b3c4d.vps.ovh.net,vps-9c0d1e2f.vps.ovh.net";
    let envelopes = send(caller.signed("GET", path, "").header("X-Ovh-Batch", ",")).await.ok();
    assert!(envelopes[0]["value"].is_object());
    assert_eq!(envelopes[1]["error"]["message"], "This call has not been granted");
    assert!(envelopes[1]["value"].is_null());

    let list = limited(&sandbox, &raw, "GET", "/vps").await;
    let paged = list.signed("GET", "/1.0/vps", "").header("X-Pagination-Mode", "CachedObjectList-Pages");
    send(paged).await.refused(403, "This call has not been granted");
}

#[tokio::test]
async fn requests_for_other_hosts_are_refused() {
    let (sandbox, _raw) = start().await;
    let port = sandbox.address().port();
    let status = async |request: String| {
        let answer = exchange(&sandbox, &format!("{request}Connection: close\r\n\r\n")).await;
        answer.get(9..12).unwrap_or_default().parse::<u16>().unwrap_or_else(|_| panic!("{request}: {answer}"))
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
async fn a_host_that_is_named_is_accepted() {
    let builder = Sandbox::builder().allow_host("sandbox.test").unwrap();
    assert!(builder.clone().allow_host("http://sandbox.test").is_err());
    let sandbox = builder.start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let url = format!("{}/1.0/auth/time", raw.origin);
    send(raw.http.get(&url).header("Host", "sandbox.test:81")).await.ok();
    send(raw.http.get(&url).header("Host", "other.test:81")).await.refused(421, "Client::MisdirectedRequest");
}

#[tokio::test]
async fn timestamps_in_another_spelling_are_refused() {
    let (_sandbox, raw) = start().await;
    let time = now().to_string();
    let url = format!("{}/1.0/me", raw.origin);
    for odd in [format!("+{time}"), format!("0{time}"), format!("{time}.0"), format!("{time}e0"), format!("-{time}")] {
        // Signed as it is sent, so that only its spelling is wrong.
        let signature = signature([&raw.application_secret, &raw.consumer_key, "GET", &url, "", &odd]);
        let request = raw.unsigned("GET", "/1.0/me", "").header("X-Ovh-Consumer", &raw.consumer_key);
        let request = request.header("X-Ovh-Timestamp", &odd).header("X-Ovh-Signature", signature);
        send(request).await.refused(400, "Query out of time");
    }
    let doubled = raw.signed("GET", "/1.0/me", "").header("X-Ovh-Timestamp", &time);
    send(doubled).await.refused(400, "There is more than one x-ovh-timestamp header");
}

#[tokio::test]
async fn a_page_of_another_site_authorizes_nothing() {
    let (_sandbox, raw) = start().await;
    let rules = r#"{"accessRules":[{"method":"GET","path":"/*"}]}"#;
    let asked = send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.ok();
    let url = asked["validationUrl"].as_str().unwrap();
    let page = send(raw.http.get(url)).await;
    let decision = [("decision".to_owned(), "authorize".to_owned())];
    let fields = [&hidden_fields(&page.text)[..], &decision[..]].concat();
    let caller = raw.with_consumer_key(asked["consumerKey"].as_str().unwrap());

    // Without the token of the page, and with that of another page.
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
    // With the token, but a browser tells whose page it is.
    for (name, value) in [
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", "http://127.0.0.1:1"),
        ("Origin", "http://localhost"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ] {
        let answer = send(raw.form(url, &fields).header(name, value)).await;
        assert_eq!(
            answer.refused(403, "Client::Forbidden"),
            "This request comes from a page of another site",
            "{name}"
        );
    }
    caller.get("/me").await.refused(403, "This credential is not valid");
    // As a browser sends it from the page itself.
    let own = raw.form(url, &fields).header("Origin", &raw.origin).header("Sec-Fetch-Site", "same-origin");
    assert_eq!(send(own).await.status, 200);
    caller.get("/me").await.ok();
}

#[tokio::test]
async fn a_page_of_another_site_makes_no_keys() {
    let (_sandbox, raw) = start().await;
    let page = format!("{}/createToken/?GET=/*", raw.origin);
    let applications = async || raw.get("/me/api/application").await.ok().as_array().unwrap().len();
    let rights = [("GET".to_owned(), "/*".to_owned())];
    assert_eq!(raw.submit_fields(&page, &rights).await.status, 403);
    let fields = hidden_fields(&send(raw.http.get(&page)).await.text);
    send(raw.form(&page, &fields).header("Origin", "https://evil.example")).await.refused(403, "Client::Forbidden");
    // Nor does it call an operation that needs no signature.
    let url = format!("{}/1.0/auth/credential", raw.origin);
    let simple = raw.http.post(url).header("Content-Type", "text/plain").header("Origin", "null");
    send(simple.body("{}")).await.refused(403, "Client::Forbidden");
    assert_eq!(applications().await, 2);
    assert_eq!(raw.submit(&page, &[]).await.status, 200);
    assert_eq!(applications().await, 3);
}

#[tokio::test]
async fn redirections_lead_where_the_page_says() {
    let (_sandbox, raw) = start().await;
    let ask = async |redirection: &str| {
        let body = json!({"accessRules": [{"method": "GET", "path": "/me"}], "redirection": redirection});
        send(raw.unsigned("POST", "/1.0/auth/credential", &body.to_string())).await
    };
    let long = format!("https://example.org/{}", "x".repeat(3000));
    for hostile in ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/x", "file:///etc/passwd", &long] {
        ask(hostile).await.refused(400, "Client::BadRequest");
    }
    for (given, sent) in [
        ("https:\\\\evil.example\\x", "https://evil.example/x"),
        ("ht\ttps://evil.example/\r\nSet-Cookie: a=b", "https://evil.example/Set-Cookie:%20a=b"),
        ("https://example.org/?a=\"><script>", "https://example.org/?a=%22%3E%3Cscript%3E"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
    ] {
        let asked = ask(given).await.ok();
        let url = asked["validationUrl"].as_str().unwrap();
        let page = send(raw.http.get(url)).await;
        assert!(page.text.contains(&format!("<code id=\"redirection\">{sent}</code>")), "{}", page.text);
        let answer = raw.submit(url, &[("decision", "refuse")]).await;
        assert_eq!((answer.status, answer.header("Location")), (302, Some(sent)));
        assert!(answer.header("Set-Cookie").is_none());
    }
}

#[tokio::test]
async fn nothing_follows_a_chunked_request() {
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
        let answer = exchange(&sandbox, &format!("{head}{framing}\r\n0\r\n\r\n{smuggled}")).await;
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{framing}: {answer}");
        assert!(answer.starts_with("HTTP/1.1 400 "), "{framing}: {answer}");
    }
}

#[tokio::test]
async fn slow_requests_are_ended() {
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
        let answer = exchange(&sandbox, request).await;
        assert!(answer.starts_with(status) && answer.is_empty() == status.is_empty(), "{request}: {answer}");
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
    let mut answer = [0; 12];
    tokio::select! {
        read = tokio::time::timeout(Duration::from_secs(4), reader.read_exact(&mut answer)) => {
            read.unwrap().unwrap();
            assert_eq!(&answer, b"HTTP/1.1 408");
        }
        () = drip => unreachable!(),
    }
}

#[tokio::test]
async fn a_caller_that_reads_nothing_is_dropped() {
    let sandbox = Sandbox::builder().request_timeout(Duration::from_millis(300)).start().await.unwrap();
    let request = format!("GET /1.0/vps.json HTTP/1.1\r\nHost: {}\r\n\r\n", sandbox.address());
    let once = exchange(&sandbox, &request).await.len();
    // Answers for more than all buffers take.
    let count = 64 * 1024 * 1024 / once;
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    stream.write_all(request.repeat(count).as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut answer = Vec::new();
    let all = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(5), all).await.unwrap();
    assert!(answer.len() < count * once / 2, "{} of {}", answer.len(), count * once);
}
