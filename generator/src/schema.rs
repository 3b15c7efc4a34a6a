//! The input format: OVHcloud's own API description, a dialect of Swagger 1.x, as Rust types.
//!
//! Only keys that the format guarantees are required; every other key may be absent or null. Text that becomes a URL, a
//! header or a file name is checked when a schema is read.

mod check;
mod header;
mod path;
mod read;
mod type_expression;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

pub use self::type_expression::TypeExpression;
use self::type_expression::excerpt;

/// A major version of the API, with its own schemas, operations and types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// `/v1`, also served as `/1.0`.
    V1,
    /// `/v2`.
    V2,
}

impl Branch {
    /// Both branches.
    pub const ALL: [Self; 2] = [Self::V1, Self::V2];

    /// Returns the folder of the branch's files in a snapshot: `v1` or `v2`.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// Returns the prefix that reports and documentation put before a path: `/v2`, or nothing on v1.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::V1 => "",
            Self::V2 => "/v2",
        }
    }

    /// Returns a path with the branch's [prefix](Self::prefix).
    pub fn prefixed(self, path: &str) -> String {
        format!("{}{path}", self.prefix())
    }

    /// Returns a path without the branch's [prefix](Self::prefix), which some files of v2 include.
    pub fn below(self, path: &str) -> &str {
        path.strip_prefix(self.prefix()).filter(|below| below.starts_with('/')).unwrap_or(path)
    }
}

/// One schema file: the description of one API.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an API: an object with `resourcePath`")]
pub struct Schema {
    /// The root of the API's paths, `/dedicated/server`.
    pub resource_path: String,
    /// The API's paths.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub apis: Vec<PathSchema>,
    /// The API's types by full name.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub models: BTreeMap<String, ModelSchema>,
}

/// One path and its operations.
#[derive(Debug, Clone, Deserialize)]
#[serde(expecting = "an object with `path` and `operations`")]
pub struct PathSchema {
    /// The path template, `/vps/{serviceName}`.
    pub path: String,
    /// A description of the path.
    pub description: Option<String>,
    /// At most one for each method.
    pub operations: Vec<OperationSchema>,
}

/// One method of one path.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an operation: an object with `httpMethod` and `responseType`")]
pub struct OperationSchema {
    /// The HTTP method.
    pub http_method: Method,
    /// A one-line summary.
    pub description: Option<String>,
    /// A longer description.
    pub long_description: Option<String>,
    /// The stability.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub api_status: ApiStatus,
    /// Path, query, header and body parameters.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub parameters: Vec<ParameterSchema>,
    /// The response type; `void` for an empty response.
    pub response_type: TypeExpression,
    /// Whether requests must not be signed.
    #[serde(default, deserialize_with = "flag")]
    pub no_authentication: bool,
    /// The IAM actions that the operation needs.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub iam_actions: Vec<IamAction>,
    /// The classes of possible errors, `Client::NotFound::…`.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub errors: Vec<String>,
}

/// An HTTP method of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
#[allow(missing_docs)]
pub enum Method {
    Delete,
    Get,
    Patch,
    Post,
    Put,
}

impl Method {
    /// Returns the method as HTTP spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
        }
    }
}

impl TryFrom<String> for Method {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "DELETE" => Ok(Self::Delete),
            "GET" => Ok(Self::Get),
            "POST" => Ok(Self::Post),
            "PUT" => Ok(Self::Put),
            "PATCH" => Ok(Self::Patch),
            _ => Err(format!("invalid HTTP method `{}`; expected DELETE, GET, PATCH, POST or PUT", excerpt(&text))),
        }
    }
}

/// The stability of an operation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a status: an object with `value`")]
pub struct ApiStatus {
    /// `PRODUCTION`, `BETA`, `ALPHA`, `DEPRECATED`.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub value: String,
    /// The start of the deprecation.
    pub deprecated_date: Option<String>,
    /// The planned date of deletion.
    pub deletion_date: Option<String>,
    /// The path to call instead.
    pub replacement: Option<String>,
}

/// A parameter of an operation.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a parameter: an object with `paramType` and `dataType`")]
pub struct ParameterSchema {
    /// `None` if the parameter is the whole body.
    pub name: Option<String>,
    /// The part of the request that carries it.
    pub param_type: Location,
    /// Its type.
    pub data_type: TypeExpression,
    /// Whether `fullType` names a duration where `dataType` may be `string`.
    #[serde(default, rename = "fullType", deserialize_with = "names_duration")]
    pub(crate) is_duration: bool,
    /// Whether it is required.
    #[serde(default, deserialize_with = "flag")]
    pub required: bool,
    /// A description.
    pub description: Option<String>,
}

/// The part of a request that carries a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
#[allow(missing_docs)]
pub enum Location {
    Path,
    Query,
    Header,
    Body,
}

impl Location {
    /// Returns the location as schemas spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "body",
        }
    }
}

impl TryFrom<String> for Location {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "path" => Ok(Self::Path),
            "query" => Ok(Self::Query),
            "header" => Ok(Self::Header),
            "body" => Ok(Self::Body),
            _ => Err(format!("invalid parameter location `{}`; expected path, query, header or body", excerpt(&text))),
        }
    }
}

/// An IAM action; older files have the bare name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "IamActionForm")]
pub struct IamAction {
    /// `vps:apiovh:get`.
    pub name: String,
    /// Whether requests fail without it.
    pub required: bool,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected an IAM action: a string, or an object with `name`")]
enum IamActionForm {
    Bare(String),
    Full {
        name: String,
        #[serde(default = "yes")]
        required: bool,
    },
}

const fn yes() -> bool {
    true
}

impl From<IamActionForm> for IamAction {
    fn from(form: IamActionForm) -> Self {
        match form {
            IamActionForm::Bare(name) => Self { name, required: true },
            IamActionForm::Full { name, required } => Self { name, required },
        }
    }
}

/// A type: an object if it has properties, otherwise an enum if it has values.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a model: an object with `properties` or `enum`")]
pub struct ModelSchema {
    /// A description.
    pub description: Option<String>,
    /// The fields of an object by name.
    pub properties: Option<BTreeMap<String, Property>>,
    /// The values of an enum.
    #[serde(rename = "enum")]
    pub values: Option<Vec<EnumValue>>,
    /// The type of an enum's values, `string` if absent.
    pub enum_type: Option<TypeExpression>,
    /// The type parameters of a generic object.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub generics: Vec<String>,
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a property: an object with `type`")]
pub struct Property {
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeExpression,
    /// Whether `fullType` names a duration where `type` may be `string`.
    #[serde(default, rename = "fullType", deserialize_with = "names_duration")]
    pub(crate) is_duration: bool,
    /// Whether the field may be null in a response.
    #[serde(default, deserialize_with = "flag")]
    pub can_be_null: bool,
    /// Whether the field is omitted from requests.
    #[serde(default, deserialize_with = "flag")]
    pub read_only: bool,
    /// Whether the field is required in requests.
    #[serde(default, deserialize_with = "flag")]
    pub required: bool,
    /// A description.
    pub description: Option<String>,
}

/// A value of an enum as the service spells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "EnumValueForm")]
pub struct EnumValue(pub String);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a value of an enum: a string, a number or a boolean")]
enum EnumValueForm {
    Text(String),
    Number(serde_json::Number),
    Boolean(bool),
    Null(()),
}

impl From<EnumValueForm> for EnumValue {
    fn from(form: EnumValueForm) -> Self {
        Self(match form {
            EnumValueForm::Text(text) => text,
            EnumValueForm::Number(number) => number.to_string(),
            EnumValueForm::Boolean(boolean) => boolean.to_string(),
            EnumValueForm::Null(()) => String::new(),
        })
    }
}

fn absent_or_null<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads a `fullType`; values other than text are ignored.
fn names_duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Text(String),
        Other(serde::de::IgnoredAny),
    }
    Ok(match Form::deserialize(deserializer)? {
        Form::Text(text) => type_expression::is_duration(&text),
        Form::Other(_) => false,
    })
}

/// Reads a boolean, which some files write as a number.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a boolean")]
    enum Form {
        Boolean(bool),
        Number(f64),
    }
    Ok(match Option::deserialize(deserializer)? {
        Some(Form::Boolean(flag)) => flag,
        Some(Form::Number(number)) => number != 0.0,
        None => false,
    })
}
