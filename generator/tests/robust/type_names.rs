//! Types keep their names when other types and operations are added or removed.
//!
//! For two full names that are the same in Rust (`x.Disk`, `x.disk`, `x.DiskEnum`), this takes the lock of names.

use std::collections::{BTreeMap, BTreeSet};

use generator::diff::{Aspect, Item, diff};
use generator::lock::NameLock;
use generator::model::{Kind, Model};
use generator::schema::Branch;
use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::schemas::read;

/// Types of responses, requests, or both; some names are the same in Rust.
const TYPES: &[&str] = &[
    "x.Disk",
    "x.disk",
    "x.DiskEnum",
    "x.DiskInput",
    "x.DiskCreation",
    "x.y.Disk",
    "x.StateEnum",
    "x.State",
    "x.list.post",
    "x.list.Post",
    "x.Creation",
    "x.CreationOutput",
    "x.Pair<T>",
    "X.Disk",
    "vps.VPS",
    "services.form.Form",
];

/// The defined types, each with a field of the next one, and their uses.
#[derive(Debug, Clone, Default)]
struct Api {
    types: BTreeSet<&'static str>,
    uses: BTreeSet<(&'static str, &'static str)>,
}

impl Api {
    fn model(&self) -> Model {
        generator::resolve(&read(&[(Branch::V1, self.schema())]))
    }

    fn schema(&self) -> Value {
        let used = |name: &str| name.replace("<T>", "<string>");
        let models = self.types.iter().map(|name| {
            let next = self.types.iter().find(|other| *other > name).map_or("string".to_owned(), |next| used(next));
            let model = if name.ends_with("Enum") {
                json!({"enum": ["a"], "enumType": "string"})
            } else if name.ends_with("<T>") {
                json!({"generics": ["T"], "properties": {"one": {"type": "T"}, "next": {"type": next}}})
            } else {
                json!({"properties": {"next": {"type": next}, "id": {"type": "long", "readOnly": true}}})
            };
            ((*name).to_owned(), model)
        });
        let paths = self.uses.iter().enumerate().map(|(number, (name, method))| {
            let (response, parameters) = match *method {
                "GET" => (used(name), json!([])),
                _ => ("void".to_owned(), json!([{"paramType": "body", "dataType": used(name), "required": true}])),
            };
            let operation = json!({"httpMethod": method, "responseType": response, "parameters": parameters});
            json!({"path": format!("/x/{number}"), "operations": [operation]})
        });
        json!({"resourcePath": "/x", "apis": paths.collect::<Vec<_>>(), "models": models.collect::<Value>()})
    }
}

fn api() -> impl Strategy<Value = Api> {
    (btree_set(select(TYPES), 1..10), btree_set((select(TYPES), select(&["GET", "POST", "PUT"])), 0..8))
        .prop_map(|(types, uses)| Api { types, uses })
}

/// Returns the Rust path of each type in each direction.
fn names(model: &Model) -> BTreeMap<(String, &'static str), String> {
    let mut names = BTreeMap::new();
    for (id, definition) in &model.types {
        let mut add = |direction, name: &str| {
            let path = format!("{}::{name}", definition.module.join("::"));
            names.insert((id.name.clone(), direction), path);
        };
        match &definition.kind {
            Kind::Enum(own) => add("both", &own.name),
            Kind::Object { output, input } => {
                output.iter().for_each(|object| add("output", &object.name));
                input.iter().for_each(|object| add("input", &object.name));
            }
        }
    }
    names
}

proptest! {
    #[test]
    fn types_keep_the_names_in_the_lock(first in api(), second in api()) {
        let mut lock = NameLock::default();
        let one = first.model();
        lock.extend(&one);
        let other = generator::resolve_with(&read(&[(Branch::V1, second.schema())]), &lock);
        let (one, other) = (names(&one), names(&other));
        for (id, name) in &one {
            prop_assert!(other.get(id).is_none_or(|now| now == name), "{:?}: {} is now {:?}", id, name, other.get(id));
        }
    }
}

/// The uses of a type do not affect its names.
#[test]
fn structs_keep_their_names_when_used_in_both_directions() {
    let alone = |name, method| Api { types: TYPES.iter().copied().collect(), uses: [(name, method)].into() };
    for name in ["x.y.Disk", "x.DiskCreation", "x.Pair<T>", "vps.VPS"] {
        let both = Api { uses: [(name, "GET"), (name, "POST")].into(), ..alone(name, "GET") };
        let mut apart = names(&alone(name, "GET").model());
        apart.extend(names(&alone(name, "POST").model()));
        let (both, id) = (names(&both.model()), name.trim_end_matches("<T>"));
        for direction in ["output", "input"] {
            let key = (id.to_owned(), direction);
            assert_eq!(both.get(&key).unwrap(), apart.get(&key).unwrap(), "{key:?}");
        }
    }
}

#[test]
fn renamed_type_is_reported_with_both_names() {
    let api = |types: &[&'static str]| {
        Api { types: types.iter().copied().collect(), uses: types.iter().map(|name| (*name, "GET")).collect() }.model()
    };
    let diff = diff(&api(&["x.StateEnum"]), &api(&["x.State", "x.StateEnum"]));
    let renamed: Vec<_> = diff.changes.iter().filter(|change| change.aspect == Aspect::Renamed).collect();
    let [change] = renamed.as_slice() else { panic!("{diff:?}") };
    assert!(change.item == Item::Type && change.impact.is_breaking());
    assert_eq!(change.old_name.as_deref(), Some("x::State"));
    assert_eq!(change.new_name.as_deref(), Some("x::XState"));
}
