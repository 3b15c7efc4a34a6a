//! The look and the behaviour of the report.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::chromium::{Browser, Scheme};
use crate::schemas::{changed, operation, thing};
use crate::workspace::Workspace;

const DESK: u32 = 1280;
const PHONE: u32 = 390;

const READABILITY: &str = include_str!("readability.js");

/// Writes the report of a workspace to a file.
fn page(workspace: &Workspace) -> PathBuf {
    let run = workspace.diff("html");
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
    workspace.write("report.html", run.stdout);
    fs::canonicalize(workspace.path("report.html")).unwrap()
}

/// Creates a workspace with changes of each kind in several APIs, and deprecations.
fn several_apis() -> Workspace {
    let workspace = Workspace::with(&thing(), &changed());
    for number in 0..12 {
        let root = format!("/dedicated/server/with/a/long/name/{number}");
        let schema =
            |schema: Value| schema.to_string().replace("/thing", &root).replace("thing.", &format!("d{number}."));
        workspace.write(&format!("before/v1/{number}.json"), schema(thing()));
        let after = if number % 3 == 0 { thing() } else { changed() };
        let mut after: Value = serde_json::from_str(&schema(after)).unwrap();
        let name = format!("{root}/anEvenLongerNameThatNobodyWouldSplit{number}");
        after["apis"]
            .as_array_mut()
            .unwrap()
            .push(json!({"path": name, "operations": [operation("GET", "long", &[])]}));
        workspace.write(&format!("after/v1/{number}.json"), after.to_string());
    }
    workspace
}

#[test]
fn page_is_readable_on_all_sizes_and_schemes() {
    let workspace = several_apis();
    let file = page(&workspace);
    let counts: Value = serde_json::from_str(&workspace.diff("json").stdout).unwrap();
    let counts = &counts["counts"];
    let mut browser = Browser::start();
    for (width, scheme) in [(DESK, Scheme::Light), (DESK, Scheme::Dark), (PHONE, Scheme::Light), (PHONE, Scheme::Dark)]
    {
        browser.open(&file, width, scheme);
        let tiles = browser.value("[...document.querySelectorAll('.tile dd')].map(e => Number(e.innerText))");
        assert_eq!(tiles, json!([counts["build"], counts["run_time"], counts["compatible"], 13]));
        assert_eq!(browser.value("document.querySelectorAll('.chart a').length"), 13);
        assert_eq!(browser.value(READABILITY), json!([]), "{width} {scheme:?}");
        let dark =
            "(c => c.match(/\\d+/g).slice(0, 3).every(n => n < 80))(getComputedStyle(document.body).backgroundColor)";
        assert_eq!(browser.value(dark), json!(scheme == Scheme::Dark));
        browser.click("#theme");
        assert_eq!(browser.value(dark), json!(scheme == Scheme::Light));
        browser.click("#unfold");
        assert_eq!(browser.value("document.querySelectorAll('main details:not([open])').length"), 0);
        assert_eq!(browser.value(READABILITY), json!([]), "{width} {scheme:?}, unfolded, with the other colours");
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }
}

/// Returns the subjects of the visible changes.
const SUBJECTS: &str =
    "[...document.querySelectorAll('.change .subject')].filter(e => e.checkVisibility()).map(e => e.innerText)";

#[test]
fn page_can_be_searched_folded_and_filtered() {
    let workspace = Workspace::with(&thing(), &changed());
    let file = page(&workspace);
    let mut browser = Browser::start();
    for width in [DESK, PHONE] {
        browser.open(&file, width, Scheme::Light);
        let all = browser.value(SUBJECTS);
        assert_eq!(all.as_array().unwrap().len(), 7);

        browser.click("#search");
        browser.type_text("thing.size");
        assert_eq!(browser.value(SUBJECTS), json!(["thing.Thing.size"]));
        // The search ignores case and the order of words, and includes folded text.
        browser.value("document.getElementById('search').select()");
        browser.type_text("CHANGES type field");
        assert_eq!(browser.value(SUBJECTS), json!(["thing.Thing.size"]));
        browser.value("document.getElementById('search').select()");
        browser.type_text("no such thing");
        assert_eq!(browser.value(SUBJECTS), json!([]));
        assert_eq!(browser.value("document.getElementById('nothing').checkVisibility()"), true);
        browser.value("document.getElementById('search').select()");
        browser.type_text(" ");
        assert_eq!(browser.value(SUBJECTS), all);

        browser.click("#fold");
        assert_eq!(browser.value(SUBJECTS), json!([]));
        browser.click(".chart a");
        assert_eq!(browser.value(SUBJECTS), all);
        browser.click(".change summary");
        assert_eq!(browser.value("document.querySelector('.change').open"), true);
        browser.click(".change summary");
        assert_eq!(browser.value("document.querySelector('.change').open"), false);

        browser.click(".chip.compatible");
        browser.click(".chip.build");
        assert_eq!(browser.value(SUBJECTS), json!(["GET /thing/{name}"]));
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }
}

/// Names are shown as text, at any length.
#[test]
fn names_of_the_service_are_not_executed() {
    const EVIL: &str = "</code></script><script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}\u{1b}'\"`";
    let mut after = thing();
    let long = "x".repeat(3000);
    after["models"]["thing.StateEnum"]["enum"] = json!(["on", "off", EVIL, long]);
    after["apis"][0]["operations"][0]["iamActions"] = json!([EVIL]);
    after["apis"][0]["operations"][0]["apiStatus"] =
        json!({"value": "DEPRECATED", "replacement": EVIL, "deletionDate": EVIL});
    let workspace = Workspace::with(&thing(), &after);
    let file = page(&workspace);
    let mut browser = Browser::start();
    browser.open(&file, PHONE, Scheme::Light);
    browser.click("#unfold");
    assert_eq!(browser.value("[document.images.length, document.scripts.length]"), json!([0, 1]));
    assert_eq!(browser.value("document.body.innerText.includes('<img src=x onerror=alert(1)>')"), true);
    assert_eq!(browser.value(READABILITY), json!([]));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// The report is as large as for a change of the whole API.
#[test]
fn page_with_thousands_of_changes_stays_usable() {
    let workspace = Workspace::new();
    for number in 100..180 {
        let root = format!("/api{number}");
        let paths = |ty: &str| -> Vec<Value> {
            let path = |place| json!({"path": format!("{root}/path/to/a/thing/{place}"), "operations": [operation("GET", ty, &[]), operation("DELETE", "void", &[])]});
            (0..50).map(path).collect()
        };
        workspace.write(
            &format!("before/v1/{number}.json"),
            json!({"resourcePath": root, "apis": paths("long")}).to_string(),
        );
        workspace.write(
            &format!("after/v1/{number}.json"),
            json!({"resourcePath": root, "apis": paths("string")}).to_string(),
        );
    }
    let file = page(&workspace);
    assert!(fs::metadata(&file).unwrap().len() < 4_000_000, "{} bytes", fs::metadata(&file).unwrap().len());
    let mut browser = Browser::start();
    browser.open(&file, PHONE, Scheme::Dark);
    assert_eq!(browser.value("document.querySelectorAll('.change').length"), 4000);
    let loaded = browser.value("performance.getEntriesByType('navigation')[0].loadEventEnd");
    assert!(loaded.as_f64().unwrap() < 10_000.0, "loaded after {loaded} ms");
    browser.click("#search");
    browser.type_text("api117/ thing/31");
    assert_eq!(browser.value(SUBJECTS), json!(["GET /api117/path/to/a/thing/31"]));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
