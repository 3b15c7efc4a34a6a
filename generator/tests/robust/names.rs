//! An operation that stays keeps its name, whatever comes or goes beside it.

use std::collections::{BTreeMap, BTreeSet};

use generator::schema::Branch;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::schemas::read;

type Operations = BTreeSet<(String, &'static str)>;

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE"];

/// Paths as the service builds them: collections, their members, and what is done to either.
fn path(root: &'static str) -> impl Strategy<Value = String> {
    const COLLECTIONS: &[&str] = &["zone", "record", "ip", "dnsMXRecords", "backupStorage", "volume", "task", "2018v7"];
    const OTHERS: &[&str] = &[
        "serviceInfos",
        "status",
        "quota",
        "reboot",
        "changeContact",
        "new",
        "import",
        "export",
        "create",
        "get",
        "list",
        "submit",
        "show",
    ];
    let below = vec((select(COLLECTIONS), any::<bool>()), 0..3);
    let last = prop_oneof![Just(None), select(OTHERS).prop_map(Some)];
    (any::<bool>(), below, last).prop_map(move |(of_service, below, last)| {
        let mut path = root.to_owned();
        if of_service {
            path.push_str("/{serviceName}");
        }
        for (collection, is_member) in below {
            path.push_str(&format!("/{collection}"));
            if is_member {
                path.push_str(&format!("/{{{collection}Id}}"));
            }
        }
        if let Some(last) = last {
            path.push_str(&format!("/{last}"));
        }
        path
    })
}

fn operations(root: &'static str) -> impl Strategy<Value = Operations> {
    btree_set((path(root), select(METHODS)), 1..12)
}

fn schema(root: &str, operations: &Operations, parameter: &str) -> Value {
    let mut paths: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (path, method) in operations {
        let lists = *method == "GET" && !path.ends_with('}');
        paths.entry(path).or_default().push(json!({
            "httpMethod": method, "responseType": if lists { "string[]" } else { "string" },
            "parameters": [
                {"paramType": "query", "name": parameter, "dataType": "string", "required": true},
                {"paramType": "body", "name": parameter, "dataType": "string", "required": false},
            ],
        }));
    }
    let paths = paths.iter().map(|(path, operations)| json!({"path": path, "operations": operations}));
    json!({"resourcePath": root, "apis": paths.collect::<Vec<_>>()})
}

/// The call of each operation without its arguments, as `surface` prints it.
fn calls(root: &str, operations: &Operations, parameter: &str) -> BTreeMap<(String, String), String> {
    let model = generator::resolve(&read(&[(Branch::V1, schema(root, operations, parameter))]));
    let surface = generator::surface(&model);
    let lines = surface.lines().map(|line| {
        let mut columns = line.split('\t');
        let (method, path) = (columns.next().unwrap(), columns.next().unwrap());
        let (call, _) = columns.next().unwrap().rsplit_once('(').unwrap();
        ((path.to_owned(), method.to_owned()), call.to_owned())
    });
    lines.collect()
}

/// The operations that have another name beside other siblings, for another reason than those that are known: what is
/// done to all gives way, as `…_all`, to the same done to one of them; and of `/a/{x}/b` and `/a/b/{x}` one gets a number.
fn renamed(root: &str, before: &Operations, after: &Operations) -> Vec<String> {
    let (before, after) = (calls(root, before, "a"), calls(root, after, "a"));
    let parameters = |path: &str| path.matches('{').count();
    let gave_way = |path: &str, name: &str, now: &str| {
        let mut newcomers = after.iter().filter(|(operation, _)| !before.contains_key(*operation));
        newcomers.any(|((other, _), taken)| {
            let is_swapped = sorted(shape(other)) == sorted(shape(path));
            let to_one_of_them = parameters(other) > parameters(path) && now == format!("{name}_all");
            taken == name && (to_one_of_them || (is_swapped && now == format!("{name}_2")))
        })
    };
    let renamed = before.iter().filter_map(|(operation, name)| {
        let now = after.get(operation)?;
        let is_known = now == name || gave_way(&operation.0, name, now);
        (!is_known).then(|| format!("{} {}: {name} → {now}", operation.1, operation.0))
    });
    renamed.collect()
}

/// A path like that one: a collection beside its members, something below or above it.
fn edited(path: &str, at: Index, edit: Edit) -> String {
    let mut segments: Vec<&str> = path.split('/').skip(1).collect();
    // The root stays.
    let place = 1 + at.index(segments.len());
    match edit {
        Edit::Add(segment) => segments.insert(place, segment),
        Edit::Remove if place < segments.len() => drop(segments.remove(place)),
        Edit::Remove | Edit::Nothing => {}
    }
    segments.iter().map(|segment| format!("/{segment}")).collect()
}

#[derive(Debug, Clone, Copy)]
enum Edit {
    Add(&'static str),
    Remove,
    Nothing,
}

fn edit() -> impl Strategy<Value = Edit> {
    let segment = select(&["{id}", "zone", "record", "status", "reboot", "create", "get"]);
    prop_oneof![2 => segment.prop_map(Edit::Add), 1 => Just(Edit::Remove), 1 => Just(Edit::Nothing)]
}

fn sorted(mut segments: Vec<&str>) -> Vec<&str> {
    segments.sort_unstable();
    segments
}

fn shape(path: &str) -> Vec<&str> {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect()
}

/// Operations, and one more that is like one of them.
fn siblings(root: &'static str) -> impl Strategy<Value = (Operations, Operations)> {
    (operations(root), any::<[Index; 2]>(), edit(), select(METHODS)).prop_map(|(operations, [of, at], edit, method)| {
        let mut more = operations.clone();
        let (path, _) = of.get(&operations.iter().collect::<Vec<_>>());
        let sibling = edited(path, at, edit);
        // No two paths differ in the names of their parameters alone.
        if operations.iter().all(|(other, _)| *other == sibling || shape(other) != shape(&sibling)) {
            more.insert((sibling, method));
        }
        (operations, more)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn in_an_api_of_services((operations, more) in siblings("/vps")) {
        prop_assert_eq!(renamed("/vps", &operations, &more), Vec::<String>::new());
    }

    #[test]
    fn in_an_api_about_the_account((operations, more) in siblings("/me")) {
        prop_assert_eq!(renamed("/me", &operations, &more), Vec::<String>::new());
    }

    #[test]
    fn whatever_the_parameters_are_called(operations in operations("/vps"), parameter in "[a-zA-Z.]{1,12}") {
        prop_assert_eq!(calls("/vps", &operations, "a"), calls("/vps", &operations, &parameter));
        let renamed: Operations = operations.iter().map(|(path, method)| (path.replace("Id}", "Key}"), *method)).collect();
        let names = |operations| calls("/vps", operations, "a").into_values().collect::<Vec<_>>();
        prop_assert_eq!(names(&operations), names(&renamed));
    }
}
