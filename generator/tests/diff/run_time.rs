//! Each mutation, there and back, as a program sees it that runs: what is called a break at run time does something else,
//! what is called compatible does the same.
//!
//! The program and the service move together: a program that was written before runs with the code of now against the
//! service of now, and what it did before, with the code and the service of then, is what it should do. The service knows
//! its own names; Rust's spelling of a name tells which of two services' names are the same.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use generator::diff::Impact;
use quote::ToTokens;
use serde_json::Value;

use crate::answers::{Answers, known, optional_actions, parameters, plain};
use crate::mutations::{ALL, Mutation};
use crate::program::{answered, asks, program};
use crate::schema::{model, thing};
use crate::workspace::{by_hand, update, workspace};

#[test]
fn each_mutation_as_a_running_program_sees_it() {
    let (folder, _lock) = workspace("run-time", &["programs".to_owned()]);
    let package = folder.join("programs");
    let base = vec![thing()];
    let mut services: BTreeMap<&str, Vec<Value>> = BTreeMap::from([("base", base)]);
    services.extend(ALL.iter().map(|mutation| (mutation.name, mutation.applied())));
    let features = services.values().flat_map(|schemas| generator::emit(&model(schemas)).features).collect();
    by_hand(&package, "programs", &features);
    let mut modules = String::new();
    for (name, schemas) in &services {
        for (path, file) in generator::emit(&model(schemas)).files {
            let file = as_module(name, &path, &file);
            update(&package.join("src/generated").join(name).join(path), &file);
        }
        modules.push_str(&format!("pub mod {name};\n"));
    }
    update(&package.join("src/generated/mod.rs"), &format!("#![allow(warnings)]\n{modules}"));

    // Each is built with the code that it was written for, and with the other one where that builds.
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
        runs.push(format!("show({run:?}, &{:?}, {run}::run);", answers(before, now)));
    }
    let main = format!("use programs as ovh;\n{main}\nfn main() {{ {} }}\n", runs.join("\n"));
    update(&package.join("src/main.rs"), &main);

    let shown = run(&folder);
    let mut wrong = Vec::new();
    for (written_for, with, impact) in &pairs {
        let before = Service::new(&services[written_for]);
        let now = Service::new(&services[with]);
        let own = &shown[&format!("{written_for}_with_{written_for}")];
        let other = &shown[&format!("{written_for}_with_{with}")];
        assert_eq!(own.len(), other.len(), "{written_for} with {with}: {own:#?} {other:#?}");
        let understood = own.iter().zip(other).map(|(own, other)| {
            let needed = before.needed(own);
            (before.understands(own, &now, &needed, &before), now.understands(other, &before, &needed, &before))
        });
        let differing: Vec<String> =
            understood.filter(|(own, other)| own != other).map(|(own, other)| format!("  {own}\n  {other}")).collect();
        if differing.is_empty() != (*impact != Some(Impact::RunTime)) {
            wrong.push(format!("{written_for} with {with} is told as {impact:?}:\n{}", differing.join("\n")));
        }
    }
    let of = |wanted: Option<Impact>| pairs.iter().filter(|(.., impact)| *impact == wanted).count();
    assert!(of(Some(Impact::RunTime)) > 15 && of(Some(Impact::Compatible)) > 30, "mutations are missing");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A file of generated code as part of a module beside other such modules, without the accessors of the one client.
fn as_module(name: &str, path: &str, text: &str) -> String {
    let types = format!("use crate::{name}::types;");
    let text = text.replace("use crate::types;", &types).replace(", types};", &format!("}};\n{types}"));
    let text = ["types", "v2"].iter().fold(text, |text, root| {
        text.replace(&format!("crate::{root}::"), &format!("crate::{name}::{root}::"))
    });
    let mut file = syn::parse_file(&text).unwrap();
    file.items.retain(|item| match item {
        syn::Item::Impl(item) => !item.self_ty.to_token_stream().to_string().ends_with("Client"),
        _ => true,
    });
    if path == "mod.rs" {
        file.attrs.clear();
    }
    file.to_token_stream().to_string()
}

/// What the service of now answers each call of a program that was written before.
fn answers(before: &[Value], now: &[Value]) -> Vec<(String, String)> {
    let model = model(before);
    let service = Answers { now, before };
    let mut answers = Vec::new();
    for (title, operation) in asks(&model) {
        let ty = answered(now, &operation.path, operation.method.as_str()).unwrap_or("void");
        for is_full in [false, true] {
            answers.push((format!("{title} {is_full}"), service.of(ty, is_full).to_string()));
        }
    }
    answers
}

fn run(folder: &std::path::Path) -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet", "--features", "full", "--target-dir", "../mutations/target"])
        .current_dir(folder)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        match line.strip_prefix("program\t") {
            Some(name) => current = name.to_owned(),
            None => shown.entry(current.clone()).or_default().push(line.to_owned()),
        }
    }
    shown
}

/// What a service knows of itself.
struct Service {
    /// The names of fields and of keys, as Rust spells them.
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

    /// A parameter by the name that Rust has for it; one that the other service does not know beside its twin is another.
    fn parameter(&self, name: &str, other: &Self) -> String {
        let is_twin = |known: &String| known != name && plain(known) == plain(name);
        let is_second = !other.parameters.contains(name) && self.parameters.iter().any(is_twin);
        format!("{}{}", plain(name), if is_second { " the second" } else { "" })
    }

    /// The IAM actions that a request needs.
    fn needed(&self, line: &str) -> BTreeSet<String> {
        let actions = line.rsplit('\t').next().unwrap().split(' ').map(str::to_owned);
        actions.filter(|action| !self.optional_actions.contains(action)).collect()
    }

    /// A line of a program as the service understands it; `allowed` is what the caller may do, `before` is the service
    /// that the caller knew.
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
                // A part of the path is known by its name; by its place, if the other service has no such name.
                route.push("{}");
                let name = if other.path_parameters.contains(name) { name.to_owned() } else { format!("{{{place}}}") };
                parameters.push(format!("{name}={value}"));
            }
        }
        parameters.sort();
        let body =
            if body.is_empty() { Value::Null } else { keys(&serde_json::from_str(body).unwrap(), &before.fields) };
        // Whoever is allowed more than is needed is not refused.
        let refused: Vec<String> = self.needed(line).difference(allowed).cloned().collect();
        let route = route.join("/");
        format!("{what}: {branch} {method} {route} {parameters:?} {body} signed {is_signed} refused {refused:?}")
    }
}

/// A body by the names that Rust has for its keys, without nulls for what nobody knew before.
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
