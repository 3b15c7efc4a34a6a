//! Answers without a server: for tests of what reads them.

use std::collections::BTreeSet;
use std::sync::Arc;

use generator::model::{Presence, Type, TypeId};
use serde_json::Value;

use crate::SchemaError;
use crate::answers::{Answers, Style};
use crate::api::Api;
use crate::routes::Route;
use crate::state::{rng, text};
use crate::values::{Direction, closed, enumeration, object};

/// Makes answers of operations, by seed.
#[derive(Debug)]
pub struct Samples {
    api: Arc<Api>,
}

impl Samples {
    /// For the schemas of the workspace.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn new() -> Result<Self, SchemaError> {
        Ok(Self { api: Api::read(None)? })
    }

    fn route(&self, method: &str, template: &str) -> Option<&Route> {
        let routes = &self.api.table.routes;
        routes
            .iter()
            .find(|route| route.operation.method.as_str() == method && route.operation.branched_path() == template)
    }

    /// What an operation may answer; the same for the same seed.
    #[must_use]
    pub fn answer(&self, method: &str, template: &str, seed: u64) -> Option<Value> {
        let response = &self.route(method, template)?.operation.response;
        let answers = Answers { types: &self.api.model.types, style: Style::Wild };
        Some(answers.value(response, template, &mut rng(seed, &format!("{method} {template}"))))
    }

    /// Values of the right types for the parameters of a path template.
    #[must_use]
    pub fn path_values(&self, method: &str, template: &str) -> Option<Vec<String>> {
        let route = self.route(method, template)?;
        let answers = Answers { types: &self.api.model.types, style: Style::Tame };
        let values = route
            .parameters
            .iter()
            .map(|parameter| text(&answers.value(&parameter.ty, "value", &mut rng(0, template))));
        Some(values.collect())
    }

    /// Each value of each enum and each null that some answer may hold, by its place in the types.
    #[must_use]
    pub fn everything(&self) -> BTreeSet<String> {
        let mut everything = BTreeSet::new();
        let mut reached = BTreeSet::new();
        for route in &self.api.table.routes {
            self.reach(&route.operation.response, &mut reached, &mut everything);
        }
        everything
    }

    fn reach<'a>(&'a self, ty: &'a Type, reached: &mut BTreeSet<&'a TypeId>, everything: &mut BTreeSet<String>) {
        match ty {
            Type::List(item) | Type::Map(_, item) => self.reach(item, reached, everything),
            Type::Scalar(_) | Type::Parameter(_) => {}
            Type::Defined(id, arguments) => {
                arguments.iter().for_each(|argument| self.reach(argument, reached, everything));
                let Some(shape) = object(&self.api.model.types, id, Direction::Output) else { return };
                if !reached.insert(id) {
                    return;
                }
                for field in &shape.fields {
                    if field.presence == Presence::Nullable {
                        everything.insert(format!("{}.{} = null", id.name, field.name));
                    }
                    // More values than seeds cannot all be seen.
                    if let Type::Defined(of, _) = &field.ty
                        && let Some(values) = enumeration(&self.api.model.types, of)
                        && values.values.len() <= 20
                    {
                        let place = |(_, value): &(String, String)| format!("{}.{} = {value}", id.name, field.name);
                        everything.extend(values.values.iter().map(place));
                    }
                    self.reach(&field.ty, reached, everything);
                }
            }
        }
    }

    /// Takes out of `unseen` what an answer holds.
    pub fn seen(&self, method: &str, template: &str, seed: u64, unseen: &mut BTreeSet<String>) {
        let Some(route) = self.route(method, template) else { return };
        if let Some(answer) = self.answer(method, template, seed) {
            self.visit(&route.operation.response, &answer, unseen);
        }
    }

    fn visit(&self, ty: &Type, value: &Value, unseen: &mut BTreeSet<String>) {
        match (ty, value) {
            (Type::List(item), Value::Array(values)) => {
                values.iter().for_each(|value| self.visit(item, value, unseen));
            }
            (Type::Map(_, item), Value::Object(entries)) => {
                entries.values().for_each(|value| self.visit(item, value, unseen));
            }
            (Type::Defined(id, arguments), Value::Object(entries)) => {
                let Some(shape) = object(&self.api.model.types, id, Direction::Output) else { return };
                for field in &shape.fields {
                    let Some(value) = entries.get(&field.name) else { continue };
                    unseen.remove(&format!("{}.{} = {}", id.name, field.name, text(value)));
                    self.visit(&closed(&field.ty, shape, arguments), value, unseen);
                }
            }
            _ => {}
        }
    }
}
