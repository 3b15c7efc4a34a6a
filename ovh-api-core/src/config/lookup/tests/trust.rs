//! Tests of which files may redirect keys, and of warnings.

use super::super::super::files::Writable;
use super::*;

const EVIL: &str = "https://evil.example/1.0";

/// Looks up a trusted file in the home directory and an untrusted one in the working directory, with `H` for a foreign
/// host.
fn placed(variables: &str, home: &str, here: &str) -> String {
    find(variables, &["", home, &here.replace('H', EVIL)])
}

const AT_HOME: &str =
    "[profile:x]\nendpoint=ovh-ca\nclient_id=i\nclient_secret=s\n[profile:keys]\nclient_id=i\nclient_secret=s";

#[test]
fn endpoint_and_keys_of_profile_are_from_one_file() {
    let found = "ovh-ca client_id=i client_secret=s";
    for here in [
        "[profile:x]\nendpoint=H",
        "[profile:x]\nendpoint=H\noauth2_token_url=H",
        "[default]\nendpoint=H\n[profile:x]",
        "[DEFAULT]\nendpoint=H\noauth2_token_url=H\n[profile:x]\n[default]",
        "[default]\nendpoint=H\nprofile=x",
        "[ovh-ca]\noauth2_token_url=H",
    ] {
        assert_eq!(placed("OVH_PROFILE=x", AT_HOME, here), found, "{here}");
        let files = texts(&["", AT_HOME, &here.replace('H', EVIL)]);
        let overrides = || Overrides { profile: Some("x".to_owned()), endpoint: None };
        assert_eq!(find_with(overrides(), "", &files), found, "{here}");
        // A profile without an endpoint does not use the endpoint of the same profile in another file.
        let overrides = Overrides { profile: Some("keys".to_owned()), endpoint: None };
        assert_eq!(find_with(overrides, "", &files), "ovh-eu client_id=i client_secret=s", "{here}");
    }
    // The settings of a profile come from a single file.
    let whole = "[profile:x]\nendpoint=H\naccess_token=t";
    assert_eq!(placed("OVH_PROFILE=x", AT_HOME, whole), format!("{EVIL} access_token=t"));
    // An id and a secret from two files are not combined.
    let message = placed("OVH_PROFILE=x", "[profile:x]\nclient_secret=CANARY", "[profile:x]\nclient_id=i\nendpoint=H");
    assert!(message.starts_with("./ovh.conf, line 2: client_id in [profile:x] requires client_secret"), "{message}");
}

#[test]
fn default_endpoint_in_file_of_profile_is_used() {
    let home = "[default]\nendpoint=ovh-us\n[profile:x]\naccess_token=t";
    assert_eq!(placed("OVH_PROFILE=x", home, "[default]\nendpoint=H"), "ovh-us access_token=t");
    assert_eq!(placed("OVH_PROFILE=x OVH_ENDPOINT=ovh-ca", home, "[default]\nendpoint=H"), "ovh-ca access_token=t");
}

#[test]
fn profile_without_keys_uses_endpoint_section() {
    let home = "[ovh-ca]\naccess_token=t\n[profile:x]\nendpoint=ovh-ca";
    assert_eq!(placed("OVH_PROFILE=x", home, ""), "ovh-ca access_token=t");
    let message = placed("OVH_PROFILE=x", home, "[profile:x]\nendpoint=H");
    assert!(message.starts_with("no credentials found"), "{message}");
}

const CLIENT: &str = "client_id=i\nclient_secret=s\n";

#[test]
fn token_url_in_each_source_is_found() {
    let at = "https://t.example/token";
    let found = format!("ovh-eu client_id=i client_secret=s at {at}");
    let keys = "OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s";
    assert_eq!(find(&format!("{keys} OVH_OAUTH2_TOKEN_URL={at}"), &[]), found);
    assert_eq!(find(&format!("OVH_OAUTH2_TOKEN_URL={at}"), &[OAUTH2]), found);
    let with_url = |section: &str| format!("[{section}]\n{CLIENT}oauth2_token_url={at}\n");
    assert_eq!(find("", &[&with_url("ovh-eu")]), found);
    assert_eq!(find("OVH_PROFILE=x", &[&with_url("profile:x")]), found);
    let url = find("OVH_ENDPOINT=https://h/1.0/", &[&with_url("https://h/1.0")]);
    assert_eq!(url, format!("https://h/1.0/ client_id=i client_secret=s at {at}"));
    // Also for an endpoint that has none of its own.
    let kimsufi = find("OVH_ENDPOINT=kimsufi-eu", &[&with_url("kimsufi-eu")]);
    assert_eq!(kimsufi, format!("kimsufi-eu client_id=i client_secret=s at {at}"));
    // The environment beats a file; a profile that the program names beats both.
    let file = with_url("ovh-eu");
    let other = "https://o.example/token";
    assert_eq!(find(&format!("OVH_OAUTH2_TOKEN_URL={other}"), &[&file]), found.replace(at, other));
    let profile = with_url("profile:x");
    assert_eq!(find_profile("x", &format!("OVH_OAUTH2_TOKEN_URL={other}"), &[&profile]), found);
    // Of an endpoint section in the file of a profile.
    let both = format!("[profile:x]\n{CLIENT}[ovh-eu]\noauth2_token_url={at}");
    assert_eq!(find_profile("x", "", &[&both]), found);
    // Ignored for other authentication schemes.
    assert_eq!(find("OVH_OAUTH2_TOKEN_URL=CANARY", &[CLASSIC]), CLASSIC_FOUND);
}

#[test]
fn invalid_token_url_names_its_source() {
    let at = |text: &str| find("", &[&format!("[ovh-eu]\n{CLIENT}oauth2_token_url={text}")]);
    let message = at("CANARY");
    let wanted = "/etc/ovh.conf, line 4: oauth2_token_url in [ovh-eu] is invalid: invalid endpoint URL: not an";
    assert!(message.starts_with(wanted), "{message}");
    assert!(at("https://u:CANARY@h/").contains("line 4: oauth2_token_url in [ovh-eu] is invalid: "));
    let message = find("OVH_OAUTH2_TOKEN_URL=CANARY", &[OAUTH2]);
    assert!(message.starts_with("OVH_OAUTH2_TOKEN_URL in the environment is invalid: "), "{message}");
}

#[test]
fn token_url_apart_from_client_secret_is_ignored() {
    let here = |text: &str| text.replace('H', EVIL);
    let home = &format!("[ovh-eu]\n{CLIENT}");
    for (variables, home, placed) in [
        ("", home.as_str(), "[ovh-eu]\noauth2_token_url=H"),
        ("", home, "[default]\nendpoint=ovh-eu\n[ovh-eu]\noauth2_token_url=H"),
        ("", home, "[DEFAULT]\noauth2_token_url=H"),
        ("OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s", "", "[ovh-eu]\noauth2_token_url=H"),
        ("OVH_CLIENT_SECRET=s", "", "[ovh-eu]\nclient_id=i\noauth2_token_url=H"),
        ("", home, "[default]\nprofile=y\n[profile:y]\noauth2_token_url=H"),
    ] {
        let files = texts(&["", home, &here(placed)]);
        let (configuration, warnings) = lookup(Overrides::default(), &Environment::of(variables), &files).unwrap();
        assert_eq!(printed(&configuration), OAUTH2_FOUND, "{placed}");
        let [warning] = &warnings[..] else { panic!("{warnings:?}") };
        assert!(warning.message.contains("oauth2_token_url in ["), "{warning:?}");
        assert!(warning.message.contains("is ignored") && warning.file == NAMES[2], "{warning:?}");
        assert!(!warning.message.contains("evil"), "{warning:?}");
    }
    // The file that has set the endpoint is trusted, unless it is that of the working folder.
    let own = "[default]\nendpoint=https://h/1.0\n[https://h/1.0]\noauth2_token_url=https://h/token";
    let keys = "OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s";
    let found = "https://h/1.0 client_id=i client_secret=s";
    assert_eq!(find(keys, &["", own]), format!("{found} at https://h/token"));
    assert_eq!(find(keys, &["", "", own]), found);
}

fn warnings(variables: &str, files: &[ConfigFile]) -> Vec<String> {
    let (_, warnings) = lookup(Overrides::default(), &Environment::of(variables), files).unwrap();
    warnings.into_iter().map(|Warning { file, message }| format!("{file}: {message}")).collect()
}

#[test]
fn readable_file_with_keys_causes_warning() {
    let open = |name, text| ConfigFile { open_to_others: true, ..readable(name, text) };
    let files = [
        open(NAMES[0], "[default]\nendpoint=ovh-eu\n[ovh-eu]\nconsumer_key=\n"),
        // In any section, but not without a key.
        open(NAMES[1], "[ovh-ca]\naccess_token=t\n"),
        readable(NAMES[2], OAUTH2),
    ];
    let warned = warnings("", &files);
    assert!(
        warned.len() == 1 && warned[0].starts_with("~/.ovh.conf: ") && warned[0].ends_with("chmod 600 ~/.ovh.conf")
    );
}

#[test]
fn writable_file_with_endpoint_causes_warning() {
    let warned = |writable, text: &str| {
        let files = [readable(NAMES[0], OAUTH2), ConfigFile { writable, ..readable(NAMES[1], text) }];
        warnings("", &files)
    };
    let sets = "~/.ovh.conf: a configuration file sets an endpoint or a profile, and other users can";
    for text in
        ["[default]\nendpoint=ovh-eu", "[profile:x]", "[default]\nprofile=x\n[profile:x]", "[a]\noauth2_token_url=b"]
    {
        assert_eq!(warned(Some(Writable::File), text), [format!("{sets} change it; chmod o-w ~/.ovh.conf")]);
        assert_eq!(warned(Some(Writable::Folder), text), [format!("{sets} replace it; chmod o-w its directory")]);
        assert!(warned(None, text).is_empty());
    }
    assert!(warned(Some(Writable::File), "[ovh-eu]\nendpoint=\n").is_empty());
}

#[test]
fn foreign_url_in_working_directory_causes_warning() {
    let evil = format!("[default]\nendpoint={EVIL}\n");
    let warned = warnings("OVH_ACCESS_TOKEN=t", &texts(&["", "", &evil]));
    assert_eq!(warned.len(), 1);
    assert!(
        warned[0].starts_with("./ovh.conf: ./ovh.conf, line 2: endpoint in [default] is a custom URL in the working")
    );
    let section = format!("[{EVIL}]\naccess_token=t\n");
    assert_eq!(warnings("", &texts(&["", &section, &evil])).len(), 1);
    // No warning if the keys are in the same file, the endpoint is in another file, or the URL is a known endpoint.
    assert!(warnings("", &texts(&["", "", &format!("{evil}{section}")])).is_empty());
    assert!(warnings("OVH_ACCESS_TOKEN=t", &texts(&["", &evil])).is_empty());
    for known in ["ovh-ca", "https://ca.api.ovh.com/1.0", "https://api.eu.ovhcloud.com/1.0"] {
        let file = format!("[default]\nendpoint={known}\n");
        assert!(warnings("OVH_ACCESS_TOKEN=t", &texts(&["", "", &file])).is_empty(), "{known}");
    }
}
