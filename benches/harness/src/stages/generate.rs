//! Measures generating Rust from schemas.

use std::path::Path;

use super::{APIS, PEAK, USER, WALL, named};
use crate::bench::Bench;
use crate::invocation::Invocation;
use crate::measure::{Candidate, Step, in_equal_turns};
use crate::peers::Progenitor;
use crate::report::Mark;
use crate::stage::Stage;
use crate::synthetic::{self, Copies, ONCE, WHOLE};
use crate::workspace;

const OURS: &str = "ovh-api";
const UNOPTIMIZED: &str = "ovh-api, cargo xtask codegen";
const WHOLE_API: &str = "ovh-api, 84 APIs";
const PROGENITOR: &str = "progenitor";

/// Measures the four APIs and a snapshot as large as the whole API, and progenitor on the `OpenAPI` form of the four.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<()> {
    let here = std::env::current_exe()?;
    let mut candidates = vec![ours(bench, OURS, "four", ONCE)?];
    candidates.extend(progenitor(bench)?);
    candidates.push(codegen(bench, UNOPTIMIZED, &here, "four", ONCE)?);
    candidates.push(ours(bench, WHOLE_API, "whole", WHOLE)?);
    let measured = in_equal_turns("generate", candidates, bench.runs)?;

    let four = named(&measured, &[OURS, PROGENITOR, UNOPTIMIZED]);
    let mark = [Mark::ShareOf(PROGENITOR.to_owned(), 0.25)];
    bench.row(Stage::Generate, "the four APIs", USER, four.iter().copied(), &mark);
    bench.row(Stage::Generate, "the four APIs", WALL, four.iter().copied(), &[]);
    bench.row(Stage::Generate, "the four APIs", PEAK, four, &[]);
    let whole = named(&measured, &[WHOLE_API, PROGENITOR]);
    let mark = [Mark::ShareOf(PROGENITOR.to_owned(), 1.0)];
    bench.row(Stage::Generate, "84 APIs, beside progenitor's four", WALL, whole.iter().copied(), &mark);
    bench.row(Stage::Generate, "84 APIs, beside progenitor's four", PEAK, whole, &[]);
    Ok(())
}

/// Returns progenitor on the four APIs, unless it cannot be installed.
fn progenitor(bench: &mut Bench) -> anyhow::Result<Option<Candidate>> {
    let progenitor = match Progenitor::install(&bench.scratch) {
        Ok(progenitor) => progenitor,
        Err(reason) => {
            bench.report.skipped.push(reason);
            return Ok(None);
        }
    };
    let is_in = |api: &generator::model::Api| APIS.contains(&api.root.trim_start_matches('/'));
    let specification = Progenitor::specification(&bench.scratch, &bench.model, "all", is_in)?;
    let into = bench.scratch.path("generate-progenitor");
    Ok(Some(Candidate {
        name: PROGENITOR.to_owned(),
        first: Vec::new(),
        measured: progenitor.generate(&specification, "progenitor-all", &into),
        before: vec![Step::MoveAway(into, bench.scratch.away())],
    }))
}

/// Returns an optimized `cargo xtask codegen` on a synthetic snapshot and a copy of the crate without generated code.
pub(crate) fn ours(bench: &Bench, name: &str, folder: &str, plan: &[Copies]) -> anyhow::Result<Candidate> {
    let target = bench.scratch.path("build");
    let program = target.join("release").join(format!("xtask{}", std::env::consts::EXE_SUFFIX));
    let build =
        Invocation::cargo().args(["build", "--quiet", "--release", "--package", "xtask", "--target-dir"]).arg(&target);
    codegen(bench, name, &program, folder, plan)
        .map(|candidate| Candidate { first: vec![Step::Run(build)], ..candidate })
}

fn codegen(bench: &Bench, name: &str, program: &Path, folder: &str, plan: &[Copies]) -> anyhow::Result<Candidate> {
    let schemas = bench.scratch.path(&format!("schemas-{folder}"));
    synthetic::write(&workspace::schemas(), plan, &schemas)?;
    let root = bench.scratch.copy_of_ovh_api(&format!("generate-{folder}"))?;
    let measured = Invocation::new(program).args(["codegen", "--schemas"]).arg(&schemas).arg("--root").arg(&root);
    let before = vec![Step::MoveAway(root.join("ovh-api/src/generated"), bench.scratch.away())];
    Ok(Candidate { name: name.to_owned(), first: Vec::new(), before, measured })
}
