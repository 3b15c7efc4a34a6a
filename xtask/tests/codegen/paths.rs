//! Text of a schema that becomes a URL, a header or a file.

use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::schema::{api, operation, thing};

/// Damages the schema of `/thing` in one place, and gives what is said about it.
fn refused(damage: impl Fn(&mut Value)) -> String {
    let sandbox = Sandbox::generated([("v1/thing.json", thing("/thing"))]);
    let mut schema = thing("/thing");
    damage(&mut schema);
    sandbox.schema("v1/thing.json", &schema);
    sandbox.refuses()
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
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
    let errors = paths.map(|path| refused(|schema| schema["apis"][1]["path"] = json!(path)));
    insta::assert_snapshot!(errors.concat());
}

#[test]
fn roots_that_lead_elsewhere_are_refused() {
    let roots = ["/../x", "/a/../b", "/x?y", "/a b", "//h", "/a//", "/{x}", "/a\u{200b}", "/x\"; } mod evil {"];
    let errors = roots.map(|root| refused(|schema| schema["resourcePath"] = json!(root)));
    insta::assert_snapshot!(errors.concat());
}

#[test]
fn headers_that_no_schema_may_declare_are_refused() {
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
        refused(|schema| {
            let parameters = &mut schema["apis"][1]["operations"][1]["parameters"];
            parameters[0] = json!({"paramType": "header", "name": name, "dataType": "string", "required": false});
        })
    });
    insta::assert_snapshot!(errors.concat());
}

/// A device is no file name, in any folder and with any extension.
#[test]
fn names_of_devices_are_generated_as_files_with_another_name() {
    let sandbox = Sandbox::new();
    for (number, root) in ["/con", "/NUL", "/aux", "/com1", "/lpt9"].into_iter().enumerate() {
        sandbox.schema(&format!("v1/{number}.json"), &thing(root));
    }
    sandbox.schema("v2/one.json", &thing("/prn"));
    assert_eq!(sandbox.codegen(&[]).code, Some(0));
    let tree = sandbox.package();
    let names = tree.keys().map(|path| path.file_name().unwrap().to_str().unwrap());
    let devices: Vec<_> = names.clone().filter(|name| generator::is_device_name(name)).collect();
    assert_eq!(devices, Vec::<&str>::new());
    for name in ["con_.rs", "nul_.rs", "aux_.rs", "com1_.rs", "lpt9_.rs", "prn_.rs"] {
        assert_eq!(names.clone().filter(|other| *other == name).count(), 2, "{name}: an API and its types");
    }
}

#[test]
fn names_that_differ_in_case_alone_are_files_of_their_own() {
    let sandbox = Sandbox::new();
    let mut schema = api("/Thing", &[("GET", "/Thing", "string")]);
    schema["apis"][0]["operations"] = json!([operation("GET", "THING.Other", &[])]);
    schema["models"] = json!({"THING.Other": {"properties": {"name": {"type": "string"}}}});
    sandbox.schema("v1/one.json", &schema);
    sandbox.schema("v1/two.json", &thing("/thing"));
    assert_eq!(sandbox.codegen(&[]).code, Some(0));
    let tree = sandbox.package();
    let mut folded: Vec<_> = tree.keys().map(|path| path.to_str().unwrap().to_lowercase()).collect();
    folded.dedup();
    assert_eq!(folded.len(), tree.len());
    assert!(sandbox.surface().stdout.contains("GET\t/Thing\t"));
    assert!(sandbox.surface().stdout.contains("GET\t/thing\t"));
}
