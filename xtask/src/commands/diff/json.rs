//! The report as JSON.

use generator::diff::{Bump, Change, Deprecation, Impact};
use generator::text::is_unprintable;
use serde::Serialize;

use super::report::{Counts, Report, shown};

#[derive(Serialize)]
struct JsonReport<'r> {
    from: &'r str,
    to: &'r str,
    date: String,
    breaking: bool,
    /// The worst impact of all changes. Null if there are none.
    impact: Option<Impact>,
    counts: Counts,
    version: VersionStep,
    apis: Vec<Api<'r>>,
    /// Operations past their deletion date come first.
    deprecations: Vec<Deprecated<'r>>,
}

#[derive(Serialize)]
struct VersionStep {
    current: String,
    next: String,
    /// The version number to increase from 1.0 on.
    step: Option<Bump>,
    /// The version number to increase below 1.0, where breaking changes increase the second number.
    step_below_1: Option<Bump>,
}

#[derive(Serialize)]
struct Api<'r> {
    api: &'r str,
    counts: Counts,
    changes: Vec<&'r Change>,
}

#[derive(Serialize)]
struct Deprecated<'r> {
    past: bool,
    #[serde(flatten)]
    deprecation: &'r Deprecation,
}

pub(super) fn render(report: &Report) -> anyhow::Result<String> {
    let groups = report.groups().into_iter();
    let step = report.diff.bump();
    let (past, coming) = report.deprecations();
    let deprecated = |past| move |deprecation| Deprecated { past, deprecation };
    let document = JsonReport {
        from: &report.from,
        to: &report.to,
        date: report.today.to_string(),
        breaking: report.diff.is_breaking(),
        impact: report.diff.impact(),
        counts: report.counts(),
        version: VersionStep {
            current: shown(report.version),
            next: shown(report.next_version()),
            step,
            step_below_1: step.map(|step| if step == Bump::Major { Bump::Minor } else { Bump::Patch }),
        },
        apis: groups.map(|group| Api { api: group.api, counts: group.counts, changes: group.changes }).collect(),
        deprecations: past.into_iter().map(deprecated(true)).chain(coming.into_iter().map(deprecated(false))).collect(),
    };
    Ok(escaped(&serde_json::to_string_pretty(&document)?) + "\n")
}

/// Writes unprintable characters of JSON strings as `\u` escapes, which does not change their values.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        // Line breaks in strings are escaped already.
        if c != '\n' && is_unprintable(c) {
            let units = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
            escaped.push_str(&units);
        } else {
            escaped.push(c);
        }
    }
    escaped
}
