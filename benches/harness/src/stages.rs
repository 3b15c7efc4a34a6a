//! The stages of a run.

pub(crate) mod build;
pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod generate;
pub(crate) mod scale;
mod server;
pub(crate) mod walk;

use super::measure::{Measured, Sample};
use super::report::{Entry, Mark, Row};
use super::{Bench, Stage};

/// The APIs that the marks refer to.
const APIS: [&str; 4] = ["vps", "domain", "me", "services"];

/// Returns each API and all of them, with a name.
fn groups() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<_> = APIS.iter().map(|api| (*api, vec![*api])).collect();
    groups.push(("all", APIS.to_vec()));
    groups
}

/// The unit of a figure, and a function that reads it from a sample.
type Metric = (&'static str, fn(&Sample) -> f64);

const WALL: Metric = ("s on the clock", |sample| sample.wall);
const USER: Metric = ("user s", |sample| sample.user);
const CPU: Metric = ("CPU s", |sample| sample.cpu);
const PEAK: Metric = ("MiB at its peak", |sample| sample.peak);

impl Bench {
    /// Adds a row with the figures of each candidate.
    fn row<'m>(
        &mut self,
        stage: Stage,
        subject: &str,
        (unit, read): Metric,
        measured: impl IntoIterator<Item = &'m Measured>,
        marks: &[Mark],
    ) {
        let entries = measured.into_iter().map(|Measured { candidate, samples }| Entry {
            name: candidate.name.clone(),
            command: candidate.measured.shown(),
            runs: samples.iter().map(read).collect(),
        });
        let entries = entries.collect();
        self.report.rows.push(Row { stage, subject: subject.to_owned(), unit, entries, marks: marks.to_vec() });
    }
}

/// Returns the candidates with these names, in the order of the names.
fn named<'m>(measured: &'m [Measured], names: &[&str]) -> Vec<&'m Measured> {
    names.iter().filter_map(|name| measured.iter().find(|measured| measured.candidate.name == *name)).collect()
}
