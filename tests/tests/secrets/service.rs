//! A service that answers with secrets, rightly and wrongly, and repeats those that it gets.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::canaries::canary;

/// It serves each connection on a thread of its own, which ends with the connection.
pub struct Service {
    url: String,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

/// A request as it came.
#[derive(Clone)]
pub struct Arrived {
    /// `GET /1.0/me HTTP/1.1` and what follows.
    pub head: String,
    pub body: String,
}

impl Arrived {
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.head.lines().filter_map(|line| line.split_once(": "));
        headers.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The method, and the path below the branch.
    fn call(&self) -> (&str, &str) {
        let mut words = self.head.split(' ');
        let (method, target) = (words.next().unwrap(), words.next().unwrap());
        (method, target.split_once("/1.0").map_or(target, |(_, below)| below).split('?').next().unwrap())
    }
}

impl Service {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/1.0", listener.local_addr().unwrap());
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&arrived);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || drop(serve(stream.unwrap(), &kept)));
            }
        });
        Self { url, arrived }
    }

    /// The base of branch v1.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }
}

/// A URL where nobody listens.
pub fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/1.0", listener.local_addr().unwrap())
}

fn serve(mut stream: TcpStream, kept: &Mutex<Vec<Arrived>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let mut arrived = Arrived { head, body: String::new() };
    let length = arrived.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    arrived.body = String::from_utf8(body).unwrap();
    let earlier = {
        let mut kept = kept.lock().unwrap();
        kept.push(arrived.clone());
        kept.iter().filter(|earlier| earlier.call() == arrived.call()).count() - 1
    };
    match answer(&arrived, earlier) {
        Some(answer) => stream.write_all(answer.as_bytes()),
        // No answer until the other side has had enough.
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

/// None if there is to be no answer; `earlier` is how often the same was asked before.
fn answer(arrived: &Arrived, earlier: usize) -> Option<String> {
    let fine = |body: &str| with_status("200 OK", body);
    let secret = canary("answered_password");
    // As proxies do in their pages for errors: the request, on one line and without what JSON would escape.
    // The id of a client is no secret (RFC 6749, section 2.2): who is refused is to read which one it was.
    let form = Some(&arrived.body).filter(|_| arrived.head.contains("x-www-form-urlencoded"));
    let repeated = format!("{} {}", arrived.head, form.map_or("", |form| form.split_once("&client_secret").unwrap().1))
        .replace(['\r', '\n'], " ");
    let renewed = arrived.header("authorization").is_none_or(|sent| !sent.contains(&canary("oauth2_token")));
    let (method, path) = arrived.call();
    let name = path.strip_prefix("/domain/").and_then(|rest| rest.strip_suffix("/authInfo"));
    match (method, name.unwrap_or(path)) {
        ("GET", "/auth/time") => fine("1800000000"),
        ("POST", "/token/good") => {
            let token = canary(if earlier == 0 { "oauth2_token" } else { "renewed_token" });
            fine(&format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}"#))
        }
        ("GET", "renewed") if !renewed => with_status("401 Unauthorized", "{}"),
        (_, "good" | "renewed") => fine(&format!("{secret:?}")),
        (_, "refused" | "/token/refused") => with_status(
            "403 Forbidden",
            &format!(r#"{{"message":"{repeated}","error":"{repeated}","class":"C","errorCode":"E"}}"#),
        ),
        (_, "page") => with_status("503 Service Unavailable", &format!("<html>{repeated}</html>")),
        (_, "redirected" | "/token/redirected") => {
            let answer =
                format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: https://name.invalid/x?token={secret}\r\n");
            Some(answer + "connection: close\r\ncontent-length: 0\r\n\r\n")
        }
        (_, "garbage" | "/token/garbage") => fine(&secret),
        (_, "misfit" | "/token/misfit") => fine(&format!(r#"{{"access_token":[{secret:?}]}}"#)),
        (_, "cut") => Some(with_length("200 OK", 9999, &format!("\"{secret}"))),
        (_, "too-large") => fine(&secret.repeat(1000)),
        (_, "slow") => None,
        ("GET", "/me/insight") => fine(&format!(
            r#"{{"access":"{secret}","createdAt":"2026-01-01T00:00:00Z","expireAt":"2026-01-01T00:00:00Z"}}"#
        )),
        ("POST", "/auth/credential") => fine(&format!(
            r#"{{"validationUrl":"https://name.invalid/auth/?credentialToken={}","consumerKey":"{}",
            "state":"pendingValidation"}}"#,
            canary("page_token"),
            canary("asked_key"),
        )),
        ("GET", "/auth/currentCredential") => fine(
            r#"{"credentialId":1,"applicationId":1,"status":"validated","rules":[],"allowedIPs":null,"ovhSupport":false,
            "creation":"2026-01-01T00:00:00Z","expiration":null,"lastUse":null}"#,
        ),
        ("GET", "/me/api/application" | "/vps") => fine("[]"),
        _ => with_status("404 Not Found", &format!(r#"{{"class":"Client::NotFound","message":"{repeated}"}}"#)),
    }
}
