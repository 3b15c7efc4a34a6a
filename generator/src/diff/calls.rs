//! Names as callers write them.

use crate::model::{Api, Definition, Kind, Object, Operation, Scalar, Type, TypeId, Types};
use crate::schema::Branch;

/// The way that a type travels; an enum travels both ways as one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Output,
    Input,
}

/// `vps()`, `v2().iam()`.
pub fn accessor(api: &Api) -> String {
    match api.branch {
        Branch::V1 => format!("{}()", api.module),
        Branch::V2 => format!("v2().{}()", api.module),
    }
}

/// `vps().reboot`.
pub fn call(api: &Api, operation: &Operation) -> String {
    format!("{}.{}", accessor(api), operation.name)
}

/// `/vps`, `/v2/iam`.
pub fn branched(branch: Branch, path: &str) -> String {
    match branch {
        Branch::V1 => path.to_owned(),
        Branch::V2 => format!("/v2{path}"),
    }
}

/// `GET /vps/{serviceName}`.
pub fn request(api: &Api, operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), branched(api.branch, &operation.path))
}

/// The struct for one direction.
pub fn object(definition: &Definition, direction: Direction) -> Option<&Object> {
    match (&definition.kind, direction) {
        (Kind::Object { output, .. }, Direction::Output) => output.as_ref(),
        (Kind::Object { input, .. }, Direction::Input) => input.as_ref(),
        (Kind::Enum(_), _) => None,
    }
}

/// The name that stands for a definition in one direction.
pub fn own_name(definition: &Definition, direction: Direction) -> Option<&str> {
    match &definition.kind {
        Kind::Enum(own) => Some(&own.name),
        Kind::Object { .. } => object(definition, direction).map(|object| object.name.as_str()),
    }
}

/// `types::vps::Disk`, the path below the crate.
pub fn path(branch: Branch, module: &[String], name: &str) -> String {
    let root = match branch {
        Branch::V1 => "types",
        Branch::V2 => "v2::types",
    };
    std::iter::once(root).chain(module.iter().map(String::as_str)).chain([name]).collect::<Vec<_>>().join("::")
}

/// A type for people: `Vec<vps::Disk>`.
pub fn text(types: &Types, ty: &Type, direction: Direction) -> String {
    match ty {
        Type::Scalar(scalar) => scalar_text(*scalar).to_owned(),
        Type::List(item) => format!("Vec<{}>", text(types, item, direction)),
        Type::Map(key, value) => {
            let key = key.as_ref().map_or_else(|| "String".to_owned(), |id| defined(types, id, direction));
            format!("BTreeMap<{key}, {}>", text(types, value, direction))
        }
        Type::Parameter(name) => name.clone(),
        Type::Defined(id, arguments) => {
            let arguments: Vec<String> = arguments.iter().map(|ty| text(types, ty, direction)).collect();
            let name = defined(types, id, direction);
            if arguments.is_empty() { name } else { format!("{name}<{}>", arguments.join(", ")) }
        }
    }
}

fn defined(types: &Types, id: &TypeId, direction: Direction) -> String {
    let known = types.get(id).and_then(|definition| Some((definition, own_name(definition, direction)?)));
    let Some((definition, name)) = known else { return "Json".to_owned() };
    definition.module.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("::")
}

const fn scalar_text(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "bool",
        Scalar::Date => "Date",
        Scalar::Double => "f64",
        Scalar::Duration => "Span",
        Scalar::Ip => "IpAddr",
        Scalar::IpBlock => "IpNet",
        Scalar::Ipv4 => "Ipv4Addr",
        Scalar::Ipv4Block => "Ipv4Net",
        Scalar::Ipv6 => "Ipv6Addr",
        Scalar::Ipv6Block => "Ipv6Net",
        Scalar::Json => "Json",
        Scalar::Long => "i64",
        Scalar::MacAddress => "MacAddr6",
        Scalar::Secret => "SecretString",
        Scalar::Text => "String",
        Scalar::Time => "Time",
        Scalar::Timestamp => "Timestamp",
        Scalar::Unit => "()",
        Scalar::Uuid => "Uuid",
    }
}
