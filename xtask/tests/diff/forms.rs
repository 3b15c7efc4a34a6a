//! The formats of the report, and the exit code.

use serde_json::{Value, json};

use crate::schemas::{changed, operation, parameter, thing};
use crate::workspace::Workspace;

#[test]
fn text_report() {
    let run = Workspace::with(&thing(), &changed()).diff("text");
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn markdown_report() {
    let run = Workspace::with(&thing(), &changed()).diff("markdown");
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn json_report() {
    let run = Workspace::with(&thing(), &changed()).diff("json");
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["impact"], "breaks the build");
    assert_eq!(report["counts"], json!({"build": 2, "run_time": 1, "compatible": 4}));
    assert_eq!(report["deprecations"][0]["past"], true);
    assert_eq!(report["deprecations"][0]["method"], "thing().get");
    assert_eq!(report["deprecations"][1]["past"], false);
    let changes = report["apis"][0]["changes"].as_array().unwrap();
    let size = changes.iter().find(|change| change["subject"] == "thing.Thing.size").unwrap();
    let expected = json!({
        "api": "/thing", "item": "field", "aspect": "type", "subject": "thing.Thing.size",
        "old": "i64", "new": "f64", "impact": "breaks the build", "reason": "the type of the field changes",
        "old_name": "thing::Thing::size", "new_name": "thing::Thing::size", "methods": ["thing().get"],
    });
    assert_eq!(*size, expected);
}

#[test]
fn html_is_complete_and_loads_no_files() {
    let run = Workspace::with(&thing(), &changed()).diff("html");
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    for text in ["<!doctype html>", "thing.Thing.size", "thing().get", "2001-01-01", "breaks the build", "<style>"] {
        assert!(run.stdout.contains(text), "{text}");
    }
    for text in ["http://", "https://", " src=", "@import", "url("] {
        assert!(!run.stdout.contains(text), "{text}");
    }
}

/// People see all characters, and programs get them unchanged.
#[test]
fn invisible_characters_are_escaped_in_every_form() {
    const EVIL: &str = "a\u{202e}b\u{2028}c\u{2029}d\u{200b}e\u{feff}f\u{85}g\u{e0041}h\u{1b}i@mention";
    let mut after = thing();
    after["models"]["thing.StateEnum"]["enum"] = json!(["on", "off", EVIL]);
    after["models"]["thing.Thing"]["properties"][EVIL] = json!({"type": "string"});
    after["models"][format!("thing.{EVIL}")] = json!({"properties": {}});
    let operation = &mut after["apis"][0]["operations"][0];
    operation["iamActions"] = json!([EVIL]);
    operation["errors"] = json!([EVIL]);
    operation["parameters"] = json!([parameter("query", EVIL, "string", false)]);
    operation["responseType"] = json!(format!("thing.{EVIL}"));
    operation["apiStatus"] =
        json!({"value": "DEPRECATED", "replacement": EVIL, "deletionDate": EVIL, "deprecatedDate": EVIL});
    for (before, after) in [(&thing(), &after), (&after, &thing())] {
        let workspace = Workspace::with(before, after);
        for form in ["text", "markdown", "html", "json"] {
            let run = workspace.diff(form);
            assert!(run.stdout.contains("202e"), "{form} leaves it out: {}", run.stdout);
            for text in [run.stdout, run.stderr] {
                let hidden = text.chars().find(|c| *c != '\n' && generator::text::is_unprintable(*c));
                assert_eq!(hidden, None, "{form}: {text}");
            }
        }
        let report: Value = serde_json::from_str(&workspace.diff("json").stdout).unwrap();
        let changes = report["apis"][0]["changes"].as_array().unwrap();
        let subject = format!("thing.Thing.{EVIL}");
        assert!(changes.iter().any(|change| change["subject"] == subject), "{report}");
    }
}

#[test]
fn names_of_the_service_are_escaped() {
    const EVIL: &str = "<script>alert('x')</script>\u{1b}[31m`|*\n";
    let mut after = thing();
    after["models"]["thing.StateEnum"]["enum"] = json!(["on", "off", EVIL]);
    after["apis"][0]["operations"][0]["iamActions"] = json!([EVIL]);
    after["apis"][0]["operations"][0]["apiStatus"] = json!({"value": "DEPRECATED", "replacement": EVIL});
    let workspace = Workspace::with(&thing(), &after);
    let html = workspace.diff("html").stdout;
    assert!(!html.contains("<script>alert") && html.contains("&lt;script&gt;"));
    for form in ["text", "markdown", "html", "json"] {
        let text = workspace.diff(form).stdout;
        assert!(!text.contains('\u{1b}'), "{form}");
    }
    let markdown = workspace.diff("markdown").stdout;
    insta::assert_snapshot!(markdown);
}

#[test]
fn no_changes_exit_with_0() {
    let workspace = Workspace::with(&thing(), &thing());
    for form in ["text", "markdown", "json", "html"] {
        let run = workspace.diff(form);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{form}");
    }
    assert_eq!(workspace.diff("text").stdout, "before → after\nno changes\n");
}

#[test]
fn compatible_changes_exit_with_0() {
    let mut after = thing();
    after["models"]["thing.StateEnum"]["enum"] = json!(["on", "off", "lost"]);
    let run = Workspace::with(&thing(), &after).diff("text");
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(run.stdout.contains("0 break the build, 0 break at run time, 1 compatible"), "{}", run.stdout);
}

#[test]
fn summary_fits_on_one_screen() {
    let workspace = Workspace::new();
    for number in 10..60 {
        let root = format!("/api{number}");
        let api = |operations: Value| json!({"resourcePath": root, "apis": [{"path": root, "operations": operations}]});
        let before = api(json!([operation("GET", "long", &[]), operation("DELETE", "void", &[])]));
        workspace.write(&format!("before/v1/{number}.json"), before.to_string());
        let after = api(json!([operation("GET", "string", &[])]));
        workspace.write(&format!("after/v1/{number}.json"), after.to_string());
    }
    let run = workspace.diff("text");
    let details = run.stdout.lines().position(|line| line == "/api10").unwrap();
    assert!(details <= 24, "{}", run.stdout);
    assert!(run.stdout.contains("100 changes in 50 APIs: 100 break the build"), "{}", run.stdout);
}
