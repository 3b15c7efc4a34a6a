//! Secrets that are found again in any encoding.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use sha1::{Digest as _, Sha1};

/// The names of all secrets.
pub const NAMES: [&str; 13] = [
    "application_key",
    "application_secret",
    "consumer_key",
    "client_id",
    "client_secret",
    "access_token",
    "oauth2_token",
    "refreshed_token",
    "requested_key",
    "page_token",
    "proxy_password",
    "password",
    "response_password",
];

/// Returns the secret with a name: two unique strings, separated by characters that are valid in a key and that every
/// encoding changes.
pub fn canary(name: &str) -> String {
    let [first, second] = halves(name);
    format!("{first}+/&={second}")
}

fn halves(name: &str) -> [String; 2] {
    ["1", "2"].map(|half| {
        let hash = Sha1::digest(format!("{name} {half}"));
        // Upper and lower case letters.
        hash.iter().take(12).map(|byte| char::from((if byte % 2 == 0 { b'A' } else { b'a' }) + byte % 26)).collect()
    })
}

/// A string that reveals a secret.
pub struct Trace {
    pub name: String,
    pub text: String,
}

/// Returns all traces of all secrets.
pub fn traces() -> Vec<Trace> {
    NAMES.into_iter().flat_map(traces_of).collect()
}

/// Returns the traces of a secret.
pub fn traces_of(name: &str) -> Vec<Trace> {
    traces_of_halves(name, &halves(name))
}

/// Returns the traces of a string that is not a canary, such as a signature.
pub fn traces_of_text(name: &str, text: &str) -> Vec<Trace> {
    traces_of_halves(name, &[text.to_owned()])
}

/// Returns the traces of each half, because escaping for a URL or JSON changes only the characters between the halves.
fn traces_of_halves(name: &str, halves: &[String]) -> Vec<Trace> {
    let mut texts = Vec::new();
    for half in halves {
        let bytes = half.as_bytes();
        let mut hex = String::new();
        bytes.iter().for_each(|byte| write!(hex, "{byte:02x}").unwrap());
        texts.extend([half.clone(), half.chars().rev().collect(), hex.to_uppercase(), hex]);
        texts.push(bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", "));
        texts.extend((0..3).flat_map(|before| in_base64(bytes, before)));
    }
    texts.into_iter().map(|text| Trace { name: name.to_owned(), text }).collect()
}

/// Returns the base64 of the bytes at an offset, without the characters that depend on adjacent bytes.
fn in_base64(bytes: &[u8], before: usize) -> [String; 2] {
    let whole = [&vec![0; before], bytes].concat();
    let (from, to) = ((before * 8).div_ceil(6), whole.len() * 8 / 6);
    [STANDARD.encode(&whole), URL_SAFE.encode(&whole)].map(|text| text[from..to].to_owned())
}

/// Returns the lines of a text that contain a trace of a secret.
pub fn found_in(text: &str, traces: &[Trace]) -> Vec<String> {
    let traces: Vec<_> = traces.iter().filter(|trace| text.contains(&trace.text)).collect();
    let found = |line: &str| traces.iter().find(|trace| line.contains(&trace.text));
    text.lines().filter_map(|line| Some(format!("{}: {line}", found(line)?.name))).collect()
}

#[test]
fn secret_is_found_in_each_encoding() {
    let (canary, traces) = (canary("password"), traces());
    let encoded: String = canary.bytes().map(|byte| format!("%{byte:02X}")).collect();
    assert!(found_in(&encoded, &traces).is_empty(), "this encoding of letters is not searched for");
    let form = canary.replace('+', "%2B").replace('/', "%2f").replace('&', "%26").replace('=', "%3D");
    let hex: String = canary.bytes().map(|byte| format!("{byte:02x}")).collect();
    for text in [
        &canary,
        &format!("Bearer {canary}"),
        &form,
        &hex,
        &hex.to_uppercase(),
        &format!("{:?}", canary.as_bytes()),
        &STANDARD.encode(&canary),
        &URL_SAFE.encode(format!("name:{canary}")),
        &STANDARD.encode(format!("n:{canary}")),
        &canary[..12].to_owned(),
        &canary[canary.len() - 12..].to_owned(),
    ] {
        assert_eq!(found_in(text, &traces), [format!("password: {text}")]);
    }
}
