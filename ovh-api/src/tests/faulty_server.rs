//! A server that injects connection faults.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::recorder::ok;

/// A fault of a connection, injected after the request was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The connection is reset.
    Reset,
    /// No response is sent.
    Stall,
    /// The response stops before its end, and the connection stays open.
    StallWithin,
    /// The response stops before its end, and the connection is closed.
    Truncate,
    /// The response is not HTTP.
    Garbage,
    /// The connection is closed without a response.
    Close,
}

impl Fault {
    pub(super) const ALL: [Self; 6] =
        [Self::Reset, Self::Stall, Self::StallWithin, Self::Truncate, Self::Garbage, Self::Close];
}

/// Responds to requests for the time, injects the faults in order, then responds with `[]`.
pub(super) struct FaultyServer {
    base: String,
    received: Arc<AtomicUsize>,
}

impl FaultyServer {
    pub(super) fn start(faults: Vec<Fault>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}/1.0", listener.local_addr().unwrap());
        let received = Arc::new(AtomicUsize::new(0));
        let faults = Arc::new(Mutex::new(faults.into_iter()));
        let counter = received.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (faults, counter) = (faults.clone(), counter.clone());
                std::thread::spawn(move || serve(&stream.unwrap(), &faults, &counter));
            }
        });
        Self { base, received }
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// Returns the number of requests received, without those for the time.
    pub(super) fn received(&self) -> usize {
        self.received.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: &TcpStream, faults: &Mutex<std::vec::IntoIter<Fault>>, received: &AtomicUsize) {
    let mut reader = BufReader::with_capacity(1, stream);
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    if line.contains("/auth/time") {
        read_head(&mut reader);
        stream.write_all(&ok("1800000000")).unwrap();
        return;
    }
    received.fetch_add(1, Ordering::SeqCst);
    let fault = faults.lock().unwrap().next();
    if fault == Some(Fault::Reset) {
        // Closing a connection with unread data resets it.
        std::thread::sleep(Duration::from_millis(20));
        return;
    }
    read_head(&mut reader);
    let partial = b"HTTP/1.1 200 OK\r\nx-ovh-queryid: EU.1\r\ncontent-length: 50\r\n\r\n[1,2";
    match fault {
        None => stream.write_all(&ok("[]")).unwrap(),
        Some(Fault::Reset | Fault::Close) => {}
        Some(Fault::Truncate) => stream.write_all(partial).unwrap(),
        Some(Fault::Garbage) => stream.write_all(b"\x16\x03\x01 220 ready\r\n\r\n").unwrap(),
        Some(Fault::Stall) => std::thread::sleep(Duration::from_secs(20)),
        Some(Fault::StallWithin) => {
            stream.write_all(partial).unwrap();
            std::thread::sleep(Duration::from_secs(20));
        }
    }
    let _ = stream.shutdown(Shutdown::Write);
}

/// Reads to the empty line. No request of these tests has a body.
fn read_head(reader: &mut BufReader<&TcpStream>) {
    let mut line = String::from("x");
    while !line.trim().is_empty() {
        line.clear();
        reader.read_line(&mut line).unwrap();
    }
}
