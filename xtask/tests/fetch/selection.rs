//! Which APIs are fetched, and from where.

use serde_json::json;

use crate::sandbox::{Sandbox, first_four, schema};
use crate::server::{Answer, Server, index};

fn more() -> Vec<serde_json::Value> {
    let mut schemas = first_four();
    schemas.extend(["/dedicated/server", "/dedicated/nas", "/cloudDB"].map(schema));
    schemas
}

#[test]
fn by_default_the_four_and_what_is_there() {
    let server = Server::v1(&more());
    let sandbox = Sandbox::new();
    sandbox.write("v1/deep/down/x.json", json!({"resourcePath": "/dedicated/server"}).to_string());
    let run = sandbox.fetch(&server, &[]);
    assert_eq!(run.stdout, "fetched 5 files (1 changed, 4 new) from http://127.0.0.1:[port]/1.0 in [time] s\n");
    let expected = [
        "README.md",
        "manifest.json",
        "v1/dedicated/server.json",
        "v1/domain.json",
        "v1/me.json",
        "v1/services.json",
        "v1/vps.json",
    ];
    assert_eq!(sandbox.files(), expected);
    assert!(!sandbox.dir().join("v1/deep").exists());
}

#[test]
fn named_ones_leave_the_others_alone() {
    let server = Server::v1(&more());
    let sandbox = Sandbox::fetched(&server);
    server.route("/1.0/me.json", Answer::Status(500, ""));
    let run = sandbox.fetch(&server, &["--api", "dedicated/server", "--api", "/vps", "--api", "/vps/"]);
    assert_eq!(run.stdout, "fetched 2 files (0 changed, 1 new) from http://127.0.0.1:[port]/1.0 in [time] s\n");
    let files = &sandbox.json("manifest.json")["files"];
    assert_eq!(
        files.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["v1/dedicated/server.json", "v1/me.json", "v1/vps.json"]
    );
}

#[test]
fn all_of_them() {
    let server = Server::v1(&more());
    let sandbox = Sandbox::bare();
    let run = sandbox.fetch(&server, &["--all"]);
    assert!(run.stdout.starts_with("fetched 7 files (0 changed, 7 new)"), "{run:?}");
}

#[test]
fn the_second_branch() {
    let server = Server::empty();
    server.serve("/v2", &["/iam", "/publicCloud/project"].map(schema));
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.refuses(&server, &["--branch", "v2"]), @"
    error: the snapshot holds no API of v2 yet: name some with --api, or take them --all
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    let run = sandbox.fetch(&server, &["--branch", "v2", "--api", "/iam"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let run = sandbox.fetch(&server, &["--branch", "v2"]);
    assert_eq!(run.stdout, "fetched 1 file (0 changed, 0 new) from http://127.0.0.1:[port]/v2 in [time] s\n");
    let run = sandbox.run(["--endpoint", &format!("{}/v2/", server.url()), "--all"]);
    assert!(run.stdout.starts_with("fetched 2 files (0 changed, 1 new)"), "{run:?}");
    assert_eq!(sandbox.files(), ["README.md", "manifest.json", "v2/iam.json", "v2/publicCloud/project.json"]);
}

#[test]
fn an_index_has_a_slash_or_none() {
    for (base, suffix, endpoint) in [
        ("/1.0", "", ""),
        ("/1.0", "/", "/1.0"),
        ("/v1", "/", "/"),
        ("/v1", "", "/1.0/"),
        ("/mirror", "/", "/mirror"),
        ("/mirror/1.0", "", "/mirror/1.0"),
    ] {
        let server = Server::empty();
        server.route(&format!("{base}{suffix}"), Answer::Json(index(&["/vps"])));
        server.route(&format!("{base}/vps.json"), Answer::Json(schema("/vps")));
        let sandbox = Sandbox::bare();
        let run = sandbox.run(["--endpoint", &format!("{}{endpoint}", server.url()), "--api", "/vps"]);
        assert_eq!(run.code, Some(0), "{base}{suffix}: {}", run.stderr);
    }
}

#[test]
fn an_unknown_api() {
    let server = Server::v1(&more());
    let sandbox = Sandbox::fetched(&server);
    let args = ["--api", "/clouddb", "--api", "/server", "--api", "/domian", "--api", "/whatever"];
    insta::assert_snapshot!(sandbox.refuses(&server, &args), @"
    error: the index does not list /clouddb; it has /cloudDB
    error: the index does not list /domian; it has /domain
    error: the index does not list /server; it has /dedicated/server, /services
    error: the index does not list /whatever, nor anything like it among its 7 APIs
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    sandbox.write("v1/gone.json", json!({"resourcePath": "/gone"}).to_string());
    insta::assert_snapshot!(sandbox.refuses(&server, &[]), @"
    error: the index does not list /gone, which is in the snapshot as v1/gone.json: remove that file if the API is gone, or name those to fetch with --api
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
}

#[test]
fn a_file_of_another_api_is_in_the_way() {
    let server = Server::v1(&more());
    let sandbox = Sandbox::fetched(&server);
    sandbox.write("v1/cloudDB.json", json!({"resourcePath": "/domain"}).to_string());
    insta::assert_snapshot!(sandbox.refuses(&server, &["--api", "/cloudDB"]), @"
    error: v1/cloudDB.json holds /domain, not /cloudDB: fetch both, or move that file
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    // Fetched along, it moves to its own place.
    assert_eq!(sandbox.fetch(&server, &["--api", "/cloudDB", "--api", "/domain"]).code, Some(0));
    assert_eq!(sandbox.json("v1/cloudDB.json")["resourcePath"], "/cloudDB");
    assert_eq!(sandbox.json("v1/domain.json")["resourcePath"], "/domain");
}

#[test]
fn wrong_usage() {
    let sandbox = Sandbox::bare();
    for args in [
        &["--api", "/vps", "--all"][..],
        &["--branch", "v3"],
        &["--endpoint", "uk"],
        &["--endpoint", "ftp://127.0.0.1"],
        &["--endpoint", "https://user:secret@127.0.0.1"],
        &["--api", ""],
        &["--api", "/../etc"],
        &["--schemas", ""],
        &["--timeout", "0"],
        &["vps"],
    ] {
        let run = sandbox.run(args.iter().copied());
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
    assert!(sandbox.tree().is_empty());
    insta::assert_snapshot!(sandbox.run(["--endpoint", "uk"]).stderr, @"
    error: invalid value 'uk' for '--endpoint <eu|ca|us|URL>': expected eu, ca, us or a URL such as https://eu.api.ovh.com

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(sandbox.run(["--all", "--api", "/vps"]).stderr, @"
    error: the argument '--all' cannot be used with '--api </PATH>'

    Usage: cargo xtask fetch --schemas <DIR> --all

    For more information, try '--help'.
    ");
}
