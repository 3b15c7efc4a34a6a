//! Text of schemas that becomes a URL, a header or a file name.

use serde_json::{Value, json};

use crate::schema::{api, operation, thing};
use crate::workspace::Workspace;

/// Changes the schema of `/thing` and returns the error.
fn rejected(damage: impl Fn(&mut Value)) -> String {
    let workspace = Workspace::generated([("v1/thing.json", thing("/thing"))]);
    let mut schema = thing("/thing");
    damage(&mut schema);
    workspace.schema("v1/thing.json", &schema);
    workspace.fails()
}

#[test]
fn unsafe_paths_are_rejected() {
    let paths = [
        "@127.0.0.2:18500/x",
        "//h/x",
        "/evil/../me",
        "/evil/./me",
        "/x?y",
        "/x#y",
        "/e/%2e%2e/",
        "/a//b",
        "x",
        "",
        "/a\\b",
        "/a b",
        "/a\u{1b}b",
        "/a\u{202e}b",
        "/é",
        "/{a",
        "/a}",
        "/{}",
        "/{a{b}}",
        "/{a/b}",
        "https://h/x",
    ];
    let errors = paths.map(|path| rejected(|schema| schema["apis"][1]["path"] = json!(path)));
    insta::assert_snapshot!(errors.concat());
}

#[test]
fn unsafe_roots_are_rejected() {
    let roots = ["/../x", "/a/../b", "/x?y", "/a b", "//h", "/a//", "/{x}", "/a\u{200b}", "/x\"; } mod evil {"];
    let errors = roots.map(|root| rejected(|schema| schema["resourcePath"] = json!(root)));
    insta::assert_snapshot!(errors.concat());
}

#[test]
fn reserved_headers_are_rejected() {
    let names = [
        "Host",
        "content-length",
        "Authorization",
        "Transfer-Encoding",
        "Connection",
        "Cookie",
        "X-Ovh-Application",
        "X-A\r\nHost: evil",
        "X A",
        "",
    ];
    let errors = names.map(|name| {
        rejected(|schema| {
            let parameters = &mut schema["apis"][1]["operations"][1]["parameters"];
            parameters[0] = json!({"paramType": "header", "name": name, "dataType": "string", "required": false});
        })
    });
    insta::assert_snapshot!(errors.concat());
}

/// Windows reserves device names in any folder and with any extension.
#[test]
fn device_names_get_other_file_names() {
    let workspace = Workspace::new();
    for (number, root) in ["/con", "/NUL", "/aux", "/com1", "/lpt9"].into_iter().enumerate() {
        workspace.schema(&format!("v1/{number}.json"), &thing(root));
    }
    workspace.schema("v2/one.json", &thing("/prn"));
    assert_eq!(workspace.codegen(&[]).code, Some(0));
    let tree = workspace.package();
    let names = tree.keys().map(|path| path.file_name().unwrap().to_str().unwrap());
    let devices: Vec<_> = names.clone().filter(|name| generator::is_device_name(name)).collect();
    assert_eq!(devices, Vec::<&str>::new());
    for name in ["con_.rs", "nul_.rs", "aux_.rs", "com1_.rs", "lpt9_.rs", "prn_.rs"] {
        assert_eq!(names.clone().filter(|other| *other == name).count(), 2, "{name}: an API and its types");
    }
}

#[test]
fn names_differing_in_case_get_separate_files() {
    let workspace = Workspace::new();
    let mut schema = api("/Thing", &[("GET", "/Thing", "string")]);
    schema["apis"][0]["operations"] = json!([operation("GET", "THING.Other", &[])]);
    schema["models"] = json!({"THING.Other": {"properties": {"name": {"type": "string"}}}});
    workspace.schema("v1/one.json", &schema);
    workspace.schema("v1/two.json", &thing("/thing"));
    assert_eq!(workspace.codegen(&[]).code, Some(0));
    let tree = workspace.package();
    let mut folded: Vec<_> = tree.keys().map(|path| path.to_str().unwrap().to_lowercase()).collect();
    folded.dedup();
    assert_eq!(folded.len(), tree.len());
    assert!(workspace.surface().stdout.contains("GET\t/Thing\t"));
    assert!(workspace.surface().stdout.contains("GET\t/thing\t"));
}
