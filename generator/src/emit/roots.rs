//! The root module of each branch, with the methods that lead from a client to an API.

use std::collections::BTreeSet;

use super::namespace::{HIDDEN, Namespace};
use super::scope::FileScope;
use super::source::{Source, content};
use super::{cfg, docs, operations};
use crate::model::{Api, FormerApi, Model};
use crate::schema::Branch;

/// Lints that depend on the schemas: few fields are described, operations take as many arguments as they need, enums
/// are passed by value, a namespace may hold one of the same name (`ip.ip`), and a method may be called `add` or
/// `from_date`. An import is unused if the types that need it belong to disabled features.
const ALLOWED: &[&str] = &[
    "missing_docs",
    "unused_imports",
    "clippy::module_inception",
    "clippy::needless_pass_by_value",
    "clippy::should_implement_trait",
    "clippy::too_many_arguments",
    "clippy::type_complexity",
    "clippy::wrong_self_convention",
];

/// Returns whether a branch has a root module; that of branch v1 holds all others.
pub fn is_used(model: &Model, branch: Branch) -> bool {
    branch == Branch::V1 || apis(model, branch).next().is_some()
}

/// Returns the root module of a branch.
pub fn source<'m>(model: &'m Model, types: &'m Namespace<'m>) -> Source<'m> {
    match types.branch {
        Branch::V1 => Source::new(types.branch, "/mod", || root(model, types)),
        Branch::V2 => Source::new(types.branch, "", || root_of_v2(model, types)),
    }
}

/// Returns the APIs of a branch.
pub fn apis(model: &Model, branch: Branch) -> impl Iterator<Item = &Api> {
    model.apis.iter().filter(move |api| api.branch == branch)
}

/// Returns the former APIs of a branch.
pub fn former_apis(model: &Model, branch: Branch) -> impl Iterator<Item = &FormerApi> {
    model.former_apis.iter().filter(move |api| api.branch == branch)
}

fn root(model: &Model, types: &Namespace<'_>) -> String {
    let scope = FileScope::default();
    let mut modules = modules(model, types);
    let mut methods = accessors(model, Branch::V1);
    if is_used(model, Branch::V2) {
        let features: BTreeSet<String> = apis(model, Branch::V2).map(|api| api.feature.clone()).collect();
        let cfg = cfg::any_of(&features, None);
        modules.push_str(&format!("{cfg}pub mod v2;\n"));
        methods.push(format!(
            "    /// Returns the APIs of branch v2.
    {cfg}    #[inline]
    pub const fn v2(&self) -> v2::V2<&Self> {{
        v2::V2::new(self)
    }}\n"
        ));
    }
    let methods = methods.join("\n");
    let body = if methods.is_empty() { "{}".to_owned() } else { format!("{{\n{methods}}}") };
    let allowed: String = ALLOWED.iter().map(|lint| format!("    {lint},\n")).collect();
    let start = format!("#![allow(\n{}\n)]\n\n{modules}", allowed.trim_end_matches(",\n"));
    let items = [
        format!("impl {} {body}\n", scope.import("crate::Client")),
        format!("#[cfg(feature = \"blocking\")]\nimpl crate::blocking::Client {body}\n"),
    ];
    content("The generated APIs of branch v1, and their `types`.", &start, &scope, &items)
}

fn root_of_v2(model: &Model, types: &Namespace<'_>) -> String {
    let scope = FileScope::default();
    let accessors: String = accessors(model, Branch::V2).iter().map(|accessor| format!("\n{accessor}")).collect();
    let docs = "/// Creates the APIs of branch v2 on a client.";
    let items = operations::holder("V2", &["The APIs of branch v2.".to_owned()], docs, &accessors, &scope);
    content("The APIs of branch v2.", &modules(model, types), &scope, &items)
}

/// Declares the modules of a branch.
fn modules(model: &Model, types: &Namespace<'_>) -> String {
    let module = |api: &Api| {
        let module = format!("#[cfg(feature = {:?})]\npub mod {};\n", api.feature, api.module);
        module
            + &types
                .below(&api.namespace)
                .map(|own| without_api(own, &api.module, Some(&api.feature)))
                .unwrap_or_default()
    };
    let former = former_apis(model, types.branch)
        .filter_map(|api| Some(without_api(types.below(&api.namespace)?, &api.module, None)));
    let hidden = if types.is_hidden() { HIDDEN } else { "" };
    apis(model, types.branch).map(module).chain(former).chain([format!("{hidden}pub mod types;\n")]).collect()
}

/// Names the types that APIs need of one that is disabled or no longer exists, as its module would.
fn without_api(own: &Namespace<'_>, module: &str, feature: Option<&str>) -> String {
    let is_other = |other: &&String| feature != Some(other.as_str());
    let others: BTreeSet<String> = own.features.iter().filter(is_other).cloned().collect();
    if others.is_empty() {
        return String::new();
    }
    let alias =
        if own.path.last().is_some_and(|last| last == module) { String::new() } else { format!(" as {module}") };
    let cfg = match feature {
        Some(feature) => cfg::any_without(&others, feature),
        None => cfg::any_of(&others, None),
    };
    format!("{cfg}#[doc(inline)]\npub use types::{}{alias};\n", own.path.join("::"))
}

/// Writes the methods that lead to the APIs of a branch.
fn accessors(model: &Model, branch: Branch) -> Vec<String> {
    let (receiver, handle, client) = match branch {
        Branch::V1 => ("&self", "&Self", "self"),
        Branch::V2 => ("self", "C", "self.client"),
    };
    let accessor = |api: &Api| {
        format!(
            "    /// Returns the operations of {root}.
    #[cfg(feature = {feature:?})]
    #[inline]
    pub fn {module}({receiver}) -> {module}::{holder}<{handle}> {{
        {module}::{holder}::new({client})
    }}\n",
            root = docs::code(&api.branched_root()),
            feature = api.feature,
            module = api.module,
            holder = api.type_name,
        )
    };
    apis(model, branch).map(accessor).collect()
}
