#![allow(missing_docs, missing_debug_implementations)]
use crate::model::*;
use crate::schema::{ApiStatus, Branch};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    Output,
    Input,
}

pub struct Facts {
    pub rust: &'static str,
}
impl Scalar {
    pub fn facts(self) -> Facts {
        Facts {
            rust: match self {
                Scalar::Boolean => "bool",
                Scalar::Date => "jiff::civil::Date",
                Scalar::Double => "f64",
                Scalar::Duration => "jiff::Span",
                Scalar::Ip => "std::net::IpAddr",
                Scalar::IpBlock => "ipnet::IpNet",
                Scalar::Ipv4 => "std::net::Ipv4Addr",
                Scalar::Ipv4Block => "ipnet::Ipv4Net",
                Scalar::Ipv6 => "std::net::Ipv6Addr",
                Scalar::Ipv6Block => "ipnet::Ipv6Net",
                Scalar::Json => "crate::json::Json",
                Scalar::Long => "i64",
                Scalar::MacAddress => "macaddr::MacAddr6",
                Scalar::Secret => "secrecy::SecretString",
                Scalar::Text => "std::string::String",
                Scalar::Time => "jiff::civil::Time",
                Scalar::Timestamp => "jiff::Timestamp",
                Scalar::Unit => "()",
                Scalar::Uuid => "uuid::Uuid",
            },
        }
    }
}
fn prefixed(b: Branch, p: &str) -> String {
    match b {
        Branch::V1 => p.to_owned(),
        Branch::V2 => format!("/v2{p}"),
    }
}
impl Api {
    pub fn call(&self, operation: &Operation) -> String {
        match self.branch {
            Branch::V1 => format!("{}().{}", self.module, operation.name),
            Branch::V2 => format!("v2().{}().{}", self.module, operation.name),
        }
    }
    pub fn branched_root(&self) -> String {
        prefixed(self.branch, &self.root)
    }
    pub fn size(&self) -> String {
        match self.operations.len() {
            1 => "1 operation".to_owned(),
            count => format!("{count} operations"),
        }
    }
}
impl Model {
    pub fn operations(&self) -> impl Iterator<Item = (&Api, &Operation)> {
        self.apis.iter().flat_map(|api| api.operations.iter().map(move |operation| (api, operation)))
    }
}
impl ApiStatus {
    pub fn is_deprecated(&self) -> bool {
        self.value == "DEPRECATED"
    }
    pub fn announcement(&self) -> Option<String> {
        let since = self.deprecated_date.as_deref().map(|d| format!("since {}", day(d)));
        let deletion = self.deletion_date.as_deref().map(|d| format!("to be deleted on {}", day(d)));
        let replacement = self.replacement.as_deref().map(|path| format!("use {path} instead"));
        let known: Vec<String> = since.into_iter().chain(deletion).chain(replacement).collect();
        (!known.is_empty()).then(|| known.join(", "))
    }
}
fn day(date: &str) -> &str {
    match date.split_once('T') {
        Some((day, _)) if day.len() == "2024-09-15".len() => day,
        _ => date,
    }
}
pub fn is_enum(types: &Types, id: &TypeId) -> bool {
    types.get(id).is_some_and(|definition| matches!(definition.kind, Kind::Enum(_)))
}
impl Definition {
    pub fn object(&self, direction: Direction) -> Option<&Object> {
        match (&self.kind, direction) {
            (Kind::Object { output, .. }, Direction::Output) => output.as_ref(),
            (Kind::Object { input, .. }, Direction::Input) => input.as_ref(),
            (Kind::Enum(_), _) => None,
        }
    }
    pub fn objects(&self) -> impl Iterator<Item = (Direction, &Object)> {
        [Direction::Output, Direction::Input].into_iter().filter_map(|d| Some((d, self.object(d)?)))
    }
    pub fn rust_name(&self, direction: Direction) -> Option<&str> {
        match &self.kind {
            Kind::Enum(own) => Some(&own.name),
            Kind::Object { .. } => self.object(direction).map(|object| object.name.as_str()),
        }
    }
    pub fn features(&self, direction: Direction) -> Option<&std::collections::BTreeSet<String>> {
        match &self.kind {
            Kind::Enum(own) => Some(&own.features),
            Kind::Object { .. } => self.object(direction).map(|object| &object.features),
        }
    }
}
impl Object {
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.presence == Presence::Value)
    }
}
impl Field {
    pub fn display(&self, types: &Types, direction: Direction) -> String {
        let mut text = self.ty.display(types, direction);
        if self.boxed {
            text = format!("Box<{text}>");
        }
        match self.presence {
            Presence::Value => text,
            Presence::Nullable if self.ty == Type::Scalar(Scalar::Json) => text,
            Presence::Nullable | Presence::Optional => format!("Option<{text}>"),
            Presence::Patch => format!("Patch<{text}>"),
        }
    }
}
impl Operation {
    pub fn request_line_(&self, b: Branch) -> String {
        format!("{} {}", self.method.as_str(), self.branched_path_(b))
    }
    pub fn branched_path_(&self, b: Branch) -> String {
        prefixed(b, &self.path)
    }
}
impl Type {
    pub fn is_plain(&self, is_enum: impl Fn(&TypeId) -> bool) -> bool {
        match self {
            Self::Scalar(scalar) => !matches!(scalar, Scalar::Json | Scalar::Unit),
            Self::List(_) | Self::Map(..) | Self::Parameter(_) => false,
            Self::Defined(id, _) => is_enum(id),
        }
    }
    pub fn display(&self, types: &Types, direction: Direction) -> String {
        match self {
            Self::Scalar(scalar) => {
                let r = scalar.facts().rust;
                r.rsplit("::").next().unwrap_or(r).to_owned()
            }
            Self::List(item) => format!("Vec<{}>", item.display(types, direction)),
            Self::Map(key, value) => {
                let key = key.as_ref().map_or_else(|| "String".to_owned(), |id| id.display_value(types, direction));
                format!("BTreeMap<{key}, {}>", value.display(types, direction))
            }
            Self::Parameter(name) => name.clone(),
            Self::Defined(id, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|ty| ty.display(types, direction)).collect();
                let name = id.display_value(types, direction);
                if arguments.is_empty() { name } else { format!("{name}<{}>", arguments.join(", ")) }
            }
        }
    }
}
impl TypeId {
    pub fn display(&self, types: &Types, direction: Direction) -> String {
        let path = types.get(self).and_then(|definition| {
            let name = definition.rust_name(direction)?;
            Some(definition.module.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("::"))
        });
        path.unwrap_or_else(|| "Json".to_owned())
    }
    fn display_value(&self, types: &Types, direction: Direction) -> String {
        let name = self.display(types, direction);
        if is_enum(types, self) { format!("OpenEnum<{name}>") } else { name }
    }
}
