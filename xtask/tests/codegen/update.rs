//! `codegen`: what it writes, removes and leaves alone.

use crate::sandbox::{MARKER, Sandbox, assert_same};
use crate::schema::thing;

fn four_apis() -> [(&'static str, serde_json::Value); 4] {
    [
        ("v1/thing.json", thing("/thing")),
        ("v1/dedicated/server.json", thing("/dedicated/server")),
        ("v2/iam.json", thing("/iam")),
        ("v2/thing.json", thing("/thing")),
    ]
}

/// The summary without its time.
fn summary(stdout: &str) -> &str {
    let (summary, time) = stdout.strip_suffix(" s\n").unwrap().rsplit_once(" in ").unwrap();
    let (seconds, hundredths) = time.split_once('.').unwrap();
    assert!(seconds.parse::<u32>().is_ok() && hundredths.len() == 2 && hundredths.parse::<u32>().is_ok(), "{stdout}");
    summary
}

#[test]
fn the_first_and_the_second_run() {
    let sandbox = Sandbox::new();
    for (place, schema) in four_apis() {
        sandbox.schema(place, &schema);
    }
    let first = sandbox.codegen(&[]);
    assert_eq!((first.code, first.stderr.as_str()), (Some(0), ""));
    assert_eq!(summary(&first.stdout), "generated 4 APIs, 12 operations, 8 types in 13 files (14 changed)");

    sandbox.age();
    let before = sandbox.package();
    let second = sandbox.codegen(&[]);
    assert_eq!((second.code, second.stderr.as_str()), (Some(0), ""));
    assert_eq!(summary(&second.stdout), "generated 4 APIs, 12 operations, 8 types in 13 files (0 changed)");
    assert_same(&sandbox.package(), &before);
}

#[test]
fn the_tree_and_the_features() {
    let sandbox = Sandbox::generated(four_apis());
    let files: Vec<_> = sandbox.package().into_iter().filter(|(_, content)| content.is_some()).collect();
    let files: Vec<_> = files.iter().map(|(place, _)| place.to_str().unwrap()).collect();
    let (kept, features) =
        sandbox.read("ovh-api/Cargo.toml").split_once(MARKER).map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(kept, "[package]\nname = \"ovh-api\"\n\n[features]\ndefault = []\n\n");
    insta::assert_snapshot!(format!("{}\n\n{features}", files.join("\n")));
}

#[test]
fn an_api_that_went_away() {
    let sandbox = Sandbox::generated(four_apis());
    sandbox.remove("schemas/v2/iam.json");
    sandbox.remove("schemas/v2/thing.json");
    sandbox.remove("schemas/v1/dedicated/server.json");
    let run = sandbox.codegen(&[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let fresh = Sandbox::generated([("v1/thing.json", thing("/thing"))]);
    let contents = |sandbox: &Sandbox| {
        let tree = sandbox.package().into_iter();
        tree.map(|(place, content)| (place, content.map(|(bytes, _)| bytes))).collect::<Vec<_>>()
    };
    assert!(
        contents(&sandbox) == contents(&fresh),
        "something is left: {:?}",
        crate::sandbox::places(&sandbox.package())
    );
    assert_eq!(sandbox.codegen(&["--check"]).code, Some(0));
}

/// A limit on the size of a file, set by the shell, fails a write in its middle like a full disk does, and needs no
/// rights. The manifest fits below it, the new code does not.
#[cfg(unix)]
#[test]
fn all_files_or_none_when_there_is_no_room() {
    let sandbox = Sandbox::generated(four_apis());
    let mut schema = thing("/thing");
    let values: Vec<String> = (0..9_000).map(|number| format!("value{number}")).collect();
    schema["models"]["thing.StateEnum"]["enum"] = serde_json::json!(values);
    sandbox.schema("v1/thing.json", &schema);
    sandbox.schema("v1/more.json", &thing("/more"));
    let before = sandbox.package();
    let run = sandbox.codegen_by(&["sh", "-c", "trap '' XFSZ; ulimit -f 50; exec \"$0\" \"$@\""]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    insta::assert_snapshot!(run.stderr, @"error: could not write [tmp]/ovh-api/src/generated/types/thing.rs: File too large (os error 27)");
    assert_same(&sandbox.package(), &before);
    // The signal that comes with the limit kills.
    assert_eq!(sandbox.codegen_by(&["sh", "-c", "ulimit -f 50; exec \"$0\" \"$@\""]).code, None);
    assert_same(&sandbox.package(), &before);
    assert_eq!(sandbox.codegen(&[]).code, Some(0));
}

/// Where in the tree a schema lies and in what order its keys stand is no matter.
#[test]
fn the_same_from_other_files() {
    let one = Sandbox::generated(four_apis());
    let other = Sandbox::generated([
        ("v2/a.json", thing("/thing")),
        ("v1/z.json", thing("/dedicated/server")),
        ("v1/x/y.z/thing.v2.json", thing("/thing")),
        ("v2/b/v1/iam.json", thing("/iam")),
    ]);
    let contents = |sandbox: &Sandbox| {
        sandbox
            .package()
            .into_iter()
            .map(|(place, content)| (place, content.map(|(bytes, _)| bytes)))
            .collect::<Vec<_>>()
    };
    assert!(contents(&one) == contents(&other));
}
