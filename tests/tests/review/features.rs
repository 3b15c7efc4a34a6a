//! What programs see of the features of the crate: errors that name a missing one, and the operations of those enabled.

use std::collections::BTreeSet;
use std::process::Command;

use ovh_api::{Operation, operations};

use crate::compile::{TARGET, repository, target, update, write_workspace};
use crate::surface::committed;

const PROGRAM: &str = "\
pub async fn run(client: &ovh_api::Client, blocking: &ovh_api::blocking::Client) -> Result<(), ovh_api::Error> {
    let _ = client.vps().list().await?;
    let _ = client.domain().zone_record(\"example.com\").await?;
    let _ = client.v2().iam().policy().await?;
    let _: Vec<String> = blocking.dedicated_server().list().send()?;
    Ok(())
}
";

/// Compiles a library against `ovh-api` with these features and returns the errors.
fn errors_of(name: &str, features: &[&str], program: &str) -> String {
    let workspace = target().join(name);
    let path = repository().join("ovh-api");
    let manifest = format!(
        "[package]\nname = \"program\"\nedition.workspace = true\n\n[dependencies]\n\
         ovh-api = {{ path = {path:?}, default-features = false, features = {features:?} }}\n"
    );
    update(&workspace.join("program/Cargo.toml"), &manifest);
    update(&workspace.join("program/src/lib.rs"), program);
    write_workspace(&workspace, &["program".to_owned()]);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--target-dir", TARGET])
        .current_dir(&workspace)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn missing_feature_is_named_by_the_compiler() {
    let errors = errors_of("missing-feature", &["blocking", "vps"], PROGRAM);
    for feature in ["domain", "v2-iam", "dedicated-server"] {
        assert!(
            errors.contains(&format!("error[E0277]: the feature `{feature}` of `ovh-api` is not enabled")),
            "{errors}"
        );
        assert!(errors.contains(&format!("run `cargo add ovh-api --features {feature}`")), "{errors}");
    }
    // One error for each call, and none for what is enabled.
    assert_eq!(errors.matches("error[").count(), 3, "{errors}");
}

#[test]
fn option_for_a_patch_names_the_functions_to_use() {
    let program = "use ovh_api::domain::zone::RecordUpdate;\n\n\
        pub fn update(ttl: Option<i64>) -> [RecordUpdate; 2] {\n    \
        [RecordUpdate::default().ttl(60), RecordUpdate::default().ttl(ttl)]\n}\n";
    let errors = errors_of("option-for-patch", &["domain"], program);
    assert_eq!(errors.matches("error[").count(), 1, "{errors}");
    for part in ["`Option<i64>` cannot be the value of a field of type `Patch<i64>`", "use `Patch::value_or_null`"] {
        assert!(errors.contains(part), "{errors}");
    }
}

#[test]
fn operations_are_those_of_the_schemas() {
    let model = committed();
    let described: Vec<String> = operations().map(Operation::to_string).collect();
    let expected: Vec<String> = model.operations().map(|(_, operation)| operation.request_line()).collect();
    assert_eq!(described, expected);
    let names: BTreeSet<&str> = operations().map(|operation| operation.name).collect();
    assert_eq!(names.len(), expected.len());
    let of_vps = model.apis.iter().find(|api| api.root == "/vps").unwrap();
    assert_eq!(ovh_api::vps::OPERATIONS.len(), of_vps.operations.len());
}
