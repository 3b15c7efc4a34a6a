//! Operations keep their names when others are added or removed.
//!
//! This holds for the everyday APIs. In other APIs, an operation without a parameter after a word may have to leave
//! its name to one with the parameter, which no rule can avoid for unknown words (`names/operation.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use generator::diff::{Aspect, Item, diff};
use generator::schema::{Branch, Schema};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::schemas::read;

type Operations = BTreeSet<(String, &'static str)>;

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Returns paths as OVHcloud builds them: collections, items, and actions on both.
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
        let lists = *method == "GET" && !path.ends_with('}') && path != "/me";
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

/// Returns the call of each operation without its arguments, as `surface` prints it.
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

/// Returns the operations whose names differ.
fn renamed(root: &str, before: &Operations, after: &Operations) -> Vec<Renamed> {
    let (old, new) = (calls(root, before, "a"), calls(root, after, "a"));
    let renamed = old.into_iter().filter_map(|(operation, name)| {
        let now = new.get(&operation)?.clone();
        (now != name).then_some(Renamed { operation, name, now })
    });
    renamed.collect()
}

#[derive(Debug, PartialEq, Eq)]
struct Renamed {
    operation: (String, String),
    name: String,
    now: String,
}

impl Renamed {
    fn is_inevitable(&self, root: &str, before: &Operations, after: &Operations) -> bool {
        self.lacks_parameter_of_another(before, after) || self.yields(root, before, after)
    }

    /// Returns whether an added or removed operation has the same method and words and a parameter that this one lacks,
    /// and whether the names differ only in that.
    fn lacks_parameter_of_another(&self, before: &Operations, after: &Operations) -> bool {
        let words = |path: &str| path.split('/').filter(|part| !part.starts_with('{')).collect::<Vec<_>>().join("/");
        let (path, method) = &self.operation;
        let mut others = before.symmetric_difference(after);
        let without_all = |name: &str| name.replace("_all", "").replace("all_", "");
        without_all(&self.name) == without_all(&self.now)
            && others.any(|(other, of)| of == method && words(other) == words(path) && lacks_parameter(path, other))
    }

    /// Returns whether the operation leaves its plain name to an added or removed one: the PUT of an action to the
    /// POST, the POST on a parameter to the POST on the collection, and a second parameter to a segment of its name.
    fn yields(&self, root: &str, before: &Operations, after: &Operations) -> bool {
        let (path, method) = &self.operation;
        let is_put_of_action = method == "PUT" && !path.ends_with('}');
        let is_post_on_parameter = method == "POST" && path.ends_with('}');
        let others: Vec<(String, String)> =
            before.symmetric_difference(after).map(|(path, method)| (path.clone(), (*method).to_owned())).collect();
        let takes_name = [before, after].into_iter().any(|operations| {
            let calls = calls(root, operations, "a");
            others.iter().any(|other| calls.get(other).is_some_and(|name| [&self.name, &self.now].contains(&name)))
        });
        takes_name && (is_put_of_action || is_post_on_parameter || path.contains("}/{"))
    }
}

/// Returns whether a word of the other path is followed by a parameter and the same word of this path is not.
fn lacks_parameter(path: &str, other: &str) -> bool {
    let followed = |path: &str| {
        let parts: Vec<&str> = path.split('/').skip(1).chain([""]).collect();
        let pairs = parts.windows(2).filter(|pair| !pair[0].starts_with('{'));
        pairs.map(|pair| pair[1].starts_with('{')).collect::<Vec<_>>()
    };
    followed(path).iter().zip(followed(other)).any(|(has, other_has)| !has && other_has)
}

/// Returns a similar path, with one segment more or less.
fn edited(path: &str, place: usize, edit: Edit) -> String {
    let mut segments: Vec<&str> = path.split('/').skip(1).collect();
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

const EDITS: [Edit; 7] = [
    Edit::Add("{x}"),
    Edit::Add("zone"),
    Edit::Add("status"),
    Edit::Add("reboot"),
    Edit::Add("get"),
    Edit::Remove,
    Edit::Nothing,
];

fn edit() -> impl Strategy<Value = Edit> {
    let segment = select(&["{id}", "zone", "record", "status", "reboot", "create", "get"]);
    prop_oneof![2 => segment.prop_map(Edit::Add), 1 => Just(Edit::Remove), 1 => Just(Edit::Nothing)]
}

fn shape(path: &str) -> Vec<&str> {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect()
}

/// Returns operations, and the same ones with a similar one added.
fn siblings(operations: Operations) -> impl Strategy<Value = (Operations, Operations)> {
    (any::<[Index; 2]>(), edit(), select(METHODS)).prop_map(move |([of, at], edit, method)| {
        let mut more = operations.clone();
        let (path, _) = of.get(&operations.iter().collect::<Vec<_>>());
        // The root does not change.
        let sibling = edited(path, 1 + at.index(path.matches('/').count()), edit);
        // No two paths differ only in the names of their parameters.
        if operations.iter().all(|(other, _)| *other == sibling || shape(other) != shape(&sibling)) {
            more.insert((sibling, method));
        }
        (operations.clone(), more)
    })
}

/// Returns the operations of an everyday API.
fn committed(api: &str) -> Operations {
    let file = format!("{}/../schemas/v1{api}.json", env!("CARGO_MANIFEST_DIR"));
    let schema = Schema::read(&file, &fs::read(&file).unwrap()).unwrap();
    let operations = schema.apis.iter().flat_map(|path| {
        let methods = path.operations.iter().map(|operation| operation.http_method.as_str());
        methods.map(|method| (path.path.clone(), method))
    });
    operations.collect()
}

proptest! {
    #[test]
    fn operations_are_renamed_only_on_unavoidable_clashes(
        (root, (one, other)) in select(&["/vps", "/me", "/unknown"])
            .prop_flat_map(|root| (Just(root), operations(root).prop_flat_map(siblings)))
    ) {
        for (before, after) in [(&one, &other), (&other, &one)] {
            for renamed in renamed(root, before, after) {
                prop_assert!(renamed.is_inevitable(root, before, after), "{:?}", renamed);
            }
        }
    }

    #[test]
    fn names_do_not_depend_on_parameter_names(operations in operations("/vps"), parameter in "[a-zA-Z.]{1,12}") {
        prop_assert_eq!(calls("/vps", &operations, "a"), calls("/vps", &operations, &parameter));
        let renamed: Operations = operations.iter().map(|(path, method)| (path.replace("Id}", "Key}"), *method)).collect();
        let names = |operations| calls("/vps", operations, "a").into_values().collect::<Vec<_>>();
        prop_assert_eq!(names(&operations), names(&renamed));
    }
}

/// Adds every path that is one segment longer or shorter, with every method.
///
/// If this fails for a new operation, add its words to `names/nouns.rs`.
#[test]
fn operations_of_everyday_apis_are_never_renamed() {
    for root in ["/auth", "/domain", "/me", "/services", "/vps"] {
        let operations = committed(root);
        let depth = root.matches('/').count();
        let mut shapes: BTreeSet<Vec<&str>> = operations.iter().map(|(path, _)| shape(path)).collect();
        let mut more = operations.clone();
        let paths: BTreeSet<&str> = operations.iter().map(|(path, _)| path.as_str()).collect();
        let longer_or_shorter = paths.iter().flat_map(|path| {
            let places = depth..=path.matches('/').count();
            places.flat_map(|place| EDITS.map(|edit| edited(path, place, edit)))
        });
        let siblings: BTreeSet<String> = longer_or_shorter.collect();
        for path in &siblings {
            // No two paths differ only in the names of their parameters.
            if paths.contains(path.as_str()) || shapes.insert(shape(path)) {
                more.extend(METHODS.iter().map(|method| (path.clone(), *method)));
            }
        }
        assert!(more.len() > 10 * operations.len(), "{root}: {} of {}", more.len(), operations.len());
        assert_eq!(renamed(root, &operations, &more), Vec::new());
    }
}

#[test]
fn renamed_operation_is_reported_with_both_names() {
    let model = |paths: &[&str]| {
        let operations = paths.iter().map(|path| ((*path).to_owned(), "GET")).collect();
        generator::resolve(&read(&[(Branch::V1, schema("/x", &operations, "a"))]))
    };
    let before = model(&["/x/{id}/part/use"]);
    let after = model(&["/x/{id}/part/use", "/x/{id}/part/{name}/use"]);
    let is_rename = |change: &&generator::diff::Change| change.aspect == Aspect::Renamed;
    let names = |before, after| {
        let diff = diff(before, after);
        let renamed: Vec<_> = diff.changes.iter().filter(is_rename).collect();
        let [change] = renamed.as_slice() else { panic!("{diff:?}") };
        assert!(change.item == Item::Operation && change.impact.is_breaking());
        assert_eq!(change.subject, "GET /x/{id}/part/use");
        (change.old_name.clone().unwrap(), change.new_name.clone().unwrap())
    };
    assert_eq!(names(&before, &after), ("x().part_use".to_owned(), "x().part_all_use".to_owned()));
    assert_eq!(names(&after, &before), ("x().part_all_use".to_owned(), "x().part_use".to_owned()));
}
