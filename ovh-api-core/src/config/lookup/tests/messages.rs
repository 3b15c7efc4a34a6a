//! Tests that errors name source and line, but contain no values.

use super::*;

#[test]
fn unknown_endpoint_names_its_source() {
    let message = find("OVH_ENDPOINT=ovh-mars", &[]);
    let wanted = "OVH_ENDPOINT in the environment: unknown endpoint \"ovh-mars\"; expected ovh-eu,";
    assert!(message.starts_with(wanted), "{message}");
    for (file, wanted) in [
        (
            "\n[default]\nendpoint=ovh-mars",
            "/etc/ovh.conf, line 3: endpoint in [default]: unknown endpoint \"ovh-mars\"",
        ),
        ("[default]\nendpoint : CANARY", "/etc/ovh.conf, line 2: endpoint in [default]: unknown endpoint; expected"),
        (
            "[default]\nendpoint=https://u:CANARY@h",
            "/etc/ovh.conf, line 2: endpoint in [default]: invalid endpoint URL",
        ),
        (
            "[default]\nprofile=x\n[profile:x]\nendpoint=CANARY",
            "/etc/ovh.conf, line 4: endpoint in [profile:x]: unknown endpoint; expected",
        ),
        (
            "[DEFAULT]\nendpoint=CANARY\n[default]",
            "/etc/ovh.conf, line 2: endpoint in [DEFAULT]: unknown endpoint; expected",
        ),
    ] {
        let message = find("", &[file]);
        assert!(message.starts_with(wanted), "{message}");
    }
}

#[test]
fn keys_of_two_schemes_are_both_named() {
    let message = find("OVH_APPLICATION_KEY=CANARY OVH_CLIENT_ID=CANARY OVH_CLIENT_SECRET=CANARY", &[]);
    let wanted = "OVH_APPLICATION_KEY in the environment and OVH_CLIENT_ID cannot be used together; \
        keep one of them";
    assert_eq!(message, wanted);
    let message = find("", &[CLASSIC, "[ovh-eu]\naccess_token=CANARY\n\nclient_secret=CANARY"]);
    let wanted = "~/.ovh.conf, line 4: client_secret in [ovh-eu] and access_token (line 2) are two ways to \
        authenticate; keep one of them";
    assert_eq!(message, wanted);
}

#[test]
fn incomplete_pair_names_the_missing_key() {
    for (variables, file, wanted) in [
        ("OVH_CLIENT_ID=CANARY", CLASSIC, "OVH_CLIENT_ID in the environment requires OVH_CLIENT_SECRET"),
        ("OVH_APPLICATION_SECRET=CANARY", "", "OVH_APPLICATION_SECRET in the environment requires OVH_APPLICATION_KEY"),
        ("OVH_CONSUMER_KEY=CANARY", OAUTH2, "OVH_CONSUMER_KEY in the environment requires OVH_APPLICATION_SECRET"),
        ("", "[ovh-eu]\nclient_secret=CANARY", "/etc/ovh.conf, line 2: client_secret in [ovh-eu] requires client_id"),
        (
            "",
            "[ovh-eu]\n\napplication_key=CANARY\nconsumer_key=CANARY",
            "/etc/ovh.conf, line 3: application_key in [ovh-eu] requires application_secret",
        ),
    ] {
        assert_eq!(find(variables, &[file]), format!("{wanted}, which is not set"));
    }
    let files = [unreadable(0), readable(NAMES[1], "[ovh-eu]\nclient_id=CANARY")];
    let message = find_with(Overrides::default(), "", &files);
    assert!(message.ends_with("which is not set (cannot read /etc/ovh.conf: permission denied)"), "{message}");
}

#[test]
fn keys_with_invalid_characters_are_not_printed() {
    for value in ["CANARY CANARY", "CANARY\0", "CANARY\u{202e}", "CANARYé"] {
        let message = find("", &[&format!("[ovh-eu]\naccess_token={value}")]);
        assert_eq!(message, "/etc/ovh.conf, line 2: access_token in [ovh-eu] contains invalid characters");
    }
}

#[test]
fn unsupported_oauth2_names_its_source() {
    let message = find("OVH_ENDPOINT=kimsufi-eu OVH_CLIENT_ID=CANARY OVH_CLIENT_SECRET=CANARY", &[]);
    let wanted = "OVH_CLIENT_ID in the environment: kimsufi-eu does not support OAuth2; \
        use an application key, or one of the endpoints ovh-eu, ovh-ca and ovh-us";
    assert_eq!(message, wanted);
    let message = find("OVH_ENDPOINT=soyoustart-ca", &["[soyoustart-ca]\nclient_id=CANARY\nclient_secret=CANARY"]);
    let wanted = "/etc/ovh.conf, line 2: client_id in [soyoustart-ca]: soyoustart-ca does not support OAuth2";
    assert!(message.starts_with(wanted), "{message}");
}

#[test]
fn missing_credentials_list_searched_files() {
    let files = [
        with_content(NAMES[0], FileContent::Missing),
        readable(NAMES[1], "[ovh-ca]\naccess_token=CANARY"),
        unreadable(2),
        readable("/x/ovh.conf", "[ovh-eu]\nCANARY=CANARY"),
    ];
    let wanted = "no credentials found: neither the environment nor [ovh-eu] of an ovh.conf has an application key \
        (OVH_APPLICATION_KEY, application_key), an OAuth2 client (OVH_CLIENT_ID, client_id) or an access token \
        (OVH_ACCESS_TOKEN, access_token); looked at /etc/ovh.conf (does not exist), \
        /home/u/.ovh.conf (has no section [ovh-eu]), /srv/app/ovh.conf (cannot read: permission denied), \
        /x/ovh.conf (has no keys in [ovh-eu])";
    assert_eq!(find_with(Overrides::default(), "", &files), wanted);
    assert!(find("", &[]).ends_with("; looked at no file"));
    let message = find("OVH_PROFILE=x", &["[profile:x]", "[profile:y]"]);
    assert!(
        message.ends_with(
            "looked at /etc/ovh.conf (has no keys in [profile:x]), \
            /home/u/.ovh.conf (has no section [profile:x] or [ovh-eu])"
        ),
        "{message}"
    );
}

#[test]
fn unreadable_file_is_ignored_if_keys_are_found() {
    let files = [unreadable(0), readable(NAMES[1], OAUTH2)];
    assert_eq!(find_with(Overrides::default(), "", &files), OAUTH2_FOUND);
}

#[test]
fn unknown_profile_names_its_source() {
    let (home, asking) = ("/home/u/.ovh.conf", "[default]\n\nprofile=x");
    for (message, wanted, outcome) in [
        (find_profile("x", "", &[PROFILES, asking]), "unknown profile \"x\"", "has no section [profile:x]"),
        (
            find("", &[PROFILES, asking]),
            "~/.ovh.conf, line 3: profile in [default]: unknown profile",
            "has no such profile",
        ),
        (
            find("OVH_PROFILE=x", &[PROFILES, asking]),
            "OVH_PROFILE in the environment: unknown profile",
            "has no such profile",
        ),
    ] {
        let known = "known profiles: bare, half, own, place";
        assert_eq!(message, format!("{wanted}; {known}; looked at /etc/ovh.conf ({outcome}), {home} ({outcome})"));
    }
    let message = find("OVH_PROFILE=x", &[]);
    assert_eq!(
        message,
        "OVH_PROFILE in the environment: unknown profile; no ovh.conf has a profile; looked at no file"
    );
}

#[test]
fn key_in_place_of_profile_is_not_printed() {
    assert!(find("OVH_PROFILE=CANARY", &[PROFILES]).starts_with("OVH_PROFILE in the environment: unknown profile; "));
    let message = find("", &["[default]\nprofile=CANARY"]);
    assert!(message.starts_with("/etc/ovh.conf, line 2: profile in [default]: unknown profile; "), "{message}");
}

#[test]
fn long_list_of_profiles_is_truncated() {
    let file: String = (0..50_000).map(|number| format!("[profile:{number}]\n")).collect();
    let message = find_profile("x", "", &[&file, &file]);
    assert!(message.contains("known profiles: 0, 1, 10, ") && message.contains(" and 49990 more; "), "{message}");
    assert!(message.len() < 500, "{message}");
}

/// Lines that have run together.
#[test]
fn key_in_line_of_endpoint_is_not_printed() {
    let message = find("", &["[default]\nendpoint=http://127.0.0.1/1.0 consumer_key=CANARY\n"]);
    assert!(
        message.contains("neither the environment nor [http://127.0.0.1/1.0 consumer_key] of an ovh.conf"),
        "{message}"
    );
}

fn unreadable(index: usize) -> ConfigFile {
    with_content(NAMES[index], FileContent::Unreadable("permission denied".to_owned()))
}
