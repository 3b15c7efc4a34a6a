//! Tests of the parser. The comparison with Python is in `python`.

use std::time::{Duration, Instant};

use super::*;

mod python;

fn source() -> ConfigFile {
    ConfigFile { name: "./ovh.conf".to_owned(), ..ConfigFile::default() }
}

fn problem(text: &str) -> String {
    let source = source();
    let error = IniFile::parse(&source, text).map(|_| ()).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("canary"), "{shown}");
    error.to_string()
}

#[test]
fn url_can_be_a_section_name() {
    let source = source();
    let file =
        IniFile::parse(&source, "[http://[::1]:8080/1.0]\nprofile=b\n[profile:z]\n[profile:x y]\n[profilf]").unwrap();
    assert_eq!(file.get("http://[::1]:8080/1.0", "profile"), Some("b"));
    assert_eq!(file.sections_after("profile:").collect::<Vec<_>>(), ["x y", "z"]);
}

#[test]
fn only_known_keys_are_kept() {
    let source = source();
    let text = "[ovh-eu]\n; a comment\nEndpoint : x=y\nc2VjcmV0==\n[ a ]\nprofile=p\n[ovh-eu]\nAccess_token=t\n\
        other=z\nOauth2_Token_Url=https://u\n";
    let file = IniFile::parse(&source, text).unwrap();
    let kept = |section: &str| {
        let entries = file.sections.get(section).unwrap().iter();
        entries.map(|entry| format!("{}={}", entry.name, entry.value)).collect::<Vec<_>>()
    };
    assert_eq!(kept("ovh-eu"), ["endpoint=x=y", "access_token=t", "oauth2_token_url=https://u"]);
    assert_eq!(kept("a"), ["profile=p"]);
}

#[test]
fn errors_name_the_line_but_not_the_value() {
    let outside = "key before the first section; put it below a section such as [ovh-eu]";
    for (text, why) in [
        ("application_secret=canary", format!("line 1: {outside}")),
        ("\u{feff}\r\n; a\r\ncanary", format!("line 3: {outside}")),
        ("[ovh-eu\nx=canary", "line 1: missing `]` after the section name".to_owned()),
        ("[ovh-eu]\n=canary", "line 2: missing key before the value".to_owned()),
        (
            "[ovh-eu]\nconsumer_key=canary\n\nConsumer_Key=canary2",
            "line 4: [ovh-eu] already has consumer_key on line 2; keep one of them".to_owned(),
        ),
        (
            "[ovh-eu]\nconsumer_key=canary\n[ovh-eu]\nconsumer_key=canary",
            "line 4: [ovh-eu] already has consumer_key on line 2; keep one of them".to_owned(),
        ),
        ("[a] token=canary]\nclient_id=b\nClient_Id=c", "line 3: [a] already has client_id on line 2".to_owned()),
        ("[a]\tcanary] b\nclient_id=b\nClient_Id=c", "line 3: [a] already has client_id on line 2".to_owned()),
        ("[token=canary]\nclient_id=b\nClient_Id=c", "line 3: [token] already has client_id on line 2".to_owned()),
    ] {
        let message = problem(text);
        assert!(message.starts_with(&format!("./ovh.conf, {why}")), "{message}");
    }
}

#[test]
fn long_section_names_are_truncated() {
    let name = "é".repeat(10_000);
    assert!(problem(&format!("[{name}]\nclient_id=b\nclient_id=c")).len() < 300);
}

/// Inputs that could cause quadratic parsing time.
#[test]
fn hostile_files_are_parsed_in_linear_time() {
    let source = source();
    let empty: String = (0..100_000).map(|number| format!("[{number}]\n")).collect();
    let same = "[a]\n".repeat(200_000);
    let unknown = format!("[a]\n{}", "x=\n".repeat(300_000));
    let brackets = format!("[{}", "] ".repeat(400_000));
    let spaces = format!("[a]\nclient_id={}", " ;".repeat(400_000));
    for text in [empty, same, unknown, brackets, spaces] {
        let start = Instant::now();
        let file = IniFile::parse(&source, &text).unwrap();
        assert!(!file.sets_endpoint_or_profile() && !file.is_exposed());
        assert!(start.elapsed() < Duration::from_secs(2), "{} bytes: {:?}", text.len(), start.elapsed());
    }
    let message = problem(&format!("[a]\n{}", "=\n".repeat(1_000_000)));
    assert_eq!(message, "./ovh.conf, line 2: missing key before the value");
}
