//! Types as operations and fields use them.

use super::definition::{Types, is_enum};
use crate::scalars::Scalar;
use crate::schema::Branch;

/// The direction in which a value of a type is sent; an object has a struct for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// In responses.
    Output,
    /// In requests.
    Input,
}

impl Direction {
    /// Both directions, responses first.
    pub const BOTH: [Self; 2] = [Self::Output, Self::Input];
}

/// A type as an operation or a field uses it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// A type that needs no definition.
    Scalar(Scalar),
    /// A list.
    List(Box<Type>),
    /// An object with any keys; `Some` if the keys are values of an enum.
    Map(Option<TypeId>, Box<Type>),
    /// A defined type and its type arguments.
    Defined(TypeId, Vec<Type>),
    /// A type parameter of the enclosing generic.
    Parameter(String),
}

/// Identifies a definition: its branch and full name, generics without their parameters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId {
    /// The two branches have separate types.
    pub branch: Branch,
    /// `domain.zone.Record`.
    pub name: String,
}

impl Type {
    /// Calls `visit` with each definition that the type mentions, including enums of map keys.
    pub fn mentioned<'t>(&'t self, visit: &mut dyn FnMut(&'t TypeId)) {
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

    /// Returns the type with each type parameter replaced; parameters for which `replace` returns `None` stay.
    #[must_use]
    pub fn map_parameters(&self, replace: &dyn Fn(&str) -> Option<Self>) -> Self {
        match self {
            Self::Scalar(_) => self.clone(),
            Self::Parameter(name) => replace(name).unwrap_or_else(|| self.clone()),
            Self::List(item) => Self::List(Box::new(item.map_parameters(replace))),
            Self::Map(key, value) => Self::Map(key.clone(), Box::new(value.map_parameters(replace))),
            Self::Defined(id, arguments) => {
                Self::Defined(id.clone(), arguments.iter().map(|ty| ty.map_parameters(replace)).collect())
            }
        }
    }

    /// Returns whether a path segment, a header or a query parameter can hold a value as plain text.
    pub fn is_plain(&self, is_enum: impl Fn(&TypeId) -> bool) -> bool {
        match self {
            Self::Scalar(scalar) => !matches!(scalar, Scalar::Json | Scalar::Unit),
            Self::List(_) | Self::Map(..) | Self::Parameter(_) => false,
            Self::Defined(id, _) => is_enum(id),
        }
    }

    /// Returns the Rust type as reports and documentation print it, without the paths of libraries:
    /// `Vec<services::Service>`.
    pub fn display(&self, types: &Types, direction: Direction) -> String {
        match self {
            Self::Scalar(scalar) => scalar.rust_name().to_owned(),
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
    /// Returns the public path of the Rust type below the crate, or `Json` for an undefined type.
    pub fn display(&self, types: &Types, direction: Direction) -> String {
        let path = types.get(self).and_then(|definition| definition.rust_path(self.branch, direction));
        path.unwrap_or_else(|| "Json".to_owned())
    }

    /// Values of an enum may be unknown to this version of the crate.
    fn display_value(&self, types: &Types, direction: Direction) -> String {
        let name = self.display(types, direction);
        if is_enum(types, self) { format!("OpenEnum<{name}>") } else { name }
    }
}
