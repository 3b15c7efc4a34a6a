//! How much memory answers take that no service should give. In a process of its own, and on Linux, which tells.

#![cfg(target_os = "linux")]

use std::fs;

use ovh_api::json::{FromJson, Json, decode};
use ovh_api::types::domain::Contact;
use ovh_api::types::services::expanded::Billing;
use ovh_api::{Client, ErrorKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const MEBIBYTE: usize = 1 << 20;

/// How long the lists are that are read.
const TEXT: usize = 16 * MEBIBYTE;

/// What `ClientBuilder::max_response_size` says that reading them may take.
const PROMISED: usize = 256 * MEBIBYTE + 40 * TEXT;

/// The bytes that a line of `/proc/self/status` tells.
fn status(line: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let number = status.lines().find_map(|text| text.strip_prefix(line)).unwrap();
    number.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// By how many bytes memory grows, at most, while something is done.
fn growth<T>(what: impl FnOnce() -> T) -> (usize, T) {
    // Forgets the highest there was (proc(5)).
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status("VmRSS:");
    let result = what();
    (status("VmHWM:").saturating_sub(before), result)
}

/// A server whose answers are a gibibyte long, and a call.
async fn a_gibibyte(limit: Option<usize>) -> ovh_api::Error {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/1.0", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n").await.unwrap();
        while stream.write_all(&[b' '; 65536]).await.is_ok() {}
    });
    let builder = Client::builder().endpoint(base.parse().unwrap());
    let builder = if let Some(limit) = limit { builder.max_response_size(limit) } else { builder };
    builder.build().unwrap().vps().vps_datacenter().await.unwrap_err()
}

/// How much memory a list takes while it is read whose text repeats one element, and what is wrong with it.
fn list<T: FromJson>(element: &str) -> (usize, String) {
    let body = format!("[{element}{}]", format!(",{element}").repeat(TEXT / (element.len() + 1)));
    let (grown, result) = growth(|| decode::<T>(body.as_bytes()).map(drop));
    (grown, result.map_or_else(|error| error.to_string(), |()| String::new()))
}

#[test]
fn memory_stays_within_what_is_promised() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (limit, most) in [(Some(MEBIBYTE), 16 * MEBIBYTE), (None, 150 * MEBIBYTE)] {
        let (grown, error) = growth(|| runtime.block_on(a_gibibyte(limit)));
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
        assert!(grown < most, "{limit:?}: {} MiB", grown / MEBIBYTE);
        println!("a gibibyte with the limit {limit:?}: {} KiB", grown / 1024);
    }
    let too_much = "$: expected elements that fit into memory, found an array";
    let cases = [
        ("numbers", list::<Vec<i64>>("0"), ""),
        ("lists", list::<Vec<Vec<i64>>>("[0]"), ""),
        ("any values", list::<Json>("0"), ""),
        ("maps of any values", list::<Json>(r#"{"":0}"#), "expected elements that fit into memory, found an object"),
        ("objects that lack everything", list::<Vec<Contact>>("{}"), too_much),
        ("objects that may lack everything", list::<Vec<Billing>>("{}"), too_much),
        ("no objects", list::<Vec<Option<Contact>>>("null"), too_much),
    ];
    for (what, (grown, error), expected) in cases {
        println!("{what}: {} MiB for {} MiB of text: {error}", grown / MEBIBYTE, TEXT / MEBIBYTE);
        assert!(grown <= PROMISED, "{what} take {} MiB", grown / MEBIBYTE);
        assert!(error.contains(expected) && error.is_empty() == expected.is_empty(), "{what}: {error}");
    }
}
