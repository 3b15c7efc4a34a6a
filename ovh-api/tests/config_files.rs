//! Configuration from the environment and files of a process. The precedence of keys is tested in `ovh-api-core`.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

use ovh_api::{Client, ClientBuilder, Config, Endpoint, Error, ErrorKind};

fn write_file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("ovh-api-{}-{name}.conf", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

fn only_file(path: &Path) -> Config {
    Config::new().without_environment().without_standard_files().file(path)
}

#[test]
fn explicit_file_alone_configures_a_client() {
    let path =
        write_file("good", b"[default]\nendpoint=ovh-ca\n[ovh-ca]\nclient_id=CANARY-i\nclient_secret=CANARY-s\n");
    let client = only_file(&path).client().unwrap();
    assert_eq!(client.endpoint(), &Endpoint::OvhCa);
    let shown = format!("{client:?} {:?} {:?}", only_file(&path), only_file(&path).builder().unwrap());
    assert!(shown.contains("OAuth2 client") && !shown.contains("CANARY"), "{shown}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn unreadable_explicit_file_fails() {
    let missing = std::env::temp_dir().join("ovh-api-no-such-file.conf");
    let folder = std::env::temp_dir();
    for (path, reason) in [(missing, "No such file"), (folder, "directory")] {
        let error = only_file(&path).client().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let message = error.to_string();
        assert!(message.starts_with(&format!("cannot read {}: ", path.display())), "{message}");
        assert!(message.contains(reason), "{message}");
    }
    let latin1 = write_file("latin1", b"[ovh-eu]\n; \xe9\naccess_token=CANARY\n");
    let message = only_file(&latin1).client().unwrap_err().to_string();
    assert!(message.contains("latin1.conf: not valid UTF-8"), "{message}");
    std::fs::remove_file(latin1).unwrap();
}

#[test]
fn builder_methods_override_the_configuration() {
    let path = write_file("first", b"[ovh-eu]\naccess_token=t\n[ovh-ca]\naccess_token=t\n");
    let client =
        only_file(&path).endpoint(Endpoint::OvhCa).builder().unwrap().endpoint(Endpoint::OvhUs).build().unwrap();
    assert_eq!(client.endpoint(), &Endpoint::OvhUs);
    let error = only_file(&path).builder().unwrap().client_id("i").build().unwrap_err();
    assert!(error.to_string().contains("two ways to authenticate"), "{error}");
    std::fs::remove_file(path).unwrap();
}

/// Each place sets a different endpoint.
const ENVIRONMENT: &[(&str, &str)] = &[("OVH_ENDPOINT", "ovh-ca"), ("OVH_ACCESS_TOKEN", "t")];
const HOME_FILE: &str = "[default]\nendpoint=ovh-us\n[ovh-us]\naccess_token=t\n";
const EXPLICIT_FILE: &str = "\
    [default]\nendpoint=kimsufi-eu\n[kimsufi-eu]\naccess_token=t\n[kimsufi-ca]\naccess_token=t\n\
    [profile:backup]\nendpoint=soyoustart-eu\naccess_token=t\n";

type Case = (&'static str, fn() -> Config);

/// Configurations in a folder with the file `explicit.conf`.
const CASES: &[Case] = &[
    ("all", || Config::new().file("explicit.conf")),
    ("profile", || Config::new().file("explicit.conf").profile("backup")),
    ("endpoint", || Config::new().file("explicit.conf").endpoint(Endpoint::KimsufiCa)),
    ("no environment", || Config::new().file("explicit.conf").without_environment()),
    ("standard files", || Config::new().without_environment()),
    ("no standard files", || Config::new().without_standard_files()),
    ("a file alone", || Config::new().file("explicit.conf").without_environment().without_standard_files()),
    ("nothing", || Config::new().without_environment().without_standard_files()),
];

/// The environment and the home directory belong to the process, so this test runs itself as a child for each case and
/// reads its output.
#[test]
fn each_place_is_read_unless_excluded() {
    const IS_CHILD: &str = "OVH_API_TEST_IS_CHILD";
    if std::env::var_os(IS_CHILD).is_some() {
        for (name, config) in CASES {
            let found = config().client().map(|client| client.endpoint().to_string());
            println!("found: {name}: {}", found.unwrap_or_else(|error| error.to_string()));
        }
        let shown =
            |client: Result<Client, Error>| client.map_or_else(|error| error.to_string(), |it| format!("{it:?}"));
        let found = shown(Config::new().client());
        assert_eq!(shown(Client::from_env()), found);
        assert_eq!(shown(ClientBuilder::from_env().and_then(ClientBuilder::build)), found);
        return;
    }
    let found_by_child = |variables: &[(&str, &str)], home_file: Option<&str>| {
        let home = std::env::temp_dir().join(format!("ovh-api-{}-home", std::process::id()));
        std::fs::create_dir(&home).unwrap();
        std::fs::write(home.join("explicit.conf"), EXPLICIT_FILE).unwrap();
        match home_file {
            Some(text) => std::fs::write(home.join(".ovh.conf"), text).unwrap(),
            None => std::fs::create_dir(home.join(".ovh.conf")).unwrap(),
        }
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "each_place_is_read_unless_excluded", "--nocapture"]);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("OVH_")) {
            child.env_remove(name);
        }
        child.env(IS_CHILD, "").env("HOME", &home).env("USERPROFILE", &home).envs(variables.iter().copied());
        let output = child.current_dir(&home).output().unwrap();
        std::fs::remove_dir_all(&home).unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{printed}");
        let lines = printed.lines().filter_map(|line| Some(line.split_once("found: ")?.1.to_owned()));
        let lines: Vec<String> = lines.collect();
        assert_eq!(lines.len(), CASES.len(), "{printed}");
        lines
    };

    let nothing = "no credentials found";
    for (variables, home_file, expected) in [
        (
            ENVIRONMENT,
            Some(HOME_FILE),
            ["ovh-ca", "soyoustart-eu", "kimsufi-ca", "kimsufi-eu", "ovh-us", "ovh-ca", "kimsufi-eu", nothing],
        ),
        // An empty variable counts as unset, and an unreadable file is listed if no credentials are found.
        (
            &[("OVH_ENDPOINT", ""), ("OVH_PROFILE", ""), ("OVH_ACCESS_TOKEN", "")],
            None,
            ["kimsufi-eu", "soyoustart-eu", "kimsufi-ca", "kimsufi-eu", ".ovh.conf", nothing, "kimsufi-eu", nothing],
        ),
    ] {
        let found = found_by_child(variables, home_file);
        // A missing file is not reported.
        let missing = Path::new(".").join("ovh.conf").display().to_string();
        assert!(!found.iter().any(|found| found.contains(&missing)), "{found:?}");
        for ((name, _), (found, expected)) in CASES.iter().zip(found.iter().zip(expected)) {
            let is_expected = found.starts_with(name) && found.contains(expected);
            assert!(is_expected, "{name} with {variables:?}: {found}, not {expected}");
        }
    }
}
