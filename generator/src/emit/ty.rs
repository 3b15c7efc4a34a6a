//! Types as Rust writes them.

use super::scope::FileScope;
use crate::model::{Direction, Field, Scalar, Type, TypeId, Types, Wrapper, is_enum};

/// Writes types for one file.
#[derive(Debug, Clone, Copy)]
pub struct TypeWriter<'m> {
    pub types: &'m Types,
    pub scope: &'m FileScope<'m>,
}

impl TypeWriter<'_> {
    /// Returns a type that owns its data, as fields and responses have it.
    pub fn owned(self, ty: &Type, direction: Direction) -> String {
        match ty {
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::List(item) => format!("{}<{}>", self.scope.prelude("std::vec::Vec"), self.owned(item, direction)),
            Type::Map(key, value) => {
                let key = match key {
                    Some(id) => self.value(id, direction),
                    None => self.scalar(Scalar::Text),
                };
                let map = self.scope.import("std::collections::BTreeMap");
                format!("{map}<{key}, {}>", self.owned(value, direction))
            }
            Type::Defined(id, arguments) => {
                let name = self.value(id, direction);
                let arguments: Vec<String> = arguments.iter().map(|argument| self.owned(argument, direction)).collect();
                if arguments.is_empty() { name } else { format!("{name}<{}>", arguments.join(", ")) }
            }
            Type::Parameter(name) => name.clone(),
        }
    }

    /// Returns the type of a struct's field.
    pub fn field(self, field: &Field, direction: Direction) -> String {
        let mut ty = self.owned(&field.ty, direction);
        if field.boxed {
            ty = format!("{}<{ty}>", self.scope.prelude("std::boxed::Box"));
        }
        match field.wrapper() {
            Wrapper::Bare => ty,
            Wrapper::Option => format!("{}<{ty}>", self.scope.prelude("std::option::Option")),
            Wrapper::Patch => format!("{}<{ty}>", self.scope.import("crate::Patch")),
        }
    }

    /// Returns the type of an argument: borrowed unless it is small.
    pub fn argument(self, ty: &Type) -> String {
        match ty {
            Type::Scalar(Scalar::Text) => "&str".to_owned(),
            Type::Scalar(scalar @ (Scalar::Json | Scalar::Secret)) => format!("&{}", self.scalar(*scalar)),
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::List(item) => format!("&[{}]", self.item(item)),
            Type::Defined(id, _) if is_enum(self.types, id) => self.enum_value(id),
            _ => format!("&{}", self.owned(ty, Direction::Input)),
        }
    }

    fn item(self, ty: &Type) -> String {
        match ty {
            Type::Scalar(Scalar::Text) => format!("impl {}<str>", self.scope.prelude("std::convert::AsRef")),
            Type::Defined(id, _) if is_enum(self.types, id) => self.enum_value(id),
            ty => self.owned(ty, Direction::Input),
        }
    }

    /// Returns the type of a value in a struct of arguments: borrowed as an argument is, but without type parameters.
    pub fn named_argument(self, ty: &Type) -> String {
        match ty {
            Type::Scalar(Scalar::Text) => "&'a str".to_owned(),
            Type::Scalar(scalar @ (Scalar::Json | Scalar::Secret)) => format!("&'a {}", self.scalar(*scalar)),
            Type::List(item) if **item == Type::Scalar(Scalar::Text) => "&'a [&'a str]".to_owned(),
            Type::List(item) => format!("&'a [{}]", self.owned(item, Direction::Input)),
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::Defined(id, _) if is_enum(self.types, id) => self.value(id, Direction::Input),
            _ => format!("&'a {}", self.owned(ty, Direction::Input)),
        }
    }

    /// Returns the type of an enum's value in a request, known to this version of the crate or not.
    pub fn enum_value(self, id: &TypeId) -> String {
        format!("impl {}<{}>", self.scope.import("crate::EnumValue"), self.defined(id, Direction::Input))
    }

    /// Returns the type of a value; an enum's may be unknown.
    fn value(self, id: &TypeId, direction: Direction) -> String {
        let name = self.defined(id, direction);
        if is_enum(self.types, id) { format!("{}<{name}>", self.scope.import("crate::OpenEnum")) } else { name }
    }

    /// Returns the name of a generated type.
    fn defined(self, id: &TypeId, direction: Direction) -> String {
        let definition = self.types.get(id);
        match definition.and_then(|definition| Some((definition, definition.rust_name(direction)?))) {
            Some((definition, name)) => self.scope.generated(id.branch, definition, name),
            None => self.scalar(Scalar::Json),
        }
    }

    fn scalar(self, scalar: Scalar) -> String {
        let path = scalar.facts().rust;
        match scalar {
            Scalar::Boolean | Scalar::Double | Scalar::Long | Scalar::Unit => path.to_owned(),
            Scalar::Text => self.scope.prelude(path),
            _ => self.scope.import(path),
        }
    }
}

/// Returns the type of an argument as documentation prints it.
pub fn display_argument(types: &Types, ty: &Type) -> String {
    let display = |ty: &Type| ty.display(types, Direction::Input);
    let item = |ty: &Type| match ty {
        Type::Scalar(Scalar::Text) => "impl AsRef<str>".to_owned(),
        Type::Defined(id, _) if is_enum(types, id) => {
            format!("impl EnumValue<{}>", id.display(types, Direction::Input))
        }
        ty => display(ty),
    };
    match ty {
        Type::Scalar(Scalar::Text) => "&str".to_owned(),
        Type::List(of) => format!("&[{}]", item(of)),
        Type::Scalar(Scalar::Json | Scalar::Secret) | Type::Map(..) => format!("&{}", display(ty)),
        Type::Defined(id, _) if !is_enum(types, id) => format!("&{}", display(ty)),
        ty => item(ty),
    }
}
