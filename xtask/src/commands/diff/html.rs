//! The report for a browser: one file, without anything from elsewhere.

use generator::diff::{Change, Deprecation, Impact};

use super::report::{Counts, Group, Report};
use super::words::{about, count, line, rust_names, what};

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

pub(super) fn render(report: &Report) -> String {
    let groups = report.groups();
    let mut body = String::new();
    header(&mut body, report, &groups);
    if !groups.is_empty() {
        chart(&mut body, &groups);
        tools(&mut body, report.counts());
    }
    body.push_str("<main>\n");
    groups.iter().enumerate().for_each(|(number, group)| section(&mut body, number, group));
    let (past, coming) = report.deprecations();
    deprecated(&mut body, "past", "Deprecated, and past the deletion date", &past);
    deprecated(&mut body, "coming", "Deprecated", &coming);
    body.push_str("<p id=\"nothing\" hidden>Nothing matches.</p>\n</main>\n");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>What changed in the API</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}<script>\n{SCRIPT}</script>\n\
         </body>\n</html>\n"
    )
}

/// An impact as a class of the style sheet.
const fn class(impact: Impact) -> &'static str {
    match impact {
        Impact::Build => "build",
        Impact::RunTime => "run-time",
        Impact::Compatible => "compatible",
    }
}

fn header(body: &mut String, report: &Report, groups: &[Group<'_>]) {
    let counts = report.counts();
    let (from, to) = (escape(&report.from), escape(&report.to));
    body.push_str("<header>\n<button id=\"theme\" type=\"button\" aria-label=\"Light or dark\">◐</button>\n");
    body.push_str("<h1>What changed in the API</h1>\n");
    body.push_str(&format!(
        "<p class=\"sides\"><code>{from}</code> → <code>{to}</code>, <time>{}</time></p>\n",
        report.today
    ));
    if groups.is_empty() {
        body.push_str("<p class=\"verdict\">No changes.</p>\n</header>\n");
        return;
    }
    let verdict = match report.diff.impact() {
        Some(Impact::Build) => "Some callers will not build.",
        Some(Impact::RunTime) => "Everything builds, some calls will do something else.",
        _ => "Nothing that callers rely on breaks.",
    };
    body.push_str(&format!("<p class=\"verdict\">{verdict}</p>\n<dl class=\"tiles\">\n"));
    let tiles = [
        ("build", counts.build, "break the build"),
        ("run-time", counts.run_time, "break at run time"),
        ("compatible", counts.compatible, "compatible"),
        ("apis", groups.len(), if groups.len() == 1 { "API" } else { "APIs" }),
    ];
    for (class, number, words) in tiles {
        body.push_str(&format!("<div class=\"tile {class}\"><dt>{words}</dt><dd>{number}</dd></div>\n"));
    }
    body.push_str(&format!("</dl>\n<p class=\"semver\">{}</p>\n</header>\n", escape(&report.semver())));
}

/// A bar for each API, as long as it has changes.
fn chart(body: &mut String, groups: &[Group<'_>]) {
    let most = groups.iter().map(|group| group.counts.all()).max().unwrap_or(1).max(1);
    body.push_str("<nav class=\"chart\" aria-label=\"Changes of each API\">\n");
    for (number, group) in groups.iter().enumerate() {
        let Counts { build, run_time, compatible } = group.counts;
        let mut bars = String::new();
        for (class, part) in [("build", build), ("run-time", run_time), ("compatible", compatible)] {
            if part > 0 {
                let width = 100.0 * part as f64 / most as f64;
                bars.push_str(&format!("<i class=\"{class}\" style=\"width:{width:.2}%\"></i>"));
            }
        }
        let all = group.counts.all();
        let title = format!("{build} break the build, {run_time} break at run time, {compatible} compatible");
        body.push_str(&format!(
            "<a href=\"#api-{number}\" title=\"{title}\"><b>{}</b><span class=\"bar\">{bars}</span><em>{all}</em></a>\n",
            escape(group.api)
        ));
    }
    body.push_str("</nav>\n");
}

fn tools(body: &mut String, counts: Counts) {
    body.push_str("<div class=\"tools\">\n<input id=\"search\" type=\"search\" placeholder=\"Search: a path, a type, a method\" aria-label=\"Search\">\n");
    for (class, number, words) in [
        ("build", counts.build, "build"),
        ("run-time", counts.run_time, "run time"),
        ("compatible", counts.compatible, "compatible"),
    ] {
        body.push_str(&format!(
            "<label class=\"chip {class}\"><input type=\"checkbox\" value=\"{class}\" checked>{words} {number}</label>\n"
        ));
    }
    body.push_str("<button id=\"unfold\" type=\"button\">Unfold all</button>\n<button id=\"fold\" type=\"button\">Fold all</button>\n</div>\n");
}

fn section(body: &mut String, number: usize, group: &Group<'_>) {
    body.push_str(&format!(
        "<details class=\"api\" id=\"api-{number}\" open>\n<summary><h2>{}</h2><span class=\"count\">{}</span></summary>\n",
        escape(group.api),
        count(group.counts.all(), "change")
    ));
    group.changes.iter().for_each(|change| entry(body, change));
    body.push_str("</details>\n");
}

fn entry(body: &mut String, change: &Change) {
    let class = class(change.impact);
    body.push_str(&format!(
        "<details class=\"change {class}\" data-impact=\"{class}\">\n<summary><span class=\"badge\">{}</span>\
         <span class=\"what\">{}</span> <code class=\"subject\">{}</code>{}</summary>\n",
        change.impact.as_str(),
        what(change),
        escape(&change.subject),
        values(change)
    ));
    body.push_str(&format!("<p>{}</p>\n", spans(&change.reason)));
    if let Some(names) = rust_names(change) {
        body.push_str(&format!("<p class=\"rust\">In Rust: <code>{}</code></p>\n", escape(&names)));
    }
    if !change.methods.is_empty() {
        let methods: String =
            change.methods.iter().map(|method| format!("<li><code>{}</code></li>", escape(method))).collect();
        let title = count(change.methods.len(), "method");
        body.push_str(&format!("<p>Touches {title}:</p>\n<ul class=\"methods\">{methods}</ul>\n"));
    }
    body.push_str("</details>\n");
}

fn values(change: &Change) -> String {
    let side = |class: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("<code class=\"{class}\">{}</code>", escape(value))).unwrap_or_default()
    };
    let arrow = if change.old.is_some() && change.new.is_some() { "<span class=\"arrow\">→</span>" } else { "" };
    format!("<span class=\"values\">{}{arrow}{}</span>", side("old", &change.old), side("new", &change.new))
}

fn deprecated(body: &mut String, class: &str, title: &str, deprecations: &[&Deprecation]) {
    if deprecations.is_empty() {
        return;
    }
    body.push_str(&format!(
        "<details class=\"deprecated {class}\">\n<summary><h2>{title}</h2><span class=\"count\">{}</span></summary>\n<ul>\n",
        count(deprecations.len(), "operation")
    ));
    for deprecation in deprecations {
        let day = deprecation.deletion.as_deref().unwrap_or("no date");
        let new = if deprecation.is_new { " <b>new</b>" } else { "" };
        body.push_str(&format!(
            "<li><time>{}</time>{new} <code>{}</code> <code class=\"rust\">{}</code><br><small>{}</small></li>\n",
            escape(day),
            escape(&deprecation.operation),
            escape(&deprecation.method),
            escape(&about(deprecation))
        ));
    }
    body.push_str("</ul>\n</details>\n");
}

/// Text whose code spans are set as code.
fn spans(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(number, part)| {
        let part = escape(part);
        if number % 2 == 1 { format!("<code>{part}</code>") } else { part }
    });
    parts.collect()
}

/// Any text, in content and in attributes alike.
fn escape(text: &str) -> String {
    line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("<script>\"'&\n"), "&lt;script&gt;&quot;&#39;&amp;\\n");
        assert_eq!(spans("takes `<b>` now"), "takes <code>&lt;b&gt;</code> now");
    }
}
