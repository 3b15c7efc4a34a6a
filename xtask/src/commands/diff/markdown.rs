//! The report for a pull request. Compatible changes are folded.

use generator::diff::{Change, Deprecation, Impact};

use super::report::{Group, Report};
use super::words::{about, count, line, methods, rust_names, values, what};

/// Maximum number of methods listed with a change.
const METHODS: usize = 6;

pub(super) fn render(report: &Report) -> String {
    let mut text = "# What changed in the API\n\n".to_owned();
    let (from, to) = (code(&report.from), code(&report.to));
    let groups = report.groups();
    let counts = report.counts();
    if groups.is_empty() {
        text.push_str(&format!("No changes from {from} to {to}.\n"));
    } else {
        let (changes, apis) = (count(counts.all(), "change"), count(groups.len(), "API"));
        text.push_str(&format!("{changes} in {apis}, from {from} to {to}: "));
        text.push_str(&format!(
            "**{} break the build, {} break at run time**, {} compatible.\n\n",
            counts.build, counts.run_time, counts.compatible
        ));
        text.push_str(&format!("Version: {}.\n\n", report.semver()));
        text.push_str("| API | breaks the build | breaks at run time | compatible |\n|---|--:|--:|--:|\n");
        for group in &groups {
            let counts = group.counts;
            let api = code(&group.api.replace('|', "\\|"));
            text.push_str(&format!("| {api} | {} | {} | {} |\n", counts.build, counts.run_time, counts.compatible));
        }
        groups.iter().for_each(|group| details(&mut text, group));
    }
    let (past, coming) = report.deprecations();
    deprecated(&mut text, "Deprecated, and past the deletion date", &past);
    deprecated(&mut text, "Deprecated", &coming);
    text
}

fn details(text: &mut String, group: &Group<'_>) {
    text.push_str(&format!("\n## {}\n", code(group.api)));
    for of_impact in group.changes.chunk_by(|one, other| one.impact == other.impact) {
        let Some(impact) = of_impact.first().map(|change| change.impact) else { continue };
        let folds = impact == Impact::Compatible;
        let title = format!("{} ({})", upper(impact.as_str()), of_impact.len());
        if folds {
            text.push_str(&format!("\n<details>\n<summary>{title}</summary>\n\n"));
        } else {
            text.push_str(&format!("\n### {title}\n\n"));
        }
        of_impact.iter().for_each(|change| item(text, change));
        if folds {
            text.push_str("\n</details>\n");
        }
    }
}

/// Appends a change as a list item.
pub(crate) fn item(text: &mut String, change: &Change) {
    let values = values(change);
    let values = if values.is_empty() { values } else { format!(" {}", code(&values)) };
    let mut item = format!("- {} — {}{values}: {}", code(&change.subject), what(change), prose(&change.reason));
    if let Some(names) = rust_names(change) {
        item.push_str(&format!("; {}", code(&names)));
    }
    if let Some(methods) = methods(change, METHODS) {
        item.push_str(&format!("; affects {}", code(&methods)));
    }
    text.push_str(&item);
    text.push('\n');
}

fn deprecated(text: &mut String, title: &str, deprecations: &[&Deprecation]) {
    if deprecations.is_empty() {
        return;
    }
    text.push_str(&format!("\n<details>\n<summary>{title} ({})</summary>\n\n", deprecations.len()));
    for deprecation in deprecations {
        let day = deprecation.deletion.as_deref().unwrap_or("no date");
        let new = if deprecation.is_new { " **new**" } else { "" };
        let about = about(deprecation);
        let about = if about.is_empty() { about } else { format!(": {}", plain(&about)) };
        let (operation, method) = (code(&deprecation.operation), code(&deprecation.method));
        text.push_str(&format!("- {}{new} {operation}, {method}{about}\n", plain(day)));
    }
    text.push_str("\n</details>\n");
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Returns a code span for any text.
pub(crate) fn code(text: &str) -> String {
    let text = line(text);
    let longest_run = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest_run + 1);
    let padding = if longest_run > 0 || text.is_empty() { " " } else { "" };
    format!("{fence}{padding}{text}{padding}{fence}")
}

/// Escapes text of this project and keeps its code spans.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(number, part)| if number % 2 == 1 { code(part) } else { plain(part) }).collect()
}

/// Escapes text of the service.
fn plain(text: &str) -> String {
    let mut escaped = String::new();
    for c in line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    // Prevents mentions of users, which code spans do not contain.
    escaped.replace('@', "`@`")
}
