//! Measures listing all services of an account with their details.

use super::server::{Server, field};
use crate::bench::Bench;
use crate::bench::Metric;
use crate::measure::in_turns;
use crate::peers::Wrappers;
use crate::report::Mark;
use crate::stage::Stage;

const SERVICES: u32 = 1000;
const LATENCY_MS: u32 = 20;
const IN_FLIGHT: u32 = 32;

const SECONDS: Metric = ("s on the clock", |sample| field(sample, "/wall_s"));
const MEMORY: Metric = ("MiB at its peak", |sample| field(sample, "/peak_rss_kb") / 1024.0);

/// Compares the expanded list with loops of the official wrappers. Measures its memory with ten times as many services.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<()> {
    let server = Server::start(bench, LATENCY_MS, SERVICES)?;
    let in_flight = IN_FLIGHT.to_string();
    let mut candidates = vec![server.candidate("ovh-api", &["walk", "--in-flight", &in_flight])];
    match (bench.quick, Wrappers::install()) {
        (true, _) => bench.report.skipped.push("the wrappers take half a minute for a walk".to_owned()),
        (false, Ok(wrappers)) => candidates.extend(server.wrappers(&wrappers, "walk", 0)),
        (false, Err(reason)) => bench.report.skipped.push(reason),
    }
    let measured = in_turns("walk", candidates, bench.runs)?;
    let ideal = f64::from(SERVICES.div_ceil(IN_FLIGHT) * LATENCY_MS) / 1000.0;
    let marks = [Mark::AtMost(ideal * 1.1), Mark::ShareOf("Python wrapper".to_owned(), 1.0 / 25.0)];
    bench.row(Stage::Walk, "1,000 services", SECONDS, &measured, &marks);
    bench.row(Stage::Walk, "1,000 services", MEMORY, &measured, &[]);

    let larger = Server::start(bench, LATENCY_MS, 10 * SERVICES)?;
    let candidates = vec![
        larger.candidate("10,000 services", &["walk", "--in-flight", &in_flight]),
        server.candidate("1,000 services", &["walk", "--in-flight", &in_flight]),
    ];
    let measured = in_turns("walk", candidates, bench.runs.min(3))?;
    let mark = [Mark::ShareOf("1,000 services".to_owned(), 1.1)];
    bench.row(Stage::Walk, "memory of a larger account", MEMORY, &measured, &mark);
    Ok(())
}
