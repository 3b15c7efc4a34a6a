//! Measures sequential requests to a server on this machine.

use super::server::{Server, field};
use crate::bench::Bench;
use crate::bench::Metric;
use crate::measure::{in_turns, once};
use crate::peers::Wrappers;
use crate::report::{Entry, Mark, Row};
use crate::stage::Stage;

const PER_REQUEST: Metric = ("CPU µs for each request", |sample| field(sample, "/cpu_us_per_request"));

/// Compares signed, typed requests with bare ones and those of the official wrappers. Measures building a request.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<()> {
    let server = Server::start(bench, 0, 1000)?;
    let (rust, scripts) = if bench.quick { (5_000, 500) } else { (20_000, 3_000) };
    let mut candidates = vec![
        server.candidate("ovh-api", &["call", "--client", "ours", "--requests", &rust.to_string()]),
        server.candidate("bare reqwest", &["call", "--client", "bare", "--requests", &rust.to_string()]),
    ];
    match Wrappers::install() {
        Ok(wrappers) => candidates.extend(server.wrappers(&wrappers, "call", scripts)),
        Err(reason) => bench.report.skipped.push(reason),
    }
    let measured = in_turns("call", candidates, bench.runs)?;
    let mark = [Mark::ShareOf("bare reqwest".to_owned(), 1.15)];
    bench.row(Stage::Call, "a call", PER_REQUEST, &measured, &mark);
    let build = server.program(&["build"]);
    let mut samples = Vec::new();
    for _ in 0..bench.runs {
        samples.push(once(&build)?);
    }
    for (what, unit, pointer, most) in [
        ("building and signing a request, beyond reqwest's own work", "ns", "/beyond_ns", 2000.0),
        ("building and signing a request, beyond reqwest's own work", "allocations", "/beyond_allocations", 3.0),
    ] {
        let runs = samples.iter().map(|sample| field(sample, pointer)).collect();
        let entries = vec![Entry { name: "ovh-api".to_owned(), command: build.shown(), runs }];
        let marks = vec![Mark::AtMost(most)];
        bench.report.rows.push(Row { stage: Stage::Call, subject: what.to_owned(), unit, entries, marks });
    }
    Ok(())
}
