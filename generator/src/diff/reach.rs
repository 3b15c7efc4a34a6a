//! The methods whose requests or responses contain a type.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Direction, Model, Type, TypeId};

/// For each type and direction, the methods that use it at any depth.
#[derive(Debug, Default)]
pub struct Reach(BTreeMap<(TypeId, Direction), BTreeSet<String>>);

impl Reach {
    pub fn new(model: &Model) -> Self {
        let mut reach = Self::default();
        for (api, operation) in model.operations() {
            let name = api.call(operation);
            reach.spread(model, &name, &operation.response, Direction::Output);
            for parameter in operation.parameters() {
                reach.spread(model, &name, &parameter.ty, Direction::Input);
            }
        }
        reach
    }

    /// Returns the methods that use a type in a direction.
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
            for field in definition.object(direction).into_iter().flat_map(|object| &object.fields) {
                field.ty.mentioned(&mut |id| queue.push(id.clone()));
            }
        }
    }
}
