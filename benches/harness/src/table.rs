//! The report as Markdown tables.

use std::fmt::Write as _;

use super::report::{Entry, Report, Row, figure};

/// Renders tables of medians, ranges and ratios, each followed by its commands.
pub(crate) fn render(report: &Report) -> String {
    let mut text = format!(
        "{}, {} cores; {}; commit {}; medians of {} runs with the least and the greatest\n",
        report.processor, report.cores, report.rustc, report.commit, report.runs
    );
    for rows in report.rows.chunk_by(|one, other| one.stage == other.stage) {
        let Some(first) = rows.first() else { continue };
        let _ =
            write!(text, "\n{}\n\n| what | who | median | least – greatest | ratio | target |\n", first.stage.title());
        text.push_str("|---|---|---:|---:|---:|---|\n");
        rows.iter().for_each(|row| lines(row, &mut text));
        text.push_str("\nReproduce with:\n\n");
        commands(rows, &mut text);
    }
    for skipped in &report.skipped {
        let _ = writeln!(text, "\nskipped: {skipped}");
    }
    text
}

fn lines(row: &Row, text: &mut String) {
    let targets: Vec<String> = row.verdicts().iter().map(super::report::Verdict::shown).collect();
    for (index, entry) in row.entries.iter().enumerate() {
        let (least, greatest) = entry.spread();
        let ratio =
            row.ratios().find(|(peer, _)| peer.name == entry.name).map(|(_, ratio)| format!("{} ×", figure(ratio)));
        let (what, target) = match index {
            0 => (format!("{}, {}", row.subject, row.unit), targets.join("; ")),
            _ => (String::new(), String::new()),
        };
        let (median, least, greatest) = (figure(entry.median()), figure(least), figure(greatest));
        let ratio = ratio.unwrap_or_default();
        let _ = writeln!(text, "| {what} | {} | {median} | {least} – {greatest} | {ratio} | {target} |", entry.name);
    }
}

/// Lists each command once.
fn commands(rows: &[Row], text: &mut String) {
    let mut seen: Vec<&str> = Vec::new();
    for Entry { name, command, .. } in rows.iter().flat_map(|row| &row.entries) {
        if !seen.contains(&command.as_str()) {
            seen.push(command);
            let _ = writeln!(text, "- {name}: `{command}`");
        }
    }
}
