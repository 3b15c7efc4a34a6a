//! A hostile server, and a snapshot that an attacker has changed.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::process::Command;

use serde_json::{Value, json};

use crate::sandbox::{Run, Sandbox, assert_same, first_four, schema};
use crate::server::{Answer, Server, index};

/// Changes the schema of `/vps` on the server, and gives what `fetch` says about it.
fn refused(damage: impl Fn(&mut Value)) -> String {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::fetched(&server);
    let mut schema = schema("/vps");
    damage(&mut schema);
    server.route("/1.0/vps.json", Answer::Json(schema));
    sandbox.refuses(&server, &[]).lines().next().unwrap().to_owned()
}

#[test]
fn paths_and_headers_that_lead_elsewhere_are_refused() {
    let paths = ["@127.0.0.2:18500/x", "//h/x", "/evil/../me", "/x?y", "/x#y", "/e/%2e%2e/", "/a\u{202e}b"];
    let paths = paths.map(|path| refused(|schema| schema["apis"][0]["path"] = json!(path)));
    let headers = ["Host", "Content-Length", "Authorization", "X-A\r\nHost: evil"].map(|name| {
        refused(|schema| {
            schema["apis"][1]["operations"][0]["parameters"] =
                json!([{"name": name, "paramType": "header", "dataType": "string", "required": false}]);
        })
    });
    insta::assert_snapshot!(paths.into_iter().chain(headers).collect::<Vec<_>>().join("\n"));
}

#[test]
fn names_of_devices_on_windows_are_refused() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::fetched(&server);
    let errors = ["/con", "/NUL", "/a/aux", "/prn.x/b", "/com1", "/LPT9", "/a.", "/a./b"].map(|path| {
        server.route("/1.0/", Answer::Json(index(&["/me", "/vps", "/services", "/domain", path])));
        sandbox.refuses(&server, &["--all"]).lines().next().unwrap().to_owned()
    });
    insta::assert_snapshot!(errors.join("\n"));
    let run = sandbox.run(["--api", "/con"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("'/con'") && run.stderr.contains("device name on Windows"), "{}", run.stderr);
}

#[test]
fn files_that_differ_in_case_alone_are_refused() {
    let server = Server::v1(&["/ME", "/vps"].map(schema));
    let sandbox = Sandbox::fetched(&Server::v1(&first_four()));
    insta::assert_snapshot!(sandbox.refuses(&server, &["--all"]), @r"
    error: v1/ME.json and v1/me.json differ only in case, which some file systems ignore: move or delete the latter
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
}

#[test]
fn links_in_the_snapshot_are_not_written_through() {
    for link in ["v1", "v1/deep", "v1/me.json", "manifest.json"] {
        let server = Server::v1(&["/me", "/vps", "/deep/er"].map(schema));
        let sandbox = Sandbox::new();
        assert_eq!(sandbox.fetch(&server, &["--all"]).code, Some(0));
        let elsewhere = sandbox.parent().join("elsewhere");
        fs::rename(sandbox.dir().join(link), &elsewhere).unwrap();
        symlink(&elsewhere, sandbox.dir().join(link)).unwrap();
        for api in ["/me", "/deep/er"] {
            server.route(&format!("/1.0{api}.json"), Answer::Json(json!({"resourcePath": api})));
        }
        let errors = sandbox.refuses(&server, &["--all"]);
        assert!(errors.contains(&format!("[tmp]/schemas/{link} is a symbolic link")), "{link}: {errors}");
    }
}

#[test]
fn journals_do_not_lead_out_of_the_snapshot() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::fetched(&server);
    fs::create_dir(sandbox.parent().join("elsewhere")).unwrap();
    fs::write(sandbox.parent().join("elsewhere/theirs"), "theirs").unwrap();
    symlink(sandbox.parent().join("elsewhere"), sandbox.dir().join("link")).unwrap();
    sandbox.write(
        ".xtask-staging/journal.json",
        "{\"folders\":[],\"steps\":[{\"place\":\"link/theirs\",\"had_old\":false,\"has_new\":true}]}",
    );
    let errors = sandbox.refuses(&server, &[]);
    assert!(errors.contains("[tmp]/schemas/link is a symbolic link"), "{errors}");
}

/// Runs `fetch` for at most 20 seconds.
fn fetch(sandbox: &Sandbox, server: &Server) -> Run {
    let command = sandbox.command(["--endpoint", &server.url()]);
    let mut limited = Command::new("timeout");
    limited.arg("20").arg(command.get_program()).args(command.get_args()).current_dir(sandbox.parent());
    sandbox.redact(&limited.output().unwrap())
}

#[test]
fn special_files_in_the_snapshot_are_refused_at_once() {
    const PIPE: &str = "expected a regular file, found a named pipe";
    const HUGE: &str = "the file is larger than 64 MiB";
    let cases = [("v1/x.json", PIPE), ("manifest.json", PIPE), ("v1/x.json", HUGE), ("manifest.json", HUGE)];
    for (place, what) in cases {
        let server = Server::v1(&first_four());
        let sandbox = Sandbox::fetched(&server);
        let _ = fs::remove_file(sandbox.dir().join(place));
        let path = sandbox.dir().join(place);
        if what == PIPE {
            assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
        } else {
            File::create(path).unwrap().set_len(1 << 40).unwrap();
        }
        let names = |sandbox: &Sandbox| fs::read_dir(sandbox.dir().join("v1")).unwrap().count();
        let before = names(&sandbox);
        let run = fetch(&sandbox, &server);
        assert_eq!(run.code, Some(1), "{place}: {}", run.stderr);
        assert!(run.stderr.contains(place) && run.stderr.contains(what), "{}", run.stderr);
        assert_eq!(names(&sandbox), before);
    }
}

/// Errors quote the server, with terminal escape sequences and invisible characters escaped.
#[test]
fn invisible_characters_do_not_reach_the_terminal() {
    const EVIL: &str = "\u{1b}]0;x\u{7}\u{202e}\u{2028}\u{200b}\u{feff}";
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::fetched(&server);
    let answers = [
        Answer::Bytes("text/html", format!("<{EVIL}>").into_bytes()),
        Answer::Json(json!({"resourcePath": EVIL})),
        Answer::Json(json!({"resourcePath": "/vps", "apis": [{"path": EVIL, "operations": []}]})),
        Answer::Json(json!({"resourcePath": "/vps", "models": {EVIL: {"properties": {EVIL: {"type": "a["}}}}})),
    ];
    for answer in answers {
        server.route("/1.0/vps.json", answer);
        let before = sandbox.tree();
        let run = sandbox.fetch(&server, &[]);
        assert_eq!(run.code, Some(1));
        let shown: Vec<char> = run.stderr.chars().filter(|c| *c != '\n').collect();
        assert!(!shown.iter().any(|c| generator::text::is_unprintable(*c)), "{:?}", run.stderr);
        assert_same(&sandbox.tree(), &before);
    }
}
