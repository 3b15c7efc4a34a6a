//! Measures sequential requests to a server on this machine.

use super::server::{Server, field};
use crate::bench::Bench;
use crate::bench::Metric;
use crate::invocation::Invocation;
use crate::measure::{in_turns, once};
use crate::peers::Wrappers;
use crate::report::{Entry, Mark, Row};
use crate::stage::Stage;

const PER_REQUEST: Metric = ("CPU µs for each request", |sample| field(sample, "/cpu_us_per_request"));
const INSTRUCTIONS: Metric = ("instructions for each request", |sample| field(sample, "/instructions_per_request"));

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
    count_instructions(bench, &server)?;
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

/// Counts instructions, which do not depend on the load of the machine. One run is enough: the counts of two runs differ
/// by less than 0.1 %.
fn count_instructions(bench: &mut Bench, server: &Server) -> anyhow::Result<()> {
    if once(&Invocation::new("valgrind").arg("--version")).is_err() {
        bench.report.skipped.push("the instructions of a request: valgrind is not installed".to_owned());
        return Ok(());
    }
    let candidates = vec![
        server.candidate("ovh-api", &["instructions", "--client", "ours"]),
        server.candidate("bare reqwest", &["instructions", "--client", "bare"]),
    ];
    let measured = in_turns("instructions", candidates, 1)?;
    let mark = [Mark::ShareOf("bare reqwest".to_owned(), 1.12)];
    bench.row(Stage::Call, "a call", INSTRUCTIONS, &measured, &mark);
    Ok(())
}
