//! The root of each branch: the declarations of its modules, and the methods that lead from a client to an API.

use std::collections::BTreeSet;

use super::namespace::{HIDDEN, Namespace};
use super::scope::{FileScope, root_of};
use super::source::{Source, content, included};
use super::{cfg, docs, operations};
use crate::model::{Api, FormerApi, Model};
use crate::schema::Branch;

/// Lints that depend on the schemas: few fields are described, operations take as many arguments as they need, enums
/// are passed by value, a namespace may hold one of the same name (`ip.ip`), and a method may be called `add` or
/// `from_date`. An import is unused if the types that need it belong to disabled features, and makes the target of some
/// links redundant. Names of products are not code.
const ALLOWED: &[&str] = &[
    "missing_docs",
    "unused_imports",
    "clippy::doc_markdown",
    "clippy::module_inception",
    "clippy::needless_pass_by_value",
    "clippy::should_implement_trait",
    "clippy::too_many_arguments",
    "clippy::type_complexity",
    "clippy::wrong_self_convention",
    "rustdoc::redundant_explicit_links",
];

/// The module of the traits that name missing features.
const MISSING: &str = "missing";

/// Returns the attribute that allows these lints in a file and in the modules below it.
pub fn allowed() -> String {
    let lints: String = ALLOWED.iter().map(|lint| format!("    {lint},\n")).collect();
    format!("#![allow(\n{}\n)]\n", lints.trim_end_matches(",\n"))
}

/// Returns whether a branch has a root module; that of branch v1 holds all others.
pub fn is_used(model: &Model, branch: Branch) -> bool {
    branch == Branch::V1 || apis(model, branch).next().is_some()
}

/// Returns the files with the modules of a branch and the methods that lead from a client to its APIs.
pub fn sources<'m>(model: &'m Model, types: &'m Namespace<'m>) -> Vec<Source<'m>> {
    let source = |module: &str, write: fn(&Model, &Namespace<'_>) -> String| {
        Source::new(types.branch, module, move || write(model, types))
    };
    match types.branch {
        Branch::V1 => vec![
            source("/modules", declarations),
            source("/mod", |model, _| clients(model)),
            source("/blocking", |model, _| blocking_clients(model)),
        ],
        Branch::V2 => vec![source("", v2)],
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

/// Writes the declarations that the root of the crate includes: the modules of branch v1, and that of v2.
///
/// They are declared where they are public. In a module of their own, rustdoc would write a page that redirects for
/// each page.
fn declarations(model: &Model, types: &Namespace<'_>) -> String {
    let mut declarations = modules(model, types);
    if is_used(model, Branch::V2) {
        declarations.push("pub mod v2;\n".to_owned());
    }
    included(&declarations)
}

/// Writes the methods of the blocking client. Without its feature, the compiler does not read them.
fn blocking_clients(model: &Model) -> String {
    let docs = "The methods of the blocking client that lead to the APIs.";
    let missing = format!("use super::{MISSING};\n");
    content(docs, &missing, &FileScope::default(), &[methods_of("crate::blocking::Client", model)])
}

/// Writes the methods of the client, and the list of all operations.
fn clients(model: &Model) -> String {
    let scope = FileScope::default();
    let mut items = vec![methods_of(&scope.import("crate::Client"), model), operations_of_apis(model, &scope)];
    items.push(missing_features(model, Branch::V1));
    let start = format!("{}\n#[cfg(feature = \"blocking\")]\nmod blocking;\n", allowed());
    content("The methods of the clients that lead to the APIs.", &start, &scope, &items)
}

/// Writes the methods of a client.
fn methods_of(client: &str, model: &Model) -> String {
    let mut methods = accessors(model, Branch::V1);
    if is_used(model, Branch::V2) {
        methods.push(
            "    /// Returns the APIs of branch v2.
    #[inline]
    pub const fn v2(&self) -> crate::v2::V2<&Self> {
        crate::v2::V2::new(self)
    }\n"
            .to_owned(),
        );
    }
    match methods.as_slice() {
        [] => format!("impl {client} {{}}\n"),
        methods => format!("impl {client} {{\n{}}}\n", methods.join("\n")),
    }
}

fn v2(model: &Model, types: &Namespace<'_>) -> String {
    let scope = FileScope::default();
    let accessors: String = accessors(model, Branch::V2).iter().map(|accessor| format!("\n{accessor}")).collect();
    let docs = "/// Creates the APIs of branch v2 on a client.";
    let mut items = operations::holder("V2", &["The APIs of branch v2.".to_owned()], docs, &accessors, &scope);
    items.push(missing_features(model, Branch::V2));
    let start = format!("{}\n{}", allowed(), modules(model, types).join("\n"));
    content("The APIs of branch v2.", &start, &scope, &items)
}

/// Writes the list of the lists of operations.
fn operations_of_apis(model: &Model, scope: &FileScope<'_>) -> String {
    let lists = model.apis.iter().map(|api| {
        let module = format!("{}::{}", root_of(api.branch), api.module);
        format!("    #[cfg(feature = {:?})]\n    {module}::OPERATIONS,\n", api.feature)
    });
    format!(
        "/// The operations of each enabled API.\npub static OPERATIONS: &[&[&{}]] = &[\n{}];\n",
        scope.import("crate::Operation"),
        lists.collect::<String>()
    )
}

/// Declares the modules of a branch.
fn modules(model: &Model, types: &Namespace<'_>) -> Vec<String> {
    let module = |api: &Api| {
        let declaration = format!("#[cfg(feature = {:?})]\npub mod {};\n", api.feature, api.module);
        let types = types.below(&api.namespace).and_then(|own| without_api(own, &api.module, Some(&api.feature)));
        [Some(declaration), types]
    };
    let former =
        former_apis(model, types.branch).filter_map(|api| without_api(types.below(&api.namespace)?, &api.module, None));
    let hidden = if types.is_hidden() { HIDDEN } else { "" };
    let all_types = format!("{hidden}pub mod types;\n");
    apis(model, types.branch).flat_map(module).flatten().chain(former).chain([all_types]).collect()
}

/// Names the types that APIs need of one that is disabled or no longer exists, as its module would.
fn without_api(own: &Namespace<'_>, module: &str, feature: Option<&str>) -> Option<String> {
    let is_other = |other: &&String| feature != Some(other.as_str());
    let others: BTreeSet<String> = own.features.iter().filter(is_other).cloned().collect();
    if others.is_empty() {
        return None;
    }
    let alias =
        if own.path.last().is_some_and(|last| last == module) { String::new() } else { format!(" as {module}") };
    let cfg = match feature {
        Some(feature) => cfg::any_without(&others, feature),
        None => cfg::any_of(&others, None),
    };
    Some(format!("{cfg}#[doc(inline)]\npub use types::{}{alias};\n", own.path.join("::")))
}

/// Writes the methods that lead to the APIs of a branch. Without an API's feature, a call of its method fails to
/// compile with an error that names the feature.
fn accessors(model: &Model, branch: Branch) -> Vec<String> {
    let (receiver, handle, client, missing) = match branch {
        Branch::V1 => ("&self", "&Self", "self", "<'c, Api>(&'c self) -> Api\n    where\n        &'c Self"),
        Branch::V2 => ("self", "C", "self.client", "<Api>(self) -> Api\n    where\n        C"),
    };
    let root_module = root_of(branch);
    let accessor = |api: &Api| {
        format!(
            "    /// Returns the operations of {root}.
    #[cfg(feature = {feature:?})]
    #[inline]
    pub fn {module}({receiver}) -> {root_module}::{module}::{holder}<{handle}> {{
        {root_module}::{module}::{holder}::new({client})
    }}

    #[cfg(not(feature = {feature:?}))]
    #[doc(hidden)]
    pub fn {module}{missing}: {MISSING}::{holder},
    {{
        std::process::abort()
    }}\n",
            root = docs::code(&api.branched_root()),
            feature = api.feature,
            module = api.module,
            holder = api.type_name,
        )
    };
    apis(model, branch).map(accessor).collect()
}

/// Writes a trait for each API, which a client has to implement to call the API's method without its feature. No client
/// does, so that these methods are never called.
fn missing_features(model: &Model, branch: Branch) -> String {
    let traits = apis(model, branch).map(|api| {
        let (feature, holder) = (&api.feature, &api.type_name);
        format!(
            "    #[cfg(not(feature = {feature:?}))]
    #[diagnostic::on_unimplemented(
        message = \"the feature `{feature}` of `ovh-api` is not enabled\",
        label = \"requires the feature `{feature}`\",
        note = \"to enable it, run `cargo add ovh-api --features {feature}`\"
    )]
    pub trait {holder} {{}}\n"
        )
    });
    format!(
        "/// Names the features of the APIs that are not enabled. No type implements these traits.\nmod {MISSING} {{\n{}}}\n",
        traits.collect::<Vec<_>>().join("\n")
    )
}
