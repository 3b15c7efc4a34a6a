//! The file of an API adds its module, feature, accessor and documentation.

use crate::schema::{api, thing};
use crate::workspace::Workspace;

#[test]
fn new_v1_api_is_generated() {
    let workspace = Workspace::generated([("v1/thing.json", thing("/thing"))]);
    workspace.schema("v1/some/odd folder/File Name 1.0.json", &thing("/dedicated/server"));
    assert_eq!(workspace.codegen(&[]).code, Some(0));
    assert!(workspace.read("ovh-api/Cargo.toml").contains("\ndedicated-server = []\n"));
    let modules = workspace.read("ovh-api/src/generated/modules.rs");
    assert!(modules.contains("#[cfg(feature = \"dedicated-server\")]\npub mod dedicated_server;"), "{modules}");
    let methods = workspace.read("ovh-api/src/generated/mod.rs");
    let method = "pub fn dedicated_server(&self) -> crate::dedicated_server::DedicatedServerApi<&Self>";
    assert!(methods.contains(method), "{methods}");
    let module = workspace.read("ovh-api/src/generated/dedicated_server.rs");
    assert!(module.contains("/// Sends `GET /dedicated/server/{name}`"), "{module}");
}

#[test]
fn new_v2_api_is_generated() {
    let workspace = Workspace::generated([("v1/domain.json", thing("/domain"))]);
    workspace.schema("v2/deep/er/still/domain.json", &thing("/domain"));
    assert_eq!(workspace.codegen(&[]).code, Some(0));
    let manifest = workspace.read("ovh-api/Cargo.toml");
    assert!(manifest.contains("\ndomain = []\n") && manifest.contains("\nv2-domain = []\n"), "{manifest}");
    let modules = workspace.read("ovh-api/src/generated/modules.rs");
    assert!(modules.ends_with("\npub mod v2;\n"), "{modules}");
    let methods = workspace.read("ovh-api/src/generated/mod.rs");
    assert!(methods.contains("pub const fn v2(&self) -> crate::v2::V2<&Self>"), "{methods}");
    let branch = workspace.read("ovh-api/src/generated/v2.rs");
    assert!(branch.contains("#[cfg(feature = \"v2-domain\")]\npub mod domain;"), "{branch}");
    assert!(branch.contains("pub fn domain(self) -> crate::v2::domain::DomainApi<C>"), "{branch}");
    let module = workspace.read("ovh-api/src/generated/v2/domain.rs");
    assert!(module.contains("/// Sends `GET /v2/domain/{name}`"), "{module}");
}

#[test]
fn empty_api_is_generated() {
    let mut empty = api("/products", &[]);
    for key in ["apis", "models"] {
        empty.as_object_mut().unwrap().remove(key);
    }
    let workspace = Workspace::generated([("v1/products.json", empty)]);
    assert!(workspace.read("ovh-api/Cargo.toml").ends_with("full = [\n    \"products\",\n]\nproducts = []\n"));
    assert_eq!(workspace.surface().stdout, "");
}

/// The README has a table of the APIs; a workspace without one is fine.
#[test]
fn readme_lists_the_apis() {
    let workspace = Workspace::generated([("v1/thing.json", thing("/thing")), ("v2/iam.json", thing("/iam"))]);
    assert!(!workspace.path("README.md").exists());
    let readme = "# Client\n\n<!-- The table is written by `cargo xtask codegen`. -->\n<!-- End of the table. -->\n";
    workspace.write("README.md", readme);
    assert_eq!(workspace.codegen(&["--check"]).code, Some(1));
    assert_eq!(workspace.codegen(&[]).code, Some(0));
    let written = workspace.read("README.md");
    let rows =
        "| `/thing` | v1 | `thing` | `client.thing()` | 3 |\n| `/v2/iam` | v2 | `v2-iam` | `client.v2().iam()` | 3 |\n";
    assert!(written.starts_with("# Client\n") && written.contains(rows), "{written}");
    assert_eq!(workspace.codegen(&["--check"]).code, Some(0));
}

/// The snapshot has other files too, such as the manifest and a README.
#[test]
fn other_files_are_ignored() {
    let workspace = Workspace::generated([("v1/thing.json", thing("/thing"))]);
    workspace.write("schemas/manifest.json", "{}");
    workspace.write("schemas/v1/README.md", "# By hand\n");
    workspace.write("schemas/v1/thing.json.orig", "{");
    workspace.write("schemas/v3/thing.json", "{");
    assert_eq!(workspace.codegen(&["--check"]).code, Some(0));
}
