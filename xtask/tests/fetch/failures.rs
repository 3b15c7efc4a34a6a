//! Failed runs do not change the snapshot.

use std::fs;

use serde_json::{Value, json};

use crate::schemas::{first_four, schema};
use crate::server::{Response, Server, index};
use crate::tree::assert_same;
use crate::workspace::Workspace;

/// Creates a server and a snapshot of it. Then changes `/me` on the server, and sets its response for `/vps`.
fn with(response: Response) -> (Server, Workspace) {
    let server = Server::v1(&first_four());
    let workspace = Workspace::fetched(&server);
    server.route("/1.0/me.json", Response::Json(json!({"resourcePath": "/me", "apiVersion": "2.0"})));
    server.route("/1.0/vps.json", response);
    (server, workspace)
}

/// Returns the errors of a failed run, and the number of requests for the file.
fn failure(response: Response) -> String {
    let (server, workspace) = with(response);
    let before = server.hits("/1.0/vps.json");
    let errors = workspace.fails(&server, &[]);
    format!("{errors}\nrequested {} times", server.hits("/1.0/vps.json") - before)
}

fn text(body: &str) -> Response {
    Response::Bytes("application/json", body.as_bytes().to_vec())
}

#[test]
fn missing_schema_fails() {
    insta::assert_snapshot!(failure(Response::Status(404, "")), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the server responded with 404 Not Found
    error: the snapshot in [tmp]/schemas was not changed
    requested 1 times
    ");
}

#[test]
fn server_error_fails_after_retries() {
    insta::assert_snapshot!(failure(Response::Status(500, "")), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the server responded with 500 Internal Server Error (4 attempts)
    error: the snapshot in [tmp]/schemas was not changed
    requested 4 times
    ");
}

#[test]
fn transient_errors_are_retried() {
    let (server, workspace) = with(Response::Status(500, ""));
    let body = schema("/vps").to_string().into_bytes();
    let responses = [
        Response::Status(503, ""),
        Response::Status(429, "Retry-After: 0\r\n"),
        Response::Truncated(body.clone()),
        Response::Bytes("application/json", body),
    ];
    server.route_each("/1.0/vps.json", responses);
    let run = workspace.fetch(&server, &["--all", "--branch", "v1"]);
    assert_eq!(run.stdout, "fetched 4 files (1 changed, 2 new) from http://127.0.0.1:[port]/1.0 in [time] s\n");
    assert!(run.stderr.contains(" in [time] s: the server responded with 429 Too Many Requests"), "{}", run.stderr);
}

#[test]
fn index_download_is_retried() {
    let (server, workspace) = with(Response::Json(schema("/vps")));
    server.route_each(
        "/1.0/",
        [Response::Status(502, ""), Response::Json(index(&["/me", "/vps", "/services", "/domain"]))],
    );
    assert_eq!(workspace.fetch(&server, &[]).code, Some(0));
}

#[test]
fn incomplete_responses_are_retried() {
    insta::assert_snapshot!(failure(Response::Truncated(b"{\"resourcePath\": \"/vps\"}".to_vec())), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the connection was closed during the response: error reading a body from connection: end of file before message length reached (4 attempts)
    error: the snapshot in [tmp]/schemas was not changed
    requested 4 times
    ");
    insta::assert_snapshot!(failure(text("{\"resourcePath\":\n\"/v")), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the response is incomplete: EOF while parsing a string at line 2 column 3 (4 attempts)
    error: the snapshot in [tmp]/schemas was not changed
    requested 4 times
    ");
    insta::assert_snapshot!(failure(text("")), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the response is empty (4 attempts)
    error: the snapshot in [tmp]/schemas was not changed
    requested 4 times
    ");
}

#[test]
fn silent_server_times_out() {
    insta::assert_snapshot!(failure(Response::Silent), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: timed out: no data within 0.5 s (4 attempts)
    error: the snapshot in [tmp]/schemas was not changed
    requested 4 times
    ");
}

#[test]
fn stalled_response_times_out() {
    insta::assert_snapshot!(failure(Response::Stalled), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: timed out: no data within 0.5 s (4 attempts)
    error: the snapshot in [tmp]/schemas was not changed
    requested 4 times
    ");
}

#[test]
fn endless_response_times_out() {
    insta::assert_snapshot!(failure(Response::Dripping), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: timed out: incomplete response within 1 s (4 attempts)
    error: the snapshot in [tmp]/schemas was not changed
    requested 4 times
    ");
}

#[test]
fn large_response_fails() {
    insta::assert_snapshot!(failure(Response::Promise(1 << 40)), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the response is larger than 64 MiB
    error: the snapshot in [tmp]/schemas was not changed
    requested 1 times
    ");
}

#[test]
fn invalid_json_fails() {
    insta::assert_snapshot!(failure(text("{\"resourcePath\": \"/vps\",\n oops}")), @r#"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not JSON: key must be a string at line 2 column 2 (it starts with `{"resourcePath": "/vps",  oops}`)
    error: the snapshot in [tmp]/schemas was not changed
    requested 1 times
    "#);
    let page =
        Response::Bytes("text/html", b"<!DOCTYPE html>\n<html>\x1b[31m Please sign in, this is long</html>".to_vec());
    insta::assert_snapshot!(failure(page), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not JSON: expected value at line 1 column 1 (it starts with `<!DOCTYPE html> <html> [31m Please sign`)
    error: the snapshot in [tmp]/schemas was not changed
    requested 1 times
    ");
    insta::assert_snapshot!(failure(text(&"[".repeat(100_000))), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not JSON: recursion limit exceeded at line 1 column 128 (it starts with `[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[`)
    error: the snapshot in [tmp]/schemas was not changed
    requested 1 times
    ");
}

#[test]
fn invalid_documents_are_rejected() {
    let bodies = [
        json!([]),
        json!({"message": "Internal error"}),
        json!({"resourcePath": 7}),
        json!({"resourcePath": "/me"}),
        json!({"resourcePath": "/vps", "apis": {}}),
        json!({"resourcePath": "/vps", "models": []}),
        json!({"resourcePath": "/vps", "apis": [{"path": "/vps", "operations": [{}]}]}),
        json!({"resourcePath": "/vps", "apis": [{"operations": []}]}),
    ];
    let first_line = |body| failure(Response::Json(body)).lines().next().unwrap().to_owned();
    let errors: Vec<_> = bodies.into_iter().map(first_line).collect();
    insta::assert_snapshot!(errors.join("\n"), @r#"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: expected an object, found an array
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: it has no resourcePath
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: expected a string at /resourcePath, found a number
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: requested /vps, but its resourcePath is "/me"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: expected an array at /apis, found an object
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: expected an object at /models, found an array
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: /apis/0/operations/0 has no httpMethod
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: /apis/0 has no path
    "#);
}

#[test]
fn all_failures_are_reported() {
    let (server, workspace) = with(Response::Status(403, ""));
    server.route("/1.0/domain.json", Response::Status(404, ""));
    server.route("/1.0/services.json", text("no"));
    insta::assert_snapshot!(workspace.fails(&server, &["--all", "--branch", "v1"]), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/domain.json: the server responded with 404 Not Found
    error: could not fetch http://127.0.0.1:[port]/1.0/services.json: not JSON: expected ident at line 1 column 2 (it starts with `no`)
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the server responded with 403 Forbidden
    error: the snapshot in [tmp]/schemas was not changed
    ");
}

#[test]
fn only_same_server_redirects_are_followed() {
    let elsewhere = Response::Status(302, "Location: http://elsewhere.invalid/vps.json\r\n");
    insta::assert_snapshot!(failure(elsewhere), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the request failed: redirect to another server: http://elsewhere.invalid/vps.json
    error: the snapshot in [tmp]/schemas was not changed
    requested 1 times
    ");
    insta::assert_snapshot!(failure(Response::Status(301, "Location: /1.0/vps.json\r\n")).lines().next().unwrap(), @"error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the request failed: too many redirects");
    let (server, workspace) = with(Response::Status(307, "Location: /moved\r\n"));
    server.route("/moved", Response::Json(schema("/vps")));
    assert_eq!(workspace.fetch(&server, &[]).code, Some(0));
}

#[test]
fn unreachable_server_and_missing_index_fail() {
    let (server, workspace) = with(Response::Silent);
    let before = workspace.tree();
    let run = workspace.run(["--endpoint", "http://127.0.0.1:1"]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.errors(), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/: could not connect: tcp connect error: Connection refused (os error 111) (4 attempts)
    error: the snapshot in [tmp]/schemas was not changed
    ");
    let run = workspace.run(["--endpoint", &format!("{}/nothing/here", server.url())]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.errors(), @"
    error: could not fetch http://127.0.0.1:[port]/nothing/here/: the server responded with 404 Not Found
    error: could not fetch http://127.0.0.1:[port]/nothing/here: the server responded with 404 Not Found
    error: the snapshot in [tmp]/schemas was not changed
    ");
    assert_same(&workspace.tree(), &before);
}

#[test]
fn unsafe_index_entries_are_rejected() {
    let (server, workspace) = with(Response::Silent);
    let entries: Vec<Value> = [
        "/../../etc/x",
        "/a/../../b",
        "/a\\b",
        "/a\u{0}b",
        "etc",
        "//etc/x",
        "/",
        "/.git/config",
        "/C:/x",
        "/%2e%2e/x",
    ]
    .map(|path| json!({"path": path, "schema": "{path}.{format}", "format": ["json"]}))
    .into_iter()
    .chain([
        json!({"path": "/x", "schema": "@elsewhere.invalid/x.json"}),
        json!({"path": "/x", "schema": "/../x.json"}),
        json!({"path": "/x", "schema": "//elsewhere.invalid/x.json"}),
        json!({"path": "/ME", "schema": "{path}.{format}"}),
        json!({"path": "/me", "schema": "{path}.{format}"}),
    ])
    .collect();
    let mut errors = Vec::new();
    for entry in entries {
        let mut document = index(&["/me", "/vps", "/services", "/domain"]);
        document["apis"].as_array_mut().unwrap().push(entry);
        server.route("/1.0/", Response::Json(document));
        errors.push(workspace.fails(&server, &["--all", "--branch", "v1"]).lines().next().unwrap().to_owned());
    }
    for document in [json!({"apis": []}), json!({}), json!("x"), json!({"apis": [{"schema": "x"}]})] {
        server.route("/1.0/", Response::Json(document));
        errors.push(workspace.fails(&server, &["--all", "--branch", "v1"]).lines().next().unwrap().to_owned());
    }
    insta::assert_snapshot!(errors.join("\n"));
}

/// A limit of the file size fails a write midway, like a full disk. The old snapshot is below the limit, and so is the
/// first of the two new files.
#[test]
fn full_disk_keeps_the_old_snapshot() {
    let (server, workspace) = with(Response::Json(json!({"resourcePath": "/vps", "long": "x".repeat(100_000)})));
    let before = workspace.tree();
    let command = workspace.command(["--endpoint", &server.url()]);
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -f 50; exec \"$0\" \"$@\""])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .unwrap();
    let run = workspace.redact(output);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    insta::assert_snapshot!(run.errors(), @"
    error: could not write [tmp]/schemas/v1/vps.json, fetched from http://127.0.0.1:[port]/1.0/vps.json: File too large (os error 27)
    error: the snapshot in [tmp]/schemas was not changed
    ");
    assert_same(&workspace.tree(), &before);
}

#[test]
fn full_disk_leaves_no_first_snapshot() {
    let server = Server::v1(&[json!({"resourcePath": "/vps", "long": "x".repeat(100_000)})]);
    let workspace = Workspace::empty();
    let command = workspace.command(["--endpoint", &server.url(), "--all", "--branch", "v1"]);
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -f 50; exec \"$0\" \"$@\""])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(workspace.tree().is_empty());
}

#[test]
fn failed_write_keeps_the_old_snapshot() {
    let (server, workspace) = with(Response::Json(schema("/vps")));
    // A folder in place of a file, found after other files were written.
    fs::create_dir(workspace.path("schemas/v1/services.json")).unwrap();
    fs::write(workspace.path("schemas/v1/services.json/mine"), "x").unwrap();
    insta::assert_snapshot!(workspace.fails(&server, &["--all", "--branch", "v1"]), @"
    error: could not write [tmp]/schemas/v1/services.json, fetched from http://127.0.0.1:[port]/1.0/services.json: is a directory
    error: the snapshot in [tmp]/schemas was not changed
    ");
    fs::remove_dir_all(workspace.path("schemas/v1/services.json")).unwrap();
    // A file in place of a folder, found after other files were moved.
    server.serve("/1.0", &["/me", "/vps", "/a", "/z/z"].map(schema));
    server.route("/1.0/me.json", Response::Json(json!({"resourcePath": "/me"})));
    workspace.write("schemas/v1/z", "mine");
    insta::assert_snapshot!(workspace.fails(&server, &["--all", "--branch", "v1"]), @"
    error: could not replace [tmp]/schemas/v1/z/z.json: Not a directory (os error 20)
    error: the snapshot in [tmp]/schemas was not changed
    ");
    fs::remove_file(workspace.path("schemas/v1/z")).unwrap();
    // An invalid manifest.
    let manifest = workspace.read("schemas/manifest.json");
    workspace.write("schemas/manifest.json", "{");
    insta::assert_snapshot!(workspace.fails(&server, &["--all", "--branch", "v1"]), @"
    error: invalid manifest [tmp]/schemas/manifest.json: restore or remove it: EOF while parsing an object at line 1 column 1
    error: the snapshot in [tmp]/schemas was not changed
    ");
    workspace.write("schemas/manifest.json", manifest);
    assert_eq!(workspace.fetch(&server, &["--all", "--branch", "v1"]).code, Some(0));
}

#[test]
fn file_in_place_of_the_folder_fails() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::empty();
    fs::write(workspace.dir(), "mine").unwrap();
    insta::assert_snapshot!(workspace.fails(&server, &[]), @"
    error: [tmp]/schemas is not a folder
    error: the snapshot in [tmp]/schemas was not changed
    ");
}
