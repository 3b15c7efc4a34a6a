//! The report for a terminal: a summary of one screen, then all changes.

use anstyle::{AnsiColor, Style};
use generator::diff::{Change, Deprecation, Impact};

use super::report::{Group, Report};
use super::words::{about, count, line, methods, rust_names, values, what};

/// Maximum length of the lists in the summary.
const ROWS: usize = 10;
const HEADLINES: usize = 5;

/// Maximum number of methods listed with a change.
const METHODS: usize = 4;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    summary(&mut text, report);
    for group in report.groups() {
        text.push_str(&format!("\n{BOLD}{}{BOLD:#}\n", line(group.api)));
        for of_impact in group.changes.chunk_by(|one, other| one.impact == other.impact) {
            let Some(impact) = of_impact.first().map(|change| change.impact) else { continue };
            let style = style(impact);
            text.push_str(&format!("  {style}{}{style:#}\n", impact.as_str()));
            of_impact.iter().for_each(|change| detail(&mut text, change));
        }
    }
    let (past, coming) = report.deprecations();
    deprecated(&mut text, "Deprecated, and past the deletion date", &past);
    deprecated(&mut text, "Deprecated", &coming);
    text
}

const fn style(impact: Impact) -> Style {
    match impact {
        Impact::Build => AnsiColor::Red.on_default().bold(),
        Impact::RunTime => AnsiColor::Yellow.on_default().bold(),
        Impact::Compatible => AnsiColor::Green.on_default(),
    }
}

fn summary(text: &mut String, report: &Report) {
    let counts = report.counts();
    let groups = report.groups();
    text.push_str(&format!("{} → {}\n", line(&report.from), line(&report.to)));
    if groups.is_empty() {
        text.push_str("no changes\n");
    } else {
        let (changes, apis) = (count(counts.all(), "change"), count(groups.len(), "API"));
        text.push_str(&format!(
            "{BOLD}{changes} in {apis}: {} break the build, {} break at run time, {} compatible{BOLD:#}\n",
            counts.build, counts.run_time, counts.compatible
        ));
        text.push_str(&format!("semver: {}\n", report.semver()));
        table(text, &groups);
        headlines(text, report);
    }
    let (past, coming) = report.deprecations();
    let all = past.len() + coming.len();
    if all > 0 {
        let new = report.diff.deprecations.iter().filter(|deprecation| deprecation.is_new).count();
        let past = past.len();
        text.push_str(&format!(
            "\n{} deprecated, {new} of them new, {past} past the deletion date\n",
            count(all, "operation")
        ));
    }
}

fn table(text: &mut String, groups: &[Group<'_>]) {
    let mut worst: Vec<&Group<'_>> = groups.iter().collect();
    worst.sort_by_key(|group| std::cmp::Reverse((group.counts.breaking(), group.counts.all())));
    let shown = worst.get(..ROWS).unwrap_or(&worst);
    let width = shown.iter().map(|group| group.api.chars().count()).max().unwrap_or(0).max("API".len());
    text.push_str(&format!("\n{DIM}{:width$}  build  run time  compatible{DIM:#}\n", "API"));
    for group in shown {
        let counts = group.counts;
        let api = line(group.api);
        text.push_str(&format!(
            "{api:width$}  {:>5}  {:>8}  {:>10}\n",
            counts.build, counts.run_time, counts.compatible
        ));
    }
    if worst.len() > shown.len() {
        text.push_str(&format!("and {} more\n", worst.len() - shown.len()));
    }
}

fn headlines(text: &mut String, report: &Report) {
    let mut breaking: Vec<&Change> = report.diff.changes.iter().filter(|change| change.impact.is_breaking()).collect();
    breaking.sort_by_key(|change| (std::cmp::Reverse(change.impact), change.item));
    if breaking.is_empty() {
        return;
    }
    text.push('\n');
    for change in breaking.iter().take(HEADLINES) {
        let style = style(change.impact);
        text.push_str(&format!("{style}{}{style:#}: {}\n", change.impact.as_str(), headline(change)));
    }
    if breaking.len() > HEADLINES {
        text.push_str(&format!("and {} more breaking changes\n", breaking.len() - HEADLINES));
    }
}

fn headline(change: &Change) -> String {
    line(&format!("{}, {}", change.subject, what(change)))
}

fn detail(text: &mut String, change: &Change) {
    let values = values(change);
    let separator = if values.is_empty() { "" } else { ": " };
    text.push_str(&format!(
        "    {BOLD}{}{BOLD:#}, {}{separator}{}\n",
        line(&change.subject),
        what(change),
        line(&values)
    ));
    text.push_str(&format!("      {}\n", line(&change.reason)));
    if let Some(names) = rust_names(change) {
        text.push_str(&format!("      {DIM}{}{DIM:#}\n", line(&names)));
    }
    if let Some(methods) = methods(change, METHODS) {
        text.push_str(&format!("      {DIM}affects {}{DIM:#}\n", line(&methods)));
    }
}

fn deprecated(text: &mut String, title: &str, deprecations: &[&Deprecation]) {
    if deprecations.is_empty() {
        return;
    }
    text.push_str(&format!("\n{BOLD}{title}{BOLD:#}\n"));
    for deprecation in deprecations {
        let day = deprecation.deletion.as_deref().unwrap_or("no date");
        let new = if deprecation.is_new { " (new)" } else { "" };
        text.push_str(&line(&format!("  {day:10}  {}{new}  {}", deprecation.operation, deprecation.method)));
        let about = about(deprecation);
        if !about.is_empty() {
            text.push_str(&format!("\n              {DIM}{}{DIM:#}", line(&about)));
        }
        text.push('\n');
    }
}
