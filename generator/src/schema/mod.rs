//! The input format: OVHcloud's own API description (a Swagger 1.x dialect) as Rust types.
//!
//! Only what the format guarantees is required; every other key may be absent or null.

mod type_expression;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

pub use self::type_expression::TypeExpression;
use crate::error::Error;

/// A major version of the API; each has its own schemas, operations and types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// `/v1`, also served as `/1.0`.
    V1,
    /// `/v2`.
    V2,
}

/// One schema file: the description of one API.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    /// The root of the API's paths, `/dedicated/server`.
    pub resource_path: String,
    /// The API's paths.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub apis: Vec<Path>,
    /// The API's types by full name.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub models: BTreeMap<String, Model>,
}

/// One path and its operations.
#[derive(Debug, Clone, Deserialize)]
pub struct Path {
    /// The path template, `/vps/{serviceName}`.
    pub path: String,
    /// What the path is about.
    pub description: Option<String>,
    /// At most one for each method.
    pub operations: Vec<Operation>,
}

/// One method of one path.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    /// The HTTP method.
    pub http_method: Method,
    /// A one-line summary.
    pub description: Option<String>,
    /// More about it.
    pub long_description: Option<String>,
    /// How stable it is.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub api_status: ApiStatus,
    /// Path, query, header and body parameters.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub parameters: Vec<Parameter>,
    /// What it answers; `void` when nothing.
    pub response_type: TypeExpression,
    /// Whether it must be sent unsigned.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub no_authentication: bool,
    /// The IAM actions that it needs.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub iam_actions: Vec<IamAction>,
    /// Classes of errors that it may answer, `Client::NotFound::…`.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub errors: Vec<String>,
}

/// An HTTP method of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Method {
    Delete,
    Get,
    Post,
    Put,
}

impl Method {
    /// The method as HTTP spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// How stable an operation is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiStatus {
    /// `PRODUCTION`, `BETA`, `ALPHA`, `DEPRECATED`.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub value: String,
    /// When it was deprecated.
    pub deprecated_date: Option<String>,
    /// When it goes away.
    pub deletion_date: Option<String>,
    /// What to call instead.
    pub replacement: Option<String>,
}

/// A parameter of an operation.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// Absent when the parameter is the whole body.
    pub name: Option<String>,
    /// Where it is sent.
    pub param_type: Location,
    /// Its type.
    pub data_type: TypeExpression,
    /// Whether it must be sent.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub required: bool,
    /// What it means.
    pub description: Option<String>,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Location {
    Path,
    Query,
    Header,
    Body,
}

/// An IAM action; older files give the bare name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "IamActionForm")]
pub struct IamAction {
    /// `vps:apiovh:get`.
    pub name: String,
    /// Whether the call fails without it.
    pub required: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
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

/// A type: an object when it has properties, else an enum when it has values.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// What the type is.
    pub description: Option<String>,
    /// The fields of an object by name.
    pub properties: Option<BTreeMap<String, Property>>,
    /// The values of an enum.
    #[serde(rename = "enum")]
    pub values: Option<Vec<EnumValue>>,
    /// The type of an enum's values, `string` when absent.
    pub enum_type: Option<TypeExpression>,
    /// The type parameters of a generic object.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub generics: Vec<String>,
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Property {
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeExpression,
    /// Whether an answer may hold null here.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub can_be_null: bool,
    /// Whether it is left out of requests.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub read_only: bool,
    /// Whether a request must hold it.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub required: bool,
    /// What it means.
    pub description: Option<String>,
}

/// A value of an enum, by the text that the service writes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "EnumValueForm")]
pub struct EnumValue(pub String);

#[derive(Deserialize)]
#[serde(untagged)]
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

impl Schema {
    /// Reads one schema file; `file` names it in errors.
    ///
    /// # Errors
    ///
    /// Not JSON, or not of this format: the error points at the value at fault.
    pub fn read(file: &str, text: &[u8]) -> Result<Self, Error> {
        let fault = |pointer: String, message: String| Error { file: file.to_owned(), pointer, message };
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let schema: Self = serde_path_to_error::deserialize(&mut deserializer)
            .map_err(|error| fault(json_pointer(error.path()), error.inner().to_string()))?;
        deserializer.end().map_err(|error| fault(String::new(), error.to_string()))?;
        if !schema.resource_path.starts_with('/') || schema.resource_path == "/" {
            let message = format!("`{}` is not the root of an API, such as `/vps`", schema.resource_path);
            return Err(fault("/resourcePath".to_owned(), message));
        }
        Ok(schema)
    }
}

fn json_pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Unknown => {}
        }
    }
    pointer
}
