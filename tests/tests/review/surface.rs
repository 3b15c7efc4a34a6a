//! Snapshots of the operations and types of each committed API.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use generator::lock::NameLock;
use generator::model::{Api, Model};
use generator::schema::Method;
use walkdir::WalkDir;

use crate::groups::{self, Entry, Sizes};
use crate::quirks::read;

/// Returns the model of the committed schemas, with the committed names.
pub fn committed() -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let names = NameLock::parse(&fs::read_to_string(folder.join("names.lock")).unwrap()).unwrap();
    generator::resolve_with(&read(&folder), &names)
}

/// Folder and name of a snapshot, and its lines.
type Files = BTreeMap<(String, String), Vec<String>>;

/// Adds the files of an API: `operations.snap`, and `operations_cart.snap` for a group of a large API.
fn add_files(files: &mut Files, folder: &str, kind: &str, entries: Vec<Entry>, sizes: &Sizes) {
    for (group, lines) in groups::split(entries, sizes) {
        let name = if group.is_empty() { kind.to_owned() } else { format!("{kind}_{group}") };
        assert!(files.insert((folder.to_owned(), name), lines).is_none(), "two files of {folder}/{group}");
    }
}

/// Returns the operations of each API. Large APIs are split by the words of the path below the root.
fn operations(model: &Model) -> Files {
    let surface = generator::surface(model);
    let mut apis: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for line in surface.lines() {
        let path = line.split('\t').nth(1).unwrap();
        let below_root = |api: &&Api| {
            let rest = path.strip_prefix(&api.branch.prefixed(&api.root));
            rest.filter(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        // `/cloud` and `/cloud/project` may both be APIs.
        let roots = model.apis.iter().filter_map(|api| Some((below_root(&api)?, api)));
        let (rest, api) = roots.min_by_key(|(rest, _)| rest.len()).unwrap();
        let words = rest.split('/').filter(|segment| !segment.contains('{')).map(groups::kebab);
        let words = words.filter(|word| !word.is_empty()).collect();
        apis.entry(&api.feature).or_default().push(Entry { words, lines: vec![line.to_owned()] });
    }
    let mut files = Files::new();
    for (feature, entries) in apis {
        add_files(&mut files, feature, "operations", entries, &Sizes { most: 150, least: 10 });
    }
    files
}

/// Returns the types of each module, `types` for those of several APIs. Large modules are split by namespaces, and then
/// by the words of the name.
fn types(model: &Model) -> Files {
    let surface = generator::surface_of_types(model);
    let mut modules: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut module = String::new();
    for line in surface.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        // Lines of types have four columns; the lines of their fields and values follow and have more.
        if let [_, path, _, _] = columns[..] {
            let path = path.split('<').next().unwrap();
            let (modules_of_type, name) = path.rsplit_once("::").unwrap();
            let mut namespaces = modules_of_type.split("::").map(groups::kebab).collect::<Vec<_>>().into_iter();
            module = namespaces.next().unwrap();
            if module == "v2" {
                module = format!("v2-{}", namespaces.next().unwrap());
            }
            let name = groups::kebab(name);
            let words = namespaces.chain(name.split('-').map(str::to_owned)).collect();
            modules.entry(module.clone()).or_default().push(Entry { words, lines: Vec::new() });
        }
        modules.get_mut(&module).unwrap().last_mut().unwrap().lines.push(line.to_owned());
    }
    let mut files = Files::new();
    for (module, entries) in modules {
        add_files(&mut files, &module, "types", entries, &Sizes { most: 400, least: 20 });
    }
    files
}

/// The folder with a folder of snapshots for each API.
const FOLDER: &str = "snapshots/surface";

fn assert_files(files: Files) {
    for ((folder, name), lines) in files {
        insta::with_settings!({
            snapshot_path => format!("{FOLDER}/{folder}"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, lines.join("\n"));
        });
    }
}

#[test]
fn operations_match_the_snapshots() {
    let model = committed();
    let files = operations(&model);
    let lines: usize = files.values().map(Vec::len).sum();
    assert_eq!(lines, model.counts.operations);
    assert_files(files);
}

#[test]
fn types_match_the_snapshots() {
    assert_files(types(&committed()));
}

/// Groups can disappear, or become large enough for a split. `INSTA_UPDATE=always` deletes their former snapshots.
#[test]
fn each_snapshot_has_a_group() {
    let model = committed();
    let mut files = operations(&model);
    files.append(&mut types(&model));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review").join(FOLDER);
    let mut stale = Vec::new();
    for entry in WalkDir::new(&folder).into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(&folder).unwrap();
        let Some(file) = path.to_str().unwrap().strip_suffix(".snap") else { continue };
        let known = Path::new(file).iter().map(|part| part.to_str().unwrap().to_owned()).collect::<Vec<_>>();
        let [folder, name] = &known[..] else { panic!("{file} is not in the folder of an API") };
        if !files.contains_key(&(folder.clone(), name.clone())) {
            stale.push(entry.into_path());
        }
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        stale.drain(..).for_each(|path| fs::remove_file(path).unwrap());
    }
    assert!(stale.is_empty(), "snapshots without a group; delete them: {stale:#?}");
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
