//! Memory used by hostile responses. A separate test target, because it measures its own process; Linux only.

#![cfg(target_os = "linux")]

use std::fs;

use ovh_api::domain::Contact;
use ovh_api::json::{FromJson, Json, decode};
use ovh_api::services::expanded::Billing;
use ovh_api::{Client, ErrorKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const MEBIBYTE: usize = 1 << 20;

/// The size of the decoded lists.
const TEXT: usize = 16 * MEBIBYTE;

/// The maximum memory documented for `ClientBuilder::max_response_size`.
const DOCUMENTED: usize = 256 * MEBIBYTE + 40 * TEXT;

/// Returns the bytes in a line of `/proc/self/status`.
fn status(line: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let number = status.lines().find_map(|text| text.strip_prefix(line)).unwrap();
    number.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// Returns the peak growth of memory, in bytes, during a function.
fn growth<T>(function: impl FnOnce() -> T) -> (usize, T) {
    // Resets the peak (proc(5)).
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status("VmRSS:");
    let result = function();
    (status("VmHWM:").saturating_sub(before), result)
}

/// Requests a response of a gibibyte.
async fn request_gibibyte(limit: Option<usize>) -> ovh_api::Error {
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

/// Decodes a list that repeats an element. Returns the growth of memory, and the error if any.
fn list<T: FromJson>(element: &str) -> (usize, String) {
    let body = format!("[{element}{}]", format!(",{element}").repeat(TEXT / (element.len() + 1)));
    let (grown, result) = growth(|| decode::<T>(body.as_bytes()).map(drop));
    (grown, result.map_or_else(|error| error.to_string(), |()| String::new()))
}

#[test]
fn memory_stays_within_the_documented_maximum() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (limit, maximum) in [(Some(MEBIBYTE), 16 * MEBIBYTE), (None, 150 * MEBIBYTE)] {
        let (grown, error) = growth(|| runtime.block_on(request_gibibyte(limit)));
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
        assert!(grown < maximum, "{limit:?}: {} MiB", grown / MEBIBYTE);
        println!("a gibibyte with the limit {limit:?}: {} KiB", grown / 1024);
    }
    let too_much = "$: expected elements that fit into memory, found an array";
    let cases = [
        ("numbers", list::<Vec<i64>>("0"), ""),
        ("lists", list::<Vec<Vec<i64>>>("[0]"), ""),
        ("untyped values", list::<Json>("0"), ""),
        (
            "maps of untyped values",
            list::<Json>(r#"{"":0}"#),
            "expected elements that fit into memory, found an object",
        ),
        ("objects without required fields", list::<Vec<Contact>>("{}"), too_much),
        ("objects without optional fields", list::<Vec<Billing>>("{}"), too_much),
        ("null objects", list::<Vec<Option<Contact>>>("null"), too_much),
    ];
    for (what, (grown, error), expected) in cases {
        println!("{what}: {} MiB for {} MiB of text: {error}", grown / MEBIBYTE, TEXT / MEBIBYTE);
        assert!(grown <= DOCUMENTED, "{what} take {} MiB", grown / MEBIBYTE);
        assert!(error.contains(expected) && error.is_empty() == expected.is_empty(), "{what}: {error}");
    }
}
