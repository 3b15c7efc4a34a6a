//! Variables and files as a process finds them. Which key counts when is tested with the lookup itself.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

use ovh_api::{Client, ClientBuilder, Config, Endpoint, Error, ErrorKind};

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("ovh-api-{}-{name}.conf", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

fn only(path: &Path) -> Config {
    Config::new().without_environment().without_standard_files().file(path)
}

#[test]
fn an_explicit_file_is_all_that_is_needed() {
    let path = file("good", b"[default]\nendpoint=ovh-ca\n[ovh-ca]\nclient_id=CANARY-i\nclient_secret=CANARY-s\n");
    let client = only(&path).client().unwrap();
    assert_eq!(client.endpoint(), &Endpoint::OvhCa);
    let shown = format!("{client:?} {:?} {:?}", only(&path), only(&path).builder().unwrap());
    assert!(shown.contains("OAuth2 client") && !shown.contains("CANARY"), "{shown}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn an_explicit_file_must_be_readable() {
    let missing = std::env::temp_dir().join("ovh-api-no-such-file.conf");
    let folder = std::env::temp_dir();
    for (path, why) in [(missing, "No such file"), (folder, "directory")] {
        let error = only(&path).client().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let told = error.to_string();
        assert!(told.starts_with(&format!("cannot read {}: ", path.display())) && told.contains(why), "{told}");
    }
    let latin1 = file("latin1", b"[ovh-eu]\n; \xe9\naccess_token=CANARY\n");
    let told = only(&latin1).client().unwrap_err().to_string();
    assert!(told.contains("latin1.conf: not valid UTF-8"), "{told}");
    std::fs::remove_file(latin1).unwrap();
}

#[test]
fn what_is_set_on_the_builder_comes_first() {
    let path = file("first", b"[ovh-eu]\naccess_token=t\n[ovh-ca]\naccess_token=t\n");
    let client = only(&path).endpoint(Endpoint::OvhCa).builder().unwrap().endpoint(Endpoint::OvhUs).build().unwrap();
    assert_eq!(client.endpoint(), &Endpoint::OvhUs);
    let error = only(&path).builder().unwrap().client_id("i").build().unwrap_err();
    assert!(error.to_string().contains("two ways to authenticate"), "{error}");
    std::fs::remove_file(path).unwrap();
}

/// In each place another endpoint.
const IN_THE_ENVIRONMENT: &[(&str, &str)] = &[("OVH_ENDPOINT", "ovh-ca"), ("OVH_ACCESS_TOKEN", "t")];
const AT_HOME: &str = "[default]\nendpoint=ovh-us\n[ovh-us]\naccess_token=t\n";
const GIVEN: &str = "\
    [default]\nendpoint=kimsufi-eu\n[kimsufi-eu]\naccess_token=t\n[kimsufi-ca]\naccess_token=t\n\
    [profile:backup]\nendpoint=soyoustart-eu\naccess_token=t\n";

type Asked = (&'static str, fn() -> Config);

/// What may be asked for in a folder with the file `given.conf`.
const ASKED: &[Asked] = &[
    ("all", || Config::new().file("given.conf")),
    ("profile", || Config::new().file("given.conf").profile("backup")),
    ("endpoint", || Config::new().file("given.conf").endpoint(Endpoint::KimsufiCa)),
    ("no environment", || Config::new().file("given.conf").without_environment()),
    ("standard files", || Config::new().without_environment()),
    ("no standard files", || Config::new().without_standard_files()),
    ("a file alone", || Config::new().file("given.conf").without_environment().without_standard_files()),
    ("nothing", || Config::new().without_environment().without_standard_files()),
];

/// Environment and home are a process's own, so this test is one for each of them: it runs itself and reads what it
/// prints.
#[test]
fn each_place_is_looked_at_unless_it_is_left_out() {
    const IS_CHILD: &str = "OVH_API_TEST_IS_CHILD";
    if std::env::var_os(IS_CHILD).is_some() {
        for (name, config) in ASKED {
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
    let found_by_child = |variables: &[(&str, &str)], at_home: Option<&str>| {
        let home = std::env::temp_dir().join(format!("ovh-api-{}-home", std::process::id()));
        std::fs::create_dir(&home).unwrap();
        std::fs::write(home.join("given.conf"), GIVEN).unwrap();
        match at_home {
            Some(text) => std::fs::write(home.join(".ovh.conf"), text).unwrap(),
            None => std::fs::create_dir(home.join(".ovh.conf")).unwrap(),
        }
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "each_place_is_looked_at_unless_it_is_left_out", "--nocapture"]);
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
        assert_eq!(lines.len(), ASKED.len(), "{printed}");
        lines
    };

    let nothing = "no credentials found";
    for (variables, at_home, expected) in [
        (
            IN_THE_ENVIRONMENT,
            Some(AT_HOME),
            ["ovh-ca", "soyoustart-eu", "kimsufi-ca", "kimsufi-eu", "ovh-us", "ovh-ca", "kimsufi-eu", nothing],
        ),
        // An empty variable is none, and a file that cannot be read is named when nothing is found.
        (
            &[("OVH_ENDPOINT", ""), ("OVH_PROFILE", ""), ("OVH_ACCESS_TOKEN", "")],
            None,
            ["kimsufi-eu", "soyoustart-eu", "kimsufi-ca", "kimsufi-eu", ".ovh.conf", nothing, "kimsufi-eu", nothing],
        ),
    ] {
        let found = found_by_child(variables, at_home);
        // What is not there is no fault.
        let missing = Path::new(".").join("ovh.conf").display().to_string();
        assert!(!found.iter().any(|found| found.contains(&missing)), "{found:?}");
        for ((name, _), (found, expected)) in ASKED.iter().zip(found.iter().zip(expected)) {
            let is_expected = found.starts_with(name) && found.contains(expected);
            assert!(is_expected, "{name} with {variables:?}: {found}, not {expected}");
        }
    }
}
