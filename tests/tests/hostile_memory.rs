//! How much memory answers take that no service should give. In a process of its own, and on Linux, which tells.

#![cfg(target_os = "linux")]

use std::fs;
use std::hint::black_box;

use ovh_api::json::{FromJson, Json, decode};
use ovh_api::{Client, ErrorKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const MEBIBYTE: usize = 1 << 20;

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
    let builder = if let Some(limit) = limit { builder.largest_answer(limit) } else { builder };
    builder.build().unwrap().vps().vps_datacenter().await.unwrap_err()
}

/// How many times the memory of its text a body of eight mebibytes takes that repeats a text.
fn times<T: FromJson>(repeated: &str) -> (usize, bool) {
    let size = 8 * MEBIBYTE;
    let body = format!("[{}]", repeated.repeat(size / repeated.len()).trim_end_matches(','));
    let (grown, fits) = growth(|| black_box(decode::<T>(body.as_bytes())).is_ok());
    (grown / size, fits)
}

#[test]
fn memory_stays_within_what_is_promised() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (limit, most) in [(Some(MEBIBYTE), 8 * MEBIBYTE), (None, 150 * MEBIBYTE)] {
        let (grown, error) = growth(|| runtime.block_on(a_gibibyte(limit)));
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
        assert!(grown < most, "{limit:?}: {} MiB", grown / MEBIBYTE);
        println!("{limit:?}: {} KiB", grown / 1024);
    }
    println!("i64 {:?}", times::<Vec<i64>>("0,"));
    println!("Json {:?}", times::<Json>("0,"));
    println!("Json {:?}", times::<Json>("[],"));
    println!("Json {:?}", times::<Json>("{\"\":0},"));
    println!(
        "contact {:?} size {}",
        times::<Vec<ovh_api::types::domain::Contact>>("{},"),
        size_of::<ovh_api::types::domain::Contact>()
    );
    println!(
        "Rule {:?} size {}",
        times::<Vec<ovh_api::types::domain::configuration::rules::Rule>>("{},"),
        size_of::<ovh_api::types::domain::configuration::rules::Rule>()
    );
    println!(
        "Billing {:?} size {}",
        times::<Vec<ovh_api::types::services::expanded::Billing>>("{},"),
        size_of::<ovh_api::types::services::expanded::Billing>()
    );
    println!("Option<contact> {:?}", times::<Vec<Option<ovh_api::types::domain::Contact>>>("null,"));
    println!("lists {:?}", times::<Vec<Vec<i64>>>("[0],"));
}
