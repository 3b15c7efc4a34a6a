//! Writing credentials to `ovh.conf`, and listing its profiles.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use ovh_api::{Config, Credentials, Endpoint, ErrorKind};

/// A file in a folder of its own, which is removed on drop.
struct ConfigFile(PathBuf);

impl ConfigFile {
    fn new(name: &str, text: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("ovh-api-save-{}-{name}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let file = Self(folder.join("ovh.conf"));
        if !text.is_empty() {
            std::fs::write(&file.0, text).unwrap();
        }
        file
    }

    fn config(&self) -> Config {
        Config::new().without_environment().without_standard_files().file(&self.0)
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap()
    }

    fn folder(&self) -> &Path {
        self.0.parent().unwrap()
    }
}

impl Drop for ConfigFile {
    fn drop(&mut self) {
        std::fs::remove_dir_all(self.folder()).unwrap();
    }
}

fn classic() -> Credentials {
    Credentials::classic("KEY", "SECRET", "CONSUMER")
}

const KEYS: &str = "application_key=KEY\napplication_secret=SECRET\nconsumer_key=CONSUMER\n";

#[test]
fn new_file_holds_the_section_of_the_endpoint() {
    let file = ConfigFile::new("new", "");
    assert_eq!(file.config().save_credentials(&classic()).unwrap(), file.0);
    assert_eq!(file.text(), format!("[ovh-eu]\n{KEYS}"));
    let client = file.config().client().unwrap();
    assert_eq!(client.endpoint(), &Endpoint::OvhEu);
    // A second endpoint, and a profile that remembers its endpoint.
    file.config().endpoint(Endpoint::OvhCa).save_credentials(&Credentials::oauth2("ID", "SECRET")).unwrap();
    file.config().endpoint(Endpoint::OvhUs).profile("a b").save_credentials(&Credentials::access_token("T")).unwrap();
    assert_eq!(
        file.text(),
        format!(
            "[ovh-eu]\n{KEYS}\n[ovh-ca]\nclient_id=ID\nclient_secret=SECRET\n\n\
             [profile:a b]\naccess_token=T\nendpoint=ovh-us\n"
        )
    );
    assert_eq!(file.config().profiles().unwrap(), ["a b"]);
    assert_eq!(file.config().profile("a b").client().unwrap().endpoint(), &Endpoint::OvhUs);
    let names: Vec<_> = std::fs::read_dir(file.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["ovh.conf"]);
}

#[test]
fn existing_section_changes_in_place() {
    let text = "# company\r\n[default]\r\nendpoint = ovh-ca\r\n\r\n[https://ca.api.ovh.com/1.0]\r\n; since 2020\r\n\
        Application_Key : OLD ; main\r\nteam = ops\r\nclient_secret=OLD\r\n; end\r\n\r\n[other]\r\nx=1";
    let file = ConfigFile::new("existing", text);
    file.config().save_credentials(&classic()).unwrap();
    let wanted = text.replace(": OLD", ": KEY").replace(
        "team = ops\r\nclient_secret=OLD\r\n",
        "team = ops\r\napplication_secret=SECRET\r\nconsumer_key=CONSUMER\r\n",
    );
    assert_eq!(file.text(), wanted);
    assert_eq!(file.config().client().unwrap().endpoint().to_string(), "ovh-ca");
}

#[test]
fn profile_of_the_file_is_the_section_to_write() {
    let file = ConfigFile::new("profile", "[default]\nprofile=work\n");
    file.config().save_credentials(&classic()).unwrap();
    assert_eq!(file.text(), format!("[default]\nprofile=work\n\n[profile:work]\n{KEYS}"));
    assert!(file.config().client().is_ok());
    file.config().profile("other").save_credentials(&Credentials::access_token("T")).unwrap();
    assert!(file.text().ends_with(&format!("[profile:work]\n{KEYS}\n[profile:other]\naccess_token=T\n")));
}

#[test]
fn invalid_values_are_not_written() {
    let text = "[ovh-eu]\nx=1\n";
    let file = ConfigFile::new("invalid", text);
    for key in ["CANARY\naccess_token=x", "CANARY\r", "CANARY x", "\u{85}CANARY", ";CANARY", "#CANARY", ""] {
        for credentials in [Credentials::access_token(key), Credentials::oauth2("id", key)] {
            let error = file.config().save_credentials(&credentials).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
        }
    }
    for profile in ["a\n[ovh-eu]\naccess_token=x", "a] b", "", "a "] {
        let error = file.config().profile(profile).save_credentials(&classic()).unwrap_err();
        assert!(error.to_string().starts_with("invalid profile name"), "{error}");
    }
    assert!(file.config().save_credentials(&Credentials::none()).unwrap_err().to_string().contains("no credentials"));
    assert_eq!(file.text(), text);
}

#[test]
fn invalid_file_stays_unchanged() {
    for (name, text, wanted) in [
        ("no-section", "access_token=CANARY\n", "line 1: key before the first section"),
        ("twice", "[ovh-eu]\nclient_id=CANARY\nclient_id=CANARY\n", "already has client_id"),
    ] {
        let file = ConfigFile::new(name, text);
        let error = file.config().save_credentials(&classic()).unwrap_err().to_string();
        assert!(error.contains(wanted) && !error.contains("CANARY"), "{error}");
        assert_eq!(file.text(), text);
    }
    let error = Config::new().without_standard_files().save_credentials(&classic()).unwrap_err().to_string();
    assert_eq!(error, "no file to write; set one with Config::file");
}

#[test]
#[cfg(unix)]
fn file_gets_mode_0600_and_links_are_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let file = ConfigFile::new("mode", "[ovh-eu]\n");
    std::fs::set_permissions(&file.0, std::fs::Permissions::from_mode(0o644)).unwrap();
    file.config().save_credentials(&classic()).unwrap();
    assert_eq!(std::fs::metadata(&file.0).unwrap().permissions().mode() & 0o7777, 0o600);
    let link = file.folder().join("link.conf");
    std::os::unix::fs::symlink(&file.0, &link).unwrap();
    let before = file.text();
    let error = file.config().file(&link).save_credentials(&Credentials::access_token("T")).unwrap_err().to_string();
    assert!(error.contains("is a symbolic link, which is not followed when writing"), "{error}");
    assert_eq!(file.text(), before);
}

#[test]
fn profiles_are_listed_from_all_files() {
    let file = ConfigFile::new("profiles", "[profile:b]\n[profile:a=1]\n[profile:b]\n[profiles]\n[ profile:c ]\n");
    assert_eq!(file.config().profiles().unwrap(), ["a=1", "b", "c"]);
    assert!(file.config().file(file.folder().join("missing")).profiles().is_err());
}
