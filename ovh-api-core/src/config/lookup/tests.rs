//! Every rule of the lookup, as a table of environment, files and outcome.

use std::io;

use secrecy::ExposeSecret;

use super::*;

const NAMES: [&str; 3] = ["/etc/ovh.conf", "~/.ovh.conf", "./ovh.conf"];

fn texts(files: &[&str]) -> Vec<Text> {
    files.iter().zip(NAMES).map(|(text, name)| readable(name, text)).collect()
}

fn readable(name: &str, text: &str) -> Text {
    Text { name: name.to_owned(), text: Ok(text.to_owned().into()), open_to_others: false }
}

/// The endpoint, and all keys in their order.
fn shown(choice: &Choice) -> String {
    let mut shown = choice.endpoint.to_string();
    for &key in Key::ALL {
        if let Some(value) = choice.credentials.get(key) {
            shown += &format!(" {}={}", key.name(), value.expose_secret());
        }
    }
    shown
}

fn find_with(given: Given, variables: &str, files: &[Text]) -> String {
    match lookup(given, &Environment::of(variables), files) {
        Ok(choice) => shown(&choice),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Configuration);
            let told = format!("{error} {error:?}");
            assert!(!told.contains("CANARY"), "{told}");
            error.to_string()
        }
    }
}

fn find(variables: &str, files: &[&str]) -> String {
    find_with(Given::default(), variables, &texts(files))
}

fn find_profile(name: &str, variables: &str, files: &[&str]) -> String {
    find_with(Given { profile: Some(name.to_owned()), endpoint: None }, variables, &texts(files))
}

const CLASSIC: &str = "[ovh-eu]\napplication_key=k\napplication_secret=s\nconsumer_key=c\n";
const CLASSIC_FOUND: &str = "ovh-eu application_key=k application_secret=s consumer_key=c";
const OAUTH2: &str = "[ovh-eu]\nclient_id=i\nclient_secret=s\n";
const OAUTH2_FOUND: &str = "ovh-eu client_id=i client_secret=s";

#[test]
fn each_way_in_each_place() {
    assert_eq!(find("", &[CLASSIC]), CLASSIC_FOUND);
    assert_eq!(find("OVH_APPLICATION_KEY=k OVH_APPLICATION_SECRET=s OVH_CONSUMER_KEY=c", &[]), CLASSIC_FOUND);
    assert_eq!(find("", &[OAUTH2]), OAUTH2_FOUND);
    assert_eq!(find("OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s", &[]), OAUTH2_FOUND);
    assert_eq!(find("", &["[ovh-eu]\naccess_token=t"]), "ovh-eu access_token=t");
    assert_eq!(find("OVH_ACCESS_TOKEN=t", &[]), "ovh-eu access_token=t");
    // Enough to ask for a consumer key, as with the official wrappers.
    assert_eq!(
        find("OVH_APPLICATION_KEY=k OVH_APPLICATION_SECRET=s", &[]),
        "ovh-eu application_key=k application_secret=s"
    );
}

#[test]
fn files_are_merged_key_by_key() {
    let etc = "[default]\nendpoint=ovh-us\n[ovh-ca]\napplication_key=k1\napplication_secret=s1\nconsumer_key=c1\n";
    let home = "[default]\nendpoint=ovh-ca\n[ovh-ca]\napplication_key=k2\napplication_secret=s2\n";
    let here = "[ovh-ca]\nconsumer_key=c3\napplication_key=\n";
    let found = "ovh-ca application_key=k2 application_secret=s2 consumer_key=c3";
    assert_eq!(find("", &[etc, home, here]), found);
    assert_eq!(find("OVH_CONSUMER_KEY=c4", &[etc, home, here]), found.replace("c3", "c4"));
}

#[test]
fn endpoints() {
    let file = "[default]\nendpoint=ovh-ca\n[ovh-ca]\naccess_token=ca\n[ovh-us]\naccess_token=us\n\
        [http://127.0.0.1:80/1.0]\naccess_token=url\n[https://ovh.example/1.0]\naccess_token=example";
    assert_eq!(find("", &[file]), "ovh-ca access_token=ca");
    assert_eq!(find("OVH_ENDPOINT=ovh-us", &[file]), "ovh-us access_token=us");
    let given = Given { endpoint: Some(Endpoint::OvhUs), profile: None };
    assert_eq!(find_with(given, "OVH_ENDPOINT=ovh-ca", &texts(&[file])), "ovh-us access_token=us");
    let url = find("OVH_ENDPOINT=http://127.0.0.1:80/1.0", &[file]);
    assert_eq!(url, "http://127.0.0.1/1.0 access_token=url", "the section is named as the URL was given");
    let given = Given { endpoint: Some("https://ovh.example/1.0".parse().unwrap()), profile: None };
    assert_eq!(find_with(given, "", &texts(&[file])), "https://ovh.example/1.0 access_token=example");
    assert_eq!(find("OVH_ACCESS_TOKEN=t", &[]), "ovh-eu access_token=t");

    // Other spellings of the same endpoint, whose keys do not complete each other.
    let two = "[ovh-eu]\napplication_key=k1\napplication_secret=s1\n[https://api.eu.ovhcloud.com/1.0]\n\
        application_key=k2\napplication_secret=s2\nconsumer_key=c2";
    assert_eq!(find("", &[two]), "ovh-eu application_key=k1 application_secret=s1");
    assert_eq!(
        find("OVH_ENDPOINT=https://api.eu.ovhcloud.com", &[two]),
        "https://api.eu.ovhcloud.com/1.0 application_key=k2 application_secret=s2 consumer_key=c2"
    );
    let ca = find("OVH_ENDPOINT=https://api.ca.ovhcloud.com/v1/", &[file]);
    assert_eq!(ca, "https://api.ca.ovhcloud.com/1.0 access_token=ca");
    let example = find("OVH_ENDPOINT=https://ovh.example/v1/", &[file]);
    assert_eq!(example, "https://ovh.example/v1/ access_token=example");
    let oauth2 = find("OVH_ENDPOINT=https://eu.api.ovh.com/1.0 OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s", &[]);
    assert_eq!(oauth2, OAUTH2_FOUND);

    let told = find("OVH_ENDPOINT=ovh-mars", &[file]);
    assert!(
        told.starts_with("OVH_ENDPOINT in the environment: unknown endpoint \"ovh-mars\"; expected ovh-eu,"),
        "{told}"
    );
    let told = find("", &["[default]\nendpoint=ovh-mars"]);
    assert!(told.starts_with("endpoint in [default] of /etc/ovh.conf: unknown endpoint \"ovh-mars\""), "{told}");
}

#[test]
fn a_place_that_counts_more_decides_the_way() {
    assert_eq!(find("OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s", &[CLASSIC]), OAUTH2_FOUND);
    assert_eq!(find("OVH_ACCESS_TOKEN=t", &[CLASSIC, OAUTH2]), "ovh-eu access_token=t");
    assert_eq!(find("", &[CLASSIC, OAUTH2]), OAUTH2_FOUND);
    assert_eq!(find("", &[OAUTH2, CLASSIC]), CLASSIC_FOUND);
    // Whoever keeps both in a file can say which in the environment.
    let both = format!("{CLASSIC}client_id=i\nclient_secret=s\n");
    assert_eq!(find("OVH_CLIENT_ID=i", &[&both]), OAUTH2_FOUND);
}

#[test]
fn two_ways_in_one_place_are_refused() {
    let told = find("OVH_APPLICATION_KEY=CANARY OVH_CLIENT_ID=CANARY OVH_CLIENT_SECRET=CANARY", &[]);
    let wanted = "OVH_APPLICATION_KEY and OVH_CLIENT_ID in the environment are two ways to authenticate at once; \
        keep one of them";
    assert_eq!(told, wanted);
    let told = find("", &[CLASSIC, "[ovh-eu]\naccess_token=CANARY\nclient_secret=CANARY"]);
    let wanted = "client_secret and access_token in [ovh-eu] of ~/.ovh.conf are two ways to authenticate at once; \
        keep one of them";
    assert_eq!(told, wanted);
}

#[test]
fn half_a_pair_is_refused() {
    for (variables, file, wanted) in [
        ("OVH_CLIENT_ID=CANARY", CLASSIC, "OVH_CLIENT_ID in the environment is of no use without OVH_CLIENT_SECRET"),
        (
            "OVH_APPLICATION_SECRET=CANARY",
            "",
            "OVH_APPLICATION_SECRET in the environment is of no use without OVH_APPLICATION_KEY",
        ),
        (
            "OVH_CONSUMER_KEY=CANARY",
            OAUTH2,
            "OVH_CONSUMER_KEY in the environment is of no use without OVH_APPLICATION_SECRET",
        ),
        (
            "",
            "[ovh-eu]\nclient_secret=CANARY",
            "client_secret in [ovh-eu] of /etc/ovh.conf is of no use without client_id",
        ),
        (
            "",
            "[ovh-eu]\napplication_key=CANARY\nconsumer_key=CANARY",
            "application_key in [ovh-eu] of /etc/ovh.conf is of no use without application_secret",
        ),
        (
            "",
            "[ovh-eu]\napplication_key=CANARY",
            "application_key in [ovh-eu] of /etc/ovh.conf is of no use without application_secret",
        ),
    ] {
        assert_eq!(find(variables, &[file]), format!("{wanted}, which is nowhere"));
    }
}

#[test]
fn keys_that_are_none_are_refused_without_being_shown() {
    let told = find("", &["[ovh-eu]\naccess_token=CANARY CANARY"]);
    assert_eq!(told, "access_token in [ovh-eu] of /etc/ovh.conf holds characters that no key has");
}

#[test]
fn oauth2_where_there_is_none_names_its_place() {
    let told = find("OVH_ENDPOINT=kimsufi-eu OVH_CLIENT_ID=CANARY OVH_CLIENT_SECRET=CANARY", &[]);
    let wanted = "OVH_CLIENT_ID in the environment: kimsufi-eu has no OAuth2, only ovh-eu, ovh-ca and ovh-us have; \
        use an application key there";
    assert_eq!(told, wanted);
    let told = find("OVH_ENDPOINT=soyoustart-ca", &["[soyoustart-ca]\nclient_id=CANARY\nclient_secret=CANARY"]);
    assert!(told.starts_with("client_id in [soyoustart-ca] of /etc/ovh.conf: soyoustart-ca has no OAuth2"), "{told}");
}

#[test]
fn nothing_found_says_where_was_looked() {
    let told = find("", &["[ovh-ca]\naccess_token=CANARY"]);
    let wanted = "no credentials found: neither the environment nor [ovh-eu] of an ovh.conf has an application key \
        (OVH_APPLICATION_KEY, application_key), an OAuth2 client (OVH_CLIENT_ID, client_id) or an access token \
        (OVH_ACCESS_TOKEN, access_token)";
    assert_eq!(told, wanted);
}

const PROFILES: &str = "[default]\nendpoint=ovh-us\n[ovh-us]\naccess_token=us\n[ovh-ca]\naccess_token=ca\n\
    [profile:own]\nendpoint=ovh-ca\nclient_id=i\nclient_secret=s\n[profile:place]\nendpoint=ovh-ca\n[profile:bare]\n\
    [profile:half]\nconsumer_key=CANARY";

#[test]
fn profiles() {
    let own = "ovh-ca client_id=i client_secret=s";
    assert_eq!(find_profile("own", "", &[PROFILES]), own);
    assert_eq!(find("OVH_PROFILE=own", &[PROFILES]), own);
    assert_eq!(find("", &[PROFILES, "[default]\nprofile=own"]), own);
    assert_eq!(find("OVH_PROFILE=place", &[PROFILES, "[default]\nprofile=own"]), "ovh-ca access_token=ca");
    assert_eq!(find_profile("bare", "OVH_PROFILE=own", &[PROFILES]), "ovh-us access_token=us");
    // A key of a profile is not completed by the section of its endpoint: that is somebody else.
    let told = find("OVH_PROFILE=half", &[PROFILES, "[ovh-us]\napplication_key=k\napplication_secret=s"]);
    assert!(told.starts_with("consumer_key in [profile:half] of /etc/ovh.conf is of no use without"), "{told}");
}

#[test]
fn the_environment_comes_before_a_profile_unless_the_program_names_it() {
    let variables = "OVH_ENDPOINT=ovh-eu OVH_ACCESS_TOKEN=t OVH_PROFILE=own";
    assert_eq!(find(variables, &[PROFILES]), "ovh-eu access_token=t");
    assert_eq!(find_profile("own", variables, &[PROFILES]), "ovh-ca client_id=i client_secret=s");
    assert_eq!(find_profile("bare", variables, &[PROFILES]), "ovh-eu access_token=t");
}

#[test]
fn a_profile_that_does_not_exist_is_refused() {
    for (told, source) in [
        (find_profile("x", "", &[PROFILES]), "the program asks for the profile \"x\", which"),
        (find("OVH_PROFILE=CANARY", &[PROFILES]), "OVH_PROFILE in the environment asks for a profile that"),
        (
            find("", &[PROFILES, "[default]\nprofile=CANARY"]),
            "profile in [default] of ~/.ovh.conf asks for a profile that",
        ),
    ] {
        let wanted = "no ovh.conf has; there are bare, half, own, place";
        assert_eq!(told, format!("{source} {wanted}"));
    }
    assert!(find("OVH_PROFILE=x", &[]).ends_with("there are none"));
}

#[test]
fn what_python_takes_from_its_default_section() {
    let file =
        "[DEFAULT]\napplication_key=k\napplication_secret=s\nendpoint=ovh-ca\n[ovh-ca]\nconsumer_key=c\n[default]";
    assert_eq!(find("", &[file]), "ovh-ca application_key=k application_secret=s consumer_key=c");
    // Not for a section that does not exist.
    assert!(find("OVH_ENDPOINT=ovh-us", &[file]).starts_with("no credentials found"));
}

/// Lines that have run together.
#[test]
fn a_key_in_the_line_of_an_endpoint_is_not_shown() {
    let told = find("", &["[default]\nendpoint=http://127.0.0.1/1.0 consumer_key=CANARY\n"]);
    assert!(told.contains("neither the environment nor [http://127.0.0.1/1.0 consumer_key] of an ovh.conf"), "{told}");
}

fn unreadable(index: usize) -> Text {
    Text { name: NAMES[index].to_owned(), text: Err(io::ErrorKind::PermissionDenied), open_to_others: false }
}

#[test]
fn a_file_that_cannot_be_read_is_named_only_if_something_is_missing() {
    let files = [unreadable(0), readable(NAMES[1], OAUTH2)];
    assert_eq!(find_with(Given::default(), "", &files), OAUTH2_FOUND);
    let told = find_with(Given::default(), "OVH_ENDPOINT=ovh-ca", &[unreadable(0), unreadable(2)]);
    assert!(
        told.ends_with(" (cannot read ./ovh.conf: permission denied; cannot read /etc/ovh.conf: permission denied)"),
        "{told}"
    );
    let told = find_with(Given::default(), "OVH_PROFILE=x", &[unreadable(2)]);
    assert!(told.ends_with("there are none (cannot read ./ovh.conf: permission denied)"), "{told}");
}

#[test]
fn no_file_is_looked_at_if_the_environment_is_complete() {
    let broken = texts(&["no INI file"]);
    for variables in [
        "OVH_ENDPOINT=ovh-eu OVH_APPLICATION_KEY=k OVH_APPLICATION_SECRET=s OVH_CONSUMER_KEY=c",
        "OVH_ENDPOINT=ovh-eu OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s OVH_PROFILE=x",
        "OVH_ENDPOINT=ovh-eu OVH_ACCESS_TOKEN=t",
    ] {
        assert!(find_with(Given::default(), variables, &broken).starts_with("ovh-eu "), "{variables}");
        let told = find_with(Given::default(), &variables.replace("OVH_ENDPOINT=ovh-eu", ""), &broken);
        assert_eq!(told, "/etc/ovh.conf is no ovh.conf: a key stands before the first section");
    }
    let given = Given { endpoint: Some(Endpoint::OvhCa), profile: None };
    assert_eq!(find_with(given, "OVH_ACCESS_TOKEN=t", &broken), "ovh-ca access_token=t");
    assert!(find("OVH_APPLICATION_KEY=k OVH_APPLICATION_SECRET=s OVH_ENDPOINT=ovh-eu", &[CLASSIC]).ends_with("=c"));
}

#[test]
fn files_that_keep_keys_in_the_open_are_named() {
    let open = |name, text| Text { open_to_others: true, ..readable(name, text) };
    let files = [
        open(NAMES[0], "[default]\nendpoint=ovh-eu\n[ovh-eu]\nconsumer_key=\n"),
        open(NAMES[1], "[ovh-ca]\naccess_token=t\n"),
        readable(NAMES[2], OAUTH2),
    ];
    let exposed = |variables| lookup(Given::default(), &Environment::of(variables), &files).unwrap().exposed;
    assert_eq!(exposed(""), [NAMES[1]], "whatever the section, but not without a key");
    assert!(exposed("OVH_ENDPOINT=ovh-eu OVH_ACCESS_TOKEN=t").is_empty(), "no file was looked at");
}
