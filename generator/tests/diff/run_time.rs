//! Compares the reported impact of each mutation, in both directions, with a running program: it behaves differently if
//! the mutation breaks at run time, and the same if the mutation is compatible.
//!
//! A program written for the old schemas runs with the new code and the new service, and its log is compared with the
//! one from the old code and the old service. Two names of the services are the same if Rust spells them in the same
//! way.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use generator::diff::Impact;
use serde_json::Value;

use crate::mutations::{ALL, Mutation};
use crate::program::{program, response_type, titles};
use crate::responses::{Responses, known, optional_actions, parameters, plain};
use crate::schema::{model, thing};
use crate::workspace::{TARGET, hand_written, replace, update, workspace};

#[test]
fn mutations_that_break_at_run_time_change_behavior() {
    let (folder, _lock) = workspace("run-time", &["programs".to_owned()]);
    let package = folder.join("programs");
    let base = vec![thing()];
    let mut services: BTreeMap<&str, Vec<Value>> = BTreeMap::from([("base", base)]);
    services.extend(ALL.iter().map(|mutation| (mutation.name, mutation.applied())));
    let features = services.values().flat_map(|schemas| generator::emit(&model(schemas)).features).collect();
    hand_written(&package, "programs", &features);
    let mut files = BTreeMap::new();
    let mut modules = String::new();
    for (name, schemas) in &services {
        let output = generator::emit(&model(schemas));
        let declarations = &output.files["modules.rs"];
        let of_branch = declarations.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
        let of_branch: BTreeSet<String> = of_branch.map(str::to_owned).collect();
        // The module of a service declares what is at the root of the crate otherwise. Programs build no requests with
        // the clients, whose methods have the same names in all services.
        let at_root = ["modules.rs", "mod.rs", "blocking.rs"];
        for (path, file) in output.files.iter().filter(|(path, _)| !at_root.contains(&path.as_str())) {
            files.insert(format!("{name}/{path}"), as_module(name, file, &of_branch));
        }
        files.insert(format!("{name}/mod.rs"), declarations.clone());
        modules.push_str(&format!("pub mod {name};\n"));
    }
    let operations = "pub static OPERATIONS: &[&[&crate::Operation]] = &[];\n";
    files.insert("modules.rs".to_owned(), "pub use generated::*;\n".to_owned());
    files.insert("mod.rs".to_owned(), format!("#![allow(warnings)]\n{operations}{modules}"));
    replace(&package.join("src/generated"), &files);

    // Each program is built with its own code, and with the other code if that builds.
    let mut main = include_str!("main_of_programs.rs").to_owned();
    let mut runs = Vec::new();
    let mut pairs: BTreeSet<(&str, &str, Option<Impact>)> = BTreeSet::new();
    for Mutation { name, there, back, .. } in ALL {
        pairs.extend(
            [("base", *name, *there), (*name, "base", *back)]
                .into_iter()
                .filter(|(.., impact)| *impact != Some(Impact::Build)),
        );
    }
    let own: BTreeSet<_> = pairs.iter().map(|(written_for, ..)| (*written_for, *written_for, None)).collect();
    for (written_for, with, _) in own.union(&pairs) {
        let (before, now) = (&services[written_for], &services[with]);
        let run = format!("{written_for}_with_{with}");
        let text = program(&model(before)).replace("ovh::code", &format!("ovh::{with}"));
        main.push_str(&format!("mod {run} {{ #![allow(warnings)] use programs as ovh;\n{text} }}\n"));
        runs.push(format!("log({run:?}, &{:?}, {run}::run);", responses(before, now)));
    }
    let main = format!("use programs as ovh;\n{main}\nfn main() {{ {} }}\n", runs.join("\n"));
    update(&package.join("src/main.rs"), &main);

    let logs = run(&folder);
    let mut wrong = Vec::new();
    for (written_for, with, impact) in &pairs {
        let before = Service::new(&services[written_for]);
        let now = Service::new(&services[with]);
        let own = &logs[&format!("{written_for}_with_{written_for}")];
        let other = &logs[&format!("{written_for}_with_{with}")];
        assert_eq!(own.len(), other.len(), "{written_for} with {with}: {own:#?} {other:#?}");
        let understood = own.iter().zip(other).map(|(own, other)| {
            let needed = before.needed(own);
            (before.understands(own, &now, &needed, &before), now.understands(other, &before, &needed, &before))
        });
        let differing: Vec<String> =
            understood.filter(|(own, other)| own != other).map(|(own, other)| format!("  {own}\n  {other}")).collect();
        if differing.is_empty() != (*impact != Some(Impact::RunTime)) {
            wrong.push(format!("{written_for} with {with} is reported as {impact:?}:\n{}", differing.join("\n")));
        }
    }
    let of = |wanted: Option<Impact>| pairs.iter().filter(|(.., impact)| *impact == wanted).count();
    assert!(of(Some(Impact::RunTime)) > 15 && of(Some(Impact::Compatible)) > 30, "mutations are missing");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Returns a generated file as part of the module `name`, with the paths of the crate below it.
/// `modules` are those at the root of the generated code.
fn as_module(name: &str, text: &str, modules: &BTreeSet<String>) -> String {
    let mut text: String = text.lines().flat_map(|line| [imports(name, line, modules), "\n".to_owned()]).collect();
    for module in modules {
        text = text.replace(&format!("crate::{module}::"), &format!("crate::{name}::{module}::"));
    }
    text
}

/// Returns a line, with each import of a generated module from the module `name`.
fn imports(name: &str, line: &str, modules: &BTreeSet<String>) -> String {
    let imported = line.strip_prefix("use crate::").and_then(|rest| rest.strip_suffix(';'));
    let Some(imported) = imported.map(|list| list.trim_start_matches('{').trim_end_matches('}')) else {
        return line.to_owned();
    };
    if imported.contains("::") {
        return line.to_owned();
    }
    let from = |item: &str| if modules.contains(item) { format!("{name}::{item}") } else { item.to_owned() };
    imported.split(", ").map(|item| format!("use crate::{};", from(item))).collect()
}

/// Returns the responses of the new service to a program written for the old one.
fn responses(before: &[Value], now: &[Value]) -> Vec<(String, String)> {
    let model = model(before);
    let service = Responses { now, before };
    let mut responses = Vec::new();
    for (title, operation) in titles(&model) {
        let ty = response_type(now, &operation.path, operation.method.as_str()).unwrap_or("void");
        for is_full in [false, true] {
            responses.push((format!("{title} {is_full}"), service.of(ty, is_full).to_string()));
        }
    }
    responses
}

fn run(folder: &std::path::Path) -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet", "--features", "full", "--target-dir", TARGET])
        .current_dir(folder)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut logs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        match line.strip_prefix("program\t") {
            Some(name) => current = name.to_owned(),
            None => logs.entry(current.clone()).or_default().push(line.to_owned()),
        }
    }
    logs
}

/// The names of a service.
struct Service {
    /// The plain names of fields.
    fields: BTreeSet<String>,
    optional_actions: BTreeSet<String>,
    path_parameters: BTreeSet<String>,
    /// The names of all parameters.
    parameters: BTreeSet<String>,
}

impl Service {
    fn new(schemas: &[Value]) -> Self {
        let paths = schemas.iter().flat_map(|schema| schema["apis"].as_array().unwrap());
        let paths = paths.flat_map(|api| api["path"].as_str().unwrap().split('/'));
        let path_parameters = paths.filter(|segment| segment.starts_with('{')).map(str::to_owned).collect();
        let (fields, parameters) = (known(schemas), parameters(schemas));
        Self { fields, optional_actions: optional_actions(schemas), path_parameters, parameters }
    }

    /// Returns the plain name of a parameter, with a mark if it is new and clashes with an old one.
    fn parameter(&self, name: &str, other: &Self) -> String {
        let is_twin = |known: &String| known != name && plain(known) == plain(name);
        let is_second = !other.parameters.contains(name) && self.parameters.iter().any(is_twin);
        format!("{}{}", plain(name), if is_second { " the second" } else { "" })
    }

    /// Returns the IAM actions that a request needs.
    fn needed(&self, line: &str) -> BTreeSet<String> {
        let actions = line.rsplit('\t').next().unwrap().split(' ').map(str::to_owned);
        actions.filter(|action| !self.optional_actions.contains(action)).collect()
    }

    /// Returns a line of a log as the service understands it; `allowed` are the actions of the caller, `before` is the
    /// service that the program was written for.
    fn understands(&self, line: &str, other: &Self, allowed: &BTreeSet<String>, before: &Self) -> String {
        let columns: Vec<&str> = line.split('\t').collect();
        let ["request", what, branch, method, template, path, query, headers, body, is_signed, _] = columns[..] else {
            return line.to_owned();
        };
        let mut parameters: Vec<String> = query
            .split('&')
            .chain(headers.split('&'))
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| format!("{}={value}", self.parameter(name, other)))
            .collect();
        let mut route = Vec::new();
        for (place, (name, value)) in template.split('/').zip(path.split('/')).enumerate() {
            if !self.path_parameters.contains(name) {
                route.push(value);
            } else {
                // A path parameter has its name, or its position if the other service does not have the name.
                route.push("{}");
                let name = if other.path_parameters.contains(name) { name.to_owned() } else { format!("{{{place}}}") };
                parameters.push(format!("{name}={value}"));
            }
        }
        parameters.sort();
        let body =
            if body.is_empty() { Value::Null } else { keys(&serde_json::from_str(body).unwrap(), &before.fields) };
        // Additional rights do not matter.
        let rejected: Vec<String> = self.needed(line).difference(allowed).cloned().collect();
        let route = route.join("/");
        format!("{what}: {branch} {method} {route} {parameters:?} {body} signed {is_signed} rejected {rejected:?}")
    }
}

/// Returns a body with plain names, without nulls for new fields.
fn keys(body: &Value, known: &BTreeSet<String>) -> Value {
    match body {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (plain(name), keys(value, known)));
            fields.filter(|(name, value)| !value.is_null() || known.contains(name)).collect()
        }
        Value::Array(items) => items.iter().map(|item| keys(item, known)).collect(),
        other => other.clone(),
    }
}
