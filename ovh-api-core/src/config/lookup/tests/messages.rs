//! Errors name the place, with its line, and show no value.

use super::*;

#[test]
fn unknown_endpoint_names_its_place() {
    let told = find("OVH_ENDPOINT=ovh-mars", &[]);
    let wanted = "OVH_ENDPOINT in the environment: unknown endpoint \"ovh-mars\"; expected ovh-eu,";
    assert!(told.starts_with(wanted), "{told}");
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
        let told = find("", &[file]);
        assert!(told.starts_with(wanted), "{told}");
    }
}

#[test]
fn two_ways_in_one_place_name_both() {
    let told = find("OVH_APPLICATION_KEY=CANARY OVH_CLIENT_ID=CANARY OVH_CLIENT_SECRET=CANARY", &[]);
    let wanted = "OVH_APPLICATION_KEY in the environment and OVH_CLIENT_ID are two ways to authenticate; \
        keep one of them";
    assert_eq!(told, wanted);
    let told = find("", &[CLASSIC, "[ovh-eu]\naccess_token=CANARY\n\nclient_secret=CANARY"]);
    let wanted = "~/.ovh.conf, line 4: client_secret in [ovh-eu] and access_token (line 2) are two ways to \
        authenticate; keep one of them";
    assert_eq!(told, wanted);
}

#[test]
fn half_a_pair_names_the_other_half() {
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
    let told = find_with(Given::default(), "", &files);
    assert!(told.ends_with("which is not set (cannot read /etc/ovh.conf: permission denied)"), "{told}");
}

#[test]
fn keys_with_invalid_characters_are_not_shown() {
    for value in ["CANARY CANARY", "CANARY\0", "CANARY\u{202e}", "CANARYé"] {
        let told = find("", &[&format!("[ovh-eu]\naccess_token={value}")]);
        assert_eq!(told, "/etc/ovh.conf, line 2: access_token in [ovh-eu] contains invalid characters");
    }
}

#[test]
fn oauth2_where_there_is_none_names_its_place() {
    let told = find("OVH_ENDPOINT=kimsufi-eu OVH_CLIENT_ID=CANARY OVH_CLIENT_SECRET=CANARY", &[]);
    let wanted = "OVH_CLIENT_ID in the environment: kimsufi-eu does not support OAuth2; \
        use an application key, or one of the endpoints ovh-eu, ovh-ca and ovh-us";
    assert_eq!(told, wanted);
    let told = find("OVH_ENDPOINT=soyoustart-ca", &["[soyoustart-ca]\nclient_id=CANARY\nclient_secret=CANARY"]);
    let wanted = "/etc/ovh.conf, line 2: client_id in [soyoustart-ca]: soyoustart-ca does not support OAuth2";
    assert!(told.starts_with(wanted), "{told}");
}

#[test]
fn nothing_found_lists_the_files_with_their_paths() {
    let files = [
        with_content(NAMES[0], Content::Missing),
        readable(NAMES[1], "[ovh-ca]\naccess_token=CANARY"),
        unreadable(2),
        readable("/x/ovh.conf", "[ovh-eu]\nCANARY=CANARY"),
    ];
    let wanted = "no credentials found: neither the environment nor [ovh-eu] of an ovh.conf has an application key \
        (OVH_APPLICATION_KEY, application_key), an OAuth2 client (OVH_CLIENT_ID, client_id) or an access token \
        (OVH_ACCESS_TOKEN, access_token); looked at /etc/ovh.conf (does not exist), \
        /home/u/.ovh.conf (has no section [ovh-eu]), /srv/app/ovh.conf (cannot read: permission denied), \
        /x/ovh.conf (has no keys in [ovh-eu])";
    assert_eq!(find_with(Given::default(), "", &files), wanted);
    assert!(find("", &[]).ends_with("; looked at no file"));
    let told = find("OVH_PROFILE=x", &["[profile:x]", "[profile:y]"]);
    assert!(
        told.ends_with(
            "looked at /etc/ovh.conf (has no keys in [profile:x]), \
            /home/u/.ovh.conf (has no section [profile:x] or [ovh-eu])"
        ),
        "{told}"
    );
}

#[test]
fn unreadable_file_is_no_fault_if_keys_are_found() {
    let files = [unreadable(0), readable(NAMES[1], OAUTH2)];
    assert_eq!(find_with(Given::default(), "", &files), OAUTH2_FOUND);
}

#[test]
fn unknown_profile_names_who_asks_for_it() {
    let (home, asking) = ("/home/u/.ovh.conf", "[default]\n\nprofile=x");
    for (told, wanted, outcome) in [
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
        assert_eq!(told, format!("{wanted}; {known}; looked at /etc/ovh.conf ({outcome}), {home} ({outcome})"));
    }
    let told = find("OVH_PROFILE=x", &[]);
    assert_eq!(told, "OVH_PROFILE in the environment: unknown profile; no ovh.conf has a profile; looked at no file");
}

#[test]
fn key_in_place_of_a_profile_is_not_shown() {
    assert!(find("OVH_PROFILE=CANARY", &[PROFILES]).starts_with("OVH_PROFILE in the environment: unknown profile; "));
    let told = find("", &["[default]\nprofile=CANARY"]);
    assert!(told.starts_with("/etc/ovh.conf, line 2: profile in [default]: unknown profile; "), "{told}");
}

#[test]
fn long_lists_of_profiles_are_cut() {
    let file: String = (0..50_000).map(|number| format!("[profile:{number}]\n")).collect();
    let told = find_profile("x", "", &[&file, &file]);
    assert!(told.contains("known profiles: 0, 1, 10, ") && told.contains(" and 49990 more; "), "{told}");
    assert!(told.len() < 500, "{told}");
}

/// Lines that have run together.
#[test]
fn a_key_in_the_line_of_an_endpoint_is_not_shown() {
    let told = find("", &["[default]\nendpoint=http://127.0.0.1/1.0 consumer_key=CANARY\n"]);
    assert!(told.contains("neither the environment nor [http://127.0.0.1/1.0 consumer_key] of an ovh.conf"), "{told}");
}

fn unreadable(index: usize) -> Text {
    with_content(NAMES[index], Content::Unreadable("permission denied".to_owned()))
}
