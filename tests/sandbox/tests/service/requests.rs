//! Invalid requests are rejected and change nothing.

use ovh_sandbox::Sandbox;

use crate::support::{RawClient, send};

const ZONE: &str = "/domain/zone/example.com";

#[tokio::test]
async fn unknown_routes_and_methods_are_rejected() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    for path in ["/nope", "/vps/a/b/c/d", "//vps", "/vps/%ff", "/vps//"] {
        raw.get(path).await.rejected(404, "Client::NotFound");
    }
    for path in ["/elsewhere", "/3.0/me", "/1.0x"] {
        send(raw.signed("GET", path, "")).await.rejected(404, "Client::NotFound");
    }
    let wrong = raw.call("DELETE", "/me", "").await;
    wrong.rejected(405, "Client::MethodNotAllowed");
    assert_eq!(wrong.header("Allow"), Some("GET, PUT"));
    assert_eq!(raw.call("PATCH", "/me", "").await.status, 405);
    raw.get("/vps/unknown.vps.ovh.net").await.rejected(404, "Client::NotFound");
    raw.get("/vps/unknown.vps.ovh.net/serviceInfos").await.rejected(404, "Client::NotFound");
}

#[tokio::test]
async fn invalid_parameters_and_bodies_are_rejected() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let record = format!("{ZONE}/record");
    let before = raw.get(&record).await.ok();
    let text = "x".repeat(2 * 1024 * 1024);
    let too_large = format!(r#"{{"fieldType":"TXT","target":"{text}"}}"#);
    let many = format!(r#"{{"fieldType":"TXT","target":[{}0]}}"#, "0,".repeat(10_000));
    let deep = "[".repeat(100_000);
    let bodies = [
        ("", "fieldType"),
        ("{}", "fieldType"),
        ("null", "fieldType"),
        ("[]", "domain.zone.RecordCreate"),
        ("7", "domain.zone.RecordCreate"),
        (r#"{"fieldType":"TXT"}"#, "target"),
        (r#"{"fieldType":"TXT","target":7}"#, "target"),
        (r#"{"fieldType":"TXT","target":null}"#, "target"),
        (r#"{"fieldType":"TXT","target":["x"]}"#, "target"),
        (r#"{"fieldType":"MAYBE","target":"x"}"#, "MAYBE"),
        (r#"{"fieldType":"TXT","target":"x","ttl":"60"}"#, "ttl"),
        (r#"{"fieldType":"TXT","target":"x","ttl":1.5}"#, "ttl"),
        (r#"{"fieldType":"TXT","target":"x","id":5}"#, "read-only"),
        (r#"{"fieldType":"TXT","target":"x","zone":"example.net"}"#, "read-only"),
        (r#"{"fieldType":"TXT","target":"x","colour":"red"}"#, "not described"),
        (r#"{"fieldType":"A","target":"not an address"}"#, "target"),
        (r#"{"fieldType":"TXT","target":"x""#, "Invalid JSON"),
        (r#"{"fieldType":"TXT","target":"x"} x"#, "Invalid JSON"),
        ("{'fieldType':'TXT'}", "Invalid JSON"),
        (&deep, "Invalid JSON"),
        (&many, "more than 10000 values"),
    ];
    for (body, expected) in bodies {
        let message = raw.call("POST", &record, body).await.rejected(400, "Client::BadRequest");
        assert!(message.contains(expected), "{body:.80}: {message}");
    }
    let message = raw.call("POST", &record, &too_large).await.rejected(413, "Client::PayloadTooLarge");
    assert_eq!(message, "The body is larger than 1048576 bytes");
    let not_text = raw.signed("POST", &format!("/1.0{record}"), "").body(vec![0xff, 0xfe]);
    assert_eq!(send(not_text).await.status, 400);
    assert_eq!(raw.get(&record).await.ok(), before);

    for (path, expected) in [
        (format!("{record}?fieldType=MAYBE"), "MAYBE"),
        (format!("{record}?colour=red"), "not described"),
        (format!("{record}/seven"), "seven"),
        ("/vps/vps-1a2b3c4d.vps.ovh.net/ips/nowhere".to_owned(), "nowhere"),
        ("/vps/vps-1a2b3c4d.vps.ovh.net/use".to_owned(), "type"),
        ("/vps?iamTags=nonsense".to_owned(), "iamTags"),
    ] {
        let message = raw.get(&path).await.rejected(400, "Client::BadRequest");
        assert!(message.contains(expected), "{path}: {message}");
    }
}

#[tokio::test]
async fn read_only_fields_are_not_changed() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    let before = raw.get(vps).await.ok();
    let message =
        raw.call("PUT", vps, r#"{"state":"stopped","displayName":"x"}"#).await.rejected(400, "Client::BadRequest");
    assert!(message.contains("read-only") && message.contains("state"), "{message}");
    raw.call("PUT", vps, &before.to_string()).await.rejected(400, "Client::BadRequest");
    assert_eq!(raw.get(vps).await.ok(), before);

    let infos = format!("{vps}/serviceInfos");
    let nested = raw.call("PUT", &infos, r#"{"renew":{"automatic":"yes"}}"#).await.rejected(400, "Client::BadRequest");
    assert!(nested.contains("renew.automatic"), "{nested}");
}

#[tokio::test]
async fn malformed_requests_do_not_stop_the_server() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let long = format!("GET /1.0/{} HTTP/1.1\r\nHost: x\r\n\r\n", "a/".repeat(20_000));
    let requests = [
        "GET /1.0/me HTTP/1.0\r\n\r\n",
        "GET /1.0/me HTTP/1.1\r\n\r\n",
        "GET http://other.example/1.0/auth/time HTTP/1.1\r\nHost: x\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /1.0/vps/%00%2f%2e%2e HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /1.0/auth/credential HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nshort",
        "POST /1.0/auth/credential HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /1.0/auth/time HTTP/1.1\r\nHost: \r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        &long,
    ];
    for request in requests {
        let mut stream = tokio::net::TcpStream::connect(sandbox.address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response).await;
        raw.get("/me").await.ok();
    }
}
