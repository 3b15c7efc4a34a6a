//! Types that one feature no longer enables after a change, although other features still do.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use generator::diff::{Aspect, Impact, diff};
use serde_json::{Value, json};

use crate::schema::{body, model, operation, thing};
use crate::workspace::{TARGET, hand_written, replace, update, workspace};

/// A change of the other API, and the types that its feature no longer enables.
struct Case {
    name: &'static str,
    change: fn(&mut Vec<Value>),
    lost: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "nothing_lost",
        change: |s| s[1]["apis"][1]["operations"][0]["responseType"] = json!("thing.Order<string>"),
        lost: &[],
    },
    Case {
        name: "response",
        change: |s| s[1]["apis"][0]["operations"][0]["responseType"] = json!("string"),
        lost: &["State", "Thing"],
    },
    Case { name: "body", change: |s| drop(operations(s, 0).remove(1)), lost: &["ThingOptionInput", "WishInput"] },
    Case { name: "generic", change: |s| drop(operations(s, 1).remove(0)), lost: &["Order"] },
    Case {
        name: "through_others",
        change: |s| {
            operations(s, 1).remove(0);
            s[0]["models"]["thing.Thing"]["properties"].as_object_mut().unwrap().remove("parts");
        },
        lost: &["Kind", "Order", "Part"],
    },
    Case {
        name: "all_responses",
        change: |s| {
            operations(s, 0).remove(0);
            operations(s, 1).remove(0);
        },
        lost: &["Kind", "Order", "Part", "State", "Thing"],
    },
];

fn operations(schemas: &mut [Value], path: usize) -> &mut Vec<Value> {
    schemas[1]["apis"][path]["operations"].as_array_mut().unwrap()
}

/// Returns an API and another one that shares its types.
fn both() -> Vec<Value> {
    let mut order = operation("POST", "thing.Order<thing.Part>", &[]);
    order["parameters"] = json!([]);
    let other = json!({"resourcePath": "/other", "apis": [
        {"path": "/other", "operations": [operation("GET", "thing.Thing", &[]), operation("PUT", "void", &[body("thing.Wish")])]},
        {"path": "/other/order", "operations": [order]},
    ]});
    vec![thing(), other]
}

#[test]
fn types_lost_by_a_feature_do_not_compile() {
    let (folder, _lock) = workspace("single-feature", &["packages/*".to_owned(), "callers/*".to_owned()]);
    let before = model(&both());
    // The types that the feature alone enables.
    let surface = generator::surface_of_types(&before);
    let named = surface.lines().filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
        [_, path, features, _] if features.split(", ").any(|feature| feature == "other") => {
            Some(path.trim_end_matches("<T>").to_owned())
        }
        _ => None,
    });
    let named: Vec<String> = named.collect();
    assert_eq!(named.len(), 7, "{named:?}");

    write(&folder, "unchanged", &both(), &named);
    for case in CASES {
        let mut after = both();
        (case.change)(&mut after);
        write(&folder, case.name, &after, &named);
        let expected: BTreeSet<String> = case.lost.iter().map(|name| format!("thing::{name}")).collect();
        let changes = diff(&before, &model(&after)).changes;
        let lost = changes.iter().filter(|change| change.aspect == Aspect::Feature);
        let lost: BTreeSet<String> = lost
            .map(|change| {
                assert_eq!(change.impact, Impact::Build);
                change.old_name.clone().unwrap()
            })
            .collect();
        assert_eq!(lost, expected, "{}: {changes:#?}", case.name);
    }
    let failed = check(&folder, &named);
    let expected: BTreeSet<(String, String)> = CASES
        .iter()
        .flat_map(|case| case.lost.iter().map(|name| (format!("{}_caller", case.name), format!("thing::{name}"))))
        .collect();
    assert_eq!(failed, expected);
}

/// Writes a package, and a caller that names each type on a line of its own, with one feature enabled.
fn write(folder: &Path, name: &str, schemas: &[Value], named: &[String]) {
    let output = generator::emit(&model(schemas));
    let package = folder.join("packages").join(name);
    hand_written(&package, name, &output.features);
    replace(&package.join("src/generated"), &output.files);
    let caller = folder.join("callers").join(name);
    let dependency =
        format!("ovh = {{ package = \"{name}\", path = \"../../packages/{name}\", features = [\"other\"] }}");
    let manifest =
        format!("[package]\nname = \"{name}_caller\"\nedition.workspace = true\n\n[dependencies]\n{dependency}\n");
    update(&caller.join("Cargo.toml"), &manifest);
    let lines: String = named.iter().map(|path| format!("pub use ovh::{path};\n")).collect();
    update(&caller.join("src/lib.rs"), &lines);
}

/// Returns the types that each caller cannot name.
fn check(folder: &Path, named: &[String]) -> BTreeSet<(String, String)> {
    let mut failed = BTreeSet::new();
    // One by one, because Cargo unifies the features of the members of a workspace.
    let callers = CASES.iter().map(|case| case.name).chain(["unchanged"]);
    for caller in callers.map(|name| format!("{name}_caller")) {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--message-format=json", "--target-dir", TARGET, "--package", &caller])
            .current_dir(folder)
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let messages = String::from_utf8(output.stdout).unwrap();
        let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let of_caller: Vec<Value> = messages.filter(|message| message["target"]["name"] == caller).collect();
        assert!(!of_caller.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let spans = of_caller.iter().filter(|message| message["message"]["level"] == "error").flat_map(|message| {
            message["message"]["spans"].as_array().unwrap().iter().filter(|span| span["is_primary"] == true)
        });
        for span in spans {
            let line = usize::try_from(span["line_start"].as_u64().unwrap()).unwrap();
            failed.insert((caller.clone(), named[line - 1].clone()));
        }
    }
    failed
}
