//! A service whose responses contain secrets and repeat those of the request.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::canaries::canary;

/// A server with a thread per connection.
pub struct Service {
    url: String,
    received: Arc<Mutex<Vec<ReceivedRequest>>>,
}

/// A received request.
#[derive(Clone)]
pub struct ReceivedRequest {
    /// Request line and headers.
    pub head: String,
    pub body: String,
}

impl ReceivedRequest {
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.head.lines().filter_map(|line| line.split_once(": "));
        headers.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Returns the method and the path below the branch.
    fn method_and_path(&self) -> (&str, &str) {
        let mut words = self.head.split(' ');
        let (method, target) = (words.next().unwrap(), words.next().unwrap());
        (method, target.split_once("/1.0").map_or(target, |(_, below)| below).split('?').next().unwrap())
    }
}

impl Service {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/1.0", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || drop(serve(stream.unwrap(), &kept)));
            }
        });
        Self { url, received }
    }

    /// Returns the URL of branch v1.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn received(&self) -> Vec<ReceivedRequest> {
        self.received.lock().unwrap().clone()
    }
}

/// Returns a URL without a server.
pub fn unreachable_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/1.0", listener.local_addr().unwrap())
}

fn serve(mut stream: TcpStream, kept: &Mutex<Vec<ReceivedRequest>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let mut request = ReceivedRequest { head, body: String::new() };
    let length = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    request.body = String::from_utf8(body).unwrap();
    let earlier = {
        let mut kept = kept.lock().unwrap();
        kept.push(request.clone());
        kept.iter().filter(|earlier| earlier.method_and_path() == request.method_and_path()).count() - 1
    };
    match respond(&request, earlier) {
        Some(response) => stream.write_all(response.as_bytes()),
        // No response until the client disconnects.
        None => reader.read_to_end(&mut Vec::new()).map(drop),
    }
}

fn with_status(status: &str, body: &str) -> Option<String> {
    Some(with_length(status, body.len(), body))
}

fn with_length(status: &str, length: usize, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\nset-cookie: {}\r\ncontent-length: {length}\r\n\r\n{body}",
        canary("password")
    )
}

/// Returns the response, or `None` for no response. `earlier` is the number of earlier requests with the same method
/// and path.
fn respond(request: &ReceivedRequest, earlier: usize) -> Option<String> {
    let ok = |body: &str| with_status("200 OK", body);
    let secret = canary("response_password");
    // Proxies repeat the request in their error pages; here on one line and without characters that JSON escapes.
    // The client id is left out: it is not a secret (RFC 6749, section 2.2), and errors may contain it.
    let form = Some(&request.body).filter(|_| request.head.contains("x-www-form-urlencoded"));
    let repeated = format!("{} {}", request.head, form.map_or("", |form| form.split_once("&client_secret").unwrap().1))
        .replace(['\r', '\n'], " ");
    let refreshed = request.header("authorization").is_none_or(|sent| !sent.contains(&canary("oauth2_token")));
    let (method, path) = request.method_and_path();
    let name = path.strip_prefix("/domain/").and_then(|rest| rest.strip_suffix("/authInfo"));
    match (method, name.unwrap_or(path)) {
        ("GET", "/auth/time") => ok("1800000000"),
        ("POST", "/token/good") => {
            let token = canary(if earlier == 0 { "oauth2_token" } else { "refreshed_token" });
            ok(&format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}"#))
        }
        ("GET", "refreshed") if !refreshed => with_status("401 Unauthorized", "{}"),
        (_, "good" | "refreshed") => ok(&format!("{secret:?}")),
        (_, "rejected" | "/token/rejected") => with_status(
            "403 Forbidden",
            &format!(r#"{{"message":"{repeated}","error":"{repeated}","class":"C","errorCode":"E"}}"#),
        ),
        (_, "page") => with_status("503 Service Unavailable", &format!("<html>{repeated}</html>")),
        (_, "redirected" | "/token/redirected") => {
            let head =
                format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: https://name.invalid/x?token={secret}\r\n");
            Some(head + "connection: close\r\ncontent-length: 0\r\n\r\n")
        }
        (_, "garbage" | "/token/garbage") => ok(&secret),
        (_, "mistyped" | "/token/mistyped") => ok(&format!(r#"{{"access_token":[{secret:?}]}}"#)),
        (_, "truncated") => Some(with_length("200 OK", 9999, &format!("\"{secret}"))),
        (_, "too-large") => ok(&secret.repeat(1000)),
        (_, "slow") => None,
        ("GET", "/me/insight") => ok(&format!(
            r#"{{"access":"{secret}","createdAt":"2026-01-01T00:00:00Z","expireAt":"2026-01-01T00:00:00Z"}}"#
        )),
        ("POST", "/auth/credential") => ok(&format!(
            r#"{{"validationUrl":"https://name.invalid/auth/?credentialToken={}","consumerKey":"{}",
            "state":"pendingValidation"}}"#,
            canary("page_token"),
            canary("requested_key"),
        )),
        ("GET", "/auth/currentCredential") => ok(
            r#"{"credentialId":1,"applicationId":1,"status":"validated","rules":[],"allowedIPs":null,"ovhSupport":false,
            "creation":"2026-01-01T00:00:00Z","expiration":null,"lastUse":null}"#,
        ),
        ("GET", "/me/api/application" | "/vps") => ok("[]"),
        _ => with_status("404 Not Found", &format!(r#"{{"class":"Client::NotFound","message":"{repeated}"}}"#)),
    }
}
