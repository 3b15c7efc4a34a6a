//! What is said of each mutation, word for word: the subject, both forms, the reason, the names and the methods.
//!
//! Whether it is true is for the compiler and a running program to say; this says that it does not change unseen.

use std::fmt::Write;

use generator::diff::{Change, Deprecation, Impact, diff};
use serde_json::Value;

use crate::mutations::ALL;
use crate::schema::{model, thing};

/// All that a difference says, a few lines for each change.
pub fn told(old: &[Value], new: &[Value]) -> String {
    let diff = diff(&model(old), &model(new));
    let mut told = String::new();
    diff.changes.iter().for_each(|change| tell(change, &mut told));
    diff.deprecations.iter().for_each(|deprecation| announce(deprecation, &mut told));
    let (impact, is_breaking) = (diff.impact().map(Impact::as_str), diff.is_breaking());
    writeln!(told, "  {impact:?}, breaking: {is_breaking}, step: {:?}", diff.step()).unwrap();
    told
}

fn tell(change: &Change, told: &mut String) {
    let Change { api, item, aspect, subject, impact, reason, methods, .. } = change;
    let is = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    writeln!(told, "  [{api}] {subject}: {item:?} {aspect:?}, {}: {reason}", impact.as_str()).unwrap();
    writeln!(told, "    {} => {}", is(&change.old), is(&change.new)).unwrap();
    if (&change.old_name, &change.new_name) != (&None, &None) {
        writeln!(told, "    {} => {}", is(&change.old_name), is(&change.new_name)).unwrap();
    }
    writeln!(told, "    {}", methods.join(", ")).unwrap();
}

fn announce(deprecation: &Deprecation, told: &mut String) {
    let Deprecation { deletion, since, replacement, api, operation, method, is_new } = deprecation;
    writeln!(told, "  deprecated: [{api}] {operation}, {method}, new: {is_new}").unwrap();
    writeln!(told, "    {since:?} to {deletion:?}, {replacement:?}").unwrap();
}

#[test]
fn each_mutation_is_told_in_these_words() {
    let before = [thing()];
    let mut told_of_all = String::new();
    for mutation in ALL {
        let after = mutation.applied();
        for (way, old, new) in [("there", &before[..], &after[..]), ("back", &after, &before)] {
            writeln!(told_of_all, "{} {way}\n{}", mutation.name, told(old, new)).unwrap();
        }
    }
    insta::assert_snapshot!(told_of_all);
}
