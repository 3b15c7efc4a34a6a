//! A hostile server, and a snapshot that an attacker has changed.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::process::Command;

use serde_json::{Value, json};

use crate::schemas::{first_four, schema};
use crate::server::{Response, Server, index};
use crate::tree::assert_same;
use crate::workspace::{Run, Workspace};

/// Changes the schema of `/vps` on the server and returns the error of `fetch`.
fn rejected(damage: impl Fn(&mut Value)) -> String {
    let server = Server::v1(&first_four());
    let workspace = Workspace::fetched(&server);
    let mut schema = schema("/vps");
    damage(&mut schema);
    server.route("/1.0/vps.json", Response::Json(schema));
    workspace.fails(&server, &[]).lines().next().unwrap().to_owned()
}

#[test]
fn unsafe_paths_and_headers_are_rejected() {
    let paths = ["@127.0.0.2:18500/x", "//h/x", "/evil/../me", "/x?y", "/x#y", "/e/%2e%2e/", "/a\u{202e}b"];
    let paths = paths.map(|path| rejected(|schema| schema["apis"][0]["path"] = json!(path)));
    let headers = ["Host", "Content-Length", "Authorization", "X-A\r\nHost: evil"].map(|name| {
        rejected(|schema| {
            schema["apis"][1]["operations"][0]["parameters"] =
                json!([{"name": name, "paramType": "header", "dataType": "string", "required": false}]);
        })
    });
    insta::assert_snapshot!(paths.into_iter().chain(headers).collect::<Vec<_>>().join("\n"));
}

#[test]
fn windows_device_names_are_rejected() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::fetched(&server);
    let errors = ["/con", "/NUL", "/a/aux", "/prn.x/b", "/com1", "/LPT9", "/a.", "/a./b"].map(|path| {
        server.route("/1.0/", Response::Json(index(&["/me", "/vps", "/services", "/domain", path])));
        workspace.fails(&server, &["--all", "--branch", "v1"]).lines().next().unwrap().to_owned()
    });
    insta::assert_snapshot!(errors.join("\n"));
    let run = workspace.run(["--api", "/con"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("'/con'") && run.stderr.contains("device name on Windows"), "{}", run.stderr);
}

#[test]
fn names_differing_only_in_case_are_rejected() {
    let server = Server::v1(&["/ME", "/vps"].map(schema));
    let workspace = Workspace::fetched(&Server::v1(&first_four()));
    insta::assert_snapshot!(workspace.fails(&server, &["--all", "--branch", "v1"]), @r"
    error: v1/ME.json and v1/me.json differ only in case, and are the same file on some systems: move or delete the latter
    error: the snapshot in [tmp]/schemas was not changed
    ");
}

#[test]
fn links_in_the_snapshot_are_not_written_through() {
    for link in ["v1", "v1/deep", "v1/me.json", "manifest.json"] {
        let server = Server::v1(&["/me", "/vps", "/deep/er"].map(schema));
        let workspace = Workspace::new();
        assert_eq!(workspace.fetch(&server, &["--all", "--branch", "v1"]).code, Some(0));
        let elsewhere = workspace.path("elsewhere");
        fs::rename(workspace.dir().join(link), &elsewhere).unwrap();
        symlink(&elsewhere, workspace.dir().join(link)).unwrap();
        for api in ["/me", "/deep/er"] {
            server.route(&format!("/1.0{api}.json"), Response::Json(json!({"resourcePath": api})));
        }
        let errors = workspace.fails(&server, &["--all", "--branch", "v1"]);
        assert!(errors.contains(&format!("[tmp]/schemas/{link} is a symbolic link")), "{link}: {errors}");
    }
}

#[test]
fn journal_cannot_leave_the_snapshot() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::fetched(&server);
    fs::create_dir(workspace.path("elsewhere")).unwrap();
    fs::write(workspace.path("elsewhere/theirs"), "theirs").unwrap();
    symlink(workspace.path("elsewhere"), workspace.path("schemas/link")).unwrap();
    workspace.write(
        "schemas/.xtask-staging/journal.json",
        "{\"folders\":[],\"steps\":[{\"place\":\"link/theirs\",\"had_old\":false,\"has_new\":true}]}",
    );
    let errors = workspace.fails(&server, &[]);
    assert!(errors.contains("[tmp]/schemas/link is a symbolic link"), "{errors}");
}

/// Runs `fetch` for at most 20 seconds.
fn fetch(workspace: &Workspace, server: &Server) -> Run {
    let command = workspace.command(["--endpoint", &server.url()]);
    let mut limited = Command::new("timeout");
    limited.arg("20").arg(command.get_program()).args(command.get_args()).current_dir(workspace.root());
    workspace.redact(limited.output().unwrap())
}

#[test]
fn special_files_in_the_snapshot_are_rejected() {
    const PIPE: &str = "expected a regular file, found a named pipe";
    const HUGE: &str = "the file is larger than 64 MiB";
    let cases = [("v1/x.json", PIPE), ("manifest.json", PIPE), ("v1/x.json", HUGE), ("manifest.json", HUGE)];
    for (place, what) in cases {
        let server = Server::v1(&first_four());
        let workspace = Workspace::fetched(&server);
        let _ = fs::remove_file(workspace.dir().join(place));
        let path = workspace.dir().join(place);
        if what == PIPE {
            assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
        } else {
            File::create(path).unwrap().set_len(1 << 40).unwrap();
        }
        let names = |workspace: &Workspace| fs::read_dir(workspace.path("schemas/v1")).unwrap().count();
        let before = names(&workspace);
        let run = fetch(&workspace, &server);
        assert_eq!(run.code, Some(1), "{place}: {}", run.stderr);
        assert!(run.stderr.contains(place) && run.stderr.contains(what), "{}", run.stderr);
        assert_eq!(names(&workspace), before);
    }
}

#[test]
fn invisible_characters_are_escaped_in_errors() {
    const EVIL: &str = "\u{1b}]0;x\u{7}\u{202e}\u{2028}\u{200b}\u{feff}";
    let server = Server::v1(&first_four());
    let workspace = Workspace::fetched(&server);
    let responses = [
        Response::Bytes("text/html", format!("<{EVIL}>").into_bytes()),
        Response::Json(json!({"resourcePath": EVIL})),
        Response::Json(json!({"resourcePath": "/vps", "apis": [{"path": EVIL, "operations": []}]})),
        Response::Json(json!({"resourcePath": "/vps", "models": {EVIL: {"properties": {EVIL: {"type": "a["}}}}})),
    ];
    for response in responses {
        server.route("/1.0/vps.json", response);
        let before = workspace.tree();
        let run = workspace.fetch(&server, &[]);
        assert_eq!(run.code, Some(1));
        let shown: Vec<char> = run.stderr.chars().filter(|c| *c != '\n').collect();
        assert!(!shown.iter().any(|c| generator::text::is_unprintable(*c)), "{:?}", run.stderr);
        assert_same(&workspace.tree(), &before);
    }
}
