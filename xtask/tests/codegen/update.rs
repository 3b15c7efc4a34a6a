//! The files that `codegen` writes, removes and keeps.

use crate::runs::MARKER;
use crate::schema::thing;
use crate::tree::assert_same;
use crate::workspace::Workspace;

fn four_apis() -> [(&'static str, serde_json::Value); 4] {
    [
        ("v1/thing.json", thing("/thing")),
        ("v1/dedicated/server.json", thing("/dedicated/server")),
        ("v2/iam.json", thing("/iam")),
        ("v2/thing.json", thing("/thing")),
    ]
}

/// Returns the summary without the time.
fn summary(stdout: &str) -> &str {
    let (summary, time) = stdout.strip_suffix(" s\n").unwrap().rsplit_once(" in ").unwrap();
    let (seconds, hundredths) = time.split_once('.').unwrap();
    assert!(seconds.parse::<u32>().is_ok() && hundredths.len() == 2 && hundredths.parse::<u32>().is_ok(), "{stdout}");
    summary
}

#[test]
fn second_run_writes_no_files() {
    let workspace = Workspace::new();
    for (place, schema) in four_apis() {
        workspace.schema(place, &schema);
    }
    let first = workspace.codegen(&[]);
    assert_eq!((first.code, first.stderr.as_str()), (Some(0), ""));
    assert_eq!(summary(&first.stdout), "generated 4 APIs, 12 operations, 8 types in 15 files (16 changed)");

    workspace.age();
    let before = workspace.package();
    let second = workspace.codegen(&[]);
    assert_eq!((second.code, second.stderr.as_str()), (Some(0), ""));
    assert_eq!(summary(&second.stdout), "generated 4 APIs, 12 operations, 8 types in 15 files (0 changed)");
    assert_same(&workspace.package(), &before);
}

#[test]
fn apis_get_modules_and_features() {
    let workspace = Workspace::generated(four_apis());
    let files: Vec<_> = workspace.package().into_iter().filter(|(_, content)| content.is_some()).collect();
    let files: Vec<_> = files.iter().map(|(place, _)| place.to_str().unwrap()).collect();
    let (kept, features) =
        workspace.read("ovh-api/Cargo.toml").split_once(MARKER).map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(kept, "[package]\nname = \"ovh-api\"\n\n[features]\ndefault = []\n\n");
    insta::assert_snapshot!(format!("{}\n\n{features}", files.join("\n")));
}

#[test]
fn removed_api_loses_its_files() {
    let workspace = Workspace::generated(four_apis());
    workspace.remove("schemas/v2/iam.json");
    workspace.remove("schemas/v2/thing.json");
    workspace.remove("schemas/v1/dedicated/server.json");
    let run = workspace.codegen(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let fresh = Workspace::generated([("v1/thing.json", thing("/thing"))]);
    let contents = |workspace: &Workspace| {
        let tree = workspace.package().into_iter();
        tree.map(|(place, content)| (place, content.map(|(bytes, _)| bytes))).collect::<Vec<_>>()
    };
    assert!(
        contents(&workspace) == contents(&fresh),
        "something is left: {:?}",
        crate::tree::places(&workspace.package())
    );
    assert_eq!(workspace.codegen(&["--check"]).code, Some(0));
}

/// A limit of the file size fails a write midway, like a full disk. The manifest is below the limit, the new code is
/// not.
#[cfg(unix)]
#[test]
fn full_disk_keeps_all_files() {
    let workspace = Workspace::generated(four_apis());
    let mut schema = thing("/thing");
    let values: Vec<String> = (0..9_000).map(|number| format!("value{number}")).collect();
    schema["models"]["thing.StateEnum"]["enum"] = serde_json::json!(values);
    workspace.schema("v1/thing.json", &schema);
    workspace.schema("v1/more.json", &thing("/more"));
    let before = workspace.package();
    let run = workspace.codegen_by(&["sh", "-c", "trap '' XFSZ; ulimit -f 50; exec \"$0\" \"$@\""]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    insta::assert_snapshot!(run.stderr, @"error: could not write [tmp]/ovh-api/src/generated/types/thing.rs: File too large (os error 27)");
    assert_same(&workspace.package(), &before);
    // Exceeding the limit kills the process with a signal.
    assert_eq!(workspace.codegen_by(&["sh", "-c", "ulimit -f 50; exec \"$0\" \"$@\""]).code, None);
    assert_same(&workspace.package(), &before);
    assert_eq!(workspace.codegen(&[]).code, Some(0));
}

#[test]
fn file_names_and_key_order_do_not_matter() {
    let one = Workspace::generated(four_apis());
    let other = Workspace::generated([
        ("v2/a.json", thing("/thing")),
        ("v1/z.json", thing("/dedicated/server")),
        ("v1/x/y.z/thing.v2.json", thing("/thing")),
        ("v2/b/v1/iam.json", thing("/iam")),
    ]);
    let contents = |workspace: &Workspace| {
        workspace
            .package()
            .into_iter()
            .map(|(place, content)| (place, content.map(|(bytes, _)| bytes)))
            .collect::<Vec<_>>()
    };
    assert!(contents(&one) == contents(&other));
}
