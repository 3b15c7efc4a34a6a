//! Generated responses without a server, for tests of decoders.

use std::collections::BTreeSet;
use std::sync::Arc;

use generator::model::{Presence, Type};
use serde_json::Value;

use crate::SchemaError;
use crate::api::Api;
use crate::place::key_text;
use crate::random::rng;
use crate::responses::{Style, ValueGenerator};
use crate::routes::Route;
use crate::values::{Direction, closed, enumeration, object};

/// Enums with more values are not expected to occur completely.
const MAX_EXPECTED_VALUES: usize = 20;
/// The day that typical dates are before or after.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 8, 1);

/// Generates responses of operations.
#[derive(Debug)]
pub struct Samples {
    api: Arc<Api>,
}

impl Samples {
    /// Reads the schemas of the workspace.
    ///
    /// # Errors
    ///
    /// Returns an error if the schemas cannot be read.
    pub fn new() -> Result<Self, SchemaError> {
        Ok(Self { api: Api::read(None)? })
    }

    fn route(&self, method: &str, template: &str) -> Option<&Route> {
        self.api.table.named(method, template)
    }

    /// Returns a response body of an operation, the same for the same seed. Returns `None` for an unknown
    /// operation.
    #[must_use]
    pub fn response(&self, method: &str, template: &str, seed: u64) -> Option<Value> {
        let response = &self.route(method, template)?.operation.response;
        let generator = ValueGenerator { types: &self.api.model.types, style: Style::Arbitrary, today: TODAY };
        Some(generator.value(response, template, &mut rng(seed, &format!("{method} {template}"))))
    }

    /// Returns values of the right types for the parameters of a path template. Returns `None` for an unknown
    /// operation.
    #[must_use]
    pub fn path_values(&self, method: &str, template: &str) -> Option<Vec<String>> {
        let route = self.route(method, template)?;
        let generator = ValueGenerator { types: &self.api.model.types, style: Style::Typical, today: TODAY };
        let values = route
            .parameters
            .iter()
            .map(|parameter| key_text(&generator.value(&parameter.ty, "value", &mut rng(0, template))));
        Some(values.collect())
    }

    /// Returns the enum values and nulls that may occur in the fields of the responses of these operations, each given
    /// by method and path template, such as `Type.field = value`.
    #[must_use]
    pub fn expected_values<'o>(&self, operations: impl IntoIterator<Item = (&'o str, &'o str)>) -> BTreeSet<String> {
        let mut expected = BTreeSet::new();
        let mut visited = BTreeSet::new();
        let mut queue = Vec::new();
        for route in operations.into_iter().filter_map(|(method, template)| self.route(method, template)) {
            route.operation.response.mentioned(&mut |id| queue.push(id.clone()));
        }
        while let Some(id) = queue.pop() {
            let Some(shape) = object(&self.api.model.types, &id, Direction::Output) else { continue };
            if !visited.insert(id.clone()) {
                continue;
            }
            for field in &shape.fields {
                if field.presence == Presence::Nullable {
                    expected.insert(format!("{}.{} = null", id.name, field.name));
                }
                if let Type::Defined(of, _) = &field.ty
                    && let Some(values) = enumeration(&self.api.model.types, of)
                    && values.values.len() <= MAX_EXPECTED_VALUES
                {
                    let line = |(_, value): &(String, String)| format!("{}.{} = {value}", id.name, field.name);
                    expected.extend(values.values.iter().map(line));
                }
                field.ty.mentioned(&mut |id| queue.push(id.clone()));
            }
        }
        expected
    }

    /// Removes the values that occur in a response from [`expected_values`](Self::expected_values).
    pub fn remove_seen(&self, method: &str, template: &str, seed: u64, unseen: &mut BTreeSet<String>) {
        let Some(route) = self.route(method, template) else { return };
        if let Some(response) = self.response(method, template, seed) {
            self.visit(&route.operation.response, &response, unseen);
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
                    unseen.remove(&format!("{}.{} = {}", id.name, field.name, key_text(value)));
                    self.visit(&closed(&field.ty, shape, arguments), value, unseen);
                }
            }
            _ => {}
        }
    }
}
