//! Secrets in the memory of a process before and after it drops its clients.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::process::Child;

use memchr::memmem;

use crate::canaries::{canary, traces};
use crate::process::{caller, masked_canaries};
use crate::service::Service;

/// Returns the secrets found before and after the clients are dropped, sorted.
fn inspect(service: &str) -> [Vec<String>; 2] {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("secret.conf");
    // A large file, so that its memory is not reused soon.
    let around = "; a comment\n".repeat(4000);
    let text = format!(
        "[default]\nendpoint=ovh-eu\n{around}[ovh-eu]\n;access_token={0}\naccess_token={0}\n{0}\n{around}",
        canary("response_password")
    );
    std::fs::write(&file, text).unwrap();
    let mut child = caller(&home, &["memory", service, file.to_str().unwrap()]).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    input.write_all(masked_canaries().as_bytes()).unwrap();
    let found = ["held", "dropped"].map(|stage| {
        assert_eq!(lines.next().unwrap().unwrap(), stage);
        let found = found_in_memory(&child);
        input.write_all(b"\n").unwrap();
        found
    });
    assert!(child.wait().unwrap().success());
    found
}

/// Returns the names of secrets that are in the writable memory of the process, at least by half.
fn found_in_memory(process: &Child) -> Vec<String> {
    let folder = format!("/proc/{}", process.id());
    let maps = std::fs::read_to_string(format!("{folder}/maps")).unwrap();
    let mut memory = File::open(format!("{folder}/mem")).unwrap();
    let traces = traces();
    let mut found = Vec::new();
    for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw"))) {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [start, end] = [start, end].map(|address| u64::from_str_radix(address, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(end - start).unwrap()];
        memory.seek(SeekFrom::Start(start)).unwrap();
        memory.read_exact(&mut bytes).unwrap();
        let here = traces.iter().filter(|trace| memmem::find(&bytes, trace.text.as_bytes()).is_some());
        found.extend(here.map(|trace| trace.name.clone()));
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn secrets_of_clients_are_wiped_on_drop() {
    let [held, dropped] = inspect("none");
    let held_by_clients = [
        "access_token",
        "application_key",
        "application_secret",
        "client_id",
        "client_secret",
        "consumer_key",
        "oauth2_token",
        "requested_key",
        "response_password",
    ];
    assert_eq!(held, held_by_clients, "clients hold their secrets");
    assert!(dropped.is_empty(), "{dropped:?}");
}

#[test]
fn application_secret_is_wiped_after_requests() {
    let service = Service::start();
    let [held, dropped] = inspect(service.url());
    assert!(held.iter().any(|name| name == "application_secret"), "{held:?}");
    assert!(!dropped.iter().any(|name| name == "application_secret"), "{dropped:?}");
}
