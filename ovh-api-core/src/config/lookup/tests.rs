//! Tests of the lookup rules.

use secrecy::ExposeSecret;

use super::*;

mod inheritance;
mod messages;
mod trust;

const NAMES: [&str; 3] = ["/etc/ovh.conf", "~/.ovh.conf", "./ovh.conf"];

fn texts(files: &[&str]) -> Vec<ConfigFile> {
    files.iter().zip(NAMES).map(|(text, name)| readable(name, text)).collect()
}

fn readable(name: &str, text: &str) -> ConfigFile {
    with_content(name, FileContent::Read(text.to_owned().into()))
}

fn with_content(name: &str, content: FileContent) -> ConfigFile {
    let path = name.replace('~', "/home/u").replace("./", "/srv/app/");
    ConfigFile {
        name: name.to_owned(),
        path,
        content,
        in_working_folder: name.starts_with("./"),
        ..ConfigFile::default()
    }
}

/// Prints the endpoint and all keys in order.
fn printed(configuration: &Configuration) -> String {
    let mut shown = configuration.endpoint.to_string();
    for &key in Key::ALL {
        if let Some(value) = configuration.credentials.get(key) {
            shown += &format!(" {}={}", key.name(), value.expose_secret());
        }
    }
    if let Some((url, _)) = &configuration.token_url {
        shown += &format!(" at {}", url.expose_secret());
    }
    shown
}

fn find_with(overrides: Overrides, variables: &str, files: &[ConfigFile]) -> String {
    match lookup(overrides, &Environment::of(variables), files) {
        Ok((configuration, _)) => printed(&configuration),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Configuration);
            let message = format!("{error} {error:?}");
            assert!(!message.contains("CANARY"), "{message}");
            error.to_string()
        }
    }
}

fn find(variables: &str, files: &[&str]) -> String {
    find_with(Overrides::default(), variables, &texts(files))
}

fn find_profile(name: &str, variables: &str, files: &[&str]) -> String {
    find_with(Overrides { profile: Some(name.to_owned()), endpoint: None }, variables, &texts(files))
}

const CLASSIC: &str = "[ovh-eu]\napplication_key=k\napplication_secret=s\nconsumer_key=c\n";
const CLASSIC_FOUND: &str = "ovh-eu application_key=k application_secret=s consumer_key=c";
const OAUTH2: &str = "[ovh-eu]\nclient_id=i\nclient_secret=s\n";
const OAUTH2_FOUND: &str = "ovh-eu client_id=i client_secret=s";

#[test]
fn each_scheme_in_each_source_is_found() {
    assert_eq!(find("", &[CLASSIC]), CLASSIC_FOUND);
    assert_eq!(find("OVH_APPLICATION_KEY=k OVH_APPLICATION_SECRET=s OVH_CONSUMER_KEY=c", &[]), CLASSIC_FOUND);
    assert_eq!(find("", &[OAUTH2]), OAUTH2_FOUND);
    assert_eq!(find("OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s", &[]), OAUTH2_FOUND);
    assert_eq!(find("", &["[ovh-eu]\naccess_token=t"]), "ovh-eu access_token=t");
    assert_eq!(find("OVH_ACCESS_TOKEN=t", &[]), "ovh-eu access_token=t");
    // Sufficient to request a consumer key, like the official wrappers.
    assert_eq!(
        find("OVH_APPLICATION_KEY=k OVH_APPLICATION_SECRET=s", &[]),
        "ovh-eu application_key=k application_secret=s"
    );
}

#[test]
fn later_files_override_single_keys() {
    let etc = "[default]\nendpoint=ovh-us\n[ovh-ca]\napplication_key=k1\napplication_secret=s1\nconsumer_key=c1\n";
    let home = "[default]\nendpoint=ovh-ca\n[ovh-ca]\napplication_key=k2\napplication_secret=s2\n";
    let here = "[ovh-ca]\nconsumer_key=c3\napplication_key=\n";
    let found = "ovh-ca application_key=k2 application_secret=s2 consumer_key=c3";
    assert_eq!(find("", &[etc, home, here]), found);
    assert_eq!(find("OVH_CONSUMER_KEY=c4", &[etc, home, here]), found.replace("c3", "c4"));
}

#[test]
fn endpoint_selects_its_section() {
    let file = "[default]\nendpoint=ovh-ca\n[ovh-ca]\naccess_token=ca\n[ovh-us]\naccess_token=us\n\
        [http://127.0.0.1:80/1.0]\naccess_token=url\n[https://ovh.example/1.0]\naccess_token=example";
    assert_eq!(find("", &[file]), "ovh-ca access_token=ca");
    assert_eq!(find("OVH_ENDPOINT=ovh-us", &[file]), "ovh-us access_token=us");
    let overrides = Overrides { endpoint: Some(Endpoint::OvhUs), profile: None };
    assert_eq!(find_with(overrides, "OVH_ENDPOINT=ovh-ca", &texts(&[file])), "ovh-us access_token=us");
    let url = find("OVH_ENDPOINT=http://127.0.0.1:80/1.0", &[file]);
    assert_eq!(url, "http://127.0.0.1/1.0 access_token=url", "the section is named as the URL was given");
    let overrides = Overrides { endpoint: Some("https://ovh.example/1.0".parse().unwrap()), profile: None };
    assert_eq!(find_with(overrides, "", &texts(&[file])), "https://ovh.example/1.0 access_token=example");
    assert_eq!(find("OVH_ACCESS_TOKEN=t", &[]), "ovh-eu access_token=t");

    // Sections for other spellings of the same endpoint do not complete each other.
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
}

#[test]
fn spelling_of_url_in_section_is_ignored() {
    for (given, name) in [
        ("https://h/1.0/", "https://h/1.0"),
        ("https://h/1.0", "https://h/1.0/"),
        ("https://h/1.0///", "https://h/1.0"),
        ("http://127.0.0.1:8080/1.0", "http://127.0.0.1:8080/1.0/"),
        ("https://h", "https://h/"),
        ("https://h/", "https://h"),
        ("https://h", "https://h/1.0"),
        ("https://h/1.0", "https://H:443/v2/"),
        ("ovh-eu", "https://EU.api.ovh.com:443/1.0"),
        ("https://api.eu.ovhcloud.com", "https://eu.api.ovh.com/v2"),
    ] {
        let section = format!("[{name}]\naccess_token=t");
        let wanted = format!("{} access_token=t", given.parse::<Endpoint>().unwrap());
        assert_eq!(find(&format!("OVH_ENDPOINT={given}"), &[&section]), wanted);
        assert_eq!(find("", &[&format!("[default]\nendpoint={given}\n{section}")]), wanted);
        let program = Overrides { endpoint: Some(given.parse().unwrap()), profile: None };
        assert_eq!(find_with(program, "", &texts(&[&section])), wanted);
    }
}

#[test]
fn source_with_precedence_decides_the_scheme() {
    assert_eq!(find("OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s", &[CLASSIC]), OAUTH2_FOUND);
    assert_eq!(find("OVH_ACCESS_TOKEN=t", &[CLASSIC, OAUTH2]), "ovh-eu access_token=t");
    assert_eq!(find("", &[CLASSIC, OAUTH2]), OAUTH2_FOUND);
    assert_eq!(find("", &[OAUTH2, CLASSIC]), CLASSIC_FOUND);
    // The environment selects one of two schemes in a file.
    let both = format!("{CLASSIC}client_id=i\nclient_secret=s\n");
    assert_eq!(find("OVH_CLIENT_ID=i", &[&both]), OAUTH2_FOUND);
}

const PROFILES: &str = "[default]\nendpoint=ovh-us\n[ovh-us]\naccess_token=us\n[ovh-ca]\naccess_token=ca\n\
    [profile:own]\nendpoint=ovh-ca\nclient_id=i\nclient_secret=s\n[profile:place]\nendpoint=ovh-ca\n[profile:bare]\n\
    [profile:half]\nconsumer_key=CANARY";

#[test]
fn profile_selects_endpoint_and_keys() {
    let own = "ovh-ca client_id=i client_secret=s";
    assert_eq!(find_profile("own", "", &[PROFILES]), own);
    assert_eq!(find("OVH_PROFILE=own", &[PROFILES]), own);
    assert_eq!(find("", &[PROFILES, "[default]\nprofile=own"]), own);
    assert_eq!(find("OVH_PROFILE=place", &[PROFILES, "[default]\nprofile=own"]), "ovh-ca access_token=ca");
    assert_eq!(find_profile("bare", "OVH_PROFILE=own", &[PROFILES]), "ovh-us access_token=us");
}

#[test]
fn environment_overrides_profile_unless_explicit() {
    let variables = "OVH_ENDPOINT=ovh-eu OVH_ACCESS_TOKEN=t OVH_PROFILE=own";
    assert_eq!(find(variables, &[PROFILES]), "ovh-eu access_token=t");
    assert_eq!(find_profile("own", variables, &[PROFILES]), "ovh-ca client_id=i client_secret=s");
    assert_eq!(find_profile("bare", variables, &[PROFILES]), "ovh-eu access_token=t");
}

#[test]
fn python_default_section_completes_sections() {
    let file =
        "[DEFAULT]\napplication_key=k\napplication_secret=s\nendpoint=ovh-ca\n[ovh-ca]\nconsumer_key=c\n[default]";
    assert_eq!(find("", &[file]), "ovh-ca application_key=k application_secret=s consumer_key=c");
    // Not for a section that does not exist.
    assert!(find("OVH_ENDPOINT=ovh-us", &[file]).starts_with("no credentials found"));
}

#[test]
fn complete_environment_ignores_files() {
    let broken = texts(&["no INI file"]);
    for variables in [
        "OVH_ENDPOINT=ovh-eu OVH_APPLICATION_KEY=k OVH_APPLICATION_SECRET=s OVH_CONSUMER_KEY=c",
        "OVH_ENDPOINT=ovh-eu OVH_CLIENT_ID=i OVH_CLIENT_SECRET=s OVH_PROFILE=x",
        "OVH_ENDPOINT=ovh-eu OVH_ACCESS_TOKEN=t",
    ] {
        assert!(find_with(Overrides::default(), variables, &broken).starts_with("ovh-eu "), "{variables}");
        let message = find_with(Overrides::default(), &variables.replace("OVH_ENDPOINT=ovh-eu", ""), &broken);
        assert_eq!(
            message,
            "/etc/ovh.conf, line 1: key before the first section; put it below a section such as [ovh-eu]"
        );
    }
    let overrides = Overrides { endpoint: Some(Endpoint::OvhCa), profile: None };
    assert_eq!(find_with(overrides, "OVH_ACCESS_TOKEN=t", &broken), "ovh-ca access_token=t");
    assert!(find("OVH_APPLICATION_KEY=k OVH_APPLICATION_SECRET=s OVH_ENDPOINT=ovh-eu", &[CLASSIC]).ends_with("=c"));
}
