//! The values that a person filled in for an operation, their check, and the request that they make.

use generator::model::{Parameter, Type, is_enum};
use generator::schema::Location;
use ovh_sandbox::Schemas;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::operations::Found;

/// Characters that are not escaped in URLs, as the client does it.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Values by name. Missing and null values are not sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Values {
    pub(crate) path: Map<String, Value>,
    pub(crate) query: Map<String, Value>,
    pub(crate) header: Map<String, Value>,
    /// The whole body, or an object with the named parameters of the body.
    pub(crate) body: Value,
}

impl Values {
    /// Returns the value of a parameter, or `None` if it is not given.
    pub(crate) fn of(&self, parameter: &Parameter) -> Option<&Value> {
        let name = parameter.name.as_deref();
        let value = match (parameter.location, name) {
            (Location::Path, Some(name)) => self.path.get(name),
            (Location::Query, Some(name)) => self.query.get(name),
            (Location::Header, Some(name)) => self.header.get(name),
            (Location::Body, Some(name)) => self.body.get(name),
            (Location::Body, None) => Some(&self.body),
            (_, None) => None,
        };
        value.filter(|value| !value.is_null())
    }

    /// Sets the value of a parameter.
    pub(crate) fn set(&mut self, parameter: &Parameter, value: Value) {
        let entries = match parameter.location {
            Location::Path => &mut self.path,
            Location::Query => &mut self.query,
            Location::Header => &mut self.header,
            Location::Body => {
                let Some(name) = &parameter.name else {
                    self.body = value;
                    return;
                };
                if !self.body.is_object() {
                    self.body = Value::Object(Map::new());
                }
                if let Some(entries) = self.body.as_object_mut() {
                    entries.insert(name.clone(), value);
                }
                return;
            }
        };
        entries.insert(parameter.name.clone().unwrap_or_default(), value);
    }
}

/// A value that cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    /// `path`, `query`, `header` or `body`.
    pub(crate) location: &'static str,
    /// The parameter, empty for the whole body.
    pub(crate) name: String,
    /// The place below the parameter, such as `renew.period`.
    pub(crate) path: String,
    pub(crate) message: String,
}

/// Returns what is wrong with the values, at most one problem per parameter.
pub(crate) fn check(schemas: &Schemas, found: Found<'_>, values: &Values) -> Vec<Problem> {
    let operation = found.operation;
    let mut problems = Vec::new();
    for (parameter, is_required) in all(found) {
        let problem = |path: String, message: String| Problem {
            location: parameter.location.as_str(),
            name: parameter.name.clone().unwrap_or_default(),
            path,
            message,
        };
        let name = parameter.name.as_deref().unwrap_or("body");
        match values.of(parameter) {
            None if is_required => problems.push(problem(String::new(), format!("missing value: {name} is required"))),
            None => {}
            Some(value) if parameter.location == Location::Body => {
                if let Err(invalid) = schemas.check(&parameter.ty, value) {
                    problems.push(problem(invalid.path, invalid.message));
                }
            }
            Some(value) => {
                if let Some(message) = check_text(schemas, parameter, value) {
                    problems.push(problem(String::new(), message));
                }
            }
        }
    }
    let names = |location| operation.parameters().filter(move |it| it.location == location);
    let given = [(Location::Path, &values.path), (Location::Query, &values.query), (Location::Header, &values.header)];
    let unknown = |location: Location, name: &String| !names(location).any(|it| it.name.as_ref() == Some(name));
    let mut refuse = |location: Location, name: &String| {
        problems.push(Problem {
            location: location.as_str(),
            name: name.clone(),
            path: String::new(),
            message: format!("unknown parameter {name}"),
        });
    };
    for (location, entries) in given {
        entries.keys().filter(|name| unknown(location, name)).for_each(|name| refuse(location, name));
    }
    let is_whole = names(Location::Body).any(|parameter| parameter.name.is_none());
    if let (false, Some(entries)) = (is_whole, values.body.as_object()) {
        entries.keys().filter(|name| unknown(Location::Body, name)).for_each(|name| refuse(Location::Body, name));
    }
    problems
}

/// Returns each parameter of an operation, and whether it is required.
pub(crate) fn all(found: Found<'_>) -> impl Iterator<Item = (&Parameter, bool)> {
    let required = found.operation.arguments.iter().map(|parameter| (parameter, true));
    required.chain(found.operation.options.iter().map(|parameter| (parameter, false)))
}

fn check_text(schemas: &Schemas, parameter: &Parameter, value: &Value) -> Option<String> {
    let name = parameter.name.as_deref().unwrap_or_default();
    let types = &schemas.model().types;
    let invalid = |text: &str, ty: &Type| {
        let is_text = ty.is_plain(|id| is_enum(types, id));
        // Values of other types are sent as JSON, which the service checks.
        (is_text && !schemas.accepts_text(ty, text)).then(|| {
            let expected = crate::details::type_name(ty);
            format!("invalid value {text:?} for {name}: expected {expected}")
        })
    };
    if parameter.location == Location::Path {
        match plain_text(value).as_str() {
            "" => return Some(format!("missing value: {name} is required")),
            "." | ".." => return Some(format!("invalid value for {name}: a part of a path cannot be dots")),
            _ => {}
        }
    }
    match (&parameter.ty, value) {
        (Type::List(item), Value::Array(values)) => values.iter().find_map(|value| invalid(&plain_text(value), item)),
        (Type::List(item), value) => invalid(&plain_text(value), item),
        (ty, value) => invalid(&plain_text(value), ty),
    }
}

/// Returns a value as text in a path, query or header.
pub(crate) fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A request before it is signed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Filled {
    pub(crate) method: &'static str,
    pub(crate) is_signed: bool,
    /// The encoded path, with the prefix of branch v2.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Value>,
}

impl Filled {
    /// Returns the path and the encoded query.
    pub(crate) fn target(&self) -> String {
        let pairs: Vec<String> =
            self.query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        if pairs.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, pairs.join("&")) }
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Fills the values into a request. A missing value of the path leaves its name in braces.
pub(crate) fn fill(found: Found<'_>, values: &Values) -> Filled {
    let operation = found.operation;
    let mut path = operation.branched_path();
    let (mut query, mut headers) = (Vec::new(), Vec::new());
    for parameter in operation.parameters() {
        let (Some(name), Some(value)) = (&parameter.name, values.of(parameter)) else { continue };
        match parameter.location {
            Location::Path => path = path.replacen(&format!("{{{name}}}"), &encoded(&plain_text(value)), 1),
            Location::Query => match value {
                Value::Array(items) if matches!(parameter.ty, Type::List(_)) => {
                    query.extend(items.iter().map(|item| (name.clone(), plain_text(item))));
                }
                value => query.push((name.clone(), plain_text(value))),
            },
            Location::Header => headers.push((name.clone(), plain_text(value))),
            Location::Body => {}
        }
    }
    let has_body = operation.parameters().any(|parameter| parameter.location == Location::Body);
    let body = (has_body && !values.body.is_null()).then(|| values.body.clone());
    Filled { method: operation.method.as_str(), is_signed: operation.authenticated, path, query, headers, body }
}
