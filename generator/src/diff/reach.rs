//! Which methods a type can be reached from.

use std::collections::{BTreeMap, BTreeSet};

use super::calls::{Direction, call, object};
use crate::model::{Kind, Model, Type, TypeId};

/// For each type and direction the methods that answer or take it, however deep.
#[derive(Debug, Default)]
pub struct Reach(BTreeMap<(TypeId, Direction), BTreeSet<String>>);

impl Reach {
    pub fn new(model: &Model) -> Self {
        let mut reach = Self::default();
        for api in &model.apis {
            for operation in &api.operations {
                let name = call(api, operation);
                reach.spread(model, &name, &operation.response, Direction::Output);
                for parameter in operation.arguments.iter().chain(&operation.options) {
                    reach.spread(model, &name, &parameter.ty, Direction::Input);
                }
            }
        }
        reach
    }

    /// The methods that answer (`Output`) or take (`Input`) a type.
    pub fn methods(&self, id: &TypeId, direction: Direction) -> BTreeSet<String> {
        self.0.get(&(id.clone(), direction)).cloned().unwrap_or_default()
    }

    fn spread(&mut self, model: &Model, name: &str, from: &Type, direction: Direction) {
        let mut queue = Vec::new();
        from.mentioned(&mut |id| queue.push(id.clone()));
        while let Some(id) = queue.pop() {
            let Some(definition) = model.types.get(&id) else { continue };
            if !self.0.entry((id, direction)).or_default().insert(name.to_owned()) {
                continue;
            }
            if let Kind::Object { .. } = &definition.kind {
                for field in object(definition, direction).into_iter().flat_map(|object| &object.fields) {
                    field.ty.mentioned(&mut |id| queue.push(id.clone()));
                }
            }
        }
    }
}
