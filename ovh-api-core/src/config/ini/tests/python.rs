//! Compares the parser with Python's `configparser.RawConfigParser`, which the official wrapper uses.
//!
//! `cases.json` lists odd files with the expected result: the known, non-empty settings of each section, or `null` for
//! an error. A case in which Python returns another result has it as `python`, and the reason as `why`.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Map, Value, json};

use super::super::IniFile;
use super::{Setting, source};

const CASES: &str = include_str!("cases.json");

fn cases() -> Vec<Value> {
    serde_json::from_str(CASES).unwrap()
}

fn parse(text: &str) -> Value {
    let source = source();
    let Ok(file) = IniFile::parse(&source, text) else { return Value::Null };
    let settings = |section: &&str| {
        let values = Setting::all().filter_map(|setting| Some((setting.name, file.get(section, setting.name)?)));
        values.map(|(name, value)| (name.to_owned(), value.into())).collect::<Map<_, _>>()
    };
    file.sections.keys().map(|section| ((*section).to_owned(), settings(section).into())).collect::<Map<_, _>>().into()
}

#[test]
fn unusual_files_parse_as_listed() {
    for case in cases() {
        assert_eq!(parse(case["text"].as_str().unwrap()), case["expected"], "{}", case["name"]);
        match case.get("python") {
            Some(python) => assert!(*python != case["expected"] && case["why"].is_string(), "{}", case["name"]),
            None => assert_eq!(case.get("why"), None, "{}", case["name"]),
        }
    }
}

/// Prints the results of the cases, or nothing if the section syntax is that of an older Python.
const SCRIPT: &str = r#"
import configparser, io, json, sys

def parse(text, names):
    parser = configparser.RawConfigParser()
    try:
        parser.read_file(io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    except configparser.Error:
        return None
    sections = {name: dict(parser._sections[name]) for name in parser.sections()}
    if parser.defaults():
        sections["DEFAULT"] = dict(parser.defaults())
    return {
        section: {name: value for name, value in values.items() if name in names and value}
        for section, values in sections.items()
    }

request = json.load(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8"))
if sys.version_info >= (3, 11):
    json.dump([parse(text, request["names"]) for text in request["texts"]], sys.stdout)
"#;

/// Returns the results of Python, or `None` without Python 3.11 or later.
fn parse_with_python(texts: &[&str]) -> Option<Vec<Value>> {
    let mut python = Command::new("python3");
    let python = python.args(["-I", "-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = python.spawn().ok()?;
    let names: Vec<_> = Setting::all().map(|setting| setting.name).collect();
    let request = json!({"names": names, "texts": texts}).to_string();
    child.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    (!output.stdout.is_empty()).then(|| serde_json::from_slice(&output.stdout).unwrap())
}

/// Without Python, `unusual_files_parse_as_listed` still checks the expected results.
#[test]
fn python_agrees_or_differs_as_listed() {
    let cases = cases();
    let texts: Vec<_> = cases.iter().map(|case| case["text"].as_str().unwrap()).collect();
    let Some(results) = parse_with_python(&texts) else {
        eprintln!("skipped: requires python3, version 3.11 or later");
        return;
    };
    assert_eq!(results.len(), cases.len());
    for (case, result) in cases.iter().zip(results) {
        assert_eq!(result, *case.get("python").unwrap_or(&case["expected"]), "{}", case["name"]);
    }
}
