//! The report as a bar chart. Bars are relative to the largest figure of a comparison.

use std::fmt::Write as _;

use super::report::{Report, Row, figure};

const WIDTH: usize = 860;
const BAR: usize = 14;
const ROW_GAP: usize = 12;
const LEFT: usize = 360;
const LONGEST: f64 = 340.0;

/// The colours of bars. The first candidate has the first colour.
const COLOURS: [&str; 4] = ["#0050d7", "#9aa5b8", "#c3cad6", "#dfe3ea"];

/// Renders rows with at least two candidates as SVG.
pub(crate) fn render(report: &Report) -> String {
    let rows: Vec<&Row> = report.rows.iter().filter(|row| row.entries.len() > 1).collect();
    let height: usize = 50 + rows.iter().map(|row| row.entries.len() * BAR + ROW_GAP).sum::<usize>();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"10\" y=\"24\" font-size=\"14\" fill=\"#222\">Medians of {} runs, {} cores; shorter is better, each group by its longest</text>\n",
        report.runs, report.cores
    );
    let mut y = 40;
    let mut stage = None;
    for row in rows {
        // A line between stages.
        if stage.replace(row.stage).is_some_and(|before| before != row.stage) {
            let _ = writeln!(svg, "<path d=\"M10 {0}H{1}\" stroke=\"#ccc\"/>", y - ROW_GAP / 2, WIDTH - 10);
        }
        group(row, y, &mut svg);
        y += row.entries.len() * BAR + ROW_GAP;
    }
    svg.push_str("</svg>\n");
    svg
}

fn group(row: &Row, top: usize, svg: &mut String) {
    let longest = row.entries.iter().map(super::report::Entry::median).fold(f64::MIN_POSITIVE, f64::max);
    let label = escaped(&format!("{}: {}, {}", row.stage.name(), row.subject, row.unit));
    let _ = writeln!(svg, "<text x=\"10\" y=\"{}\" fill=\"#222\">{label}</text>", top + 11);
    for (index, entry) in row.entries.iter().enumerate() {
        let y = top + index * BAR;
        let length = (entry.median() / longest * LONGEST).max(1.0);
        let colour = COLOURS.get(index).or(COLOURS.last()).copied().unwrap_or_default();
        let label = escaped(&format!("{} {}", entry.name, figure(entry.median())));
        #[expect(clippy::cast_precision_loss, reason = "coordinates are small")]
        let end = LEFT as f64 + length + 6.0;
        let _ = writeln!(
            svg,
            "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{length:.1}\" height=\"{}\" fill=\"{colour}\"/>",
            BAR - 3
        );
        let _ = writeln!(svg, "<text x=\"{end:.1}\" y=\"{}\" fill=\"#444\">{label}</text>", y + 10);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
