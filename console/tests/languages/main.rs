//! Runs programs of 40 operations against a sandbox, in each language. Behind the feature `peers`, since Python,
//! Node.js and curl must be installed.

#![cfg(test)]
#![cfg(unix)]

#[path = "../support/compile.rs"]
mod compile;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use ovh_sandbox::Sandbox;
use serde_json::{Map, Value, json};
use support::{Started, text};

/// Number of operations.
const COUNT: usize = 40;

/// An operation and values that lead to existing objects of the sandbox.
struct Case {
    name: String,
    template: String,
    method: String,
    call: Value,
}

/// Chooses operations over all APIs, one with a header, and those that create, change and delete a record.
async fn cases(started: &Started, sandbox: &Sandbox) -> Vec<Case> {
    let operations = started.operations().await;
    let reads: Vec<&Value> = operations.iter().filter(|it| text(it, "method") == "GET").collect();
    let mut cases = Vec::new();
    for operation in reads.iter().step_by(reads.len() / (COUNT - 5)) {
        let [branch, path] = ["branch", "path"].map(|key| text(operation, key));
        let details = started.operation(branch, "GET", path).await;
        let template = if branch == "v2" { format!("/v2{path}") } else { path.to_owned() };
        let existing = sandbox.existing_path_values("GET", &template).unwrap();
        let mut values = details["sample"].clone();
        for (name, value) in names(path).into_iter().zip(existing) {
            values["path"][name] = json!(value);
        }
        cases.push((branch.to_owned(), "GET".to_owned(), path.to_owned(), template, values));
    }
    cases.truncate(COUNT - 5);
    let zone = "/domain/zone/{zoneName}/record";
    let record = format!("{zone}/{{id}}");
    let id = sandbox.existing_path_values("GET", &record).unwrap().pop().unwrap();
    let body = json!({"fieldType": "TXT", "subDomain": "languages", "target": "it's \"text\" \\ $HOME `id` é"});
    let item = json!({"zoneName": "lovelace.example", "id": id});
    let page = json!({"header": {"X-Pagination-Size": "2"}});
    cases.push(("v2".to_owned(), "GET".to_owned(), "/iam/policy".to_owned(), "/v2/iam/policy".to_owned(), page));
    for (method, path, values) in [
        ("POST", zone, json!({"path": {"zoneName": "lovelace.example"}, "body": body})),
        ("PUT", &record, json!({"path": item, "body": {"ttl": 3600}})),
        ("DELETE", &record, json!({"path": item})),
        ("POST", "/domain/zone/{zoneName}/refresh", json!({"path": {"zoneName": "lovelace.example"}})),
    ] {
        cases.push(("v1".to_owned(), method.to_owned(), path.to_owned(), path.to_owned(), values));
    }
    let case = |(branch, method, path, template, values): (String, String, String, String, Value)| Case {
        name: format!("{method} {template}"),
        call: json!({"branch": branch, "method": method, "path": path, "values": values}),
        template,
        method,
    };
    cases.into_iter().map(case).collect()
}

/// Returns the names of the parameters in a path.
fn names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Runs the programs of all operations, each with a sandbox request of its own.
async fn run(language: &str, extension: &str, sandbox: Sandbox, command: impl Fn(&Path) -> Command) {
    let started = Started::new().await;
    let cases = cases(&started, &sandbox).await;
    assert_eq!(cases.len(), COUNT);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("languages-{language}"));
    fs::create_dir_all(&folder).unwrap();
    for (number, case) in cases.iter().enumerate() {
        let program = program(&started, case, language).await;
        let file = folder.join(format!("call{number}.{extension}"));
        fs::write(&file, &program).unwrap();
        let mut command = command(&file);
        environment(&mut command, &sandbox);
        let before = sandbox.requests_to(&case.method, &case.template);
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{}\n{program}\n{}{stderr}",
            case.name,
            String::from_utf8_lossy(&output.stdout)
        );
        assert_eq!(sandbox.requests_to(&case.method, &case.template), before + 1, "{}\n{program}", case.name);
    }
    // The text has arrived as it is.
    let writes = sandbox.writes();
    assert!(writes.len() >= 4, "{writes:?}");
    assert!(format!("{writes:?}").contains("languages"), "{writes:?}");
}

async fn program(started: &Started, case: &Case, language: &str) -> String {
    let mut call = case.call.clone();
    call["language"] = json!(language);
    let response = started.post("/api/snippet", &call).await;
    assert!(response.status().is_success(), "{}", case.name);
    response.text().await.unwrap()
}

fn environment(command: &mut Command, sandbox: &Sandbox) {
    command
        .env("OVH_APPLICATION_KEY", sandbox.application_key())
        .env("OVH_APPLICATION_SECRET", sandbox.application_secret())
        .env("OVH_CONSUMER_KEY", sandbox.consumer_key())
        .env("SANDBOX_PORT", sandbox.address().port().to_string());
    if command.get_envs().all(|(name, _)| name != "OVH_ENDPOINT") {
        command.env("OVH_ENDPOINT", sandbox.url());
    }
    if let Some(file) = sandbox.ca_file() {
        command.env("NODE_EXTRA_CA_CERTS", file);
    }
}

/// Returns the folder of the official wrappers. The first call of a run installs what is missing.
fn wrappers() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("wrappers");
        let install = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/wrappers/install");
        assert!(Command::new(&install).arg(&folder).status().unwrap().success(), "{} failed", install.display());
        folder
    })
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages").join(name)
}

#[tokio::test]
async fn python_programs_run() {
    let sandbox = Sandbox::builder().keep_writes().start().await.unwrap();
    let folder = wrappers();
    run("python", "py", sandbox, |file| {
        let mut command = Command::new(folder.join("python/bin/python"));
        // Adds the endpoint, since the package knows those of the service only.
        command.arg(file).env("PYTHONPATH", script("python"));
        command
    })
    .await;
}

#[tokio::test]
async fn node_programs_run() {
    let sandbox = Sandbox::builder().keep_writes().tls().start().await.unwrap();
    let folder = wrappers();
    run("node", "js", sandbox, |file| {
        let mut command = Command::new("node");
        command.arg("--require").arg(script("redirect.js")).arg(file);
        command.env("NODE_PATH", folder.join("node/node_modules")).env("OVH_ENDPOINT", "ovh-eu");
        command
    })
    .await;
}

#[tokio::test]
async fn curl_programs_run() {
    let sandbox = Sandbox::builder().keep_writes().start().await.unwrap();
    run("curl", "sh", sandbox, |file| {
        let mut command = Command::new("sh");
        command.arg(file);
        command
    })
    .await;
}

/// All programs are modules of one, which calls them one after the other.
#[tokio::test]
async fn rust_programs_run() {
    let sandbox = Sandbox::builder().keep_writes().start().await.unwrap();
    let started = Started::new().await;
    let cases = cases(&started, &sandbox).await;
    let mut modules = String::new();
    let mut calls = String::new();
    let mut features = Map::new();
    let mut files = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let program = program(&started, case, "rust").await;
        let feature = program.split("--features ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        features.insert(feature, Value::Null);
        modules.push_str(&format!("mod call{number};\n"));
        calls.push_str(&format!("    call{number}::main()?;\n"));
        // Other modules call it.
        files.push((number, program.replace("async fn main()", "pub async fn main()")));
    }
    let main = format!(
        "#![allow(deprecated)]\n{modules}\n\
         fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{calls}    Ok(())\n}}\n"
    );
    let features: Vec<String> = features.keys().cloned().collect();
    let folder = compile::package("languages-rust", &features.join("\", \""), &main);
    for (number, program) in files {
        fs::write(folder.join(format!("src/call{number}.rs")), program).unwrap();
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("snippets");
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["run", "--quiet", "--offline"])
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(folder);
    environment(&mut command, &sandbox);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for case in &cases {
        assert!(sandbox.requests_to(&case.method, &case.template) > 0, "{}", case.name);
    }
    assert!(format!("{:?}", sandbox.writes()).contains("languages"));
}
