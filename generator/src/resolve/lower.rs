//! Resolves type expressions to types. Unknown names become JSON, with a warning.

use std::collections::BTreeMap;

use super::merge::{Merged, MergedKind};
use crate::model::{Scalar, Type, TypeId};
use crate::schema::{Branch, TypeExpression};

/// Undefined names, with the number of uses and the first user.
type Unknown = BTreeMap<String, (usize, String)>;

/// Resolves the names in type expressions.
#[derive(Debug)]
pub struct Lowering<'m> {
    merged: &'m Merged,
    unknown: Unknown,
}

/// The context of an expression.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'s> {
    pub branch: Branch,
    /// The type parameters in scope.
    pub generics: &'s [String],
    /// The operation or property, for warnings.
    pub user: &'s str,
}

impl<'m> Lowering<'m> {
    pub const fn new(merged: &'m Merged) -> Self {
        Self { merged, unknown: BTreeMap::new() }
    }

    /// Returns a warning for each unknown name.
    pub fn warnings(self) -> impl Iterator<Item = String> {
        self.unknown.into_iter().map(|(name, (uses, first))| {
            let uses = if uses == 1 { "used once, in".to_owned() } else { format!("used {uses} times, first in") };
            format!("`{name}` is not defined ({uses} {first}); treated as JSON")
        })
    }

    /// Resolves an expression.
    pub fn lower(&mut self, expression: &TypeExpression, scope: Scope<'_>) -> Type {
        match expression {
            TypeExpression::Array(item) => Type::List(Box::new(self.lower_value(item, scope))),
            TypeExpression::Map(key, value) => {
                Type::Map(self.map_key(key, scope), Box::new(self.lower_value(value, scope)))
            }
            TypeExpression::Name(name, arguments) => self.name(expression, name, arguments, scope),
        }
    }

    /// Resolves an expression that is part of another type or of a request, where `void` is JSON.
    pub fn lower_value(&mut self, expression: &TypeExpression, scope: Scope<'_>) -> Type {
        match self.lower(expression, scope) {
            Type::Scalar(Scalar::Unit) => Type::Scalar(Scalar::Json),
            ty => ty,
        }
    }

    fn name(
        &mut self,
        expression: &TypeExpression,
        name: &str,
        arguments: &[TypeExpression],
        scope: Scope<'_>,
    ) -> Type {
        let id = |name: String| self.merged.id(TypeId { branch: scope.branch, name });
        if arguments.is_empty() {
            if scope.generics.iter().any(|generic| generic == name) {
                return Type::Parameter(name.to_owned());
            }
            if let Some(scalar) = Scalar::named(name) {
                return Type::Scalar(scalar);
            }
        }
        // An instance without a generic is a model of that full name.
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
            let arguments = arguments.iter().map(|argument| self.lower_value(argument, scope)).collect();
            return Type::Defined(generic, arguments);
        }
        self.unknown(&expression.to_string(), scope)
    }

    fn map_key(&mut self, key: &TypeExpression, scope: Scope<'_>) -> Option<TypeId> {
        let TypeExpression::Name(name, _) = key else { return None };
        let id = self.merged.id(TypeId { branch: scope.branch, name: name.clone() });
        self.is_enum(&id).then_some(id)
    }

    /// Returns whether a type is defined as an enum.
    pub fn is_enum(&self, id: &TypeId) -> bool {
        let definition = self.merged.definitions.get(id);
        definition.is_some_and(|definition| matches!(definition.kind, MergedKind::Enum { .. }))
    }

    fn unknown(&mut self, name: &str, scope: Scope<'_>) -> Type {
        let (uses, _) = self.unknown.entry(name.to_owned()).or_insert_with(|| (0, scope.user.to_owned()));
        *uses += 1;
        Type::Scalar(Scalar::Json)
    }
}
