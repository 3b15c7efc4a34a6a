//! Files as they lie on the disk. Which key counts when is tested with the lookup itself.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use ovh_api::{Config, Endpoint, ErrorKind};

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
    assert!(told.contains("latin1.conf: it is no UTF-8"), "{told}");
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
