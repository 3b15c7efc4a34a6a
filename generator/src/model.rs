//! The resolved model: named, sorted and typed. The stages after `resolve` read nothing else.

mod conversions;
mod definition;
mod deprecation;
mod signature;
mod tasks;
mod types;

use std::collections::BTreeSet;

use crate::schema::{ApiStatus, Branch, IamAction, Location, Method};

pub use self::conversions::{conversions, is_same_in_both_directions};
pub use self::definition::{Definition, Enum, Field, Kind, Object, Presence, Types, Wrapper, is_enum};
pub use self::signature::are_named;
pub use self::types::{Direction, Type, TypeId};
pub use crate::scalars::Scalar;

/// All APIs and types of a snapshot.
#[derive(Debug, Clone)]
pub struct Model {
    /// Sorted by branch and root.
    pub apis: Vec<Api>,
    /// APIs that the lock of names knows and the schemas no longer have.
    pub former_apis: Vec<FormerApi>,
    /// Sorted by branch and full name.
    pub types: Types,
    /// The types whose request form can be created from their response form.
    pub conversions: BTreeSet<TypeId>,
    /// One line for each place that could not be typed, sorted.
    pub warnings: Vec<String>,
    /// The size of the input.
    pub counts: Counts,
}

impl Model {
    /// Returns each operation with its API.
    pub fn operations(&self) -> impl Iterator<Item = (&Api, &Operation)> {
        self.apis.iter().flat_map(|api| api.operations.iter().map(move |operation| (api, operation)))
    }
}

/// The size of the input, which the emitted code must account for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Schema files, one per API.
    pub apis: usize,
    /// Operations in all files.
    pub operations: usize,
    /// Distinct models per branch, including instances of generics.
    pub models: usize,
    /// Models that repeat another one: a generic with concrete type arguments, or an enum of the same name and values.
    pub instances: usize,
}

/// An API that the schemas no longer have. Its module still names the types of its namespace.
#[derive(Debug, Clone)]
pub struct FormerApi {
    /// The branch that served the API.
    pub branch: Branch,
    /// The Rust module.
    pub module: String,
    /// The modules below `types` whose types are in its module.
    pub namespace: Vec<String>,
}

/// One API.
#[derive(Debug, Clone)]
pub struct Api {
    /// The branch that serves the API.
    pub branch: Branch,
    /// The root of its paths, `/dedicated/server`.
    pub root: String,
    /// The Rust module and the client's accessor method, `dedicated_server`.
    pub module: String,
    /// The struct with the API's methods, `DedicatedServerApi`.
    pub type_name: String,
    /// The Cargo feature, `dedicated-server` or `v2-iam`.
    pub feature: String,
    /// The modules below `types` whose types are in the API's module, `["dedicated", "server"]`; empty if an earlier
    /// API has the same ones.
    pub namespace: Vec<String>,
    /// Sorted by path and method.
    pub operations: Vec<Operation>,
}

impl Api {
    /// Returns the expression that leads from a client to the API: `vps()` or `v2().iam()`.
    pub fn accessor(&self) -> String {
        match self.branch {
            Branch::V1 => format!("{}()", self.module),
            Branch::V2 => format!("v2().{}()", self.module),
        }
    }

    /// Returns the method of an operation as callers write it: `vps().reboot`.
    pub fn call(&self, operation: &Operation) -> String {
        format!("{}.{}", self.accessor(), operation.name)
    }

    /// Returns the root with the prefix of its branch: `/vps` or `/v2/iam`.
    pub fn branched_root(&self) -> String {
        self.branch.prefixed(&self.root)
    }

    /// Returns the number of operations as text: `1 operation` or `12 operations`.
    pub fn size(&self) -> String {
        match self.operations.len() {
            1 => "1 operation".to_owned(),
            count => format!("{count} operations"),
        }
    }
}

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The Rust method, `service_infos`.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The branch that serves the operation.
    pub branch: Branch,
    /// The path template below the branch.
    pub path: String,
    /// Required parameters: those of the path in order, then the others by name, then the body. [`Operation::named`]
    /// returns those that callers pass by name.
    pub arguments: Vec<Parameter>,
    /// Optional parameters by name.
    pub options: Vec<Parameter>,
    /// The response type.
    pub response: Type,
    /// Whether requests are signed.
    pub authenticated: bool,
    /// The stability, with the dates of a deprecation.
    pub status: ApiStatus,
    /// Sorted.
    pub iam_actions: Vec<IamAction>,
    /// The documented error classes, sorted.
    pub errors: Vec<String>,
    /// OVHcloud's summary, if the schema has one.
    pub description: Option<String>,
    /// OVHcloud's long description.
    pub long_description: Option<String>,
}

impl Operation {
    /// Returns the path with the prefix of its branch: `/vps/{serviceName}` or `/v2/iam/policy`.
    pub fn branched_path(&self) -> String {
        self.branch.prefixed(&self.path)
    }

    /// Returns the method and the path: `GET /vps/{serviceName}`.
    pub fn request_line(&self) -> String {
        format!("{} {}", self.method.as_str(), self.branched_path())
    }

    /// Returns the required parameters, then the optional ones.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.arguments.iter().chain(&self.options)
    }
}

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The Rust argument or setter.
    pub ident: String,
    /// The name in the request; `None` for a whole body.
    pub name: Option<String>,
    /// The part of the request that carries the parameter.
    pub location: Location,
    /// Its type, in the input direction.
    pub ty: Type,
    /// OVHcloud's description.
    pub description: Option<String>,
}

/// Removes the names of path parameters: `/vps/{serviceName}` becomes `/vps/{}`.
pub fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "{}" + part.split_once('}').map_or("", |(_, rest)| rest))
}
