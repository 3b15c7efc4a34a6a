//! With a lock, nothing that stays changes its name over a sequence of snapshots.

use std::collections::{BTreeMap, BTreeSet};

use generator::lock::NameLock;
use generator::model::Model;
use generator::schema::Branch;
use proptest::collection::{btree_map, btree_set};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::schemas::read;

const ENUMS: &[&str] = &["x.State", "x.StateEnum", "x.state", "X.State", "x.y.Type", "x.y.YType", "x.y.type"];
const OBJECTS: &[&str] =
    &["x.Disk", "x.disk", "x.DISK", "x.DiskInput", "x.diskInput", "x.XDisk", "x.Option", "x.XOption"];
const TEXTS: &[&str] = &[
    "creditCard",
    "CREDIT_CARD",
    "credit_card",
    "credit-card",
    "CreditCard",
    "credit card",
    "creditCardUpper",
    "credit_card_upper",
    "1.10",
    "1_10",
    "v1.10",
    "",
    "empty",
    "+",
    "plus",
    "a/b",
    "aB",
    "AB",
    "10g",
    "n10g",
    "type",
    "type_",
    "Type",
];
const PATHS: &[&str] = &[
    "/x",
    "/x/{id}",
    "/x/aB",
    "/x/a/b",
    "/x/a/{id}/b",
    "/x/a_b",
    "/x/{id}/aB",
    "/x/{id}/a/b",
    "/x/{id}/a/{b}/b",
    "/x/{other}/AB",
    "/x/{id}/a/{b}",
    "/x/{id}/a/{b}/{c}",
    "/x/all/b",
    "/x/reboot",
    "/x/{id}/re_boot",
];

/// One snapshot of an API.
#[derive(Debug, Clone)]
struct Snapshot {
    enums: BTreeMap<&'static str, BTreeSet<&'static str>>,
    objects: BTreeMap<&'static str, BTreeSet<&'static str>>,
    operations: BTreeSet<(&'static str, &'static str)>,
}

fn snapshot() -> impl Strategy<Value = Snapshot> {
    let texts = || btree_set(select(TEXTS), 1..8);
    let operations = btree_set((select(PATHS), select(&["GET", "POST", "PUT", "PATCH", "DELETE"])), 0..12);
    (btree_map(select(ENUMS), texts(), 0..5), btree_map(select(OBJECTS), texts(), 0..6), operations)
        .prop_map(|(enums, objects, operations)| Snapshot { enums, objects, operations })
}

impl Snapshot {
    fn model(&self, lock: &NameLock) -> Model {
        let enums = self.enums.iter().map(|(name, values)| ((*name).to_owned(), json!({"enum": values})));
        let objects = self.objects.iter().map(|(name, fields)| {
            let fields = fields.iter().map(|field| ((*field).to_owned(), json!({"type": "string"})));
            ((*name).to_owned(), json!({"properties": fields.collect::<Value>()}))
        });
        let mut paths: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for (number, (path, method)) in self.operations.iter().enumerate() {
            // Some objects are in use in both directions.
            let body = self.objects.keys().nth(number % 4).copied().unwrap_or("string");
            let body = json!([{"paramType": "body", "dataType": body, "required": true}]);
            paths.entry(path).or_default().push(json!({
                "httpMethod": method, "responseType": "string",
                "parameters": if *method == "PUT" { body } else { json!([]) },
            }));
        }
        let paths = paths.into_iter().map(|(path, operations)| json!({"path": path, "operations": operations}));
        let models: Value = enums.chain(objects).collect();
        let schema = json!({"resourcePath": "/x", "apis": paths.collect::<Vec<_>>(), "models": models});
        generator::resolve_with(&read(&[(Branch::V1, schema)]), lock)
    }
}

/// Returns the names of operations, types, fields and variants by what schemas call them.
fn names(model: &Model) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for line in generator::surface(model).lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let (call, _) = columns[2].rsplit_once('(').unwrap();
        names.insert(format!("{} {}", columns[0], columns[1]), call.to_owned());
    }
    for line in generator::surface_of_types(model).lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        for full_name in columns.last().unwrap().split(", ") {
            let (item, name) = match columns.as_slice() {
                [kind, path, _, _] => (format!("{kind} {full_name}"), *path),
                [kind, _, variant, value, _] => (format!("{kind} {full_name} {value}"), *variant),
                [_, _, ident, _, name, _, _] => (format!("field {full_name} {name}"), *ident),
                _ => panic!("{line}"),
            };
            names.insert(item, name.to_owned());
        }
    }
    names
}

fn is_readable(name: &str) -> bool {
    !name.split("::").last().is_some_and(|last| last.ends_with(|c: char| c.is_ascii_digit()) && last.contains("_"))
        || name.contains("1_10")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn names_in_the_lock_stay(snapshots in proptest::collection::vec(snapshot(), 2..5)) {
        let mut lock = NameLock::default();
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        let mut before: Option<BTreeMap<String, String>> = None;
        for snapshot in &snapshots {
            let model = snapshot.model(&lock);
            let names = names(&model);
            for (item, name) in before.iter().flatten() {
                let now = names.get(item);
                prop_assert!(now.is_none_or(|now| now == name), "{}: {} is now {:?}", item, name, now);
            }
            for name in names.values() {
                prop_assert!(is_readable(name), "{}", name);
            }
            lock.extend(&model);
            // The text holds all of it, and the same snapshot adds nothing.
            prop_assert_eq!(&NameLock::parse(&lock.to_string()).unwrap(), &lock);
            let again = snapshot.model(&lock);
            let mut extended = lock.clone();
            extended.extend(&again);
            prop_assert_eq!(&extended, &lock);
            known.extend(names.clone());
            before = Some(names);
        }
    }
}

/// Returns the variants of an enum of type `x.Means` by value.
fn variants(lock: &mut NameLock, values: &[&'static str]) -> Vec<String> {
    let enums = [("x.Means", values.iter().copied().collect())].into();
    let model = Snapshot { enums, objects: BTreeMap::new(), operations: BTreeSet::new() }.model(lock);
    lock.extend(&model);
    let names = names(&model);
    values.iter().map(|value| names[&format!("enum x.Means {value}")].clone()).collect()
}

#[test]
fn clashing_values_tell_their_style() {
    let values = ["creditCard", "CREDIT_CARD", "paypal", "PAYPAL"];
    let expected = ["CreditCardCamel", "CreditCardUpper", "PaypalLower", "PaypalUpper"];
    assert_eq!(variants(&mut NameLock::default(), &values), expected);
}

#[test]
fn newcomer_among_values_tells_its_style() {
    for (first, newcomer, expected) in
        [("creditCard", "CREDIT_CARD", "CreditCardUpper"), ("CREDIT_CARD", "creditCard", "CreditCardCamel")]
    {
        let mut lock = NameLock::default();
        assert_eq!(variants(&mut lock, &[first]), ["CreditCard"]);
        assert_eq!(variants(&mut lock, &[first, newcomer]), ["CreditCard", expected]);
    }
}

#[test]
fn enums_with_the_same_values_are_one_type() {
    let snapshot = |state: &[&'static str], state_enum: &[&'static str]| Snapshot {
        enums: [("x.State", state), ("x.StateEnum", state_enum)]
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(name, values)| (name, values.iter().copied().collect()))
            .collect(),
        objects: BTreeMap::new(),
        operations: BTreeSet::new(),
    };
    let types = |snapshot: &Snapshot, lock: &mut NameLock| {
        let model = snapshot.model(lock);
        lock.extend(&model);
        let surface = generator::surface_of_types(&model);
        let types: Vec<String> = surface
            .lines()
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .filter(|columns| columns.len() == 4)
            .map(|columns| format!("{} {}", columns[1], columns[3]))
            .collect();
        types
    };
    let mut lock = NameLock::default();
    assert_eq!(types(&snapshot(&["a"], &["a"]), &mut lock), ["x::State x.State, x.StateEnum"]);
    // Once one type, they stay one type.
    assert_eq!(types(&snapshot(&["a"], &["a", "b"]), &mut lock), ["x::State x.State, x.StateEnum"]);
    assert_eq!(types(&snapshot(&[], &["a", "b"]), &mut lock), ["x::State x.StateEnum"]);
    // Enums with names of their own stay apart.
    let mut lock = NameLock::default();
    assert_eq!(types(&snapshot(&["a"], &["b"]), &mut lock), ["x::State x.State", "x::XState x.StateEnum"]);
    assert_eq!(types(&snapshot(&["a"], &["a"]), &mut lock), ["x::State x.State", "x::XState x.StateEnum"]);
}

#[test]
fn value_in_camel_case_comes_before_those_with_spaces() {
    let values = ["mail Sent", "mailSent", "MAIL_SENT"];
    let expected = ["MailSentCamelSpaced", "MailSentCamel", "MailSentUpper"];
    assert_eq!(variants(&mut NameLock::default(), &values), expected);
}

#[test]
fn newcomer_among_types_takes_the_word_of_its_namespace() {
    let model = |objects: &[&'static str], lock: &NameLock| {
        let objects = objects.iter().map(|name| (*name, BTreeSet::from(["a"]))).collect();
        Snapshot { enums: BTreeMap::new(), objects, operations: BTreeSet::new() }.model(lock)
    };
    let mut lock = NameLock::default();
    lock.extend(&model(&["x.disk"], &lock));
    let names = names(&model(&["x.disk", "x.Disk"], &lock));
    assert_eq!(names["answer x.disk"], "x::Disk");
    assert_eq!(names["answer x.Disk"], "x::XDisk");
}

#[test]
fn renamed_path_parameter_keeps_the_name_of_the_operation() {
    let model = |paths: &[&'static str], lock: &NameLock| {
        let operations = paths.iter().map(|path| (*path, "GET")).collect();
        Snapshot { enums: BTreeMap::new(), objects: BTreeMap::new(), operations }.model(lock)
    };
    let mut lock = NameLock::default();
    for path in ["/x/{id}/a/b", "/x/{other}/a/b", "/x/{id}/a/b"] {
        let model = model(&[path], &lock);
        assert_eq!(names(&model)[&format!("GET {path}")], "x().a_b", "{path}");
        lock.extend(&model);
        assert_eq!(NameLock::parse(&lock.to_string()).as_ref(), Ok(&lock));
    }
}

/// Returns the model of `/x`, which uses `y.Disk`, and of `/y` if `with_y`.
fn two_apis(with_y: bool, lock: &NameLock) -> Model {
    let operation = json!([{"httpMethod": "GET", "responseType": "y.Disk"}]);
    let schema = |root: &str| {
        let models = json!({"y.Disk": {"properties": {"id": {"type": "long"}}}});
        json!({"resourcePath": root, "apis": [{"path": root, "operations": operation}], "models": models})
    };
    let roots = ["/x", "/y"].into_iter().take(1 + usize::from(with_y));
    generator::resolve_with(&read(&roots.map(|root| (Branch::V1, schema(root))).collect::<Vec<_>>()), lock)
}

#[test]
fn namespace_keeps_its_path_when_its_api_arrives() {
    let mut lock = NameLock::default();
    lock.extend(&two_apis(false, &lock));
    assert_eq!(names(&two_apis(false, &lock))["answer y.Disk"], "types::y::Disk");
    assert_eq!(names(&two_apis(true, &lock))["answer y.Disk"], "types::y::Disk");
}

#[test]
fn namespace_keeps_its_path_when_its_api_disappears() {
    let mut lock = NameLock::default();
    lock.extend(&two_apis(true, &lock));
    let later = two_apis(false, &lock);
    assert_eq!(names(&later)["answer y.Disk"], "y::Disk");
    let declarations = &generator::emit(&later).files["modules.rs"];
    let declared = "#[cfg(feature = \"x\")]\n#[doc(inline)]\npub use types::y;\n";
    assert!(declarations.contains(declared), "{declarations}");
}

#[test]
fn parameters_of_the_same_name_have_a_readable_lock() {
    let parameter = |name: &str, location: &str, required: bool| json!({"name": name, "paramType": location, "dataType": "string", "required": required});
    let mut parameters = vec![parameter("Name", "path", true), parameter("Name", "query", false)];
    parameters.extend(["a", "b", "c", "Name"].map(|name| parameter(name, "body", true)));
    let operation = json!([{"httpMethod": "POST", "responseType": "string", "parameters": parameters}]);
    let schema = json!({"resourcePath": "/x", "apis": [{"path": "/x/{Name}", "operations": operation}], "models": {}});
    let mut lock = NameLock::default();
    lock.extend(&generator::resolve_with(&read(&[(Branch::V1, schema)]), &lock));
    assert_eq!(NameLock::parse(&lock.to_string()).as_ref(), Ok(&lock));
}

#[test]
fn type_hidden_by_its_api_does_not_move_the_others() {
    let model = |roots: &[&str], lock: &NameLock| {
        let operations = |root: &str| {
            let types = ["y.YApi", "y.Zone"].iter().enumerate();
            let path = |(number, name)| {
                let operation = json!([{"httpMethod": "GET", "responseType": name}]);
                json!({"path": format!("{root}/p{number}"), "operations": operation})
            };
            types.map(path).collect::<Vec<_>>()
        };
        let models = json!({"y.YApi": {"properties": {}}, "y.Zone": {"properties": {}}});
        let schema =
            |root: &&str| (Branch::V1, json!({"resourcePath": root, "apis": operations(root), "models": models}));
        generator::resolve_with(&read(&roots.iter().map(schema).collect::<Vec<_>>()), lock)
    };
    let mut lock = NameLock::default();
    for roots in [&["/x", "/y"][..], &["/x", "/y"], &["/x"]] {
        let model = model(roots, &lock);
        let names = names(&model);
        assert_eq!(names["answer y.YApi"], "types::y::YApi", "{roots:?}");
        assert_eq!(names["answer y.Zone"], "y::Zone", "{roots:?}");
        lock.extend(&model);
    }
}
