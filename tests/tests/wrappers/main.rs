//! The official Python wrapper, the official Node.js wrapper and this crate send the same bytes: method, URL, body and
//! signature. Intended differences are listed here with their reasons.
//!
//! All three send requests to `https://eu.api.ovh.com`, which resolves to a local server with a test certificate.
//! `wrappers/install` installs the wrappers from their package registries, so the test needs the feature `peers`.

mod ours;
mod recorder;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use crate::recorder::{ReceivedRequest, Recorder};

pub const APPLICATION_KEY: &str = "7kbG7Bk7S9Nt7ZSV";
pub const APPLICATION_SECRET: &str = "9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk";
pub const CONSUMER_KEY: &str = "5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY";

/// An intended difference between the request of a wrapper and ours.
struct Difference {
    call: &'static str,
    wrapper: Wrapper,
    target: Option<&'static str>,
    body: Option<&'static str>,
    /// Whether only the wrapper signs the request.
    signs: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrapper {
    Python,
    Node,
}

/// All intended differences.
const DIFFERENCES: &[Difference] = &[
    // A plus means a space only in forms; `%20` means a space everywhere.
    Difference {
        call: "a space in the query",
        wrapper: Wrapper::Python,
        target: Some("/1.0/domain/zone/example.com/record?subDomain=a+b%26%C3%A9"),
        body: None,
        signs: false,
    },
    // The wrappers do not encode path values: an address block becomes two segments, and the response is 404.
    Difference {
        call: "a slash in the path",
        wrapper: Wrapper::Python,
        target: Some("/1.0/vps/vps-1.example/backupftp/access/192.0.2.0/24"),
        body: None,
        signs: false,
    },
    Difference {
        call: "a slash in the path",
        wrapper: Wrapper::Node,
        target: Some("/1.0/vps/vps-1.example/backupftp/access/192.0.2.0/24"),
        body: None,
        signs: false,
    },
    // The Node.js wrapper omits null fields.
    Difference {
        call: "null in a body",
        wrapper: Wrapper::Node,
        target: None,
        body: Some(r#"{"target":"192.0.2.1"}"#),
        signs: false,
    },
    // The wrappers escape non-ASCII characters.
    Difference {
        call: "more than ASCII in a body",
        wrapper: Wrapper::Python,
        target: None,
        body: Some(r#"{"target":"\u00e9"}"#),
        signs: false,
    },
    Difference {
        call: "more than ASCII in a body",
        wrapper: Wrapper::Node,
        target: None,
        body: Some(r#"{"target":"\u00e9"}"#),
        signs: false,
    },
    // The Node.js wrapper signs all paths that do not start with `/auth`, which breaks some public operations.
    Difference { call: "a public operation", wrapper: Wrapper::Node, target: None, body: None, signs: true },
];

#[tokio::test(flavor = "multi_thread")]
async fn wrappers_and_crate_send_the_same_bytes() {
    let calls: Vec<Value> = serde_json::from_str(include_str!("../../wrappers/calls.json")).unwrap();
    let recorder = Recorder::start(responses(&calls)).await;
    let folder = target();

    ours::make_calls(&recorder, &calls).await;
    let ours = recorder.take();
    assert_eq!(ours.len(), calls.len());

    for wrapper in [Wrapper::Python, Wrapper::Node] {
        run(wrapper, &folder, &recorder, &calls).await;
        let theirs = recorder.take();
        assert_eq!(theirs.len(), calls.len(), "{wrapper:?}");
        for ((call, ours), theirs) in calls.iter().zip(&ours).zip(&theirs) {
            compare(call["name"].as_str().unwrap(), wrapper, ours, theirs);
        }
    }
}

fn compare(call: &str, wrapper: Wrapper, ours: &ReceivedRequest, theirs: &ReceivedRequest) {
    let context = format!("{call}, {wrapper:?}");
    let difference = DIFFERENCES.iter().find(|difference| difference.call == call && difference.wrapper == wrapper);
    assert_eq!(theirs.method, ours.method, "{context}");
    let target = difference.and_then(|difference| difference.target);
    assert_eq!(theirs.target, target.unwrap_or(&ours.target), "{context}");
    let body = difference.and_then(|difference| difference.body);
    assert_eq!(theirs.body, body.unwrap_or(&ours.body), "{context}");
    let signs = difference.is_some_and(|difference| difference.signs);
    assert_eq!(
        theirs.header("x-ovh-signature").is_some(),
        ours.header("x-ovh-signature").is_some() || signs,
        "{context}"
    );
    for name in ["host", "x-ovh-application"] {
        assert_eq!(theirs.header(name), ours.header(name), "{context}: {name}");
    }
    if !signs {
        assert_eq!(theirs.header("x-ovh-consumer"), ours.header("x-ovh-consumer"), "{context}");
    }
    if !theirs.body.is_empty() {
        let kinds = [theirs, ours].map(|request| request.header("content-type"));
        assert_eq!(kinds, [Some("application/json"); 2], "{context}");
    }
    for request in [theirs, ours] {
        if let Some(signature) = request.header("x-ovh-signature") {
            assert_eq!(signature, expected_signature(request), "{context}");
        }
    }
    // In the same second the same bytes have the same signature.
    if theirs.header("x-ovh-timestamp") == ours.header("x-ovh-timestamp") && difference.is_none() {
        assert_eq!(theirs.header("x-ovh-signature"), ours.header("x-ovh-signature"), "{context}");
    }
}

/// Computes the signature of a received request.
fn expected_signature(request: &ReceivedRequest) -> String {
    let timestamp: i64 = request.header("x-ovh-timestamp").unwrap().parse().unwrap();
    // The wrappers round the time, and time passes during the test.
    assert!((recorder::TIME - 2..recorder::TIME + 60).contains(&timestamp), "{timestamp}");
    let signed = format!(
        "{APPLICATION_SECRET}+{CONSUMER_KEY}+{}+https://eu.api.ovh.com{}+{}+{timestamp}",
        request.method, request.target, request.body
    );
    let digest: String = Sha1::digest(signed).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("$1${digest}")
}

/// Returns the responses by method and path. In requests of the wrappers, a path value may be several segments.
fn responses(calls: &[Value]) -> BTreeMap<(String, String), String> {
    let mut responses = BTreeMap::new();
    for call in calls {
        let (method, path) = (call["method"].as_str().unwrap(), call["path"].as_str().unwrap());
        responses.insert((method.to_owned(), format!("/1.0{path}")), call["response"].to_string());
    }
    responses
}

async fn run(wrapper: Wrapper, folder: &Path, recorder: &Recorder, calls: &[Value]) {
    let plan = json!({
        "port": recorder.port(),
        "ca": recorder.certificate(),
        "applicationKey": APPLICATION_KEY,
        "applicationSecret": APPLICATION_SECRET,
        "consumerKey": CONSUMER_KEY,
        "calls": calls,
    });
    let file = folder.join(format!("{wrapper:?}.json"));
    std::fs::write(&file, plan.to_string()).unwrap();
    let scripts = scripts();
    let mut command = match wrapper {
        Wrapper::Python => {
            let mut command = Command::new(folder.join("python/bin/python"));
            command.arg(scripts.join("python/calls.py"));
            command
        }
        Wrapper::Node => {
            let mut command = Command::new("node");
            command.arg(scripts.join("node/calls.js")).env("NODE_PATH", folder.join("node/node_modules"));
            command
        }
    };
    command.arg(&file).env("REQUESTS_CA_BUNDLE", recorder.certificate()).current_dir(folder);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{wrapper:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("wrappers")
}

/// Installs the wrappers in the target folder of cargo, and returns their folder.
fn target() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).unwrap();
    let folder = target.join("wrappers");
    let installed = Command::new(scripts().join("install")).arg(&folder).status().unwrap();
    assert!(installed.success(), "cannot install the official wrappers; install python3 with venv, node and npm");
    folder
}
