//! The names and fields of the Rust types for all definitions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use rayon::prelude::*;

use super::lowered::{LoweredDefinition, LoweredKind, LoweredProperty, LoweredTypes};
use super::recursion::{Cycles, cycles};
use super::usage::Usage;
use crate::model::{Definition, Direction, Enum, Field, Kind, Object, Presence, Type, TypeId, Types};
use crate::names;
use crate::schema::Branch;

/// Returns the Rust form of each definition; `features` are the features of the APIs by index.
pub fn definitions(types: &LoweredTypes, usage: &Usage, features: &[String]) -> Types {
    let (names, cycles) = rayon::join(|| rust_names(types, usage), || cycles(types));
    let neighbours = neighbours(&names);
    types
        .par_iter()
        .map(|(id, lowered)| {
            let (module, _) = namespace(&id.name);
            let neighbours = neighbours.get(&(id.branch, module.clone()));
            let kind = kind(id, lowered, usage, features, &names, neighbours, &cycles);
            (id.clone(), Definition { module, kind, description: lowered.description.clone() })
        })
        .collect()
}

/// Splits a full name into its Rust modules and the type's own name.
///
/// Older files write an instance of a generic as `complexType.UnitAndValues_vps.VpsTimestampValue`, where the dots
/// after the underscore belong to the argument.
fn namespace(name: &str) -> (Vec<String>, String) {
    let instance = name.find('_').filter(|at| name.get(*at..).is_some_and(|rest| rest.contains('.')));
    let path_end = name.find('<').into_iter().chain(instance).min().unwrap_or(name.len());
    let (path, argument) = name.split_at(path_end);
    let (namespace, own) = path.rsplit_once('.').unwrap_or(("", path));
    let argument = argument.rsplit(['.', '<']).next().unwrap_or_default();
    let modules = namespace.split('.').filter(|segment| !segment.is_empty());
    (modules.map(names::module).collect(), format!("{own} {argument}").trim().to_owned())
}

/// A Rust type that needs a name.
#[derive(Debug)]
struct Claim<'t> {
    id: &'t TypeId,
    direction: Direction,
    is_enum: bool,
    /// Distinguishes the struct from the one for the other direction, even if that one is unused.
    suffix: &'static str,
}

type RustNames = BTreeMap<(TypeId, Direction), String>;

fn rust_names(types: &LoweredTypes, usage: &Usage) -> RustNames {
    let mut modules: BTreeMap<_, Vec<Claim<'_>>> = BTreeMap::new();
    for (id, definition) in types {
        let is_used = |direction| usage.apis.contains_key(&(id.clone(), direction));
        let is_enum = matches!(definition.kind, LoweredKind::Enum { .. });
        let (output, input) = match is_enum {
            true => ("", ""),
            false if names::is_request(&id.name) => ("Output", ""),
            false => ("", "Input"),
        };
        let claims = modules.entry((id.branch, namespace(&id.name).0)).or_default();
        if is_used(Direction::Output) || is_enum {
            claims.push(Claim { id, direction: Direction::Output, is_enum, suffix: output });
        }
        if is_used(Direction::Input) && !is_enum {
            claims.push(Claim { id, direction: Direction::Input, is_enum, suffix: input });
        }
    }
    // Types and modules share a namespace: `hosting.web.cron` is both.
    let mut taken: BTreeMap<(Branch, Vec<String>), Vec<String>> = BTreeMap::new();
    for (branch, module) in modules.keys() {
        for (depth, child) in module.iter().enumerate() {
            let parent = module.iter().take(depth).cloned().collect();
            taken.entry((*branch, parent)).or_default().push(child.clone());
        }
    }
    let of_module = |(module, mut claims): (_, Vec<Claim<'_>>)| {
        claims.sort_by_cached_key(|claim| (priority(claim), claim.direction, claim.id));
        let children = taken.get(&module).into_iter().flatten().map(String::as_str);
        let taken: Vec<&str> = children.chain(names::PRIMITIVES.iter().copied()).chain(["fields"]).collect();
        let names = names::distinct(&claims, &taken, candidates);
        claims.into_iter().map(|claim| (claim.id.clone(), claim.direction)).zip(names).collect::<Vec<_>>()
    };
    modules.into_par_iter().flat_map_iter(of_module).collect()
}

/// Orders types that claim the same name: those without a suffix and with the usual spelling come first.
fn priority(claim: &Claim<'_>) -> (bool, bool, bool, bool) {
    let (namespace, own) = claim.id.name.rsplit_once('.').unwrap_or(("", &claim.id.name));
    let starts_upper = |segment: &str| segment.starts_with(|c: char| c.is_ascii_uppercase());
    (!claim.suffix.is_empty(), !starts_upper(own), namespace.split('.').any(starts_upper), claim.is_enum)
}

fn candidates(claim: &Claim<'_>) -> Vec<String> {
    let (_, own) = namespace(&claim.id.name);
    let suffix = claim.suffix;
    let plain = format!("{}{suffix}", names::type_name(&own));
    let with_enum = format!("{plain}Enum");
    let mut candidates = vec![plain];
    if claim.is_enum && own.ends_with("Enum") {
        candidates.push(with_enum);
    }
    candidates.extend(as_identifier(&own).map(|spelled| spelled + suffix));
    candidates
}

fn kind(
    id: &TypeId,
    lowered: &LoweredDefinition,
    usage: &Usage,
    features: &[String],
    names: &RustNames,
    neighbours: Option<&BTreeSet<&str>>,
    cycles: &Cycles,
) -> Kind {
    let name = |direction| names.get(&(id.clone(), direction)).cloned().unwrap_or_default();
    let features_of = |direction| -> BTreeSet<String> {
        let apis = usage.apis.get(&(id.clone(), direction)).into_iter().flatten();
        apis.filter_map(|api| features.get(*api).cloned()).collect()
    };
    match &lowered.kind {
        LoweredKind::Enum { numeric, values } => {
            let mut needed_by = features_of(Direction::Output);
            needed_by.extend(features_of(Direction::Input));
            let values = variants(values, *numeric);
            Kind::Enum(Enum { name: name(Direction::Output), features: needed_by, numeric: *numeric, values })
        }
        LoweredKind::Object { generics, properties } => {
            let parameters = type_parameters(generics, neighbours);
            let object = |direction| {
                let features = features_of(direction);
                let fields = fields(id, properties, direction, cycles, &parameters);
                let generics = generics.iter().filter_map(|generic| parameters.get(generic).cloned()).collect();
                let object = Object { name: name(direction), features, generics, fields };
                (!object.features.is_empty()).then_some(object)
            };
            Kind::Object { output: object(Direction::Output), input: object(Direction::Input) }
        }
    }
}

fn variants(values: &BTreeSet<String>, numeric: bool) -> Vec<(String, String)> {
    let mut values: Vec<&String> = values.iter().collect();
    if numeric {
        values.sort_by_key(|value| value.parse::<i64>().unwrap_or(i64::MAX));
    }
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for value in &values {
        *wanted.entry(names::variant(value)).or_default() += 1;
    }
    let names = names::distinct(&values, &[], |value| {
        let plain = names::variant(value);
        let as_spelled = as_identifier(value).unwrap_or_else(|| plain.clone());
        // All clashing values get an explicit name, so that none takes the name of another when values are added or
        // removed.
        if wanted.get(&plain).is_some_and(|count| *count > 1) { vec![as_spelled] } else { vec![plain, as_spelled] }
    });
    names.into_iter().zip(values.into_iter().cloned()).collect()
}

/// Returns the text as an identifier, if the original spelling allows it.
fn as_identifier(text: &str) -> Option<String> {
    let spelled = text.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let is_keyword = names::field(&spelled).ends_with('_');
    let is_primitive = ["bool", "char", "f32", "f64", "i64", "str", "u8"].contains(&spelled.as_str());
    (!is_primitive && spelled.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_keyword).then_some(spelled)
}

/// Returns the names in each module.
fn neighbours(names: &RustNames) -> BTreeMap<(Branch, Vec<String>), BTreeSet<&str>> {
    let mut neighbours: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for ((id, _), name) in names {
        neighbours.entry((id.branch, namespace(&id.name).0)).or_default().insert(name);
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

fn fields(
    id: &TypeId,
    properties: &BTreeMap<String, LoweredProperty>,
    direction: Direction,
    cycles: &Cycles,
    parameters: &BTreeMap<String, String>,
) -> Vec<Field> {
    let used: Vec<(&String, &LoweredProperty)> =
        properties.iter().filter(|(_, property)| direction == Direction::Output || property.writable).collect();
    let idents = names::distinct(&used, &[], |(name, _)| vec![names::field(name)]);
    let is_creation = names::is_creation(&id.name);
    let fields = used.iter().zip(idents).map(|((name, property), ident)| {
        let boxed = cycles.needs_box(id, &property.ty);
        Field {
            ident,
            name: (*name).clone(),
            ty: property.ty.map_parameters(&|name| parameters.get(name).cloned().map(Type::Parameter)),
            boxed,
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
