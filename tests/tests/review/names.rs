//! Names of the committed APIs stay when others are added or removed.

use std::collections::BTreeMap;
use std::fs;

use generator::lock::NameLock;
use generator::model::Model;
use generator::schema::{Branch, Schema};

use crate::compile::repository;
use crate::quirks::read;

fn schemas() -> Vec<(Branch, Schema)> {
    read(&repository().join("schemas"))
}

fn lock() -> String {
    fs::read_to_string(repository().join("schemas/names.lock")).unwrap()
}

/// Returns the Rust names of operations by method and path, and those of types, fields and values by their names in the
/// schemas.
fn names(model: &Model) -> BTreeMap<Vec<String>, String> {
    let mut names = BTreeMap::new();
    let (operations, types) = (generator::surface(model), generator::surface_of_types(model));
    for line in operations.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let (call, _) = columns[2].rsplit_once('(').unwrap();
        names.insert(columns[..2].iter().map(|column| (*column).to_owned()).collect(), call.to_owned());
    }
    for line in types.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        for full_name in columns.last().unwrap().split(", ") {
            // The types of both branches can have the same name.
            let branch = if columns[1].starts_with("v2::") { "v2" } else { "v1" };
            let (place, name) = match columns[..] {
                [kind, path, _, _] => (vec![kind], path.split('<').next().unwrap()),
                [kind, _, variant, value, _] => (vec![kind, value], variant),
                [kind, _, ident, _, name, _, _] => (vec![kind, name, "field"], ident),
                _ => panic!("{line}"),
            };
            let place = [&[branch, full_name], &place[..]].concat();
            names.insert(place.into_iter().map(str::to_owned).collect(), name.to_owned());
        }
    }
    names
}

/// Resolves half of the APIs, chosen by each of two seeds. The lock knows the names of the others.
#[test]
fn names_stay_when_half_of_the_apis_are_removed() {
    let (all, lock) = (schemas(), NameLock::parse(&lock()).unwrap());
    let expected = names(&generator::resolve_with(&all, &lock));
    for seed in 0..2 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let half: Vec<_> = all.iter().filter(|_| rng.bool()).cloned().collect();
        let found = names(&generator::resolve_with(&half, &lock));
        assert!(found.len() > 10_000, "{}", found.len());
        let renamed: Vec<_> = found
            .iter()
            // A type without its definition, or a field whose type is missing, may be left out, but not renamed.
            .filter(|(place, name)| expected.get(*place).is_some_and(|expected| expected != *name))
            .map(|(place, name)| format!("{place:?} is {name} instead of {}", expected[place]))
            .collect();
        assert!(renamed.is_empty(), "seed {seed}: {renamed:#?}");
    }
}

/// The names in the lock are those that the APIs get, and each of them that a later item could contest is there.
#[test]
fn lock_does_not_change_when_resolved_again() {
    let text = lock();
    let mut lock = NameLock::parse(&text).unwrap();
    let model = generator::resolve_with(&schemas(), &lock);
    assert!(!lock.extend(&model), "names are missing from the lock");
    assert_eq!(lock.to_string(), text);
}

/// Names that all items want get the word `alternate`.
#[test]
fn each_name_is_one_of_its_candidates() {
    let model = generator::resolve_with(&schemas(), &NameLock::parse(&lock()).unwrap());
    let clashes: Vec<_> = names(&model)
        .into_iter()
        .filter(|(place, name)| {
            let is_alternate = |text: &str| text.to_ascii_lowercase().contains("alternate");
            is_alternate(name) && !place.iter().any(|part| is_alternate(part))
        })
        .collect();
    assert!(clashes.is_empty(), "{clashes:?}");
}
