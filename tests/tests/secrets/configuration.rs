//! Secrets in the environment and in configuration files, in valid and invalid places.

use std::path::Path;

use crate::canaries::{canary, found_in, traces};
use crate::process::{caller, output};

/// Runs the program with these variables and this `./ovh.conf`, and returns its output.
fn run(variables: &[(&str, &str)], file: Option<&str>) -> String {
    let home = tempfile::tempdir().unwrap();
    if let Some(text) = file {
        std::fs::write(home.path().join("ovh.conf"), text).unwrap();
    }
    let mut command = caller(&home, &["config"]);
    command.envs(variables.iter().copied());
    output(command, "")
}

/// Asserts that the outcome starts with this text and that the output contains no secret.
fn assert_outcome(variables: &[(&str, &str)], file: Option<&str>, outcome: &str) {
    let printed = run(variables, file);
    let found = found_in(&printed, &traces());
    assert!(found.is_empty(), "{}", found.join("\n"));
    let actual = printed.lines().find_map(|line| line.strip_prefix("outcome: client: ")).unwrap();
    let here = Path::new(".").join("ovh.conf").display().to_string();
    assert!(actual.starts_with(&outcome.replace("./ovh.conf", &here)), "{actual}\n{outcome}");
}

#[test]
fn variable_errors_name_the_variable_without_value() {
    let key = canary("password");
    let broken: Vec<String> =
        ["\n", "\r", "\t", "\u{1b}[0m", " x", "é", "\u{7f}"].map(|end| format!("{key}{end}")).into();
    for (variable, others) in [
        ("OVH_APPLICATION_KEY", vec!["OVH_APPLICATION_SECRET"]),
        ("OVH_APPLICATION_SECRET", vec!["OVH_APPLICATION_KEY"]),
        ("OVH_CONSUMER_KEY", vec!["OVH_APPLICATION_KEY", "OVH_APPLICATION_SECRET"]),
        ("OVH_CLIENT_ID", vec!["OVH_CLIENT_SECRET"]),
        ("OVH_CLIENT_SECRET", vec!["OVH_CLIENT_ID"]),
        ("OVH_ACCESS_TOKEN", vec![]),
    ] {
        let others: Vec<_> = others.into_iter().map(|other| (other, key.as_str())).collect();
        assert_outcome(&[&[(variable, key.as_str())], &others[..]].concat(), None, "ok");
        for value in &broken {
            let outcome = format!("{variable} in the environment contains invalid characters");
            assert_outcome(&[&[(variable, value.as_str())], &others[..]].concat(), None, &outcome);
        }
    }
    let token = ("OVH_ACCESS_TOKEN", key.as_str());
    for value in broken.iter().chain([&key]) {
        assert_outcome(
            &[token, ("OVH_ENDPOINT", value)],
            None,
            "OVH_ENDPOINT in the environment: unknown endpoint; expected ovh-eu",
        );
        assert_outcome(&[token, ("OVH_PROFILE", value)], None, "OVH_PROFILE in the environment: unknown profile");
    }
    let url = format!("https://name:{}@example.com/1.0", key.replace('/', "%2F"));
    let outcome = "OVH_ENDPOINT in the environment: invalid endpoint URL: contains a user name or password";
    assert_outcome(&[token, ("OVH_ENDPOINT", &url)], None, outcome);
}

#[cfg(target_os = "linux")]
#[test]
fn variable_that_is_not_utf_8_is_named_without_value() {
    use std::os::unix::ffi::OsStringExt as _;

    let home = tempfile::tempdir().unwrap();
    let mut command = caller(&home, &["config"]);
    let value = [canary("password").as_bytes(), b"\xff"].concat();
    command.env("OVH_CONSUMER_KEY", std::ffi::OsString::from_vec(value));
    let printed = output(command, "");
    assert!(printed.contains("outcome: client: OVH_CONSUMER_KEY in the environment is not valid UTF-8"), "{printed}");
    assert!(found_in(&printed, &traces()).is_empty(), "{printed}");
}

#[test]
fn file_errors_name_the_line_without_value() {
    let key = canary("password");
    for (text, outcome) in [
        ("[ovh-eu]\naccess_token=KEY\n;old=KEY\nKEY\n", "ok"),
        ("[ovh-eu]\naccess_token=KEY\nKEY=KEY\n", "ok"),
        ("access_token=KEY", "./ovh.conf, line 1: key before the first section"),
        ("KEY", "./ovh.conf, line 1: key before the first section"),
        ("[ovh-eu\naccess_token=KEY", "./ovh.conf, line 1: "),
        ("[ovh-eu]\n=KEY", "./ovh.conf, line 2: missing key before the value"),
        (
            "[ovh-eu]\naccess_token=KEY\nAccess_Token:KEY",
            "./ovh.conf, line 3: [ovh-eu] already has access_token on line 2",
        ),
        ("[ovh-eu]\naccess_token=KEY\nxKEY==\nXKEY==", "ok"),
        ("[ovh-eu]\naccess_token=KEY KEY", "./ovh.conf, line 2: access_token in [ovh-eu] contains invalid characters"),
        ("[ovh-eu]\nclient_id=KEY", "./ovh.conf, line 2: client_id in [ovh-eu] requires client_secret"),
        (
            "[ovh-eu]\nclient_id=KEY\naccess_token=KEY",
            "./ovh.conf, line 2: client_id in [ovh-eu] and access_token (line 3) cannot be used together",
        ),
        ("[default]\nendpoint=KEY", "./ovh.conf, line 2: endpoint in [default]: unknown endpoint; expected ovh-eu"),
        ("[default]\nprofile=KEY", "./ovh.conf, line 2: profile in [default]: unknown profile"),
        ("[ovh-ca]\naccess_token=KEY", "no credentials found"),
    ] {
        assert_outcome(&[], Some(&text.replace("KEY", &key)), outcome);
    }
}

#[test]
fn empty_variables_are_ignored_and_unreadable_files_named() {
    let with_key = format!("[ovh-eu]\naccess_token={}\n", canary("access_token"));
    assert_outcome(&[("OVH_CONSUMER_KEY", ""), ("OVH_ENDPOINT", ""), ("OVH_PROFILE", "")], Some(&with_key), "ok");

    let outcome = |file: &str, is_folder: bool| {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(file);
        if is_folder {
            std::fs::create_dir(path).unwrap()
        } else {
            std::fs::write(path, &with_key).unwrap()
        }
        let printed = output(caller(&home, &["config"]), "");
        printed.lines().find_map(|line| line.strip_prefix("outcome: client: ")).unwrap().to_owned()
    };
    assert!(outcome("ovh.conf", false).starts_with("ok"));
    assert!(outcome(".ovh.conf", false).starts_with("ok"));
    let actual = outcome("other.conf", false);
    assert!(actual.starts_with("no credentials found") && !actual.contains("cannot read"), "{actual}");
    let actual = outcome("ovh.conf", true);
    assert!(!actual.starts_with("ok") && actual.contains("ovh.conf") && actual.contains("directory"), "{actual}");
}

#[cfg(unix)]
#[test]
fn file_with_keys_that_others_can_read_causes_warning() {
    use std::os::unix::fs::PermissionsExt as _;

    let with_key = format!("[ovh-eu]\naccess_token={}\n", canary("access_token"));
    for (mode, text, has_warning) in [
        (0o600, with_key.as_str(), false),
        (0o640, &with_key, false),
        (0o644, &with_key, true),
        (0o604, &with_key, true),
        (0o602, &with_key, true),
        (0o644, "[default]\nendpoint=ovh-eu\n", false),
    ] {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("ovh.conf");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        for (arguments, shown) in
            [(vec!["config"], "./ovh.conf"), (vec!["config", path.to_str().unwrap()], path.to_str().unwrap())]
        {
            let printed = output(caller(&home, &arguments), "");
            let warned = printed
                .lines()
                .any(|line| line.contains("WARN ovh_api") && line.contains(&format!("chmod 600 {shown}")));
            assert_eq!(warned, has_warning, "{mode:o} {text}: {printed}");
            assert!(found_in(&printed, &traces()).is_empty(), "{printed}");
        }
    }
}
