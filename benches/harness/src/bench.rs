//! The state of a run.

use generator::model::Model;

use crate::measure::{Measured, Sample};
use crate::report::{Entry, Mark, Report, Row};
use crate::scratch::Scratch;
use crate::stage::Stage;

/// The unit of a figure, and a function that reads it from a sample.
pub(crate) type Metric = (&'static str, fn(&Sample) -> f64);

/// State shared by all stages.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) scratch: Scratch,
    pub(crate) model: Model,
    pub(crate) runs: usize,
    pub(crate) quick: bool,
    pub(crate) report: Report,
}

impl Bench {
    /// Adds a row with the figures of each candidate.
    pub(crate) fn row<'m>(
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
