//! The input format: OVHcloud's own API description (a Swagger 1.x dialect) as Rust types.
//!
//! Only what the format guarantees is required; every other key may be absent or null. Text that becomes a URL, a header or a
//! file is checked when a schema is read.

mod check;
mod header;
mod path;
mod type_expression;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

pub use self::type_expression::TypeExpression;
use self::type_expression::excerpt;
use crate::error::Error;
use crate::text;

/// A major version of the API; each has its own schemas, operations and types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// `/v1`, also served as `/1.0`.
    V1,
    /// `/v2`.
    V2,
}

impl Branch {
    /// A path below the branch: on v2 some files give it with its prefix.
    pub fn below(self, path: &str) -> &str {
        let below = match self {
            Self::V1 => None,
            Self::V2 => path.strip_prefix("/v2").filter(|below| below.starts_with('/')),
        };
        below.unwrap_or(path)
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
    pub apis: Vec<Path>,
    /// The API's types by full name.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub models: BTreeMap<String, Model>,
}

/// One path and its operations.
#[derive(Debug, Clone, Deserialize)]
#[serde(expecting = "an object with `path` and `operations`")]
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
#[serde(rename_all = "camelCase", expecting = "an operation: an object with `httpMethod` and `responseType`")]
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
    #[serde(default, deserialize_with = "flag")]
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
#[serde(try_from = "String")]
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

impl TryFrom<String> for Method {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "DELETE" => Ok(Self::Delete),
            "GET" => Ok(Self::Get),
            "POST" => Ok(Self::Post),
            "PUT" => Ok(Self::Put),
            _ => Err(format!("`{}` is no method of the API: expected DELETE, GET, POST or PUT", excerpt(&text))),
        }
    }
}

/// How stable an operation is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a status: an object with `value`")]
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
#[serde(rename_all = "camelCase", expecting = "a parameter: an object with `paramType` and `dataType`")]
pub struct Parameter {
    /// Absent when the parameter is the whole body.
    pub name: Option<String>,
    /// Where it is sent.
    pub param_type: Location,
    /// Its type.
    pub data_type: TypeExpression,
    /// Whether it must be sent.
    #[serde(default, deserialize_with = "flag")]
    pub required: bool,
    /// What it means.
    pub description: Option<String>,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
#[allow(missing_docs)]
pub enum Location {
    Path,
    Query,
    Header,
    Body,
}

impl TryFrom<String> for Location {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "path" => Ok(Self::Path),
            "query" => Ok(Self::Query),
            "header" => Ok(Self::Header),
            "body" => Ok(Self::Body),
            _ => Err(format!("`{}` is no place of a parameter: expected path, query, header or body", excerpt(&text))),
        }
    }
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

/// A type: an object when it has properties, else an enum when it has values.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a model: an object with `properties` or `enum`")]
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
#[serde(rename_all = "camelCase", expecting = "a property: an object with `type`")]
pub struct Property {
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeExpression,
    /// Whether an answer may hold null here.
    #[serde(default, deserialize_with = "flag")]
    pub can_be_null: bool,
    /// Whether it is left out of requests.
    #[serde(default, deserialize_with = "flag")]
    pub read_only: bool,
    /// Whether a request must hold it.
    #[serde(default, deserialize_with = "flag")]
    pub required: bool,
    /// What it means.
    pub description: Option<String>,
}

/// A value of an enum, by the text that the service writes.
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

/// A boolean, written as a number by some.
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

impl Schema {
    /// Reads one schema file; `file` names it in errors.
    ///
    /// # Errors
    ///
    /// Not JSON, not of this format, or with a path, a header name or a name of a file that is refused (`schema/path.rs`,
    /// `schema/header.rs` and `schema/check.rs` in the sources have the rules): the error points at the value at fault.
    pub fn read(file: &str, text: &[u8]) -> Result<Self, Error> {
        let fault = |pointer: String, message: String| Error { file: file.to_owned(), pointer, message };
        // Serde would take a list for an object whose keys stand in the order of the fields here.
        if text.trim_ascii_start().starts_with(b"[") {
            return Err(fault(
                String::new(),
                "expected an API: an object with `resourcePath`, found a list".to_owned(),
            ));
        }
        // Keeping track of where it is costs as much again as reading: only what is at fault is read so.
        let schema: Self = match serde_json::from_slice(text) {
            Ok(schema) => schema,
            Err(_) => Self::read_with_path(text).map_err(|(pointer, message)| fault(pointer, message))?,
        };
        check::check(&schema).map_err(|(pointer, message)| fault(pointer, message))?;
        Ok(schema)
    }

    /// Reads it, or tells with a JSON pointer why it cannot be read.
    fn read_with_path(text: &[u8]) -> Result<Self, (String, String)> {
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let schema = serde_path_to_error::deserialize(&mut deserializer)
            .map_err(|error| (json_pointer(error.path()), reason(error.inner())))?;
        deserializer.end().map_err(|error| (String::new(), reason(&error)))?;
        Ok(schema)
    }

    /// The root of the API's paths as its branch knows it; two files of a branch with the same one describe one API.
    pub fn root(&self, branch: Branch) -> &str {
        branch.below(self.resource_path.trim_end_matches('/'))
    }
}

/// What is wrong, and on which line.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let what = text.strip_suffix(&place).unwrap_or(&text);
    // It may quote a value of any length.
    let what = text::excerpt(what, 300);
    let what = match (error.classify(), what.strip_prefix("missing field ")) {
        (serde_json::error::Category::Data, Some(key)) => format!("missing key {key}"),
        (serde_json::error::Category::Data, None) => what,
        (serde_json::error::Category::Eof, _) => format!("the file ends too early: {what}"),
        _ => format!("not JSON: {what}"),
    };
    format!("{what} (line {}, column {})", error.line(), error.column())
}

/// A key as a JSON pointer spells it.
fn reference_token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn json_pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                pointer.push_str(&reference_token(key));
            }
            Segment::Unknown => {}
        }
    }
    pointer
}
