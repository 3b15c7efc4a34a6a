//! The committed APIs: what a caller sees, one snapshot for each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::quirks::read;

#[test]
fn of_each_committed_api() {
    let schemas = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas"));
    let model = generator::resolve(&schemas);
    let surface = generator::surface(&model);
    for api in &model.apis {
        let belongs = |path: &str| path == api.root || path.starts_with(&format!("{}/", api.root));
        let lines = surface.lines().filter(|line| line.split('\t').nth(1).is_some_and(belongs));
        insta::assert_snapshot!(api.feature.as_str(), lines.collect::<Vec<_>>().join("\n"));
    }
}

/// A type that several APIs need is shown once: with the API of its name if that is one of them, else with the first.
#[test]
fn of_the_types_of_each_committed_api() {
    let schemas = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas"));
    let model = generator::resolve(&schemas);
    let surface = generator::surface_of_types(&model);
    let mut apis: BTreeMap<&str, String> = BTreeMap::new();
    let mut home = "";
    for line in surface.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        // Fields and values have more columns than the line of their type, which they follow.
        if let [_, path, features] = columns[..] {
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
fn no_two_operations_share_a_name() {
    let schemas = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas"));
    let model = generator::resolve(&schemas);
    for api in &model.apis {
        let names: BTreeSet<&str> = api.operations.iter().map(|operation| operation.name.as_str()).collect();
        assert_eq!(names.len(), api.operations.len(), "{}", api.root);
    }
}

/// The calls that the README and the wrappers' users know.
#[test]
fn the_calls_that_everybody_makes() {
    let schemas = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas"));
    let surface = generator::surface(&generator::resolve(&schemas));
    let calls = [
        "GET\t/vps\tvps().list()\tVec<String>",
        "GET\t/vps/{serviceName}\tvps().get(service_name)\tvps::VpsWithIam",
        "GET\t/vps/{serviceName}/serviceInfos\tvps().service_infos(service_name)\tservices::Service",
        "POST\t/vps/{serviceName}/changeContact\tvps().change_contact(service_name, body)\tVec<i64>",
        "GET\t/services\tservices().list()\tVec<i64>",
        "GET\t/services/{serviceId}\tservices().get(service_id)\tservices::expanded::Service",
        "GET\t/me\tme().get()\tnichandle::Nichandle",
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
