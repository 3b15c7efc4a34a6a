//! Names and fields of the Rust types for all definitions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use rayon::prelude::*;

use super::lowered::{LoweredDefinition, LoweredKind, LoweredProperty, LoweredTypes};
use super::recursion::{Cycles, cycles};
use super::usage::{Direction, Usage};
use crate::model::{Definition, Enum, Field, Kind, Object, Presence, Type, TypeId, Types};
use crate::names;
use crate::schema::Branch;

/// Decides the Rust form of each definition; `features` are the features of the APIs by their indices.
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

/// Rust modules and the remaining name of a full name.
///
/// Older files write a generic's instance as `complexType.UnitAndValues_vps.VpsTimestampValue`: the dots after the
/// underscore belong to the argument.
fn namespace(name: &str) -> (Vec<String>, String) {
    let instance = name.find('_').filter(|at| name.get(*at..).is_some_and(|rest| rest.contains('.')));
    let path_end = name.find('<').into_iter().chain(instance).min().unwrap_or(name.len());
    let (path, argument) = name.split_at(path_end);
    let (namespace, own) = path.rsplit_once('.').unwrap_or(("", path));
    let argument = argument.rsplit(['.', '<']).next().unwrap_or_default();
    let modules = namespace.split('.').filter(|segment| !segment.is_empty());
    (modules.map(names::module).collect(), format!("{own} {argument}").trim().to_owned())
}

/// A Rust type to be named.
#[derive(Debug)]
struct Claim<'t> {
    id: &'t TypeId,
    direction: Direction,
    is_enum: bool,
    /// What tells it from the struct for the other direction, whether or not there is one.
    suffix: &'static str,
}

type RustNames = BTreeMap<(TypeId, Direction), String>;

fn rust_names(types: &LoweredTypes, usage: &Usage) -> RustNames {
    let mut modules: BTreeMap<_, Vec<Claim<'_>>> = BTreeMap::new();
    for (id, definition) in types {
        let is_used = |direction| usage.apis.contains_key(&(id.clone(), direction));
        let is_enum = matches!(definition.kind, LoweredKind::Enum { .. });
        let (answered, sent) = match is_enum {
            true => ("", ""),
            false if names::is_request(&id.name) => ("Output", ""),
            false => ("", "Input"),
        };
        let claims = modules.entry((id.branch, namespace(&id.name).0)).or_default();
        if is_used(Direction::Output) || is_enum {
            claims.push(Claim { id, direction: Direction::Output, is_enum, suffix: answered });
        }
        if is_used(Direction::Input) && !is_enum {
            claims.push(Claim { id, direction: Direction::Input, is_enum, suffix: sent });
        }
    }
    // A type and a module share one name space: `hosting.web.cron` is both.
    let mut taken: BTreeMap<(Branch, Vec<String>), Vec<String>> = BTreeMap::new();
    for (branch, module) in modules.keys() {
        for (depth, child) in module.iter().enumerate() {
            let parent = module.iter().take(depth).cloned().collect();
            taken.entry((*branch, parent)).or_default().push(child.clone());
        }
    }
    let of_module = |(module, mut claims): (_, Vec<Claim<'_>>)| {
        claims.sort_by_cached_key(|claim| (oddity(claim), claim.direction, claim.id));
        let children = taken.get(&module).into_iter().flatten().map(String::as_str);
        let taken: Vec<&str> = children.chain(names::PRIMITIVES.iter().copied()).collect();
        let names = names::distinct(&claims, &taken, candidates);
        claims.into_iter().map(|claim| (claim.id.clone(), claim.direction)).zip(names).collect::<Vec<_>>()
    };
    modules.into_par_iter().flat_map_iter(of_module).collect()
}

/// Of two types that want the same name, the one that has it without a suffix and is spelled as most types are gets it.
fn oddity(claim: &Claim<'_>) -> (bool, bool, bool, bool) {
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
        // All that clash are spelled out, so that none takes over the name of another when values come and go.
        if wanted.get(&plain).is_some_and(|count| *count > 1) { vec![as_spelled] } else { vec![plain, as_spelled] }
    });
    names.into_iter().zip(values.into_iter().cloned()).collect()
}

/// The text itself as far as an identifier can hold it.
fn as_identifier(text: &str) -> Option<String> {
    let spelled = text.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let is_keyword = names::field(&spelled).ends_with('_');
    let is_primitive = ["bool", "char", "f32", "f64", "i64", "str", "u8"].contains(&spelled.as_str());
    (!is_primitive && spelled.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_keyword).then_some(spelled)
}

/// The names of each module.
fn neighbours(names: &RustNames) -> BTreeMap<(Branch, Vec<String>), BTreeSet<&str>> {
    let mut neighbours: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for ((id, _), name) in names {
        neighbours.entry((id.branch, namespace(&id.name).0)).or_default().insert(name);
    }
    neighbours
}

/// A generic's type parameters: the Rust name of each by the service's, none of which hides a type that its fields name.
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
    // Of the neighbours only those that begin like a candidate: a module may hold thousands.
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
    let shown: Vec<(&String, &LoweredProperty)> =
        properties.iter().filter(|(_, property)| direction == Direction::Output || property.writable).collect();
    let idents = names::distinct(&shown, &[], |(name, _)| vec![names::field(name)]);
    let fields = shown.iter().zip(idents).map(|((name, property), ident)| {
        let boxed = cycles.needs_box(id, &property.ty);
        Field {
            ident,
            name: (*name).clone(),
            ty: with_parameters(&property.ty, parameters),
            boxed,
            presence: presence(property, direction, boxed),
            description: property.description.clone(),
        }
    });
    fields.collect()
}

/// The type with its parameters by their Rust names.
fn with_parameters(ty: &Type, parameters: &BTreeMap<String, String>) -> Type {
    match ty {
        Type::Scalar(_) => ty.clone(),
        Type::Parameter(name) => Type::Parameter(parameters.get(name).unwrap_or(name).clone()),
        Type::List(item) => Type::List(Box::new(with_parameters(item, parameters))),
        Type::Map(key, value) => Type::Map(key.clone(), Box::new(with_parameters(value, parameters))),
        Type::Defined(id, arguments) => {
            let arguments = arguments.iter().map(|argument| with_parameters(argument, parameters)).collect();
            Type::Defined(id.clone(), arguments)
        }
    }
}

fn presence(property: &LoweredProperty, direction: Direction, recursive: bool) -> Presence {
    match direction {
        // A type that always held itself would never end.
        Direction::Output if property.nullable || property.may_be_absent || recursive => Presence::Nullable,
        Direction::Output => Presence::Value,
        Direction::Input => match (property.required, property.nullable) {
            (true, false) if recursive => Presence::Optional,
            (true, false) => Presence::Value,
            (true, true) => Presence::Nullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::Patch,
        },
    }
}
