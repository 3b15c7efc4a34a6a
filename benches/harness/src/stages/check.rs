//! `cargo check` of the crate alone.

use std::path::{Path, PathBuf};

use super::{CPU, PEAK, groups};
use crate::invocation::Invocation;
use crate::measure::{Before, Entrant, in_equal_turns, in_turns};
use crate::peers::Progenitor;
use crate::report::Mark;
use crate::scratch::Scratch;
use crate::workspace;
use crate::{Bench, Stage};

/// Each of the four APIs and all together, beside what progenitor makes of the same.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<()> {
    let progenitor = Progenitor::install(&bench.scratch).map_err(|why| bench.report.skipped.push(why)).ok();
    // Each has a dependency with what all calls have in common (theirs is progenitor-client), which is built but once.
    let manifest = user(&bench.scratch, &[])?;
    let core = vec![alone(&bench.scratch, "ovh-api-core", "check", &manifest, "ovh-api-core", &[])];
    let core = in_turns("check ovh-api-core", core, bench.runs)?;
    bench.row(Stage::Check, "what all calls have in common, once", CPU, &core, &[]);
    let by_hand = in_turns("check no API", vec![ours(&bench.scratch, "check", &[], &[])?], bench.runs)?;
    bench.row(Stage::Check, "no API", CPU, &by_hand, &[]);
    for (name, apis) in groups() {
        let mut entrants = vec![ours(&bench.scratch, "check", &apis, &[])?];
        if let Some(progenitor) = &progenitor {
            let is_in = |api: &generator::model::Api| apis.contains(&api.root.trim_start_matches('/'));
            let manifest = progenitor.package(&bench.scratch, &bench.model, name, is_in)?;
            let package = format!("progenitor-{name}");
            entrants.push(alone(&bench.scratch, "progenitor", "check", &manifest, &package, &[]));
        }
        let measured = in_equal_turns(&format!("check {name}"), entrants, bench.runs)?;
        let share = match name {
            "all" => Some(0.1),
            // No mark: half of it is what a check without any API costs.
            "services" => None,
            _ => Some(0.125),
        };
        let share: Vec<Mark> = share.map(|share| Mark::ShareOf("progenitor".to_owned(), share)).into_iter().collect();
        bench.row(Stage::Check, name, CPU, &measured, &share);
        let memory: &[Mark] = if name == "all" { &[Mark::AtMost(350.0)] } else { &[] };
        bench.row(Stage::Check, name, PEAK, &measured, memory);
    }
    Ok(())
}

/// `cargo <command>` of this project's crate with the features of `apis`, its dependencies built.
pub(crate) fn ours(scratch: &Scratch, command: &str, apis: &[&str], flags: &[&str]) -> anyhow::Result<Entrant> {
    Ok(alone(scratch, "ovh-api", command, &user(scratch, apis)?, "ovh-api", flags))
}

/// A package that has the crate among its dependencies, as users have it: in this workspace cargo would read the packages of
/// all its tools first. Gives its manifest.
fn user(scratch: &Scratch, apis: &[&str]) -> anyhow::Result<PathBuf> {
    let path = workspace::root().join("ovh-api");
    let dependency = format!("ovh-api = {{ path = {path:?}, default-features = false, features = {apis:?} }}\n");
    scratch.package(&["user"].iter().chain(apis).copied().collect::<Vec<_>>().join("-"), "src/lib.rs", "", &dependency)
}

/// `cargo <command>` of one package, its dependencies built.
pub(crate) fn alone(
    scratch: &Scratch,
    name: &str,
    command: &str,
    manifest: &Path,
    package: &str,
    flags: &[&str],
) -> Entrant {
    let measured = cargo(scratch, command, manifest).args(["--package", package]).args(flags);
    let release: &[&str] = if flags.contains(&"--release") { &["--release"] } else { &[] };
    let clean = cargo(scratch, "clean", manifest).args(["--package", package]).args(release);
    // Its first run builds the dependencies.
    Entrant {
        name: name.to_owned(),
        first: vec![Before::Run(measured.clone())],
        before: vec![Before::Run(clean)],
        measured,
    }
}

/// Cargo on a manifest, with the debug information that a user's own packages have, in a folder of its own.
pub(crate) fn cargo(scratch: &Scratch, command: &str, manifest: &Path) -> Invocation {
    cargo_in(&scratch.path("build"), command, manifest)
}

/// The same in the folder `target`.
pub(crate) fn cargo_in(target: &Path, command: &str, manifest: &Path) -> Invocation {
    Invocation::cargo()
        .env("CARGO_PROFILE_DEV_DEBUG", "true")
        .args([command, "--quiet", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(target)
}
