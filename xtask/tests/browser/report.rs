//! What is seen of the report, and what it does.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::chromium::{Browser, Scheme};
use crate::sandbox::{Sandbox, moved, operation, thing};

const DESK: u32 = 1280;
const PHONE: u32 = 390;

const SEEN: &str = include_str!("seen.js");

/// The report of a sandbox as a file.
fn page(sandbox: &Sandbox) -> PathBuf {
    let run = sandbox.diff("html");
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
    sandbox.write("report.html", run.stdout);
    fs::canonicalize(sandbox.path("report.html")).unwrap()
}

/// Several APIs with changes of each kind, and deprecations.
fn changed() -> Sandbox {
    let sandbox = Sandbox::with(&thing(), &moved());
    for number in 0..12 {
        let root = format!("/dedicated/server/with/a/long/name/{number}");
        let schema =
            |schema: Value| schema.to_string().replace("/thing", &root).replace("thing.", &format!("d{number}."));
        sandbox.write(&format!("before/v1/{number}.json"), schema(thing()));
        let after = if number % 3 == 0 { thing() } else { moved() };
        let mut after: Value = serde_json::from_str(&schema(after)).unwrap();
        let name = format!("{root}/anEvenLongerNameThatNobodyWouldBreakByHand{number}");
        after["apis"]
            .as_array_mut()
            .unwrap()
            .push(json!({"path": name, "operations": [operation("GET", "long", &[])]}));
        sandbox.write(&format!("after/v1/{number}.json"), after.to_string());
    }
    sandbox
}

#[test]
fn it_reads_well_on_a_desk_and_on_a_phone_by_day_and_by_night() {
    let sandbox = changed();
    let file = page(&sandbox);
    let counts: Value = serde_json::from_str(&sandbox.diff("json").stdout).unwrap();
    let counts = &counts["counts"];
    let mut browser = Browser::start();
    for (width, scheme) in [(DESK, Scheme::Light), (DESK, Scheme::Dark), (PHONE, Scheme::Light), (PHONE, Scheme::Dark)]
    {
        browser.open(&file, width, scheme);
        let tiles = browser.value("[...document.querySelectorAll('.tile dd')].map(e => Number(e.innerText))");
        assert_eq!(tiles, json!([counts["build"], counts["run_time"], counts["compatible"], 13]));
        assert_eq!(browser.value("document.querySelectorAll('.chart a').length"), 13);
        assert_eq!(browser.value(SEEN), json!([]), "{width} {scheme:?}");
        let dark =
            "(c => c.match(/\\d+/g).slice(0, 3).every(n => n < 80))(getComputedStyle(document.body).backgroundColor)";
        assert_eq!(browser.value(dark), json!(scheme == Scheme::Dark));
        browser.click("#theme");
        assert_eq!(browser.value(dark), json!(scheme == Scheme::Light));
        browser.click("#unfold");
        assert_eq!(browser.value("document.querySelectorAll('main details:not([open])').length"), 0);
        assert_eq!(browser.value(SEEN), json!([]), "{width} {scheme:?}, unfolded, with the other colours");
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }
}

/// What is seen of the changes: their subjects.
const SUBJECTS: &str =
    "[...document.querySelectorAll('.change .subject')].filter(e => e.checkVisibility()).map(e => e.innerText)";

#[test]
fn searching_folding_and_choosing() {
    let sandbox = Sandbox::with(&thing(), &moved());
    let file = page(&sandbox);
    let mut browser = Browser::start();
    for width in [DESK, PHONE] {
        browser.open(&file, width, Scheme::Light);
        let all = browser.value(SUBJECTS);
        assert_eq!(all.as_array().unwrap().len(), 7);

        browser.click("#search");
        browser.type_text("thing.size");
        assert_eq!(browser.value(SUBJECTS), json!(["thing.Thing.size"]));
        // Letters of any case, words in any order, and in what is folded.
        browser.value("document.getElementById('search').select()");
        browser.type_text("ANOTHER type field");
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

/// Names of the service are text, whatever they hold, and however long they are.
#[test]
fn hostile_names_do_nothing() {
    const EVIL: &str = "</code></script><script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}\u{1b}'\"`";
    let mut after = thing();
    let long = "x".repeat(3000);
    after["models"]["thing.StateEnum"]["enum"] = json!(["on", "off", EVIL, long]);
    after["apis"][0]["operations"][0]["iamActions"] = json!([EVIL]);
    after["apis"][0]["operations"][0]["apiStatus"] =
        json!({"value": "DEPRECATED", "replacement": EVIL, "deletionDate": EVIL});
    let sandbox = Sandbox::with(&thing(), &after);
    let file = page(&sandbox);
    let mut browser = Browser::start();
    browser.open(&file, PHONE, Scheme::Light);
    browser.click("#unfold");
    assert_eq!(browser.value("[document.images.length, document.scripts.length]"), json!([0, 1]));
    assert_eq!(browser.value("document.body.innerText.includes('<img src=x onerror=alert(1)>')"), true);
    assert_eq!(browser.value(SEEN), json!([]));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// As much as if the whole API changed at once.
#[test]
fn thousands_of_changes_stay_usable() {
    let sandbox = Sandbox::new();
    for number in 100..180 {
        let root = format!("/api{number}");
        let paths = |ty: &str| -> Vec<Value> {
            let path = |place| json!({"path": format!("{root}/path/to/a/thing/{place}"), "operations": [operation("GET", ty, &[]), operation("DELETE", "void", &[])]});
            (0..50).map(path).collect()
        };
        sandbox.write(
            &format!("before/v1/{number}.json"),
            json!({"resourcePath": root, "apis": paths("long")}).to_string(),
        );
        sandbox.write(
            &format!("after/v1/{number}.json"),
            json!({"resourcePath": root, "apis": paths("string")}).to_string(),
        );
    }
    let file = page(&sandbox);
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
