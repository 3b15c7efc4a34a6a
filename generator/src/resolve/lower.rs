//! From a type expression to a type: names looked up, what nobody defines taken as JSON.

use std::collections::BTreeMap;

use super::merge::{Merged, MergedKind};
use super::scalars::scalar;
use crate::model::{Scalar, Type, TypeId};
use crate::schema::{Branch, TypeExpression};

/// Names that no file defines: how often each is used and where first.
pub type Unknown = BTreeMap<String, (usize, String)>;

/// Looks up the names in type expressions.
#[derive(Debug)]
pub struct Lowering<'m> {
    merged: &'m Merged,
    unknown: Unknown,
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'p> {
    pub branch: Branch,
    /// The type parameters in scope.
    pub generics: &'p [String],
    /// For warnings: an operation or a property.
    pub user: &'p str,
}

impl<'m> Lowering<'m> {
    pub const fn new(merged: &'m Merged) -> Self {
        Self { merged, unknown: BTreeMap::new() }
    }

    /// The warnings about unknown names, one for each.
    pub fn warnings(self) -> impl Iterator<Item = String> {
        self.unknown.into_iter().map(|(name, (uses, first))| {
            let uses = if uses == 1 { "used once, in".to_owned() } else { format!("used {uses} times, first in") };
            format!("no file defines `{name}` ({uses} {first}): taken as JSON")
        })
    }

    /// The type that an expression stands for.
    pub fn lower(&mut self, expression: &TypeExpression, place: Place<'_>) -> Type {
        match expression {
            TypeExpression::Array(item) => Type::List(Box::new(self.lower_value(item, place))),
            TypeExpression::Map(key, value) => {
                Type::Map(self.map_key(key, place), Box::new(self.lower_value(value, place)))
            }
            TypeExpression::Name(name, arguments) => self.name(expression, name, arguments, place),
        }
    }

    /// Within another type there is no room for nothing at all.
    pub fn lower_value(&mut self, expression: &TypeExpression, place: Place<'_>) -> Type {
        match self.lower(expression, place) {
            Type::Scalar(Scalar::Unit) => Type::Scalar(Scalar::Json),
            ty => ty,
        }
    }

    fn name(
        &mut self,
        expression: &TypeExpression,
        name: &str,
        arguments: &[TypeExpression],
        place: Place<'_>,
    ) -> Type {
        let id = |name: String| TypeId { branch: place.branch, name };
        if arguments.is_empty() {
            if place.generics.iter().any(|generic| generic == name) {
                return Type::Parameter(name.to_owned());
            }
            if let Some(scalar) = scalar(name) {
                return Type::Scalar(scalar);
            }
        }
        // An instance that is written out, without a generic behind it, goes by its whole name.
        let whole = id(expression.to_string());
        if let Some(definition) = self.merged.definitions.get(&whole)
            && !matches!(&definition.kind, MergedKind::Object { generics, .. } if !generics.is_empty())
        {
            return Type::Defined(whole, Vec::new());
        }
        let generic = id(name.to_owned());
        if let Some(definition) = self.merged.definitions.get(&generic)
            && let MergedKind::Object { generics, .. } = &definition.kind
            && generics.len() == arguments.len()
        {
            let arguments = arguments.iter().map(|argument| self.lower_value(argument, place)).collect();
            return Type::Defined(generic, arguments);
        }
        self.unknown(&expression.to_string(), place)
    }

    fn map_key(&mut self, key: &TypeExpression, place: Place<'_>) -> Option<TypeId> {
        let TypeExpression::Name(name, _) = key else { return None };
        let id = TypeId { branch: place.branch, name: name.clone() };
        self.is_enum(&id).then_some(id)
    }

    /// Whether `id` is defined as an enum.
    pub fn is_enum(&self, id: &TypeId) -> bool {
        let definition = self.merged.definitions.get(id);
        definition.is_some_and(|definition| matches!(definition.kind, MergedKind::Enum { .. }))
    }

    fn unknown(&mut self, name: &str, place: Place<'_>) -> Type {
        let (uses, _) = self.unknown.entry(name.to_owned()).or_insert_with(|| (0, place.user.to_owned()));
        *uses += 1;
        Type::Scalar(Scalar::Json)
    }
}
