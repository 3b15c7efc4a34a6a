//! The selected APIs and endpoints.

use serde_json::json;

use crate::schemas::{first_four, schema};
use crate::server::{Response, Server, index};
use crate::workspace::Workspace;

fn more() -> Vec<serde_json::Value> {
    let mut schemas = first_four();
    schemas.extend(["/dedicated/server", "/dedicated/nas", "/cloudDB"].map(schema));
    schemas
}

#[test]
fn default_is_the_snapshot() {
    let server = Server::v1(&more());
    let workspace = Workspace::new();
    workspace.write("schemas/v1/deep/down/x.json", json!({"resourcePath": "/dedicated/server"}).to_string());
    let run = workspace.fetch(&server, &[]);
    assert_eq!(run.stdout, "fetched 1 file (1 changed, 0 new) from http://127.0.0.1:[port]/1.0 in [time] s\n");
    assert_eq!(workspace.files(), ["README.md", "manifest.json", "v1/dedicated/server.json"]);
    assert!(!workspace.path("schemas/v1/deep").exists());
}

#[test]
fn default_of_an_empty_snapshot_is_everything() {
    let server = both_branches();
    let workspace = Workspace::empty();
    let run = workspace.fetch(&server, &[]);
    assert!(run.stdout.starts_with("fetched 9 files (0 changed, 9 new)"), "{run:?}");
}

#[test]
fn named_apis_keep_the_others() {
    let server = Server::v1(&more());
    let workspace = Workspace::fetched(&server);
    server.route("/1.0/me.json", Response::Status(500, ""));
    let run = workspace.fetch(&server, &["--api", "dedicated/server", "--api", "/vps", "--api", "/vps/"]);
    assert_eq!(run.stdout, "fetched 2 files (0 changed, 1 new) from http://127.0.0.1:[port]/1.0 in [time] s\n");
    let files = &workspace.json("schemas/manifest.json")["files"];
    assert_eq!(
        files.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["v1/dedicated/server.json", "v1/me.json", "v1/vps.json"]
    );
}

#[test]
fn all_downloads_every_api() {
    let server = Server::v1(&more());
    let workspace = Workspace::empty();
    let run = workspace.fetch(&server, &["--all", "--branch", "v1"]);
    assert!(run.stdout.starts_with("fetched 7 files (0 changed, 7 new)"), "{run:?}");
}

#[test]
fn branch_v2_is_separate() {
    let server = Server::empty();
    server.serve("/v2", &["/iam", "/publicCloud/project"].map(schema));
    let workspace = Workspace::new();
    workspace.write("schemas/v1/vps.json", json!({"resourcePath": "/vps"}).to_string());
    insta::assert_snapshot!(workspace.fails(&server, &["--branch", "v2"]), @"
    error: the snapshot has no APIs of v2: select some with --api, or use --all
    error: the snapshot in [tmp]/schemas was not changed
    ");
    let run = workspace.fetch(&server, &["--branch", "v2", "--api", "/iam"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let run = workspace.fetch(&server, &["--branch", "v2"]);
    assert_eq!(run.stdout, "fetched 1 file (0 changed, 0 new) from http://127.0.0.1:[port]/v2 in [time] s\n");
    let run = workspace.run(["--endpoint", &format!("{}/v2/", server.url()), "--all"]);
    assert!(run.stdout.starts_with("fetched 2 files (0 changed, 1 new)"), "{run:?}");
    assert_eq!(
        workspace.files(),
        ["README.md", "manifest.json", "v1/vps.json", "v2/iam.json", "v2/publicCloud/project.json"]
    );
}

fn both_branches() -> Server {
    let server = Server::v1(&more());
    server.serve("/v2", &["/iam", "/domain"].map(schema));
    server
}

#[test]
fn all_without_branch_downloads_both() {
    let server = both_branches();
    let workspace = Workspace::empty();
    let run = workspace.fetch(&server, &["--all"]);
    assert_eq!(
        run.stdout,
        "fetched 9 files (0 changed, 9 new) from http://127.0.0.1:[port]/1.0 and http://127.0.0.1:[port]/v2 in [time] s\n"
    );
    let files = &workspace.json("schemas/manifest.json")["files"];
    assert_eq!(files.as_object().unwrap().len(), 9);
    assert_eq!(files["v1/domain.json"]["source"], format!("{}/1.0/domain.json", server.url()));
    assert_eq!(files["v2/domain.json"]["source"], format!("{}/v2/domain.json", server.url()));
    // A branch in the URL selects that branch.
    let workspace = Workspace::empty();
    let run = workspace.run(["--endpoint", &format!("{}/v2", server.url()), "--all"]);
    assert!(run.stdout.starts_with("fetched 2 files (0 changed, 2 new)"), "{run:?}");
}

#[test]
fn branch_may_repeat() {
    let server = both_branches();
    let workspace = Workspace::empty();
    let both = ["--branch", "v2", "--branch", "v1", "--branch", "v2"];
    let run = workspace.fetch(&server, &[&both[..], &["--api", "/iam", "--api", "/domain"]].concat());
    assert!(run.stdout.starts_with("fetched 3 files (0 changed, 3 new)"), "{run:?}");
    let files = &workspace.json("schemas/manifest.json")["files"];
    assert_eq!(
        files.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["v1/domain.json", "v2/domain.json", "v2/iam.json"]
    );
    insta::assert_snapshot!(workspace.fails(&server, &[&both[..], &["--api", "/iam", "--api", "/domian"]].concat()), @"
    error: the index of v1 does not list /domian; similar: /domain
    error: the index of v2 does not list /domian; similar: /domain
    error: the snapshot in [tmp]/schemas was not changed
    ");
}

#[test]
fn default_is_the_branches_of_the_snapshot() {
    let server = both_branches();
    let workspace = Workspace::fetched(&server);
    assert!(workspace.fetch(&server, &[]).stdout.starts_with("fetched 2 files (0 changed, 0 new)"));
    assert_eq!(server.hits("/v2"), 0);
    assert_eq!(workspace.fetch(&server, &["--branch", "v2", "--api", "/iam"]).code, Some(0));
    let run = workspace.fetch(&server, &[]);
    assert!(run.stdout.starts_with("fetched 3 files (0 changed, 0 new)"), "{run:?}");
    assert!(run.stdout.contains("/v2 in "), "{run:?}");
}

#[test]
fn failure_of_a_branch_changes_neither() {
    let server = both_branches();
    let workspace = Workspace::fetched(&server);
    let mut changed = schema("/vps");
    changed["apiVersion"] = json!("1.1");
    server.route("/1.0/vps.json", Response::Json(changed));
    server.route("/v2/iam.json", Response::Status(404, ""));
    assert!(workspace.fails(&server, &["--all"]).contains("/v2/iam.json"));
    server.route("/v2", Response::Status(404, ""));
    server.route("/v2/", Response::Status(404, ""));
    let errors = workspace.fails(&server, &["--all"]);
    let hint = "error: the service has no index of v2: select the other branch with --branch\n";
    assert!(errors.contains("/v2") && errors.contains(hint), "{errors}");
    assert_eq!(server.hits("/1.0/me.json"), 2);
}

#[test]
fn url_with_another_path_serves_one_branch() {
    let server = Server::empty();
    server.serve("/mirror", &[schema("/iam")]);
    let workspace = Workspace::empty();
    let endpoint = format!("{}/mirror", server.url());
    let fetch = |args: &[&str]| workspace.run([&["--endpoint", endpoint.as_str()], args].concat());
    let run = fetch(&["--all", "--branch", "v1", "--branch", "v2"]);
    insta::assert_snapshot!(run.stderr, @"
    error: the URL is the base of one branch: select it with a single --branch, or leave the path out of the URL
    error: the snapshot in [tmp]/schemas was not changed
    ");
    assert_eq!(fetch(&["--all"]).code, Some(0));
    assert_eq!(workspace.files(), ["manifest.json", "v1/iam.json"]);
}

#[test]
fn index_url_may_end_in_a_slash() {
    for (base, suffix, endpoint) in [
        ("/1.0", "", ""),
        ("/1.0", "/", "/1.0"),
        ("/v1", "/", "/"),
        ("/v1", "", "/1.0/"),
        ("/mirror", "/", "/mirror"),
        ("/mirror/1.0", "", "/mirror/1.0"),
    ] {
        let server = Server::empty();
        server.route(&format!("{base}{suffix}"), Response::Json(index(&["/vps"])));
        server.route(&format!("{base}/vps.json"), Response::Json(schema("/vps")));
        let workspace = Workspace::empty();
        let run = workspace.run(["--endpoint", &format!("{}{endpoint}", server.url()), "--api", "/vps"]);
        assert_eq!(run.code, Some(0), "{base}{suffix}: {}", run.stderr);
    }
}

#[test]
fn unknown_api_suggests_similar_names() {
    let server = Server::v1(&more());
    let workspace = Workspace::fetched(&server);
    let args = ["--api", "/clouddb", "--api", "/server", "--api", "/domian", "--api", "/weather"];
    insta::assert_snapshot!(workspace.fails(&server, &args), @"
    error: the index of v1 does not list /clouddb; similar: /cloudDB
    error: the index of v1 does not list /domian; similar: /domain
    error: the index of v1 does not list /server; similar: /dedicated/server, /services
    error: the index of v1 does not list /weather, nor a similar name among its 7 APIs
    error: the snapshot in [tmp]/schemas was not changed
    ");
    workspace.write("schemas/v1/gone.json", json!({"resourcePath": "/gone"}).to_string());
    insta::assert_snapshot!(workspace.fails(&server, &[]), @"
    error: the index of v1 does not list /gone, which is in the snapshot as v1/gone.json: remove that file if the API is gone, or select other APIs with --api
    error: the snapshot in [tmp]/schemas was not changed
    ");
}

#[test]
fn file_of_another_api_is_not_overwritten() {
    let server = Server::v1(&more());
    let workspace = Workspace::fetched(&server);
    workspace.write("schemas/v1/cloudDB.json", json!({"resourcePath": "/domain"}).to_string());
    insta::assert_snapshot!(workspace.fails(&server, &["--api", "/cloudDB"]), @"
    error: v1/cloudDB.json contains /domain, not /cloudDB: fetch both, or move the file
    error: the snapshot in [tmp]/schemas was not changed
    ");
    // If both are fetched, each gets its own file.
    assert_eq!(workspace.fetch(&server, &["--api", "/cloudDB", "--api", "/domain"]).code, Some(0));
    assert_eq!(workspace.json("schemas/v1/cloudDB.json")["resourcePath"], "/cloudDB");
    assert_eq!(workspace.json("schemas/v1/domain.json")["resourcePath"], "/domain");
}

#[test]
fn invalid_arguments_exit_with_2() {
    let workspace = Workspace::empty();
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
        let run = workspace.run(args.iter().copied());
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
    assert!(workspace.tree().is_empty());
    insta::assert_snapshot!(workspace.run(["--endpoint", "uk"]).stderr, @"
    error: invalid value 'uk' for '--endpoint <eu|ca|us|URL>': expected eu, ca, us or a URL such as https://eu.api.ovh.com

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(workspace.run(["--all", "--api", "/vps"]).stderr, @"
    error: the argument '--all' cannot be used with '--api </PATH>'

    Usage: cargo xtask fetch --schemas <DIR> --all

    For more information, try '--help'.
    ");
}
