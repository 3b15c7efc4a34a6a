//! The changelog entry of an update.

use generator::diff::{Aspect, Change, Impact, Item};

use crate::commands::diff::Report;
use crate::commands::diff::markdown::{code, item};

const UNRELEASED: &str = "## Unreleased\n";

/// Maximum number of names in a line.
const NAMES: usize = 12;

/// Returns the changelog with an entry for the update at the top of the unreleased changes.
pub(super) fn with_entry(text: &str, report: &Report) -> String {
    let title = format!("### The API as of {}\n", report.today());
    let entry = entry(report);
    // A second update on the same day extends the entry.
    if let Some((before, after)) = text.split_once(&title) {
        return format!("{before}{title}\n{entry}{}", after.trim_start_matches('\n'));
    }
    if let Some((before, after)) = text.split_once(UNRELEASED) {
        return format!("{before}{UNRELEASED}\n{title}\n{entry}\n{}", after.trim_start_matches('\n'));
    }
    let (before, after) = text.find("\n## ").map_or((text, ""), |at| text.split_at(at));
    let after = after.trim_start_matches('\n');
    format!("{}\n\n{UNRELEASED}\n{title}\n{entry}\n{after}", before.trim_end_matches('\n'))
}

/// Describes breaking changes one by one, additions by name, and the others by their number.
fn entry(report: &Report) -> String {
    let mut entry = String::new();
    let (breaking, compatible): (Vec<&Change>, Vec<&Change>) =
        report.diff.changes.iter().partition(|change| change.impact.is_breaking());
    for change in breaking {
        let mut text = String::new();
        item(&mut text, change);
        let impact = if change.impact == Impact::Build { "Breaks the build" } else { "Breaks at run time" };
        entry.push_str(&text.replacen("- ", &format!("- {impact}: "), 1));
    }
    let mut listed = 0;
    let mut named = |title: &str, wanted: &dyn Fn(&Change) -> bool| {
        let of_this: Vec<&&Change> = compatible.iter().filter(|change| wanted(change)).collect();
        if of_this.is_empty() {
            return;
        }
        listed += of_this.len();
        let name =
            |change: &&&Change| code(change.new_name.as_ref().or(change.methods.first()).unwrap_or(&change.subject));
        let names: Vec<String> = of_this.iter().take(NAMES).map(name).collect();
        let more = of_this.len().saturating_sub(NAMES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        entry.push_str(&format!("- {title}: {}{more}.\n", names.join(", ")));
    };
    named("New APIs", &|change| (change.item, change.aspect) == (Item::Api, Aspect::Added));
    named("New methods", &|change| (change.item, change.aspect) == (Item::Operation, Aspect::Added));
    named("New setters", &|change| (change.item, change.aspect) == (Item::Parameter, Aspect::Added));
    named("New types", &|change| (change.item, change.aspect) == (Item::Type, Aspect::Added));
    named("New fields", &|change| (change.item, change.aspect) == (Item::Field, Aspect::Added));
    named("New values", &|change| (change.item, change.aspect) == (Item::Value, Aspect::Added));
    let is_deprecated = |change: &Change| {
        change.aspect == Aspect::Status && change.new.as_ref().is_some_and(|status| status.starts_with("DEPRECATED"))
    };
    named("Deprecated", &is_deprecated);
    let rest = compatible.len() - listed;
    if rest > 0 {
        let changes = if rest == 1 { "change" } else { "changes" };
        entry.push_str(&format!("- {rest} more compatible {changes}.\n"));
    }
    entry
}

#[cfg(test)]
mod tests {
    use generator::schema::{Branch, Schema};

    use super::*;

    fn report() -> Report {
        let model = |method: &str| {
            let schema = format!(
                r#"{{"resourcePath": "/x", "apis": [{{"path": "/x", "operations": [{{"httpMethod": "{method}", "responseType": "void"}}]}}]}}"#
            );
            generator::resolve(&[(Branch::V1, Schema::read("x.json", schema.as_bytes()).unwrap())])
        };
        Report::new(&model("GET"), &model("PUT"), String::new(), String::new())
    }

    /// Returns the changelog with the date replaced.
    fn written(text: &str) -> String {
        let report = report();
        with_entry(text, &report).replace(&report.today().to_string(), "DAY")
    }

    const ENTRY: &str = "- Breaks the build: `GET /x` — operation removed `() -> ()`: the method is removed; `x().get`\n\
                         - New methods: `x().update`.\n";

    #[test]
    fn entry_is_added_to_unreleased_changes() {
        let expected = format!("# Changelog\n\n## Unreleased\n\n### The API as of DAY\n\n{ENTRY}\n### Added\n\n- x\n");
        assert_eq!(written("# Changelog\n\n## Unreleased\n\n### Added\n\n- x\n"), expected);
    }

    #[test]
    fn entry_creates_unreleased_section() {
        let expected = format!("# Changelog\n\n## Unreleased\n\n### The API as of DAY\n\n{ENTRY}\n## 0.1.0\n\n- x\n");
        assert_eq!(written("# Changelog\n\n## 0.1.0\n\n- x\n"), expected);
    }

    #[test]
    fn second_entry_of_a_day_extends_the_first() {
        let report = report();
        let once = with_entry("## Unreleased\n", &report);
        let twice = with_entry(&once, &report);
        assert_eq!(twice.matches("### The API").count(), 1, "{twice}");
        assert_eq!(twice.matches("- New methods").count(), 2, "{twice}");
    }
}
