//! The description of each mutation: subject, both states, reason, names and methods.
//!
//! The compiler and a running program check in other tests whether it is true; this test shows when it changes.

use std::fmt::Write;

use generator::diff::{Change, Deprecation, Impact, diff};
use serde_json::Value;

use crate::mutations::ALL;
use crate::schema::{model, thing};

/// Returns a few lines for each change.
pub fn described(old: &[Value], new: &[Value]) -> String {
    let diff = diff(&model(old), &model(new));
    let mut text = String::new();
    diff.changes.iter().for_each(|change| describe_change(change, &mut text));
    diff.deprecations.iter().for_each(|deprecation| describe_deprecation(deprecation, &mut text));
    let (impact, is_breaking) = (diff.impact().map(Impact::as_str), diff.is_breaking());
    writeln!(text, "  {impact:?}, breaking: {is_breaking}, bump: {:?}", diff.bump()).unwrap();
    text
}

fn describe_change(change: &Change, text: &mut String) {
    let Change { api, item, aspect, subject, impact, reason, methods, .. } = change;
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    writeln!(text, "  [{api}] {subject}: {item:?} {aspect:?}, {}: {reason}", impact.as_str()).unwrap();
    writeln!(text, "    {} => {}", or_dash(&change.old), or_dash(&change.new)).unwrap();
    if (&change.old_name, &change.new_name) != (&None, &None) {
        writeln!(text, "    {} => {}", or_dash(&change.old_name), or_dash(&change.new_name)).unwrap();
    }
    writeln!(text, "    {}", methods.join(", ")).unwrap();
}

fn describe_deprecation(deprecation: &Deprecation, text: &mut String) {
    let Deprecation { deletion, since, replacement, api, operation, method, is_new } = deprecation;
    writeln!(text, "  deprecated: [{api}] {operation}, {method}, new: {is_new}").unwrap();
    writeln!(text, "    {since:?} to {deletion:?}, {replacement:?}").unwrap();
}

#[test]
fn mutations_have_expected_descriptions() {
    let before = [thing()];
    let mut text = String::new();
    for mutation in ALL {
        let after = mutation.applied();
        for (way, old, new) in [("there", &before[..], &after[..]), ("back", &after, &before)] {
            writeln!(text, "{} {way}\n{}", mutation.name, described(old, new)).unwrap();
        }
    }
    insta::assert_snapshot!(text);
}
