//! Snapshots of the operations and types of each committed API.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use generator::lock::NameLock;
use generator::model::Model;
use generator::schema::Method;

use crate::quirks::read;

/// Returns the model of the committed schemas, with the committed names.
fn committed() -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let names = NameLock::parse(&fs::read_to_string(folder.join("names.lock")).unwrap()).unwrap();
    generator::resolve_with(&read(&folder), &names)
}

#[test]
fn operations_match_the_snapshots() {
    let model = committed();
    let surface = generator::surface(&model);
    for api in &model.apis {
        let belongs = |path: &str| path == api.root || path.starts_with(&format!("{}/", api.root));
        let lines = surface.lines().filter(|line| line.split('\t').nth(1).is_some_and(belongs));
        insta::assert_snapshot!(api.feature.as_str(), lines.collect::<Vec<_>>().join("\n"));
    }
}

/// Lists the operations whose verb may be wrong, for review: actions with items below them, which may be collections,
/// and creations without items and without a GET, which may be actions. `names/verbs.rs` has the tables.
#[test]
fn doubtful_verbs_match_the_snapshot() {
    let schemas = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas"));
    let model = generator::resolve(&schemas);
    let paths: BTreeSet<String> = model.operations().map(|(_, operation)| operation.branched_path()).collect();
    let readable: BTreeSet<String> = model
        .operations()
        .filter(|(_, operation)| operation.method == Method::Get)
        .map(|(_, operation)| operation.branched_path())
        .collect();
    let mut actions = Vec::new();
    let mut creations = Vec::new();
    for (api, operation) in model.operations().filter(|(_, operation)| operation.method == Method::Post) {
        let path = operation.branched_path();
        let items = format!("{path}/{{");
        let has_items = paths.iter().any(|other| other.starts_with(&items));
        let line = format!("{path}\t{}", api.call(operation));
        match operation.name.rsplit('_').next() {
            Some("create") if !has_items && !readable.contains(&path) && !path.ends_with('}') => creations.push(line),
            Some("create" | "submit") => {}
            _ if has_items => actions.push(line),
            _ => {}
        }
    }
    insta::assert_snapshot!(
        "doubtful_verbs",
        format!("actions with items\n{}\n\ncreations without items\n{}\n", actions.join("\n"), creations.join("\n"))
    );
}

/// A type of several APIs is in the snapshot of the API with its name, or of the first API.
#[test]
fn types_match_the_snapshots() {
    let model = committed();
    let surface = generator::surface_of_types(&model);
    let mut apis: BTreeMap<&str, String> = BTreeMap::new();
    let mut home = "";
    for line in surface.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        // Lines of types have four columns; the lines of their fields and values follow and have more.
        if let [_, path, features, _] = columns[..] {
            let needed_by: Vec<&str> = features.split(", ").collect();
            let named = path.split("::").next().filter(|module| needed_by.contains(module));
            home = named.unwrap_or(needed_by[0]);
        }
        apis.entry(home).or_default().push_str(&format!("{line}\n"));
    }
    assert_eq!(apis.len(), model.apis.len());
    for (api, lines) in apis {
        insta::assert_snapshot!(format!("types_of_{api}"), lines);
    }
}

#[test]
fn operation_names_are_unique() {
    let model = committed();
    for api in &model.apis {
        let names: BTreeSet<&str> = api.operations.iter().map(|operation| operation.name.as_str()).collect();
        assert_eq!(names.len(), api.operations.len(), "{}", api.root);
    }
}

/// The operations that the README and most users use.
#[test]
fn common_operations_keep_their_names() {
    let surface = generator::surface(&committed());
    let calls = [
        "GET\t/vps\tvps().list()\tVec<String>",
        "GET\t/vps/{serviceName}\tvps().get(service_name)\tvps::VpsWithIam",
        "GET\t/vps/{serviceName}/serviceInfos\tvps().service_infos(service_name)\tservices::Service",
        "POST\t/vps/{serviceName}/changeContact\tvps().change_contact(service_name, body)\tVec<i64>",
        "GET\t/services\tservices().list()\tVec<i64>",
        "GET\t/services/{serviceId}\tservices().get(service_id)\tservices::expanded::Service",
        "GET\t/me\tme().get()\ttypes::nichandle::Nichandle",
        "GET\t/me/api/application\tme().api_application()\tVec<i64>",
        "GET\t/me/api/application/{applicationId}\tme().api_application_get(application_id)\tauth::ApiApplication",
        "DELETE\t/me/api/application/{applicationId}\tme().api_application_delete(application_id)\t()",
        "GET\t/domain/zone/{zoneName}/record\tdomain().zone_record(zone_name)\tVec<i64>",
        "POST\t/domain/zone/{zoneName}/record\tdomain().zone_record_create(zone_name, body)\tdomain::zone::Record",
        "PUT\t/domain/zone/{zoneName}/record/{id}\tdomain().zone_record_update(zone_name, id, body)\t()",
    ];
    for call in calls {
        assert!(surface.lines().any(|line| line == call), "{call}");
    }
}
