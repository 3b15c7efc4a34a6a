//! A small HTTP server that answers as told, well or badly.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// One answer of the server.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// 200 with this document.
    Json(Value),
    /// 200 with these bytes, whatever they are.
    Bytes(&'static str, Vec<u8>),
    /// A status, and headers, without a body worth reading.
    Status(u16, &'static str),
    /// The promised length is longer than what comes before the connection is closed.
    Truncated(Vec<u8>),
    /// Promises this many bytes and sends none.
    Promise(u64),
    /// Says nothing at all until the client gives up.
    Silent,
    /// Begins, and then says nothing more.
    Stalled,
    /// Goes on for ever, a byte at a time.
    Dripping,
}

#[derive(Debug, Default)]
struct State {
    routes: BTreeMap<String, VecDeque<Answer>>,
    hits: Vec<String>,
}

/// A running server. It ends with the test process.
#[derive(Debug)]
pub(crate) struct Server {
    port: u16,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl Server {
    /// A server that knows nothing.
    pub(crate) fn empty() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), state: Arc::default() };
        let state = Arc::clone(&server.state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, state) = (stream.unwrap(), Arc::clone(&state));
                // A client that goes away in the middle is part of the game.
                thread::spawn(move || drop(serve(stream, &state)));
            }
        });
        server
    }

    /// A server of v1 at `/1.0` with these schemas.
    pub(crate) fn v1(schemas: &[Value]) -> Self {
        let server = Self::empty();
        server.serve("/1.0", schemas);
        server
    }

    /// Serves an index, with a slash and without, and these schemas below a base.
    pub(crate) fn serve(&self, base: &str, schemas: &[Value]) {
        let paths: Vec<&str> = schemas.iter().map(|schema| schema["resourcePath"].as_str().unwrap()).collect();
        self.route(base, Answer::Json(index(&paths)));
        self.route(&format!("{base}/"), Answer::Json(index(&paths)));
        for schema in schemas {
            let path = schema["resourcePath"].as_str().unwrap();
            self.route(&format!("{base}{path}.json"), Answer::Json(schema.clone()));
        }
    }

    /// Answers a path so from now on.
    pub(crate) fn route(&self, path: &str, answer: Answer) {
        self.route_each(path, [answer]);
    }

    /// Answers a path so, one after the other; the last answer stays.
    pub(crate) fn route_each(&self, path: &str, answers: impl IntoIterator<Item = Answer>) {
        self.state.0.lock().unwrap().routes.insert(path.to_owned(), answers.into_iter().collect());
    }

    /// How often a path was asked for.
    pub(crate) fn hits(&self, path: &str) -> usize {
        self.state.0.lock().unwrap().hits.iter().filter(|hit| *hit == path).count()
    }

    /// Waits until a path was asked for.
    pub(crate) fn wait_for(&self, path: &str) {
        let (state, changed) = &*self.state;
        let missing = |state: &mut State| state.hits.iter().all(|hit| hit != path);
        let waited = changed.wait_timeout_while(state.lock().unwrap(), Duration::from_secs(20), missing).unwrap();
        assert!(!waited.1.timed_out(), "{path} was never asked for");
    }

    /// The URL without a path.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// An index as the service has it.
pub(crate) fn index(paths: &[&str]) -> Value {
    let entry =
        |path| json!({"path": path, "schema": "{path}.{format}", "format": ["json", "yaml"], "description": "x"});
    json!({"basePath": "https://elsewhere.invalid/1.0", "apis": paths.iter().map(entry).collect::<Vec<_>>()})
}

fn serve(mut stream: TcpStream, state: &(Mutex<State>, Condvar)) -> io::Result<()> {
    let path = request(&mut stream)?;
    let answer = {
        let mut known = state.0.lock().unwrap();
        known.hits.push(path.clone());
        state.1.notify_all();
        match known.routes.get_mut(&path) {
            Some(answers) if answers.len() > 1 => answers.pop_front(),
            Some(answers) => answers.front().cloned(),
            None => None,
        }
    };
    match answer.unwrap_or(Answer::Status(404, "")) {
        Answer::Json(document) => bytes(&mut stream, "application/json", document.to_string().as_bytes())?,
        Answer::Bytes(kind, body) => bytes(&mut stream, kind, &body)?,
        Answer::Status(status, headers) => {
            write!(stream, "HTTP/1.1 {status} X\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n")?;
        }
        Answer::Truncated(body) => {
            head(&mut stream, "application/json", body.len() as u64 + 100)?;
            stream.write_all(&body)?;
        }
        Answer::Promise(length) => head(&mut stream, "application/json", length)?,
        Answer::Silent => wait(&mut stream),
        Answer::Stalled => {
            head(&mut stream, "application/json", 1000)?;
            stream.write_all(b"{")?;
            wait(&mut stream);
        }
        Answer::Dripping => {
            head(&mut stream, "application/json", 1_000_000)?;
            loop {
                stream.write_all(b" ")?;
                thread::sleep(Duration::from_millis(50));
            }
        }
    }
    stream.shutdown(Shutdown::Both)
}

/// Reads the head of a request and returns its path.
fn request(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    Ok(head.split(' ').nth(1).unwrap_or_default().to_owned())
}

fn head(stream: &mut TcpStream, kind: &str, length: u64) -> io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")
}

fn bytes(stream: &mut TcpStream, kind: &str, body: &[u8]) -> io::Result<()> {
    head(stream, kind, body.len() as u64)?;
    stream.write_all(body)
}

/// Waits for the client to go away.
fn wait(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0]);
}
