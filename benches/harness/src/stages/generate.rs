//! From schemas to files of Rust.

use std::path::Path;

use super::{APIS, PEAK, USER, WALL, named};
use crate::invocation::Invocation;
use crate::measure::{Before, Entrant, in_equal_turns};
use crate::peers::Progenitor;
use crate::report::Mark;
use crate::synthetic::{self, ONCE, Taken, WHOLE};
use crate::workspace;
use crate::{Bench, Stage};

const OURS: &str = "ovh-api";
const UNOPTIMISED: &str = "ovh-api, cargo xtask codegen";
const WHOLE_API: &str = "ovh-api, 84 APIs";
const PROGENITOR: &str = "progenitor";

/// The four APIs, and a snapshot of the size of the whole API, beside progenitor on the `OpenAPI` form of the four.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<()> {
    let here = std::env::current_exe()?;
    let mut entrants = vec![ours(bench, OURS, "four", ONCE)?];
    entrants.extend(progenitor(bench)?);
    entrants.push(codegen(bench, UNOPTIMISED, &here, "four", ONCE)?);
    entrants.push(ours(bench, WHOLE_API, "whole", WHOLE)?);
    let measured = in_equal_turns("generate", entrants, bench.runs)?;

    let four = named(&measured, &[OURS, PROGENITOR, UNOPTIMISED]);
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

/// progenitor on the four APIs; nothing if it cannot be had.
fn progenitor(bench: &mut Bench) -> anyhow::Result<Option<Entrant>> {
    let progenitor = match Progenitor::install(&bench.scratch) {
        Ok(progenitor) => progenitor,
        Err(why) => {
            bench.report.skipped.push(why);
            return Ok(None);
        }
    };
    let is_in = |api: &generator::model::Api| APIS.contains(&api.root.trim_start_matches('/'));
    let specification = Progenitor::specification(&bench.scratch, &bench.model, "all", is_in)?;
    let into = bench.scratch.path("generate-progenitor");
    Ok(Some(Entrant {
        name: PROGENITOR.to_owned(),
        first: Vec::new(),
        measured: progenitor.generate(&specification, "progenitor-all", &into),
        before: vec![Before::MoveAway(into, bench.scratch.away())],
    }))
}

/// `cargo xtask codegen`, optimised as its peer is, on a synthetic snapshot and a copy of the crate without generated code.
pub(crate) fn ours(bench: &Bench, name: &str, folder: &str, plan: &[Taken]) -> anyhow::Result<Entrant> {
    let target = bench.scratch.path("build");
    let program = target.join("release").join(format!("xtask{}", std::env::consts::EXE_SUFFIX));
    let build =
        Invocation::cargo().args(["build", "--quiet", "--release", "--package", "xtask", "--target-dir"]).arg(&target);
    codegen(bench, name, &program, folder, plan).map(|entrant| Entrant { first: vec![Before::Run(build)], ..entrant })
}

fn codegen(bench: &Bench, name: &str, program: &Path, folder: &str, plan: &[Taken]) -> anyhow::Result<Entrant> {
    let schemas = bench.scratch.path(&format!("schemas-{folder}"));
    synthetic::write(&workspace::schemas(), plan, &schemas)?;
    let root = bench.scratch.copy_of_ovh_api(&format!("generate-{folder}"))?;
    let measured = Invocation::new(program).args(["codegen", "--schemas"]).arg(&schemas).arg("--root").arg(&root);
    let before = vec![Before::MoveAway(root.join("ovh-api/src/generated"), bench.scratch.away())];
    Ok(Entrant { name: name.to_owned(), first: Vec::new(), before, measured })
}
