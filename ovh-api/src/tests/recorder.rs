//! A server that records raw requests and sends raw responses.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener};
use std::thread::JoinHandle;

pub(super) struct Recorder {
    base: String,
    thread: JoinHandle<Vec<Recorded>>,
}

/// A request as received.
#[derive(Debug)]
pub(super) struct Recorded {
    /// The request line, such as `GET /1.0/x HTTP/1.1`.
    pub(super) line: String,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Recorded {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(other, _)| other == name);
        let (_, value) = found.next()?;
        assert!(found.next().is_none(), "{name} is repeated");
        Some(value)
    }

    /// Returns path and query.
    pub(super) fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }
}

impl Recorder {
    /// Sends one response per connection and closes it.
    pub(super) fn start(responses: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}/1.0", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let respond = |response: Vec<u8>| {
                let (mut stream, _) = listener.accept().unwrap();
                let recorded = record(&stream);
                stream.write_all(&response).unwrap();
                stream.shutdown(Shutdown::Write).unwrap();
                recorded
            };
            responses.into_iter().map(respond).collect()
        });
        Self { base, thread }
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// Waits until every response was sent, and returns all requests.
    pub(super) fn finish(self) -> Vec<Recorded> {
        self.thread.join().unwrap()
    }
}

fn record(stream: impl Read) -> Recorded {
    let mut reader = BufReader::new(stream);
    let mut next = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let line = next();
    let mut headers = Vec::new();
    loop {
        let header = next();
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    Recorded { line, headers, body }
}

/// Returns a complete JSON response.
pub(super) fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}
