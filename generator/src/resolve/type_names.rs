//! The Rust names of types.
//!
//! | rule | example |
//! |---|---|
//! | camel case, without the suffix `Enum` | `vps.VPSStateEnum` is `VpsState` |
//! | a role or a name of the prelude takes the last word of its namespace (`names/roles.rs`) | `vps.rebuild.Post` is `RebuildPost` |
//! | the struct of the other direction has a suffix (`names/direction.rs`) | `vps.VPS` is `Vps` and `VpsInput` |
//! | a clash: the last word of the namespace, then the kind, then the whole namespace | `hosting.web.cdn` beside `hosting.web.Cdn` is `WebCdn` |
//!
//! In a clash, the type that the lock knows keeps its name; then come types that are spelled like their Rust name.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::lowered::{LoweredDefinition, LoweredKind, LoweredTypes};
use super::usage::Usage;
use crate::lock::{NameKind, NameLock};
use crate::model::{Direction, TypeId};
use crate::names::{self, Claim, HeldNames};
use crate::schema::Branch;

/// The names of one definition.
#[derive(Debug, Clone)]
pub struct TypeNames {
    /// The plain name.
    pub plain: String,
    /// The struct of the direction that does not have the plain name, if it is in use.
    pub form: Option<String>,
}

impl TypeNames {
    /// Returns the name of the struct for a direction.
    pub fn object(&self, id: &TypeId, direction: Direction) -> &str {
        let form = self.form.as_ref().filter(|_| direction == form_direction(id));
        form.unwrap_or(&self.plain)
    }
}

/// A Rust module below a branch's types.
pub type Module = (Branch, Vec<String>);

/// Names all definitions.
pub fn type_names(types: &LoweredTypes, usage: &Usage, lock: &NameLock) -> BTreeMap<TypeId, TypeNames> {
    let mut modules: BTreeMap<Module, Vec<(&TypeId, &LoweredDefinition)>> = BTreeMap::new();
    for (id, definition) in types {
        modules.entry((id.branch, namespace(&id.name).0)).or_default().push((id, definition));
    }
    // Types and modules share a namespace.
    let mut taken: BTreeMap<Module, Vec<String>> = BTreeMap::new();
    for (branch, module) in modules.keys() {
        for (depth, child) in module.iter().enumerate() {
            let parent = module.iter().take(depth).cloned().collect();
            taken.entry((*branch, parent)).or_default().push(child.clone());
        }
    }
    let [plain, forms] = [NameKind::Type, NameKind::Form].map(|kind| held_by_module(lock, kind));
    let of_module = |(module, definitions): (Module, Vec<(&TypeId, &LoweredDefinition)>)| {
        let children = taken.get(&module).into_iter().flatten().map(String::as_str);
        let taken: Vec<&str> = children.chain(names::PRIMITIVES.iter().copied()).chain(["fields"]).collect();
        let none = HeldNames::new();
        let (plain, forms) = (plain.get(&module).unwrap_or(&none), forms.get(&module).unwrap_or(&none));
        named(&definitions, usage, &taken, plain, forms)
    };
    modules.into_par_iter().flat_map_iter(of_module).collect()
}

fn named(
    definitions: &[(&TypeId, &LoweredDefinition)],
    usage: &Usage,
    taken: &[&str],
    held: &HeldNames,
    held_forms: &HeldNames,
) -> Vec<(TypeId, TypeNames)> {
    let of_forms: Vec<&str> = taken.iter().copied().chain(held_forms.values().map(String::as_str)).collect();
    let plain = names::assign(definitions, &held_by_twins(definitions, held), &of_forms, |(id, definition)| Claim {
        key: id.name.clone(),
        is_usual: names::is_plain_type(&id.name, &plain_type(&id.name)),
        priority: priority(id, definition),
        candidates: candidates(id, definition),
    });
    let has_form = |(id, definition): &(&TypeId, &LoweredDefinition)| {
        matches!(definition.kind, LoweredKind::Object { .. })
            && usage.apis.contains_key(&((*id).clone(), form_direction(id)))
    };
    let with_form: Vec<(&TypeId, &String)> = definitions
        .iter()
        .zip(&plain)
        .filter(|(definition, _)| has_form(definition))
        .map(|((id, _), plain)| (*id, plain))
        .collect();
    let taken: Vec<&str> = taken.iter().copied().chain(plain.iter().chain(held.values()).map(String::as_str)).collect();
    let forms = names::assign(&with_form, held_forms, &taken, |(id, plain)| {
        let suffix = suffix(id);
        let explicit = names::in_namespace(namespace_text(&id.name), plain);
        Claim {
            key: id.name.clone(),
            is_usual: false,
            priority: &id.name,
            candidates: vec![format!("{plain}{suffix}"), format!("{explicit}{suffix}")],
        }
    });
    let mut forms: BTreeMap<&TypeId, String> = with_form.into_iter().map(|(id, _)| id).zip(forms).collect();
    let named = definitions.iter().zip(plain);
    named.map(|((id, _), plain)| ((*id).clone(), TypeNames { plain, form: forms.remove(id) })).collect()
}

/// Returns the names in the lock, those of merged twins included: one of them may be the one with the name.
fn held_by_twins(definitions: &[(&TypeId, &LoweredDefinition)], held: &HeldNames) -> HeldNames {
    let mut all = held.clone();
    for (id, definition) in definitions.iter().filter(|(id, _)| !held.contains_key(&id.name)) {
        let of_twin = definition.twins.iter().find_map(|twin| held.get(twin));
        all.extend(of_twin.map(|name| (id.name.clone(), name.clone())));
    }
    all
}

fn held_by_module(lock: &NameLock, kind: NameKind) -> BTreeMap<Module, HeldNames> {
    let mut modules: BTreeMap<Module, HeldNames> = BTreeMap::new();
    for branch in Branch::ALL {
        for (full_name, name) in lock.held(kind, branch.folder()) {
            let module = (branch, namespace(full_name).0);
            modules.entry(module).or_default().insert(full_name.clone(), name.clone());
        }
    }
    modules
}

/// Returns the direction whose struct does not have the plain name.
fn form_direction(id: &TypeId) -> Direction {
    if names::is_request(&id.name) { Direction::Output } else { Direction::Input }
}

fn suffix(id: &TypeId) -> &'static str {
    match form_direction(id) {
        Direction::Output => "Output",
        Direction::Input => "Input",
    }
}

/// Orders types that claim the same name.
fn priority<'t>(id: &'t TypeId, definition: &LoweredDefinition) -> (bool, bool, bool, &'t TypeId) {
    let (namespace, own) = id.name.rsplit_once('.').unwrap_or(("", &id.name));
    let starts_upper = |segment: &str| segment.starts_with(|c: char| c.is_ascii_uppercase());
    (
        !starts_upper(own),
        namespace.split('.').any(starts_upper),
        matches!(definition.kind, LoweredKind::Enum { .. }),
        id,
    )
}

/// Returns the usual Rust name of a type.
pub fn plain_type(full_name: &str) -> String {
    names::plain_type(namespace_text(full_name), &namespace(full_name).1)
}

fn candidates(id: &TypeId, definition: &LoweredDefinition) -> Vec<String> {
    let namespace_text = namespace_text(&id.name);
    let own = names::type_name(&namespace(&id.name).1);
    let explicit = names::in_namespace(namespace_text, &own);
    let kind = match definition.kind {
        LoweredKind::Enum { .. } => "Enum",
        LoweredKind::Object { .. } => "Object",
    };
    let whole = format!("{}{own}", names::type_name(namespace_text));
    let mut candidates = vec![plain_type(&id.name)];
    if own.starts_with(explicit.strip_suffix(&own).unwrap_or_default()) {
        // `vps.VpsOption` already has the word.
        candidates.extend([format!("{own}{kind}"), explicit.clone(), format!("{explicit}{kind}"), whole]);
    } else {
        candidates.extend([explicit.clone(), format!("{explicit}{kind}"), whole]);
    }
    candidates
}

/// Splits a full name into its Rust modules and the type's own name.
///
/// Older files write an instance of a generic as `complexType.UnitAndValues_vps.VpsTimestampValue`, where the dots
/// after the underscore belong to the argument.
pub fn namespace(name: &str) -> (Vec<String>, String) {
    let (path, argument) = split_instance(name);
    let (namespace, own) = path.rsplit_once('.').unwrap_or(("", path));
    let argument = argument.rsplit(['.', '<']).next().unwrap_or_default();
    let modules = namespace.split('.').filter(|segment| !segment.is_empty());
    (modules.map(names::module).collect(), format!("{own} {argument}").trim().to_owned())
}

/// Returns the namespace as the schema spells it: `hosting.web`.
fn namespace_text(name: &str) -> &str {
    split_instance(name).0.rsplit_once('.').map_or("", |(namespace, _)| namespace)
}

fn split_instance(name: &str) -> (&str, &str) {
    let instance = name.find('_').filter(|at| name.get(*at..).is_some_and(|rest| rest.contains('.')));
    let path_end = name.find('<').into_iter().chain(instance).min().unwrap_or(name.len());
    name.split_at(path_end)
}
