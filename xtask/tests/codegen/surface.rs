//! `cargo xtask surface`.

use serde_json::json;

use crate::sandbox::Sandbox;
use crate::schema::{api, operation, thing};

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
fn of_types_with_their_fields_and_values() {
    let sandbox = Sandbox::new();
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
    sandbox.schema("v1/thing.json", &schema);
    sandbox.schema("v2/iam.json", &thing("/iam"));
    let run = sandbox.surface_of_types();
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.schema("v1/thing.json", &thing("/thing"));
    let before = sandbox.package();
    assert_eq!(sandbox.surface().code, Some(0));
    crate::sandbox::assert_same(&sandbox.package(), &before);
}
