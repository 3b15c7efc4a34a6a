//! Tasks of actions, and the asynchronous resources of API v2.

use std::sync::Arc;

use generator::model::{Type, Types};
use generator::schema::Method;
use serde_json::{Map, Value, json};

use super::act::action_name;
use super::{MAX_ENTRIES, State};
use crate::actions::{self, Verb};
use crate::call::Call;
use crate::place::Place;
use crate::routes::{CollectionId, segments};
use crate::tasks::{Phase, Shape, past_dates};
use crate::values::{Direction, object};

impl State {
    /// Moves the current state of an object to its target state, as API v2 does, and numbers to the desired ones.
    pub(super) fn converge(&mut self, call: &Call<'_>, place: &Place, ty: &Type, verb: Option<&Verb>) {
        let api = Arc::clone(&self.api);
        let Some(value) = self.store.value(place).cloned() else { return };
        let following = actions::following(&value);
        if !following.is_empty() {
            self.change_later(place, ty, following.into(), Value::Null);
        }
        let Some(target) = value.get("targetSpec").filter(|_| value.get("currentState").is_some()) else { return };
        if let Some(verb) = verb {
            self.begin(place, ty, verb, &Value::Null);
        }
        let checksum = format!("{:016x}", self.rng(&format!("{place}/{}", self.generated)).u64(..));
        self.change(place, ty, &json!({"checksum": checksum}));
        if let Type::Defined(id, _) = ty
            && let Some(field) = object(&api.model.types, id, Direction::Output).and_then(|it| it.field("currentTasks"))
            && let Type::List(task) = &field.ty
            && let Some(task) = self.new_task_in(call, task, None, self.task_list(call))
        {
            self.change(place, ty, &json!({"currentTasks": [task]}));
        }
        self.change_later(place, ty, json!({"currentState": target, "currentTasks": []}), Value::Null);
    }

    /// Returns the nearest list `task` on the path of a call.
    fn task_list(&self, call: &Call<'_>) -> Option<CollectionId> {
        let path: Vec<&str> = segments(&call.route.operation.path).collect();
        let find = |depth: usize| {
            let template = format!("/{}/task", path.get(..depth)?.join("/"));
            self.api.table.by_template(call.route.branch, Method::Get, &template)?;
            self.api.table.collection_at(&template)
        };
        (1..=path.len()).rev().find_map(find)
    }

    /// Creates a task and returns it. A task that no list has is done, as it cannot be read again.
    pub(super) fn new_task(&mut self, call: &Call<'_>, ty: &Type, about: Option<&Created>) -> Option<Value> {
        self.new_task_in(call, ty, about, call.route.lists_response)
    }

    fn new_task_in(
        &mut self,
        call: &Call<'_>,
        ty: &Type,
        about: Option<&Created>,
        list: Option<CollectionId>,
    ) -> Option<Value> {
        let api = Arc::clone(&self.api);
        let types = &api.model.types;
        let shape = Shape::of(types, ty)?;
        let name = action_name(call.route);
        let times = self.times();
        let mut value = self.temporary(ty, call.place.as_str());
        // Ids of other objects and remarks are unknown.
        self.merge(ty, &mut value, &shape.unset());
        let facts = task_facts(call, about);
        self.merge(ty, &mut value, &facts);
        self.merge(ty, &mut value, &shape.born(&name, times));
        let listed = list.and_then(|id| Some((id, api.table.collection(id)?)));
        let free = listed.and_then(|(id, collection)| {
            let list = call.place_like(&collection.template);
            let is_full = self.entries(&list, id).len() >= MAX_ENTRIES;
            let key = if is_full { None } else { self.fresh_key(&list, id) }?;
            Some((id, collection.item.as_ref().unwrap_or(&collection.element), list, key))
        });
        let Some((id, item, list, key)) = free else {
            let facts = shape.facts(Phase::Done, 100, times, times.born);
            self.merge(ty, &mut value, &facts);
            return Some(value);
        };
        let kept = if item == ty { value.clone() } else { self.shown_as(call, item, ty, &value) };
        let kept = self.add(&list, id, &key, kept);
        if let Some(shape) = Shape::of(types, item) {
            let place = list.child(&key.key);
            self.change(&place, item, &shape.born(&name, times));
            self.change(&place, item, &json!({"link": place.as_str()}));
            self.move_task(&place, item, &shape, &Value::Null);
        }
        self.merge(ty, &mut value, &kept);
        if item != ty {
            self.merge(ty, &mut value, &json!({"id": key.json, "taskId": key.json}));
            self.merge(ty, &mut value, &shape.born(&name, times));
        }
        self.merge(ty, &mut value, &json!({"link": list.child(&key.key).as_str()}));
        Some(value)
    }

    /// Returns the facts of an object that exists for some time.
    pub(super) fn settled(&self, place: &Place, ty: &Type, value: &Value) -> Value {
        let types = &self.api.model.types;
        if let Some(shape) = Shape::of(types, ty) {
            return shape.past(self.now, &mut self.rng(&format!("{place}/past")));
        }
        if let (Type::List(item), Value::Array(values)) = (ty, value) {
            return values.iter().map(|value| self.settled(place, item, value)).collect();
        }
        let mut facts = past_dates(types, ty, self.now, &mut self.rng(&format!("{place}/past")));
        facts.extend(actions::settled(types, ty, value).into_iter().map(|(name, state)| (name, state.into())));
        if value.get("currentTasks").is_some_and(Value::is_array) {
            facts.insert("currentTasks".to_owned(), json!([]));
        }
        facts.into()
    }
}

/// Returns what a task says about the objects on its path, the created object and the parameters. Its own id, name and
/// state differ from theirs.
fn task_facts(call: &Call<'_>, about: Option<&Created>) -> Value {
    let mut facts = path_facts(call);
    if let (None, Some(last)) = (about, call.route.parameters.last()) {
        let key = Value::from(call.segment(last.index));
        facts.extend([("resourceId".to_owned(), key.clone()), ("objectId".to_owned(), key)]);
    }
    let created = about.and_then(|about| about.value.as_object());
    for (name, value) in created.into_iter().chain(call.body.as_object()).flatten() {
        if !OWN_FIELDS.contains(&name.as_str()) {
            facts.insert(name.clone(), value.clone());
        }
    }
    if let Some(about) = about {
        for name in ["resourceId", "objectId", "targetDomain", &about.parameter] {
            facts.insert(name.to_owned(), about.key.clone());
        }
    }
    facts.into()
}

/// Returns the parameters of a path that are not called like a field of any object, also by the segment before them:
/// `domain` of `/domain/{serviceName}`.
pub(super) fn path_facts(call: &Call<'_>) -> Map<String, Value> {
    let path: Vec<&str> = segments(&call.route.operation.path).collect();
    let mut facts = Map::new();
    for parameter in &call.route.parameters {
        let text = call.segment(parameter.index);
        let value = text.parse::<i64>().map_or_else(|_| text.into(), Value::from);
        let before = parameter.index.checked_sub(1).and_then(|index| path.get(index)).copied().unwrap_or_default();
        for name in [before, &parameter.name] {
            if !OWN_FIELDS.contains(&name) {
                facts.insert(name.to_owned(), value.clone());
            }
        }
    }
    facts
}

/// Fields of a task that are not those of the object that it is about.
const OWN_FIELDS: &[&str] =
    &["id", "name", "description", "type", "status", "state", "taskId", "operationId", "progress"];

/// An object that an operation created.
#[derive(Debug)]
pub(super) struct Created {
    pub(super) parameter: String,
    pub(super) key: Value,
    pub(super) value: Value,
}

/// Returns whether responses of a type are tasks or lists of tasks.
pub(super) fn is_task(types: &Types, ty: &Type) -> bool {
    match ty {
        Type::List(item) => Shape::of(types, item).is_some(),
        other => Shape::of(types, other).is_some(),
    }
}
