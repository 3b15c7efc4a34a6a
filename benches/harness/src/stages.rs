//! What is measured, stage by stage.

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

/// The four APIs that marks speak of, one by one and together.
const APIS: [&str; 4] = ["vps", "domain", "me", "services"];

/// A name for all four together, and their roots.
fn groups() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<_> = APIS.iter().map(|api| (*api, vec![*api])).collect();
    groups.push(("all", APIS.to_vec()));
    groups
}

/// What a figure counts, and how it is read from a sample.
type Reading = (&'static str, fn(&Sample) -> f64);

const WALL: Reading = ("s on the clock", |sample| sample.wall);
const USER: Reading = ("user s", |sample| sample.user);
const CPU: Reading = ("CPU s", |sample| sample.cpu);
const PEAK: Reading = ("MiB at its peak", |sample| sample.peak);

impl Bench {
    /// Adds a row of what each entrant took.
    fn row<'m>(
        &mut self,
        stage: Stage,
        subject: &str,
        (unit, read): Reading,
        measured: impl IntoIterator<Item = &'m Measured>,
        marks: &[Mark],
    ) {
        let entries = measured.into_iter().map(|Measured { entrant, samples }| Entry {
            name: entrant.name.clone(),
            command: entrant.measured.shown(),
            runs: samples.iter().map(read).collect(),
        });
        let entries = entries.collect();
        self.report.rows.push(Row { stage, subject: subject.to_owned(), unit, entries, marks: marks.to_vec() });
    }
}

/// Those with one of the names, in the order of the names.
fn named<'m>(measured: &'m [Measured], names: &[&str]) -> Vec<&'m Measured> {
    names.iter().filter_map(|name| measured.iter().find(|measured| measured.entrant.name == *name)).collect()
}
