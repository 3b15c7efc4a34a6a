//! The results, independent of their format.

use serde::Serialize;

use crate::stage::Stage;

/// The results of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The name of the processor.
    pub(crate) processor: String,
    /// The number of hardware threads.
    pub(crate) cores: usize,
    /// The output of `rustc --version`.
    pub(crate) rustc: String,
    /// The measured commit.
    pub(crate) commit: String,
    /// The number of runs of each candidate.
    pub(crate) runs: usize,
    pub(crate) rows: Vec<Row>,
    /// The reasons for skipped measurements.
    pub(crate) skipped: Vec<String>,
}

/// A comparison of one or more candidates.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) stage: Stage,
    /// The measured task, such as `check /vps`.
    pub(crate) subject: String,
    /// The unit of the figures, such as `CPU s`.
    pub(crate) unit: &'static str,
    /// The figures of each candidate. Marks refer to the first one.
    pub(crate) entries: Vec<Entry>,
    pub(crate) marks: Vec<Mark>,
}

/// The figures of a candidate.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// The command that reproduces the figures.
    pub(crate) command: String,
    /// One figure for each run.
    pub(crate) runs: Vec<f64>,
}

/// An upper limit for the first entry of a row.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mark {
    /// A limit in the unit of the row.
    AtMost(f64),
    /// A limit relative to the figure of another candidate.
    ShareOf(String, f64),
}

/// The first entry of a row compared with a mark.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) holds: bool,
    /// The measured figure or ratio.
    pub(crate) found: f64,
    pub(crate) at_most: f64,
    /// The candidate that a ratio refers to.
    pub(crate) peer: Option<String>,
}

impl Entry {
    pub(crate) fn median(&self) -> f64 {
        let runs = self.sorted();
        let (low, high) = (runs.get(runs.len().saturating_sub(1) / 2), runs.get(runs.len() / 2));
        low.zip(high).map_or(f64::NAN, |(low, high)| f64::midpoint(*low, *high))
    }

    /// Returns the least and the greatest figure.
    pub(crate) fn spread(&self) -> (f64, f64) {
        let runs = self.sorted();
        (runs.first().copied().unwrap_or(f64::NAN), runs.last().copied().unwrap_or(f64::NAN))
    }

    fn sorted(&self) -> Vec<f64> {
        let mut runs = self.runs.clone();
        runs.sort_by(f64::total_cmp);
        runs
    }
}

impl Row {
    /// Returns the ratio of the first entry to each other entry.
    pub(crate) fn ratios(&self) -> impl Iterator<Item = (&Entry, f64)> {
        let ours = self.entries.first().map_or(f64::NAN, Entry::median);
        self.entries.iter().skip(1).map(move |entry| (entry, ours / entry.median()))
    }

    /// Compares the first entry with the marks. Skips marks relative to a missing candidate.
    pub(crate) fn verdicts(&self) -> Vec<Verdict> {
        let verdicts = self.marks.iter().filter_map(|mark| {
            let (found, at_most, peer) = match mark {
                Mark::AtMost(at_most) => (self.entries.first()?.median(), *at_most, None),
                Mark::ShareOf(peer, at_most) => {
                    let (_, ratio) = self.ratios().find(|(entry, _)| entry.name == *peer)?;
                    (ratio, *at_most, Some(peer.clone()))
                }
            };
            Some(Verdict { holds: found <= at_most, found, at_most, peer })
        });
        verdicts.collect()
    }
}

impl Verdict {
    /// Formats the verdict: `target ≤ 0.125 × of progenitor: holds`.
    pub(crate) fn shown(&self) -> String {
        let of = self.peer.as_ref().map(|peer| format!(" × of {peer}")).unwrap_or_default();
        let outcome = if self.holds {
            "holds".to_owned()
        } else {
            format!("missed by {:.0} %", (self.found / self.at_most - 1.0) * 100.0)
        };
        format!("target ≤ {}{of}: {outcome}", figure(self.at_most))
    }
}

/// Formats a figure with three significant digits.
pub(crate) fn figure(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.2 => 2,
        _ => 3,
    };
    let shown = format!("{value:.digits$}");
    if shown.contains('.') { shown.trim_end_matches('0').trim_end_matches('.').to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, runs: &[f64]) -> Entry {
        Entry { name: name.to_owned(), command: String::new(), runs: runs.to_vec() }
    }

    #[test]
    fn marks_compare_medians_and_skip_missing_candidates() {
        let row = Row {
            stage: Stage::Check,
            subject: "vps".to_owned(),
            unit: "CPU s",
            entries: vec![entry("ours", &[9.0, 1.0, 2.0, 1.0]), entry("peer", &[8.0, 8.0, 100.0])],
            marks: vec![
                Mark::AtMost(1.0),
                Mark::AtMost(1.5),
                Mark::ShareOf("peer".to_owned(), 0.125),
                Mark::ShareOf("absent".to_owned(), 0.125),
            ],
        };
        let shown: Vec<String> = row.verdicts().iter().map(Verdict::shown).collect();
        assert_eq!(
            shown,
            ["target ≤ 1: missed by 50 %", "target ≤ 1.5: holds", "target ≤ 0.125 × of peer: missed by 50 %"]
        );
        assert_eq!(row.entries[0].spread(), (1.0, 9.0));
    }

    #[test]
    fn figures_have_three_significant_digits() {
        let shown = [1234.5, 35.04, 1.276, 0.5, 0.1256, 0.0214, 0.0].map(figure);
        assert_eq!(shown, ["1234", "35", "1.28", "0.5", "0.126", "0.021", "0"]);
    }
}
