//! An HTTP server with scripted responses.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// A response of the server.
#[derive(Clone, Debug)]
pub(crate) enum Response {
    /// 200 with this document.
    Json(Value),
    /// 200 with this content type and these bytes.
    Bytes(&'static str, Vec<u8>),
    /// A status and headers, with an empty body.
    Status(u16, &'static str),
    /// A body that is shorter than its content length.
    Truncated(Vec<u8>),
    /// A content length without a body.
    Promise(u64),
    /// Sends no data.
    Silent,
    /// Sends the start of a body and no more data.
    Stalled,
    /// Sends an endless body, byte by byte.
    Dripping,
}

#[derive(Debug, Default)]
struct State {
    routes: BTreeMap<String, VecDeque<Response>>,
    hits: Vec<String>,
}

/// A running server. It stops with the test process.
#[derive(Debug)]
pub(crate) struct Server {
    port: u16,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl Server {
    /// Starts a server without routes.
    pub(crate) fn empty() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), state: Arc::default() };
        let state = Arc::clone(&server.state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, state) = (stream.unwrap(), Arc::clone(&state));
                // Clients may close the connection at any time.
                thread::spawn(move || drop(serve(stream, &state)));
            }
        });
        server
    }

    /// Starts a server of v1 at `/1.0` with these schemas.
    pub(crate) fn v1(schemas: &[Value]) -> Self {
        let server = Self::empty();
        server.serve("/1.0", schemas);
        server
    }

    /// Serves an index, with and without a trailing slash, and these schemas below a base.
    pub(crate) fn serve(&self, base: &str, schemas: &[Value]) {
        let paths: Vec<&str> = schemas.iter().map(|schema| schema["resourcePath"].as_str().unwrap()).collect();
        self.route(base, Response::Json(index(&paths)));
        self.route(&format!("{base}/"), Response::Json(index(&paths)));
        for schema in schemas {
            let path = schema["resourcePath"].as_str().unwrap();
            self.route(&format!("{base}{path}.json"), Response::Json(schema.clone()));
        }
    }

    /// Sets the response of a path.
    pub(crate) fn route(&self, path: &str, response: Response) {
        self.route_each(path, [response]);
    }

    /// Sets the responses of a path, in order. The last one is repeated.
    pub(crate) fn route_each(&self, path: &str, responses: impl IntoIterator<Item = Response>) {
        self.state.0.lock().unwrap().routes.insert(path.to_owned(), responses.into_iter().collect());
    }

    /// Returns the number of requests for a path.
    pub(crate) fn hits(&self, path: &str) -> usize {
        self.state.0.lock().unwrap().hits.iter().filter(|hit| *hit == path).count()
    }

    /// Waits for a request for a path.
    pub(crate) fn wait_for(&self, path: &str) {
        let (state, changed) = &*self.state;
        let missing = |state: &mut State| state.hits.iter().all(|hit| hit != path);
        let waited = changed.wait_timeout_while(state.lock().unwrap(), Duration::from_secs(20), missing).unwrap();
        assert!(!waited.1.timed_out(), "no request for {path}");
    }

    /// Returns the URL without a path.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// Returns an index as the service has it.
pub(crate) fn index(paths: &[&str]) -> Value {
    let entry =
        |path| json!({"path": path, "schema": "{path}.{format}", "format": ["json", "yaml"], "description": "x"});
    json!({"basePath": "https://elsewhere.invalid/1.0", "apis": paths.iter().map(entry).collect::<Vec<_>>()})
}

fn serve(mut stream: TcpStream, state: &(Mutex<State>, Condvar)) -> io::Result<()> {
    let path = request(&mut stream)?;
    let response = {
        let mut known = state.0.lock().unwrap();
        known.hits.push(path.clone());
        state.1.notify_all();
        match known.routes.get_mut(&path) {
            Some(responses) if responses.len() > 1 => responses.pop_front(),
            Some(responses) => responses.front().cloned(),
            None => None,
        }
    };
    match response.unwrap_or(Response::Status(404, "")) {
        Response::Json(document) => bytes(&mut stream, "application/json", document.to_string().as_bytes())?,
        Response::Bytes(kind, body) => bytes(&mut stream, kind, &body)?,
        Response::Status(status, headers) => {
            write!(stream, "HTTP/1.1 {status} X\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n")?;
        }
        Response::Truncated(body) => {
            head(&mut stream, "application/json", body.len() as u64 + 100)?;
            stream.write_all(&body)?;
        }
        Response::Promise(length) => head(&mut stream, "application/json", length)?,
        Response::Silent => wait(&mut stream),
        Response::Stalled => {
            head(&mut stream, "application/json", 1000)?;
            stream.write_all(b"{")?;
            wait(&mut stream);
        }
        Response::Dripping => {
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

/// Waits until the client closes the connection.
fn wait(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0]);
}
