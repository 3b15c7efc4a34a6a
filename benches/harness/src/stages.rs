//! The measurements of each stage.

pub(crate) mod build;
pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod generate;
pub(crate) mod scale;
mod server;
pub(crate) mod walk;

use crate::bench::Metric;
use crate::measure::Measured;

/// The APIs that the marks refer to.
const APIS: [&str; 4] = ["vps", "domain", "me", "services"];

/// Returns each API and all of them, with a name.
fn groups() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<_> = APIS.iter().map(|api| (*api, vec![*api])).collect();
    groups.push(("all", APIS.to_vec()));
    groups
}

const WALL: Metric = ("s on the clock", |sample| sample.wall);
const USER: Metric = ("user s", |sample| sample.user);
const CPU: Metric = ("CPU s", |sample| sample.cpu);
const PEAK: Metric = ("MiB at its peak", |sample| sample.peak);

/// Returns the candidates with these names, in the order of the names.
fn named<'m>(measured: &'m [Measured], names: &[&str]) -> Vec<&'m Measured> {
    names.iter().filter_map(|name| measured.iter().find(|measured| measured.candidate.name == *name)).collect()
}
