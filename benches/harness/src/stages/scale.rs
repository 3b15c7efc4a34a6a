//! Measures how the cost grows with the number of operations.

use super::check::alone;
use super::generate::ours;
use super::{CPU, PEAK};
use crate::bench::Bench;
use crate::measure::{Measured, in_turns, once, progress};
use crate::report::{Entry, Mark, Row};
use crate::stage::Stage;
use crate::synthetic::{self, ONCE, TEN_TIMES, WHOLE};
use crate::workspace;

/// Measures ten times the four APIs and, without `--quick`, a check of a snapshot as large as the whole API.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<()> {
    let candidates = vec![ours(bench, "10 ×", "ten", TEN_TIMES)?, ours(bench, "1 ×", "four", ONCE)?];
    let measured = in_turns("scale", candidates, bench.runs)?;
    let mut entries = Vec::new();
    for (Measured { candidate, samples }, (folder, plan)) in measured.iter().zip([("ten", TEN_TIMES), ("four", ONCE)]) {
        let schemas = bench.scratch.path(&format!("schemas-{folder}"));
        let operations = synthetic::write(&workspace::schemas(), plan, &schemas)?;
        #[expect(clippy::cast_precision_loss, reason = "there are a few thousand operations")]
        let runs = samples.iter().map(|sample| sample.cpu * 1e6 / operations as f64).collect();
        entries.push(Entry {
            name: format!("{}, {operations} operations", candidate.name),
            command: candidate.measured.shown(),
            runs,
        });
    }
    let once_named = entries.last().map(|entry| entry.name.clone()).unwrap_or_default();
    bench.report.rows.push(Row {
        stage: Stage::Scale,
        subject: "generate".to_owned(),
        unit: "CPU µs for each operation",
        entries,
        marks: vec![Mark::ShareOf(once_named, 1.3)],
    });
    bench.row(Stage::Scale, "generate", PEAK, &measured, &[]);
    if bench.quick {
        bench.report.skipped.push("a check of 84 APIs takes a minute".to_owned());
        return Ok(());
    }
    whole(bench)
}

/// Measures `cargo check` and a build with all features of 84 APIs.
fn whole(bench: &mut Bench) -> anyhow::Result<()> {
    progress("scale: generating 84 APIs");
    let generated = ours(bench, "84 APIs", "whole", WHOLE)?;
    once(&generated.measured)?;
    let manifest = bench.scratch.path("generate-whole/Cargo.toml");
    let flags = ["--no-default-features", "--features", "full"];
    let check = alone(&bench.scratch, "84 APIs", "check", &manifest, "ovh-api", &flags);
    let build = alone(&bench.scratch, "84 APIs", "build", &manifest, "ovh-api", &flags);
    for (subject, candidate) in [("check of all at once", check), ("debug build of all at once", build)] {
        let measured = in_turns(subject, vec![candidate], bench.runs.min(3))?;
        bench.row(Stage::Scale, subject, CPU, &measured, &[]);
        bench.row(Stage::Scale, subject, PEAK, &measured, &[]);
    }
    Ok(())
}
