//! `cargo xtask surface`.

use crate::sandbox::Sandbox;
use crate::schema::{api, thing};

#[test]
fn sorted_by_branch_path_and_method() {
    let sandbox = Sandbox::new();
    sandbox.schema("v2/a.json", &api("/iam", &[("GET", "/iam/policy", "string[]")]));
    sandbox.schema("v2/b.json", &thing("/v2/domain"));
    sandbox.schema("v1/z.json", &thing("/domain"));
    sandbox.schema(
        "v1/a.json",
        &api(
            "/z",
            &[
                ("PUT", "/z/{a}", "void"),
                ("POST", "/z/{a}", "long"),
                ("GET", "/z/{a}", "map[string]long[]"),
                ("DELETE", "/z/{a}", "datetime"),
                ("GET", "/z", "uuid"),
            ],
        ),
    );
    let run = sandbox.surface();
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(run.stdout);
    for line in run.stdout.lines() {
        assert_eq!(line.split('\t').count(), 4, "{line}");
    }
}

#[test]
fn nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.schema("v1/thing.json", &thing("/thing"));
    let before = sandbox.package();
    assert_eq!(sandbox.surface().code, Some(0));
    crate::sandbox::assert_same(&sandbox.package(), &before);
}
