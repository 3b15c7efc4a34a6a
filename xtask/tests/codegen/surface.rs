//! `cargo xtask surface`.

use serde_json::json;

use crate::schema::{api, operation, thing};
use crate::workspace::Workspace;

#[test]
fn lines_are_sorted_by_branch_path_and_method() {
    let workspace = Workspace::new();
    workspace.schema("v2/a.json", &api("/iam", &[("GET", "/iam/policy", "string[]")]));
    workspace.schema("v2/b.json", &thing("/v2/domain"));
    workspace.schema("v1/z.json", &thing("/domain"));
    workspace.schema(
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
    let run = workspace.surface();
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(run.stdout);
    for line in run.stdout.lines() {
        assert_eq!(line.split('\t').count(), 4, "{line}");
    }
}

#[test]
fn types_list_fields_and_values() {
    let workspace = Workspace::new();
    let mut schema = thing("/thing");
    let models = schema["models"].as_object_mut().unwrap();
    models.insert("thing.SizeEnum".to_owned(), json!({"enum": ["1", "2"], "enumType": "long"}));
    models.insert(
        "thing.Wish".to_owned(),
        json!({"properties": {
            "what\tnot": {"type": "thing.Thing[]", "canBeNull": false, "required": true},
            "size": {"type": "thing.SizeEnum", "canBeNull": true, "required": true},
            "until": {"type": "datetime", "canBeNull": false, "required": false},
        }}),
    );
    let wish = json!({"paramType": "body", "dataType": "thing.Wish", "required": true});
    let mut order = operation("POST", "void", &[]);
    order["parameters"] = json!([wish]);
    schema["apis"].as_array_mut().unwrap().push(json!({"path": "/thing/order", "operations": [order]}));
    workspace.schema("v1/thing.json", &schema);
    workspace.schema("v2/iam.json", &thing("/iam"));
    let run = workspace.surface_of_types();
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn surface_writes_no_files() {
    let workspace = Workspace::new();
    workspace.schema("v1/thing.json", &thing("/thing"));
    let before = workspace.package();
    assert_eq!(workspace.surface().code, Some(0));
    crate::tree::assert_same(&workspace.package(), &before);
}
