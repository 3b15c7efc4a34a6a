//! All or nothing: whatever goes wrong, the old snapshot stays as it was.

use std::fs;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, assert_same, first_four, schema};
use crate::server::{Answer, Server, index};

/// A server and a snapshot from it, which then has a new `/me` and answers so for `/vps`.
fn with(answer: Answer) -> (Server, Sandbox) {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::fetched(&server);
    server.route("/1.0/me.json", Answer::Json(json!({"resourcePath": "/me", "apiVersion": "2.0"})));
    server.route("/1.0/vps.json", answer);
    (server, sandbox)
}

/// The message of a failure, and how often the file was asked for.
fn failure(answer: Answer) -> String {
    let (server, sandbox) = with(answer);
    let before = server.hits("/1.0/vps.json");
    let errors = sandbox.refuses(&server, &[]);
    format!("{errors}\nasked {} times", server.hits("/1.0/vps.json") - before)
}

fn text(body: &str) -> Answer {
    Answer::Bytes("application/json", body.as_bytes().to_vec())
}

#[test]
fn not_found() {
    insta::assert_snapshot!(failure(Answer::Status(404, "")), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the server answered 404 Not Found
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 1 times
    ");
}

#[test]
fn a_server_that_stays_broken() {
    insta::assert_snapshot!(failure(Answer::Status(500, "")), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the server answered 500 Internal Server Error (tried 4 times)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 4 times
    ");
}

#[test]
fn a_server_that_recovers() {
    let (server, sandbox) = with(Answer::Status(500, ""));
    let body = schema("/vps").to_string().into_bytes();
    let answers = [
        Answer::Status(503, ""),
        Answer::Status(429, "Retry-After: 0\r\n"),
        Answer::Truncated(body.clone()),
        Answer::Bytes("application/json", body),
    ];
    server.route_each("/1.0/vps.json", answers);
    let run = sandbox.fetch(&server, &[]);
    assert_eq!(run.stdout, "fetched 4 files (1 changed, 2 new) from http://127.0.0.1:[port]/1.0 in [time] s\n");
    assert!(run.stderr.contains("again in [time] s: the server answered 429 Too Many Requests"), "{}", run.stderr);
}

#[test]
fn the_index_recovers_too() {
    let (server, sandbox) = with(Answer::Json(schema("/vps")));
    server
        .route_each("/1.0/", [Answer::Status(502, ""), Answer::Json(index(&["/me", "/vps", "/services", "/domain"]))]);
    assert_eq!(sandbox.fetch(&server, &[]).code, Some(0));
}

#[test]
fn truncated() {
    insta::assert_snapshot!(failure(Answer::Truncated(b"{\"resourcePath\": \"/vps\"}".to_vec())), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the answer broke off: error reading a body from connection: end of file before message length reached (tried 4 times)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 4 times
    ");
    insta::assert_snapshot!(failure(text("{\"resourcePath\":\n\"/v")), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the answer ends too early: EOF while parsing a string at line 2 column 3 (tried 4 times)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 4 times
    ");
    insta::assert_snapshot!(failure(text("")), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the answer is empty (tried 4 times)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 4 times
    ");
}

#[test]
fn slow() {
    insta::assert_snapshot!(failure(Answer::Silent), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: timed out: nothing was received within 0.5 s (tried 4 times)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 4 times
    ");
}

#[test]
fn slower() {
    insta::assert_snapshot!(failure(Answer::Stalled), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: timed out: nothing was received within 0.5 s (tried 4 times)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 4 times
    ");
}

#[test]
fn endless() {
    insta::assert_snapshot!(failure(Answer::Dripping), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: timed out: the answer was not complete within 1 s (tried 4 times)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 4 times
    ");
}

#[test]
fn too_large() {
    insta::assert_snapshot!(failure(Answer::Promise(1 << 40)), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the answer is larger than 64 MiB
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 1 times
    ");
}

#[test]
fn not_json() {
    insta::assert_snapshot!(failure(text("{\"resourcePath\": \"/vps\",\n oops}")), @r#"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not JSON: key must be a string at line 2 column 2 (it begins with `{"resourcePath": "/vps",  oops}`)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 1 times
    "#);
    let page =
        Answer::Bytes("text/html", b"<!DOCTYPE html>\n<html>\x1b[31m Please sign in, this is long</html>".to_vec());
    insta::assert_snapshot!(failure(page), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not JSON: expected value at line 1 column 1 (it begins with `<!DOCTYPE html> <html> [31m Please sign`)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 1 times
    ");
    insta::assert_snapshot!(failure(text(&"[".repeat(100_000))), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not JSON: recursion limit exceeded at line 1 column 128 (it begins with `[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[`)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 1 times
    ");
}

#[test]
fn not_a_schema() {
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
    let first_line = |body| failure(Answer::Json(body)).lines().next().unwrap().to_owned();
    let errors: Vec<_> = bodies.into_iter().map(first_line).collect();
    insta::assert_snapshot!(errors.join("\n"), @r#"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: expected an object, found an array
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: it has no resourcePath
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: expected a string at /resourcePath, found a number
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: asked for /vps, but its resourcePath is "/me"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: expected an array at /apis, found an object
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: expected an object at /models, found an array
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: /apis/0/operations/0 has no httpMethod
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: not a schema: /apis/0 has no path
    "#);
}

#[test]
fn all_failures_are_told() {
    let (server, sandbox) = with(Answer::Status(403, ""));
    server.route("/1.0/domain.json", Answer::Status(404, ""));
    server.route("/1.0/services.json", text("no"));
    insta::assert_snapshot!(sandbox.refuses(&server, &[]), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/domain.json: the server answered 404 Not Found
    error: could not fetch http://127.0.0.1:[port]/1.0/services.json: not JSON: expected ident at line 1 column 2 (it begins with `no`)
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the server answered 403 Forbidden
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
}

#[test]
fn redirects() {
    let elsewhere = Answer::Status(302, "Location: http://elsewhere.invalid/vps.json\r\n");
    insta::assert_snapshot!(failure(elsewhere), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the request failed: a redirect to another server, http://elsewhere.invalid/vps.json, is not followed
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    asked 1 times
    ");
    insta::assert_snapshot!(failure(Answer::Status(301, "Location: /1.0/vps.json\r\n")).lines().next().unwrap(), @"error: could not fetch http://127.0.0.1:[port]/1.0/vps.json: the request failed: too many redirects");
    let (server, sandbox) = with(Answer::Status(307, "Location: /moved\r\n"));
    server.route("/moved", Answer::Json(schema("/vps")));
    assert_eq!(sandbox.fetch(&server, &[]).code, Some(0));
}

#[test]
fn no_server_and_no_index() {
    let (server, sandbox) = with(Answer::Silent);
    let before = sandbox.tree();
    let run = sandbox.run(["--endpoint", "http://127.0.0.1:1"]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.errors(), @"
    error: could not fetch http://127.0.0.1:[port]/1.0/: could not connect: tcp connect error: Connection refused (os error 111) (tried 4 times)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    let run = sandbox.run(["--endpoint", &format!("{}/nothing/here", server.url())]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.errors(), @"
    error: could not fetch http://127.0.0.1:[port]/nothing/here/: the server answered 404 Not Found
    error: could not fetch http://127.0.0.1:[port]/nothing/here: the server answered 404 Not Found
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    assert_same(&sandbox.tree(), &before);
}

#[test]
fn a_hostile_index() {
    let (server, sandbox) = with(Answer::Silent);
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
        server.route("/1.0/", Answer::Json(document));
        errors.push(sandbox.refuses(&server, &["--all"]).lines().next().unwrap().to_owned());
    }
    for document in [json!({"apis": []}), json!({}), json!("x"), json!({"apis": [{"schema": "x"}]})] {
        server.route("/1.0/", Answer::Json(document));
        errors.push(sandbox.refuses(&server, &["--all"]).lines().next().unwrap().to_owned());
    }
    insta::assert_snapshot!(errors.join("\n"));
}

/// A limit on the size of a file, set by the shell, fails a write in its middle like a full disk does, and needs no
/// rights. The old snapshot fits below it, and so does the first of the two new files.
#[test]
fn no_room_to_write() {
    let (server, sandbox) = with(Answer::Json(json!({"resourcePath": "/vps", "long": "x".repeat(100_000)})));
    let before = sandbox.tree();
    let command = sandbox.command(["--endpoint", &server.url()]);
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -f 50; exec \"$0\" \"$@\""])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .unwrap();
    let run = sandbox.redact(&output);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    insta::assert_snapshot!(run.errors(), @"
    error: could not write [tmp]/schemas/v1/vps.json, fetched from http://127.0.0.1:[port]/1.0/vps.json: File too large (os error 27)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    assert_same(&sandbox.tree(), &before);
}

#[test]
fn no_room_to_write_the_first_snapshot() {
    let server = Server::v1(&[json!({"resourcePath": "/vps", "long": "x".repeat(100_000)})]);
    let sandbox = Sandbox::bare();
    let command = sandbox.command(["--endpoint", &server.url(), "--all"]);
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -f 50; exec \"$0\" \"$@\""])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(sandbox.tree().is_empty());
}

#[test]
fn something_else_is_in_the_way() {
    let (server, sandbox) = with(Answer::Json(schema("/vps")));
    // A folder where a file belongs: met after other files were written.
    fs::create_dir(sandbox.dir().join("v1/services.json")).unwrap();
    fs::write(sandbox.dir().join("v1/services.json/mine"), "x").unwrap();
    insta::assert_snapshot!(sandbox.refuses(&server, &[]), @"
    error: could not write [tmp]/schemas/v1/services.json, fetched from http://127.0.0.1:[port]/1.0/services.json: is a directory
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    fs::remove_dir_all(sandbox.dir().join("v1/services.json")).unwrap();
    // A file where a folder belongs: met after other files were moved.
    server.serve("/1.0", &["/me", "/vps", "/a", "/z/z"].map(schema));
    server.route("/1.0/me.json", Answer::Json(json!({"resourcePath": "/me"})));
    sandbox.write("v1/z", "mine");
    insta::assert_snapshot!(sandbox.refuses(&server, &["--all"]), @"
    error: could not replace [tmp]/schemas/v1/z/z.json: Not a directory (os error 20)
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    fs::remove_file(sandbox.dir().join("v1/z")).unwrap();
    // A manifest that is none.
    let manifest = sandbox.read("manifest.json");
    sandbox.write("manifest.json", "{");
    insta::assert_snapshot!(sandbox.refuses(&server, &["--all"]), @"
    error: [tmp]/schemas/manifest.json is not a manifest of this command: restore or remove it: EOF while parsing an object at line 1 column 1
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    sandbox.write("manifest.json", manifest);
    assert_eq!(sandbox.fetch(&server, &["--all"]).code, Some(0));
}

#[test]
fn a_file_where_the_folder_should_be() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::bare();
    fs::write(sandbox.dir(), "mine").unwrap();
    insta::assert_snapshot!(sandbox.refuses(&server, &[]), @"
    error: [tmp]/schemas is not a folder
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
}
