//! The report for a browser: a single file that loads nothing else.

use generator::diff::{Change, Deprecation, Impact};
use maud::{Markup, PreEscaped, html};

use super::report::{Counts, Group, Report};
use super::words::{about, count, line, rust_names, what};

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");
const TITLE: &str = "What changed in the API";
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

pub(super) fn render(report: &Report) -> String {
    let groups = report.groups();
    let (past, coming) = report.deprecations();
    let page = html! {
        (PreEscaped("<!doctype html>"))
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (TITLE) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (header(report, &groups))
                @if !groups.is_empty() {
                    (chart(&groups))
                    (tools(report.counts()))
                }
                main {
                    @for (number, group) in groups.iter().enumerate() { (section(number, group)) }
                    (deprecated("past", "Deprecated, and past the deletion date", &past))
                    (deprecated("coming", "Deprecated", &coming))
                    p id="nothing" hidden { "Nothing matches." }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string() + "\n"
}

/// Returns the style sheet's class of an impact.
const fn class(impact: Impact) -> &'static str {
    match impact {
        Impact::Build => "build",
        Impact::RunTime => "run-time",
        Impact::Compatible => "compatible",
    }
}

fn header(report: &Report, groups: &[Group<'_>]) -> Markup {
    let counts = report.counts();
    let verdict = match report.diff.impact() {
        None => "No changes.",
        Some(Impact::Build) => "Some callers will not build.",
        Some(Impact::RunTime) => "Everything builds, but some calls will behave differently.",
        Some(Impact::Compatible) => "No breaking changes.",
    };
    let tiles = [
        ("build", counts.build, "break the build"),
        ("run-time", counts.run_time, "break at run time"),
        ("compatible", counts.compatible, "compatible"),
        ("apis", groups.len(), if groups.len() == 1 { "API" } else { "APIs" }),
    ];
    html! {
        header {
            button id="theme" type="button" aria-label="Light or dark" { "◐" }
            h1 { (TITLE) }
            p class="sides" {
                code { (line(&report.from)) } " → " code { (line(&report.to)) } ", " time { (report.today) }
            }
            p class="verdict" { (verdict) }
            @if !groups.is_empty() {
                dl class="tiles" {
                    @for (class, number, words) in tiles {
                        div class={ "tile " (class) } { dt { (words) } dd { (number) } }
                    }
                }
                p class="semver" { (line(&report.semver())) }
            }
        }
    }
}

/// Renders one bar per API. Its length shows the number of changes.
fn chart(groups: &[Group<'_>]) -> Markup {
    let most = groups.iter().map(|group| group.counts.all()).max().unwrap_or(1).max(1);
    html! {
        nav class="chart" aria-label="Changes of each API" {
            @for (number, group) in groups.iter().enumerate() {
                @let Counts { build, run_time, compatible } = group.counts;
                @let title =
                    format!("{build} break the build, {run_time} break at run time, {compatible} compatible");
                a href={ "#api-" (number) } title=(title) {
                    b { (line(group.api)) }
                    span class="bar" {
                        @for (class, part) in [("build", build), ("run-time", run_time), ("compatible", compatible)] {
                            @if part > 0 {
                                i class=(class) style={ "width:" (percent(part, most)) } {}
                            }
                        }
                    }
                    em { (group.counts.all()) }
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "the numbers of changes are small")]
fn percent(part: usize, whole: usize) -> String {
    format!("{:.2}%", 100.0 * part as f64 / whole as f64)
}

fn tools(counts: Counts) -> Markup {
    let chips = [
        ("build", counts.build, "build"),
        ("run-time", counts.run_time, "run time"),
        ("compatible", counts.compatible, "compatible"),
    ];
    html! {
        div class="tools" {
            input id="search" type="search" placeholder="Search: a path, a type, a method" aria-label="Search";
            @for (class, number, words) in chips {
                label class={ "chip " (class) } {
                    input type="checkbox" value=(class) checked;
                    (words) " " (number)
                }
            }
            button id="unfold" type="button" { "Unfold all" }
            button id="fold" type="button" { "Fold all" }
        }
    }
}

fn section(number: usize, group: &Group<'_>) -> Markup {
    html! {
        details class="api" id={ "api-" (number) } open {
            summary {
                h2 { (line(group.api)) }
                span class="count" { (count(group.counts.all(), "change")) }
            }
            @for change in &group.changes { (entry(change)) }
        }
    }
}

fn entry(change: &Change) -> Markup {
    let class = class(change.impact);
    html! {
        details class={ "change " (class) } data-impact=(class) {
            summary {
                span class="badge" { (change.impact.as_str()) }
                span class="what" { (what(change)) } " " code class="subject" { (line(&change.subject)) }
                (values(change))
            }
            p { (spans(&change.reason)) }
            @if let Some(names) = rust_names(change) {
                p class="rust" { "In Rust: " code { (line(&names)) } }
            }
            @if !change.methods.is_empty() {
                p { "Affects " (count(change.methods.len(), "method")) ":" }
                ul class="methods" {
                    @for method in &change.methods { li { code { (line(method)) } } }
                }
            }
        }
    }
}

fn values(change: &Change) -> Markup {
    html! {
        span class="values" {
            @if let Some(old) = &change.old { code class="old" { (line(old)) } }
            @if change.old.is_some() && change.new.is_some() { span class="arrow" { "→" } }
            @if let Some(new) = &change.new { code class="new" { (line(new)) } }
        }
    }
}

fn deprecated(class: &str, title: &str, deprecations: &[&Deprecation]) -> Markup {
    html! {
        @if !deprecations.is_empty() {
            details class={ "deprecated " (class) } {
                summary {
                    h2 { (title) }
                    span class="count" { (count(deprecations.len(), "operation")) }
                }
                ul {
                    @for deprecation in deprecations {
                        li {
                            time { (line(deprecation.deletion.as_deref().unwrap_or("no date"))) }
                            @if deprecation.is_new { " " b { "new" } }
                            " " code { (line(&deprecation.operation)) }
                            " " code class="rust" { (line(&deprecation.method)) }
                            br;
                            small { (line(&about(deprecation))) }
                        }
                    }
                }
            }
        }
    }
}

/// Renders text with its code spans as `code` elements.
fn spans(text: &str) -> Markup {
    html! {
        @for (number, part) in text.split('`').enumerate() {
            @if number % 2 == 1 { code { (line(part)) } } @else { (line(part)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::spans;

    #[test]
    fn code_spans_are_escaped() {
        assert_eq!(spans("takes `<b>` now\n").into_string(), "takes <code>&lt;b&gt;</code> now\\n");
    }
}
