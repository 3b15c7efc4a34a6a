//! Another API's file is all it takes to get its module, feature, accessor and documentation.

use crate::sandbox::Sandbox;
use crate::schema::{api, thing};

#[test]
fn another_api_of_v1() {
    let sandbox = Sandbox::generated([("v1/thing.json", thing("/thing"))]);
    sandbox.schema("v1/some/odd folder/File Name 1.0.json", &thing("/dedicated/server"));
    assert_eq!(sandbox.codegen(&[]).code, Some(0));
    assert!(sandbox.read("ovh-api/Cargo.toml").contains("\ndedicated-server = []\n"));
    let root = sandbox.read("ovh-api/src/generated/mod.rs");
    assert!(root.contains("#[cfg(feature = \"dedicated-server\")]\npub mod dedicated_server;"), "{root}");
    assert!(root.contains("pub fn dedicated_server(&self) -> dedicated_server::DedicatedServerApi<&Self>"), "{root}");
    let module = sandbox.read("ovh-api/src/generated/dedicated_server.rs");
    assert!(module.contains("/// Sends `GET /dedicated/server/{name}`"), "{module}");
}

#[test]
fn another_api_of_v2() {
    let sandbox = Sandbox::generated([("v1/domain.json", thing("/domain"))]);
    sandbox.schema("v2/deep/er/still/domain.json", &thing("/domain"));
    assert_eq!(sandbox.codegen(&[]).code, Some(0));
    let manifest = sandbox.read("ovh-api/Cargo.toml");
    assert!(manifest.contains("\ndomain = []\n") && manifest.contains("\nv2-domain = []\n"), "{manifest}");
    let root = sandbox.read("ovh-api/src/generated/mod.rs");
    assert!(root.contains("#[cfg(feature = \"v2-domain\")]\npub mod v2;"), "{root}");
    assert!(root.contains("pub const fn v2(&self) -> v2::V2<&Self>"), "{root}");
    let branch = sandbox.read("ovh-api/src/generated/v2.rs");
    assert!(branch.contains("pub fn domain(self) -> domain::DomainApi<C>"), "{branch}");
    let module = sandbox.read("ovh-api/src/generated/v2/domain.rs");
    assert!(module.contains("/// Sends `GET /v2/domain/{name}`"), "{module}");
}

#[test]
fn an_api_with_nothing_in_it() {
    let mut empty = api("/products", &[]);
    for key in ["apis", "models"] {
        empty.as_object_mut().unwrap().remove(key);
    }
    let sandbox = Sandbox::generated([("v1/products.json", empty)]);
    assert!(sandbox.read("ovh-api/Cargo.toml").ends_with("full = [\n    \"products\",\n]\nproducts = []\n"));
    assert_eq!(sandbox.surface().stdout, "");
}

/// Other files than schemas, such as the manifest and a README, stand beside them.
#[test]
fn what_is_no_schema_is_left_alone() {
    let sandbox = Sandbox::generated([("v1/thing.json", thing("/thing"))]);
    sandbox.write("schemas/manifest.json", "{}");
    sandbox.write("schemas/v1/README.md", "# By hand\n");
    sandbox.write("schemas/v1/thing.json.orig", "{");
    sandbox.write("schemas/v3/thing.json", "{");
    assert_eq!(sandbox.codegen(&["--check"]).code, Some(0));
}
