//! The types that schemas define.

use std::collections::{BTreeMap, BTreeSet};

use super::types::{Direction, Type, TypeId};
use crate::scalars::Scalar;
use crate::schema::Branch;

/// The types of a snapshot by id.
pub type Types = BTreeMap<TypeId, Definition>;

/// Returns whether a type is defined as an enum.
pub fn is_enum(types: &Types, id: &TypeId) -> bool {
    types.get(id).is_some_and(|definition| definition.as_enum().is_some())
}

/// A type that schemas define.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The Rust modules below `types`, from the namespace.
    pub module: Vec<String>,
    /// The modules of the branch that name the type, the public one first: `["vps", "ip"]`, `["types", "vps", "ip"]`.
    pub named_in: Vec<Vec<String>>,
    /// The plain Rust name, which one of its structs or the enum has.
    pub name: String,
    /// The full names of enums with the same name and values, which are the same Rust type.
    pub twins: Vec<String>,
    /// An enum or an object.
    pub kind: Kind,
    /// OVHcloud's description.
    pub description: Option<String>,
}

/// The kind of a definition.
#[derive(Debug, Clone)]
pub enum Kind {
    /// An open set of values.
    Enum(Enum),
    /// Named fields, with a Rust struct for each direction in use.
    Object {
        /// The response form.
        output: Option<Object>,
        /// The request form.
        input: Option<Object>,
    },
}

impl Definition {
    /// Returns the full names that schemas have for the type; `id` is its own.
    pub fn full_names<'d>(&'d self, id: &'d TypeId) -> impl Iterator<Item = &'d str> {
        std::iter::once(id.name.as_str()).chain(self.twins.iter().map(String::as_str))
    }

    /// Returns the enum, or `None` for an object.
    pub const fn as_enum(&self) -> Option<&Enum> {
        match &self.kind {
            Kind::Enum(own) => Some(own),
            Kind::Object { .. } => None,
        }
    }

    /// Returns the struct for a direction, or `None` for an enum or an unused direction.
    pub const fn object(&self, direction: Direction) -> Option<&Object> {
        match (&self.kind, direction) {
            (Kind::Object { output, .. }, Direction::Output) => output.as_ref(),
            (Kind::Object { input, .. }, Direction::Input) => input.as_ref(),
            (Kind::Enum(_), _) => None,
        }
    }

    /// Returns the structs of both directions.
    pub fn objects(&self) -> impl Iterator<Item = (Direction, &Object)> {
        Direction::BOTH.into_iter().filter_map(|direction| Some((direction, self.object(direction)?)))
    }

    /// Returns the Rust type for a direction; an enum has the same one in both.
    pub fn rust_name(&self, direction: Direction) -> Option<&str> {
        match &self.kind {
            Kind::Enum(own) => Some(&own.name),
            Kind::Object { .. } => self.object(direction).map(|object| object.name.as_str()),
        }
    }

    /// Returns the modules of the public path, below the branch.
    pub fn public_module(&self) -> &[String] {
        self.named_in.first().map_or(&[], Vec::as_slice)
    }

    /// Returns the public path below the crate: `vps::Disk`, `types::complex_type::Money` or `v2::iam::Policy`.
    pub fn rust_path(&self, branch: Branch, direction: Direction) -> Option<String> {
        self.rust_paths(branch, direction).next()
    }

    /// Returns all paths that name the type below the crate, the public one first; the others are not documented.
    pub fn rust_paths(&self, branch: Branch, direction: Direction) -> impl Iterator<Item = String> {
        let root = match branch {
            Branch::V1 => None,
            Branch::V2 => Some("v2"),
        };
        let path = move |(module, name): (&Vec<String>, &str)| {
            let modules = root.into_iter().chain(module.iter().map(String::as_str));
            modules.chain([name]).collect::<Vec<_>>().join("::")
        };
        let name = self.rust_name(direction);
        self.named_in.iter().filter_map(move |module| Some((module, name?))).map(path)
    }

    /// Returns the Cargo features that need the type in a direction.
    pub fn features(&self, direction: Direction) -> Option<&BTreeSet<String>> {
        match &self.kind {
            Kind::Enum(own) => Some(&own.features),
            Kind::Object { .. } => self.object(direction).map(|object| &object.features),
        }
    }
}

/// An enum.
#[derive(Debug, Clone)]
pub struct Enum {
    /// The Rust type.
    pub name: String,
    /// The Cargo features that need it.
    pub features: BTreeSet<String>,
    /// Whether the values are JSON numbers.
    pub numeric: bool,
    /// Rust variant and JSON value, sorted.
    pub values: Vec<(String, String)>,
}

/// A struct for one direction.
#[derive(Debug, Clone)]
pub struct Object {
    /// The Rust type.
    pub name: String,
    /// The Cargo features that need it.
    pub features: BTreeSet<String>,
    /// The type parameters in use.
    pub generics: Vec<String>,
    /// Sorted by JSON name.
    pub fields: Vec<Field>,
}

impl Object {
    /// Returns the arguments of the struct's constructor: the fields that are always present.
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.presence == Presence::Value)
    }

    /// Returns the field with a JSON name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let place = self.fields.binary_search_by(|field| field.name.as_str().cmp(name)).ok()?;
        self.fields.get(place)
    }

    /// Returns the type of a field, with type arguments in place of the struct's type parameters.
    pub fn substitute(&self, ty: &Type, arguments: &[Type]) -> Type {
        ty.map_parameters(&|name| {
            let index = self.generics.iter().position(|generic| generic == name)?;
            arguments.get(index).cloned()
        })
    }
}

/// A field of a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// The Rust field.
    pub ident: String,
    /// The JSON name.
    pub name: String,
    /// The type of a present value.
    pub ty: Type,
    /// Whether the field is boxed to end a recursion.
    pub boxed: bool,
    /// Whether the schema allows null, which an optional field of a type that creates something does not send.
    pub nullable: bool,
    /// Whether the field may be null or absent.
    pub presence: Presence,
    /// OVHcloud's description.
    pub description: Option<String>,
}

/// Whether a field may be null or absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always a value: `T`.
    Value,
    /// A value or null, never absent from a request: `Option<T>`.
    Nullable,
    /// A value or absent: `Option<T>`, omitted from a request when `None`.
    Optional,
    /// Absent, null or a value: `Patch<T>`.
    Patch,
}

/// The Rust type around a field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapper {
    /// `T`.
    Bare,
    /// `Option<T>`.
    Option,
    /// `Patch<T>`.
    Patch,
}

impl Field {
    /// Returns the wrapper that the field's presence requires.
    pub fn wrapper(&self) -> Wrapper {
        match self.presence {
            Presence::Value => Wrapper::Bare,
            // `Json` has a null of its own.
            Presence::Nullable if self.ty == Type::Scalar(Scalar::Json) => Wrapper::Bare,
            Presence::Nullable | Presence::Optional => Wrapper::Option,
            Presence::Patch => Wrapper::Patch,
        }
    }

    /// Returns the Rust type as reports print it: `Option<Box<vps::Disk>>`.
    pub fn display(&self, types: &Types, direction: Direction) -> String {
        let mut text = self.ty.display(types, direction);
        if self.boxed {
            text = format!("Box<{text}>");
        }
        match self.wrapper() {
            Wrapper::Bare => text,
            Wrapper::Option => format!("Option<{text}>"),
            Wrapper::Patch => format!("Patch<{text}>"),
        }
    }
}
