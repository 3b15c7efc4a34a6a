//! A server that keeps the very bytes it gets and answers with the very bytes it was given: neither side of HTTP is
//! interpreted.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener};
use std::thread::JoinHandle;

pub(super) struct Recorder {
    base: String,
    thread: JoinHandle<Vec<Recorded>>,
}

/// A request as it came.
#[derive(Debug)]
pub(super) struct Recorded {
    /// `GET /1.0/x HTTP/1.1`.
    pub(super) line: String,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Recorded {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(other, _)| other == name);
        let (_, value) = found.next()?;
        assert!(found.next().is_none(), "{name} twice");
        Some(value)
    }

    /// The path and query on the first line.
    pub(super) fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }
}

impl Recorder {
    /// Answers one connection after the other, and closes each.
    pub(super) fn start(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}/1.0", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let answer = |answer: Vec<u8>| {
                let (mut stream, _) = listener.accept().unwrap();
                let recorded = record(&stream);
                stream.write_all(&answer).unwrap();
                stream.shutdown(Shutdown::Write).unwrap();
                recorded
            };
            answers.into_iter().map(answer).collect()
        });
        Self { base, thread }
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// All requests, once every answer was given.
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

/// A complete answer of JSON.
pub(super) fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}
