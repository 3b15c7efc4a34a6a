//! Measures `cargo check` of the crate alone.

use std::path::{Path, PathBuf};

use super::{CPU, PEAK, groups};
use crate::bench::Bench;
use crate::invocation::Invocation;
use crate::measure::{Candidate, Step, in_equal_turns, in_turns};
use crate::peers::Progenitor;
use crate::report::Mark;
use crate::scratch::Scratch;
use crate::stage::Stage;
use crate::workspace;

/// Measures each of the four APIs and all together, and progenitor's crates for them.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<()> {
    let progenitor = Progenitor::install(&bench.scratch).map_err(|reason| bench.report.skipped.push(reason)).ok();
    // Both crates have a dependency with code shared by all APIs (ovh-api-core, progenitor-client), which is built
    // once.
    let manifest = user(&bench.scratch, &[])?;
    let core = vec![alone(&bench.scratch, "ovh-api-core", "check", &manifest, "ovh-api-core", &[])];
    let core = in_turns("check ovh-api-core", core, bench.runs)?;
    bench.row(Stage::Check, "code shared by all APIs, once", CPU, &core, &[]);
    let without_apis = in_turns("check no API", vec![ours(&bench.scratch, "check", &[], &[])?], bench.runs)?;
    bench.row(Stage::Check, "no API", CPU, &without_apis, &[]);
    for (name, apis) in groups() {
        let mut candidates = vec![ours(&bench.scratch, "check", &apis, &[])?];
        if let Some(progenitor) = &progenitor {
            let is_in = |api: &generator::model::Api| apis.contains(&api.root.trim_start_matches('/'));
            let manifest = progenitor.package(&bench.scratch, &bench.model, name, is_in)?;
            let package = format!("progenitor-{name}");
            candidates.push(alone(&bench.scratch, "progenitor", "check", &manifest, &package, &[]));
        }
        let measured = in_equal_turns(&format!("check {name}"), candidates, bench.runs)?;
        let share = match name {
            "all" => Some(0.1),
            // No mark: half of the time is that of a check without APIs.
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

/// Returns `cargo <command>` of `ovh-api` with the features of `apis`, with its dependencies built.
pub(crate) fn ours(scratch: &Scratch, command: &str, apis: &[&str], flags: &[&str]) -> anyhow::Result<Candidate> {
    Ok(alone(scratch, "ovh-api", command, &user(scratch, apis)?, "ovh-api", flags))
}

/// Writes a package that depends on the crate and returns its manifest. In this workspace, cargo would also read the
/// packages of all tools.
fn user(scratch: &Scratch, apis: &[&str]) -> anyhow::Result<PathBuf> {
    let path = workspace::root().join("ovh-api");
    let dependency = format!("ovh-api = {{ path = {path:?}, default-features = false, features = {apis:?} }}\n");
    scratch.package(&["user"].iter().chain(apis).copied().collect::<Vec<_>>().join("-"), "src/lib.rs", "", &dependency)
}

/// Returns `cargo <command>` of one package, with its dependencies built.
pub(crate) fn alone(
    scratch: &Scratch,
    name: &str,
    command: &str,
    manifest: &Path,
    package: &str,
    flags: &[&str],
) -> Candidate {
    let measured = cargo(scratch, command, manifest).args(["--package", package]).args(flags);
    let release: &[&str] = if flags.contains(&"--release") { &["--release"] } else { &[] };
    let clean = cargo(scratch, "clean", manifest).args(["--package", package]).args(release);
    // The first run builds the dependencies.
    Candidate {
        name: name.to_owned(),
        first: vec![Step::Run(measured.clone())],
        before: vec![Step::Run(clean)],
        measured,
    }
}

/// Returns cargo on a manifest, with the debug information of a user's own packages and a separate target folder.
pub(crate) fn cargo(scratch: &Scratch, command: &str, manifest: &Path) -> Invocation {
    cargo_in(&scratch.path("build"), command, manifest)
}

/// Returns the same with the target folder `target`.
pub(crate) fn cargo_in(target: &Path, command: &str, manifest: &Path) -> Invocation {
    Invocation::cargo()
        .env("CARGO_PROFILE_DEV_DEBUG", "true")
        .args([command, "--quiet", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(target)
}
