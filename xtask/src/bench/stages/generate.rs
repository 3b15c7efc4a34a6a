//! From schemas to files of Rust.

use super::{APIS, PEAK, USER, WALL};
use crate::bench::invocation::Invocation;
use crate::bench::measure::{Before, Entrant, in_turns};
use crate::bench::peers::Progenitor;
use crate::bench::report::Mark;
use crate::bench::synthetic::{self, ONCE, Taken, WHOLE};
use crate::bench::{Bench, Stage};
use crate::workspace;

/// The four APIs, and a snapshot of the size of the whole API, beside progenitor on the `OpenAPI` form of the four.
pub(in crate::bench) fn run(bench: &mut Bench) -> anyhow::Result<()> {
    let mut entrants = vec![ours(bench, "ovh-api", "four", ONCE)?, ours(bench, "ovh-api, 84 APIs", "whole", WHOLE)?];
    match Progenitor::install(&bench.scratch) {
        Ok(progenitor) => {
            let is_in = |api: &generator::model::Api| APIS.contains(&api.root.trim_start_matches('/'));
            let specification = Progenitor::specification(&bench.scratch, &bench.model, "all", is_in)?;
            let into = bench.scratch.path("generate-progenitor");
            let measured = progenitor.generate(&specification, "progenitor-all", &into);
            entrants.push(Entrant {
                name: "progenitor".to_owned(),
                first: Vec::new(),
                before: vec![Before::Remove(into)],
                measured,
            });
        }
        Err(why) => bench.report.skipped.push(why),
    }
    let samples = in_turns("generate", &entrants, bench.runs)?;
    let progenitor = || "progenitor".to_owned();
    let marks = [Mark::ShareOf(progenitor(), 0.25)];
    for (reading, marks) in [(USER, &marks[..]), (WALL, &[]), (PEAK, &[])] {
        bench.row(Stage::Generate, "the four APIs", reading, &entrants, &samples, marks);
    }
    let (Some(entrants), Some(samples)) = (entrants.get(1..), samples.get(1..)) else { return Ok(()) };
    let mark = [Mark::ShareOf(progenitor(), 1.0)];
    bench.row(Stage::Generate, "84 APIs beside progenitor's four", WALL, entrants, samples, &mark);
    Ok(())
}

/// The command that developers run, on a synthetic snapshot and a copy of the crate without generated code.
pub(super) fn ours(bench: &Bench, name: &str, folder: &str, plan: &[Taken]) -> anyhow::Result<Entrant> {
    let schemas = bench.scratch.path(&format!("schemas-{folder}"));
    synthetic::write(&workspace::schemas(), plan, &schemas)?;
    let root = bench.scratch.copy_of_ovh_api(&format!("generate-{folder}"))?;
    let measured =
        Invocation::new(std::env::current_exe()?).args(["codegen", "--schemas"]).arg(&schemas).arg("--root").arg(&root);
    let before = vec![Before::Remove(root.join("ovh-api/src/generated"))];
    Ok(Entrant { name: name.to_owned(), first: Vec::new(), before, measured })
}
