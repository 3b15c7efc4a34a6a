//! The fields and variants of the Rust types for all definitions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use rayon::prelude::*;

use super::lowered::{LoweredDefinition, LoweredKind, LoweredProperty, LoweredTypes};
use super::recursion::{Cycles, cycles};
use super::type_names::{Module, TypeNames, namespace, type_names};
use super::usage::Usage;
use crate::lock::{self, NameLock};
use crate::model::{Definition, Direction, Enum, Field, Kind, Object, Presence, Type, TypeId, Types};
use crate::names::{self, Claim};

/// Returns the Rust form of each definition; `features` are the features of the APIs by index.
pub fn definitions(types: &LoweredTypes, usage: &Usage, features: &[String], lock: &NameLock) -> Types {
    let (names, cycles) = rayon::join(|| type_names(types, usage, lock), || cycles(types));
    let context = Context { usage, features, neighbours: neighbours(&names), cycles: &cycles, lock };
    let definitions = types.par_iter().filter_map(|(id, lowered)| {
        let names = names.get(id)?;
        let (module, _) = namespace(&id.name);
        let kind = kind(id, lowered, names, &context);
        let definition = Definition {
            module,
            named_in: Vec::new(),
            name: names.plain.clone(),
            twins: lowered.twins.clone(),
            kind,
            description: lowered.description.clone(),
        };
        Some((id.clone(), definition))
    });
    definitions.collect()
}

/// What all definitions have in common.
struct Context<'c> {
    usage: &'c Usage,
    features: &'c [String],
    neighbours: BTreeMap<Module, BTreeSet<&'c str>>,
    cycles: &'c Cycles,
    lock: &'c NameLock,
}

fn kind(id: &TypeId, lowered: &LoweredDefinition, names: &TypeNames, context: &Context<'_>) -> Kind {
    let features_of = |direction| -> BTreeSet<String> {
        let apis = context.usage.apis.get(&(id.clone(), direction)).into_iter().flatten();
        apis.filter_map(|api| context.features.get(*api).cloned()).collect()
    };
    match &lowered.kind {
        LoweredKind::Enum { numeric, values } => {
            let mut features = features_of(Direction::Output);
            features.extend(features_of(Direction::Input));
            let values = variants(id, lowered, values, *numeric, context.lock);
            Kind::Enum(Enum { name: names.plain.clone(), features, numeric: *numeric, values })
        }
        LoweredKind::Object { generics, properties } => {
            let (module, _) = namespace(&id.name);
            let parameters = type_parameters(generics, context.neighbours.get(&(id.branch, module)));
            let idents = field_idents(id, properties, context.lock);
            let object = |direction| {
                let features = features_of(direction);
                let fields = fields(id, properties, &idents, direction, context.cycles, &parameters);
                let generics = generics.iter().filter_map(|generic| parameters.get(generic).cloned()).collect();
                let object = Object { name: names.object(id, direction).to_owned(), features, generics, fields };
                (!object.features.is_empty()).then_some(object)
            };
            Kind::Object { output: object(Direction::Output), input: object(Direction::Input) }
        }
    }
}

/// Names the values of an enum.
///
/// Values with the same name in Rust tell their style: `CreditCardCamel` and `CreditCardUpper`. In an enum that the
/// lock knows, only the new ones do.
fn variants(
    id: &TypeId,
    lowered: &LoweredDefinition,
    values: &BTreeSet<String>,
    numeric: bool,
    lock: &NameLock,
) -> Vec<(String, String)> {
    let mut values: Vec<&String> = values.iter().collect();
    if numeric {
        values.sort_by_key(|value| value.parse::<i64>().unwrap_or(i64::MAX));
    }
    let full_names = || std::iter::once(&id.name).chain(&lowered.twins);
    let is_known = full_names().any(|name| lock.held(lock::NameKind::Type, id.branch.folder()).contains_key(name));
    let mut held = lock.held(lock::NameKind::Variant, &lock::owner(id)).clone();
    for twin in &lowered.twins {
        let twin = TypeId { branch: id.branch, name: twin.clone() };
        for (value, name) in lock.held(lock::NameKind::Variant, &lock::owner(&twin)) {
            held.entry(value.clone()).or_insert_with(|| name.clone());
        }
    }
    let is_version = names::is_version(&id.name);
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for value in &values {
        *wanted.entry(names::variant(value, is_version)).or_default() += 1;
    }
    let names = names::assign(&values, &held, &[], |value| {
        let plain = names::variant(value, is_version);
        let clashes = wanted.get(&plain).is_some_and(|count| *count > 1);
        let styled = names::styles(value).into_iter().map(|style| format!("{plain}{style}"));
        let candidates = if clashes && !is_known {
            styled.collect()
        } else {
            [plain.clone()].into_iter().chain(styled).collect::<Vec<_>>()
        };
        let candidates = if candidates.is_empty() { vec![plain] } else { candidates };
        // A value with a single candidate would otherwise lose it to one with more.
        let priority = (clashes, candidates.len());
        let is_usual = names::is_lower_camel(value) && (!clashes || is_known);
        Claim { key: (*value).clone(), is_usual, priority, candidates }
    });
    names.into_iter().zip(values.into_iter().cloned()).collect()
}

/// Returns the names in each module.
fn neighbours(names: &BTreeMap<TypeId, TypeNames>) -> BTreeMap<Module, BTreeSet<&str>> {
    let mut neighbours: BTreeMap<Module, BTreeSet<&str>> = BTreeMap::new();
    for (id, names) in names {
        let module = neighbours.entry((id.branch, namespace(&id.name).0)).or_default();
        module.extend([names.plain.as_str()].into_iter().chain(names.form.as_deref()));
    }
    neighbours
}

/// Returns the Rust names of a generic's type parameters, none of which shadows a type that its fields use.
fn type_parameters(generics: &[String], neighbours: Option<&BTreeSet<&str>>) -> BTreeMap<String, String> {
    const STANDARD: &[&str] = &["Box", "Into", "Option", "String", "Vec"];
    if generics.is_empty() {
        return BTreeMap::new();
    }
    let candidates = |generic: &String| {
        let plain = names::type_name(generic);
        let explicit = format!("{plain}Parameter");
        vec![plain, explicit]
    };
    // Only names that start like a candidate matter, and a module may have thousands of others.
    let mut taken: BTreeSet<&str> = STANDARD.iter().copied().collect();
    if let Some(neighbours) = neighbours {
        for candidate in generics.iter().flat_map(candidates) {
            let similar = neighbours.range::<str, _>((Bound::Included(candidate.as_str()), Bound::Unbounded));
            taken.extend(similar.copied().take_while(|name| name.starts_with(&candidate)));
        }
    }
    let taken: Vec<&str> = taken.into_iter().collect();
    let chosen = names::distinct(generics, &taken, candidates);
    generics.iter().cloned().zip(chosen).collect()
}

/// Names the fields of both directions.
fn field_idents<'p>(
    id: &TypeId,
    properties: &'p BTreeMap<String, LoweredProperty>,
    lock: &NameLock,
) -> BTreeMap<&'p str, String> {
    let all: Vec<&str> = properties.keys().map(String::as_str).collect();
    let idents = names::assign(&all, lock.held(lock::NameKind::Field, &lock::owner(id)), &[], |name| {
        let plain = names::field(name);
        let styled =
            names::styles(name).into_iter().map(|style| format!("{}_{}", names::bare(&plain), names::field(&style)));
        let candidates = [plain.clone()].into_iter().chain(styled).collect();
        Claim { key: (*name).to_owned(), is_usual: names::is_lower_camel(name), priority: (), candidates }
    });
    all.into_iter().zip(idents).collect()
}

fn fields(
    id: &TypeId,
    properties: &BTreeMap<String, LoweredProperty>,
    idents: &BTreeMap<&str, String>,
    direction: Direction,
    cycles: &Cycles,
    parameters: &BTreeMap<String, String>,
) -> Vec<Field> {
    let is_creation = names::is_creation(&id.name);
    let used = properties.iter().filter(|(_, property)| direction == Direction::Output || property.writable);
    let fields = used.map(|(name, property)| {
        let boxed = cycles.needs_box(id, &property.ty);
        Field {
            ident: idents.get(name.as_str()).cloned().unwrap_or_default(),
            name: name.clone(),
            ty: property.ty.map_parameters(&|name| parameters.get(name).cloned().map(Type::Parameter)),
            boxed,
            nullable: property.nullable,
            presence: presence(property, direction, boxed, is_creation),
            description: property.description.clone(),
        }
    });
    fields.collect()
}

fn presence(property: &LoweredProperty, direction: Direction, recursive: bool, is_creation: bool) -> Presence {
    match direction {
        // A value of a type that always contains itself would be infinite.
        Direction::Output if property.nullable || property.may_be_absent || recursive => Presence::Nullable,
        Direction::Output => Presence::Value,
        Direction::Input => match (property.required, property.nullable) {
            (true, false) if recursive => Presence::Optional,
            (true, false) => Presence::Value,
            (true, true) => Presence::Nullable,
            (false, false) => Presence::Optional,
            // There is nothing to clear before it exists.
            (false, true) if is_creation => Presence::Optional,
            (false, true) => Presence::Patch,
        },
    }
}
