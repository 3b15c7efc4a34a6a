//! Measures builds: the crate alone, a program that calls ten operations, and a clean build with dependencies.

use std::fs;
use std::path::Path;

use super::check::{alone, cargo_in, ours};
use super::{APIS, CPU, PEAK, WALL, groups, named};
use crate::bench::Bench;
use crate::invocation::Invocation;
use crate::measure::{Candidate, Measured, Step, in_turns};
use crate::peers::Progenitor;
use crate::report::{Entry, Mark, Row};
use crate::stage::Stage;
use crate::workspace;

/// The operations that the program calls: API, method, arguments.
const CALLS: &[(&str, &str, &str)] = &[
    ("domain", "get", "\"a\""),
    ("domain", "zone_get", "\"a\""),
    ("domain", "zone_record_get", "\"a\", 1"),
    ("domain", "zone_service_infos", "\"a\""),
    ("domain", "zone_soa", "\"a\""),
    ("domain", "zone_status", "\"a\""),
    ("me", "get", ""),
    ("services", "get", "1"),
    ("vps", "get", "\"a\""),
    ("vps", "service_infos", "\"a\""),
];

/// The candidate with another TLS library than the default.
const RING: &str = "ovh-api with ring";

const TOKIO: &str = "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n";

/// Runs the stage. `--quick` skips single APIs, progenitor and clean builds.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<()> {
    let quick = bench.quick;
    let progenitor =
        if quick { Err("progenitor's builds take minutes".to_owned()) } else { Progenitor::install(&bench.scratch) };
    let progenitor = progenitor.map_err(|reason| bench.report.skipped.push(reason)).ok();
    let mut of_all = None;
    for (name, apis) in groups().into_iter().filter(|(name, _)| !quick || *name == "all") {
        let is_in = |api: &generator::model::Api| apis.contains(&api.root.trim_start_matches('/'));
        let package =
            progenitor.as_ref().map(|it| it.package(&bench.scratch, &bench.model, name, is_in)).transpose()?;
        of_crate(bench, name, &apis, package.as_deref())?;
        if name == "all" {
            of_all = package;
        }
    }
    callers(bench, of_all.as_deref())?;
    if quick {
        bench.report.skipped.push("clean builds with dependencies take minutes".to_owned());
        return Ok(());
    }
    clean(bench)
}

/// Measures builds of the crate alone with some APIs, and of progenitor's crate for them.
fn of_crate(bench: &mut Bench, name: &str, apis: &[&str], progenitor: Option<&Path>) -> anyhow::Result<()> {
    for (profile, flags) in [("debug", &[][..]), ("release", &["--release"])] {
        let mut candidates = vec![ours(&bench.scratch, "build", apis, flags)?];
        let package = format!("progenitor-{name}");
        candidates
            .extend(progenitor.map(|manifest| alone(&bench.scratch, "progenitor", "build", manifest, &package, flags)));
        let subject = format!("{name}, {profile}");
        let measured = in_turns(&subject, candidates, bench.runs)?;
        let marks: &[Mark] = if subject == "all, release" { &[Mark::AtMost(7.0)] } else { &[] };
        bench.row(Stage::Build, &subject, CPU, &measured, marks);
        bench.row(Stage::Build, &subject, PEAK, &measured, &[]);
        let libraries = ["libovh_api-".to_owned(), format!("libprogenitor_{name}-")];
        sizes(bench, profile, &subject, &measured, &libraries)?;
    }
    Ok(())
}

/// Measures the size of the libraries that were built last. `libraries` has the prefix of each file name.
fn sizes(
    bench: &mut Bench,
    profile: &str,
    subject: &str,
    measured: &[Measured],
    libraries: &[String],
) -> anyhow::Result<()> {
    let folder = bench.scratch.path(&format!("build/{profile}/deps"));
    let mut entries = Vec::new();
    for (Measured { candidate, .. }, library) in measured.iter().zip(libraries) {
        let files = fs::read_dir(&folder)?.filter_map(Result::ok).filter(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            name.starts_with(library) && name.ends_with(".rlib")
        });
        let newest = files.filter_map(|file| file.metadata().ok()).max_by_key(|data| data.modified().ok());
        #[expect(clippy::cast_precision_loss, reason = "no library is as large as 2⁵³ bytes")]
        let size = newest.map_or(f64::NAN, |data| data.len() as f64 / 1e6);
        entries.push(Entry { name: candidate.name.clone(), command: candidate.measured.shown(), runs: vec![size] });
    }
    let subject = format!("{subject}, rlib");
    bench.report.rows.push(Row { stage: Stage::Build, subject, unit: "MB", entries, marks: Vec::new() });
    Ok(())
}

/// Measures the build of a program that calls ten operations, including linking.
fn callers(bench: &mut Bench, progenitor: Option<&Path>) -> anyhow::Result<()> {
    let features = APIS.map(|api| format!("\"{api}\"")).join(", ");
    let path = workspace::root().join("ovh-api");
    let dependencies = format!("ovh-api = {{ path = {path:?}, features = [{features}] }}\n{TOKIO}");
    let calls = CALLS.iter().map(|(api, method, arguments)| format!("client.{api}().{method}({arguments})"));
    let client = "ovh_api::Client::from_env()?";
    let ours = bench.scratch.package("caller", "src/main.rs", &caller(client, calls), &dependencies)?;
    let theirs = match progenitor.and_then(Path::parent) {
        None => None,
        Some(package) => {
            let dependencies = format!("progenitor-all = {{ path = {package:?} }}\n{TOKIO}");
            let calls = CALLS.iter().map(|(api, method, arguments)| format!("client.{api}_{method}({arguments})"));
            let client = "progenitor_all::Client::new(\"http://127.0.0.1\")";
            let source = caller(client, calls);
            Some(bench.scratch.package("progenitor-caller", "src/main.rs", &source, &dependencies)?)
        }
    };
    for (profile, flags, mark) in [("debug", &[][..], 1.0), ("release", &["--release"], 3.5)] {
        let mut candidates = vec![alone(&bench.scratch, "ovh-api", "build", &ours, "caller", flags)];
        candidates.extend(
            theirs
                .iter()
                .map(|manifest| alone(&bench.scratch, "progenitor", "build", manifest, "progenitor-caller", flags)),
        );
        let subject = format!("a caller of ten operations, {profile}");
        let measured = in_turns(&subject, candidates, bench.runs)?;
        bench.row(Stage::Build, &subject, CPU, &measured, &[Mark::AtMost(mark)]);
    }
    Ok(())
}

/// Returns a program that makes some calls.
fn caller(client: &str, calls: impl Iterator<Item = String>) -> String {
    let calls: String = calls.map(|call| format!("    std::hint::black_box({call}.await?);\n")).collect();
    format!(
        "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    let client = {client};\n{calls}    Ok(())\n}}\n"
    )
}

/// Measures a clean build with aws-lc and with ring, and that of a program that sends one request with reqwest.
fn clean(bench: &mut Bench) -> anyhow::Result<()> {
    let path = workspace::root().join("ovh-api");
    let source = caller("ovh_api::Client::from_env()?", ["client.vps().get(\"a\")".to_owned()].into_iter());
    let ours = |name: &str, tls: &str| {
        let features = format!("default-features = false, features = [\"vps\", \"{tls}\"]");
        let dependencies = format!("ovh-api = {{ path = {path:?}, {features} }}\n{TOKIO}");
        bench.scratch.package(name, "src/main.rs", &source, &dependencies)
    };
    let with_aws_lc = ours("one-call", "rustls")?;
    let with_ring = ours("one-call-ring", "rustls-ring")?;
    let dependencies = format!(
        "reqwest = {{ version = \"0.13\", default-features = false, features = [\"json\", \"rustls\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n{TOKIO}"
    );
    let source = "#[derive(serde::Deserialize)]\nstruct Vps {\n    name: String,\n}\n\n\
                  #[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {\n    \
                  let vps: Vps = reqwest::get(\"https://eu.api.ovh.com/1.0/vps/a\").await?.json().await?;\n    \
                  println!(\"{}\", vps.name);\n    Ok(())\n}\n";
    let bare = bench.scratch.package("bare", "src/main.rs", source, &dependencies)?;
    let packages =
        [("ovh-api", "one-call", with_aws_lc), (RING, "one-call-ring", with_ring), ("bare reqwest", "bare", bare)];
    let candidates: Vec<Candidate> = packages
        .into_iter()
        .map(|(name, folder, manifest)| {
            let target = bench.scratch.path(&format!("clean-{folder}"));
            let measured = cargo_in(&target, "build", &manifest);
            // Downloads are not measured.
            let fetch = Invocation::cargo().args(["fetch", "--manifest-path"]).arg(&manifest);
            Candidate {
                name: name.to_owned(),
                first: vec![Step::Run(fetch)],
                before: vec![Step::Remove(target)],
                measured,
            }
        })
        .collect();
    let measured = in_turns("clean build", candidates, bench.runs.min(3))?;
    let subject = "one API with all dependencies, clean build, debug";
    let mark = [Mark::ShareOf("bare reqwest".to_owned(), 1.1)];
    let default = named(&measured, &["ovh-api", "bare reqwest"]);
    bench.row(Stage::Build, subject, CPU, default.iter().copied(), &mark);
    bench.row(Stage::Build, subject, WALL, default, &[]);
    let mark = [Mark::ShareOf("bare reqwest".to_owned(), 0.75)];
    let subject = "the same with ring instead of aws-lc";
    bench.row(Stage::Build, subject, CPU, named(&measured, &[RING, "bare reqwest"]), &mark);
    Ok(())
}
