//! Files as Python reads them, and faults.

use std::time::{Duration, Instant};

use super::*;

fn source() -> Text {
    Text { name: "./ovh.conf".to_owned(), ..Text::default() }
}

fn problem(text: &str) -> String {
    let source = source();
    let error = File::parse(&source, text).map(|_| ()).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("canary"), "{shown}");
    error.to_string()
}

#[test]
fn what_python_reads_is_read_the_same() {
    let source = source();
    let file = File::parse(
        &source,
        "\u{feff}; a comment\r\n# another = one\r\n[default]\r\nendpoint=ovh-eu\r\n\r\n[ovh-eu]\r\n\
         Application_KEY : a%(b)s%%c\r\napplication_secret=a;b#c=d:e\"f\"\r\n consumer_key =  spaced  \r\n",
    )
    .unwrap();
    for (section, name, value, line) in [
        ("default", "endpoint", Some("ovh-eu"), 4),
        ("ovh-eu", "application_key", Some("a%(b)s%%c"), 7),
        ("ovh-eu", "application_secret", Some("a;b#c=d:e\"f\""), 8),
        ("ovh-eu", "consumer_key", Some("spaced"), 9),
        ("OVH-EU", "consumer_key", None, 0),
    ] {
        assert_eq!((file.get(section, name), file.line(section, name)), (value, line), "{name}");
    }
}

#[test]
fn comments_at_the_end_of_a_line() {
    let source = source();
    let file = File::parse(
        &source,
        "[ovh-eu] ; a section\napplication_key=b ; c\nconsumer_key=e\t# f ; g\nclient_id=;i\n\
         access_token=k;l\n\nprofile\n",
    )
    .unwrap();
    assert!(file.has_section("ovh-eu"));
    for (key, value) in [
        ("application_key", Some("b")),
        ("consumer_key", Some("e")),
        ("client_id", None),
        ("access_token", Some("k;l")),
        ("profile", None),
    ] {
        assert_eq!(file.get("ovh-eu", key), value, "{key}");
    }
}

#[test]
fn urls_are_sections_too() {
    let source = source();
    let file =
        File::parse(&source, "[http://[::1]:8080/1.0]\nprofile=b\n[profile:z]\n[profile:x y]\n[profilf]").unwrap();
    assert_eq!(file.get("http://[::1]:8080/1.0", "profile"), Some("b"));
    assert_eq!(file.sections_after("profile:").collect::<Vec<_>>(), ["x y", "z"]);
}

#[test]
fn sections_go_on_and_unknown_names_are_not_kept() {
    let source = source();
    let text = "[ovh-eu]\n; a comment\nEndpoint : x=y\nc2VjcmV0==\n[ a ]\nprofile=p\n[ovh-eu]\nAccess_token=t\nother=z\n\
        Oauth2_Token_Url=https://u\n";
    let file = File::parse(&source, text).unwrap();
    let kept = |section: &str| {
        let entries = file.sections.get(section).unwrap().iter();
        entries.map(|entry| format!("{}={}", entry.name, entry.value)).collect::<Vec<_>>()
    };
    assert_eq!(kept("ovh-eu"), ["endpoint=x=y", "access_token=t", "oauth2_token_url=https://u"]);
    assert_eq!(kept("a"), ["profile=p"]);
}

#[test]
fn sections_in_another_case_are_other_sections() {
    let source = source();
    let file = File::parse(&source, "[ovh-eu]\nclient_id=a\n[OVH-EU]\nclient_id=b\n").unwrap();
    assert_eq!(file.get("ovh-eu", "client_id"), Some("a"));
    assert_eq!(file.get("OVH-EU", "client_id"), Some("b"));
}

#[test]
fn faults_name_the_line_and_not_the_value() {
    let outside = "a key is before the first section; put it below a line such as [ovh-eu]";
    for (text, why) in [
        ("application_secret=canary", format!("line 1: {outside}")),
        ("\u{feff}\r\n; a\r\ncanary", format!("line 3: {outside}")),
        ("[ovh-eu\nx=canary", "line 1: the section name has no closing `]`".to_owned()),
        ("[ovh-eu]\n=canary", "line 2: there is no key before the value".to_owned()),
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
        let told = problem(text);
        assert!(told.starts_with(&format!("./ovh.conf, {why}")), "{told}");
    }
}

#[test]
fn long_names_are_cut_in_messages() {
    let name = "é".repeat(10_000);
    assert!(problem(&format!("[{name}]\nclient_id=b\nclient_id=c")).len() < 300);
}

/// Each of these took a time that grew with the square of the file's size, or could have.
#[test]
fn hostile_files_are_read_in_no_time() {
    let source = source();
    let empty: String = (0..100_000).map(|number| format!("[{number}]\n")).collect();
    let same = "[a]\n".repeat(200_000);
    let unknown = format!("[a]\n{}", "x=\n".repeat(300_000));
    let brackets = format!("[{}", "] ".repeat(400_000));
    let spaces = format!("[a]\nclient_id={}", " ;".repeat(400_000));
    for text in [empty, same, unknown, brackets, spaces] {
        let start = Instant::now();
        let file = File::parse(&source, &text).unwrap();
        assert!(!file.sets_endpoint_or_profile() && !file.is_exposed());
        assert!(start.elapsed() < Duration::from_secs(2), "{} bytes: {:?}", text.len(), start.elapsed());
    }
    let told = problem(&format!("[a]\n{}", "=\n".repeat(1_000_000)));
    assert_eq!(told, "./ovh.conf, line 2: there is no key before the value");
}
