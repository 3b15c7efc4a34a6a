//! The resolved model: what the stages after `resolve` work from. Everything is named, sorted and decided here.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{ApiStatus, Branch, IamAction, Location, Method};

/// All APIs and types of a snapshot.
#[derive(Debug, Clone)]
pub struct Model {
    /// Sorted by branch and root.
    pub apis: Vec<Api>,
    /// Sorted by branch and full name.
    pub types: Types,
    /// What could not be typed, sorted.
    pub warnings: Vec<String>,
    /// What was read.
    pub counts: Counts,
}

/// The types of a snapshot by their ids.
pub type Types = BTreeMap<TypeId, Definition>;

/// How much was read; the emitted code must account for all of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Schema files, one for each API.
    pub apis: usize,
    /// Operations of all files.
    pub operations: usize,
    /// Distinct models of each branch, a generic's instances included.
    pub models: usize,
    /// Models that say no more than the generic that they are an instance of.
    pub instances: usize,
}

/// One API.
#[derive(Debug, Clone)]
pub struct Api {
    /// The branch that serves it.
    pub branch: Branch,
    /// Its root, `/dedicated/server`.
    pub root: String,
    /// Module and accessor, `dedicated_server`.
    pub module: String,
    /// The type that holds its operations, `DedicatedServerApi`.
    pub type_name: String,
    /// Cargo feature, `dedicated-server` or `v2-iam`.
    pub feature: String,
    /// Sorted by path and method.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The Rust method, `service_infos`.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template below the branch.
    pub path: String,
    /// What must be given: path parameters in order, then required ones by name, then the body.
    pub arguments: Vec<Parameter>,
    /// What may be given, by name.
    pub options: Vec<Parameter>,
    /// What it answers.
    pub response: Type,
    /// Whether it is sent signed.
    pub authenticated: bool,
    /// How stable it is.
    pub status: ApiStatus,
    /// Sorted.
    pub iam_actions: Vec<IamAction>,
    /// Error classes, sorted.
    pub errors: Vec<String>,
    /// The service's own words, if the schema holds them.
    pub description: Option<String>,
    /// More of them.
    pub long_description: Option<String>,
}

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The Rust argument or setter.
    pub ident: String,
    /// The service's name; `None` for a whole body.
    pub name: Option<String>,
    /// Where it is sent.
    pub location: Location,
    /// Its type, as input.
    pub ty: Type,
    /// The service's own words.
    pub description: Option<String>,
}

/// A type as used somewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// A type that every schema knows.
    Scalar(Scalar),
    /// Any number of them.
    List(Box<Type>),
    /// An object with any keys; `Some` when the keys are values of an enum.
    Map(Option<TypeId>, Box<Type>),
    /// A defined type and its type arguments.
    Defined(TypeId, Vec<Type>),
    /// A type parameter of the generic that it stands in.
    Parameter(String),
}

impl Type {
    /// Calls `visit` with each definition that is mentioned, those of keys included.
    pub fn mentioned(&self, visit: &mut dyn FnMut(&TypeId)) {
        match self {
            Self::Scalar(_) | Self::Parameter(_) => {}
            Self::List(item) => item.mentioned(visit),
            Self::Map(key, value) => {
                key.iter().for_each(&mut *visit);
                value.mentioned(visit);
            }
            Self::Defined(id, arguments) => {
                visit(id);
                arguments.iter().for_each(|argument| argument.mentioned(visit));
            }
        }
    }
}

/// Identifies a definition: its branch and full name, generics without their parameters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId {
    /// Types of the two branches are separate.
    pub branch: Branch,
    /// `domain.zone.Record`.
    pub name: String,
}

/// Types that need no definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Scalar {
    Boolean,
    Date,
    Double,
    Duration,
    Ip,
    IpBlock,
    Ipv4,
    Ipv4Block,
    Ipv6,
    Ipv6Block,
    Json,
    Long,
    MacAddress,
    Secret,
    Text,
    Time,
    Timestamp,
    Unit,
    Uuid,
}

/// A type that the schemas define.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Rust modules below `types`, from the namespace.
    pub module: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// The service's own words.
    pub description: Option<String>,
}

/// What a definition is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// An open set of values.
    Enum(Enum),
    /// Named fields, with one Rust struct for each direction that is used.
    Object {
        /// As the service answers it.
        output: Option<Object>,
        /// As the service takes it.
        input: Option<Object>,
    },
}

/// An enum.
#[derive(Debug, Clone)]
pub struct Enum {
    /// The Rust type.
    pub name: String,
    /// Features that need it.
    pub features: BTreeSet<String>,
    /// Whether the values are JSON numbers.
    pub numeric: bool,
    /// Sorted: (Rust variant, the service's spelling).
    pub values: Vec<(String, String)>,
}

/// A struct for one direction.
#[derive(Debug, Clone)]
pub struct Object {
    /// The Rust type.
    pub name: String,
    /// Features that need it.
    pub features: BTreeSet<String>,
    /// Type parameters in use.
    pub generics: Vec<String>,
    /// Sorted by the service's name.
    pub fields: Vec<Field>,
}

/// A field of a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// The Rust field.
    pub ident: String,
    /// The service's name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it must be boxed to end a recursion.
    pub boxed: bool,
    /// What may stand in its place.
    pub presence: Presence,
    /// The service's own words.
    pub description: Option<String>,
}

/// Whether a field may be null or absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always a value: `T`.
    Value,
    /// A value or null, in a request never absent: `Option<T>`.
    Nullable,
    /// A value or absent: `Option<T>`, left out of a request when `None`.
    Optional,
    /// Absent, null or a value: `Patch<T>`.
    Patch,
}
