//! Secrets that are easy to find again, whatever was made of them.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use sha1::{Digest as _, Sha1};

/// Every secret that a program with this crate may have to do with.
pub const NAMES: [&str; 13] = [
    "application_key",
    "application_secret",
    "consumer_key",
    "client_id",
    "client_secret",
    "access_token",
    "oauth2_token",
    "renewed_token",
    "asked_key",
    "page_token",
    "proxy_password",
    "password",
    "answered_password",
];

/// The secret of a name: two texts that occur nowhere else, with characters between them that every encoding changes
/// but that a key may have.
pub fn canary(name: &str) -> String {
    let [first, second] = halves(name);
    format!("{first}+/&={second}")
}

fn halves(name: &str) -> [String; 2] {
    ["1", "2"].map(|half| {
        let hash = Sha1::digest(format!("{name} {half}"));
        // Letters alone, some of them capital.
        hash.iter().take(12).map(|byte| char::from((if byte % 2 == 0 { b'A' } else { b'a' }) + byte % 26)).collect()
    })
}

/// A text that gives a secret away, and which.
pub struct Trace {
    pub name: String,
    pub text: String,
}

/// All traces of all secrets.
pub fn traces() -> Vec<Trace> {
    NAMES.into_iter().flat_map(traces_of).collect()
}

/// The traces of one secret.
pub fn traces_of(name: &str) -> Vec<Trace> {
    traces_of_halves(name, &halves(name))
}

/// All traces of a text that is no canary, such as a signature.
pub fn traces_of_text(name: &str, text: &str) -> Vec<Trace> {
    traces_of_halves(name, &[text.to_owned()])
}

/// Half a secret is enough, and only what stands between halves is changed when a text is escaped for a URL or for JSON.
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

/// What base64 makes of the bytes, wherever they stand: without the characters that depend on what is around them.
fn in_base64(bytes: &[u8], before: usize) -> [String; 2] {
    let whole = [&vec![0; before], bytes].concat();
    let (from, to) = ((before * 8).div_ceil(6), whole.len() * 8 / 6);
    [STANDARD.encode(&whole), URL_SAFE.encode(&whole)].map(|text| text[from..to].to_owned())
}

/// The lines of a text that have a trace of a secret.
pub fn found_in(text: &str, traces: &[Trace]) -> Vec<String> {
    let traces: Vec<_> = traces.iter().filter(|trace| text.contains(&trace.text)).collect();
    let found = |line: &str| traces.iter().find(|trace| line.contains(&trace.text));
    text.lines().filter_map(|line| Some(format!("{}: {line}", found(line)?.name))).collect()
}

#[test]
fn a_secret_is_found_in_whatever_it_was_made_into() {
    let (canary, traces) = (canary("password"), traces());
    let encoded: String = canary.bytes().map(|byte| format!("%{byte:02X}")).collect();
    assert!(found_in(&encoded, &traces).is_empty(), "nothing encodes letters");
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
