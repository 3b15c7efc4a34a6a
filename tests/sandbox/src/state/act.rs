//! Actions: what they do to the object on their path, and what they return.

use std::sync::Arc;

use generator::model::{Scalar, Type};
use generator::schema::Method;
use serde_json::{Map, Value, json};

use super::State;
use super::agenda::without;
use crate::actions::{self, Verb, changes, concerns_another_object, verb};
use crate::call::Call;
use crate::place::Place;
use crate::routes::{CollectionId, Meaning, Route, parameter, segments};
use crate::tasks::{ActionName, Phase, Shape, resembles};
use crate::values::{Direction, is_object, object};

/// The object that an action is performed on.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) place: Place,
    pub(super) ty: Type,
    value: Value,
    /// The path template of the object.
    pub(super) template: String,
    /// Whether the action is directly below the object.
    is_direct: bool,
}

/// Returns the words of an operation. POST on a readable object creates it.
pub(super) fn action_name(route: &Route) -> ActionName {
    let on_object = matches!(route.meaning, Meaning::Create(_) | Meaning::Act { over: Some(Type::Defined(..)) });
    ActionName::new(route.operation.method, &route.operation.path, on_object)
}

impl State {
    /// Performs an action and returns its response.
    pub(super) fn act(&mut self, call: &Call<'_>, over: Option<&Type>) -> Value {
        let api = Arc::clone(&self.api);
        let types = &api.model.types;
        let response = &call.route.operation.response;
        if let Some(ty) = over {
            self.act_over(call, ty);
        }
        let is_task = is_task(types, response);
        let Some(subject) = self.subject(call) else { return self.respond(call, response, over) };
        let name = ActionName::new(Method::Post, &call.route.operation.path, false);
        let is_about_subject = resembles(types, response, &subject.ty) && over != Some(response);
        if subject.is_direct || is_task {
            if let Some(verb) = verb(name.words(), &call.body) {
                self.begin(&subject.place, &subject.ty, verb, &Value::Null);
            }
            self.create_part(call, &subject, name.words());
        }
        let is_list = is_task && self.replace_list(call, &subject).is_some();
        let changes_subject = is_task || is_about_subject || *response == Type::Scalar(Scalar::Unit);
        if !is_list && changes_subject && over.is_none_or(|_| is_task) && !concerns_another_object(name.words()) {
            let changes = changes(types, &subject.ty, &subject.value, name.words(), &call.body);
            if !changes.is_empty() && is_task {
                self.change_later(&subject.place, &subject.ty, changes.into(), Value::Null);
            } else if !changes.is_empty() {
                self.change(&subject.place, &subject.ty, &changes.into());
            }
        }
        if is_about_subject && let Some(value) = self.store.value(&subject.place).cloned() {
            return self.shown_as(call, response, &subject.ty, &value);
        }
        let part = if is_task || call.route.lists_response.is_some() { None } else { self.add_part(call) };
        let mut value = self.respond(call, response, over);
        if let Some(part) = part {
            self.merge(response, &mut value, &part);
        }
        value
    }

    /// Returns the nearest object on the path of an action. Further parameters name another object.
    fn subject(&mut self, call: &Call<'_>) -> Option<Subject> {
        let api = Arc::clone(&self.api);
        let path: Vec<&str> = segments(&call.route.operation.path).collect();
        for depth in (1..path.len()).rev() {
            if path.get(depth).is_some_and(|segment| parameter(segment).is_some()) {
                return None;
            }
            let template = format!("/{}", path.get(..depth)?.join("/"));
            let Some(read) = api.table.by_template(call.route.branch, Method::Get, &template) else { continue };
            let ty = &read.operation.response;
            if !is_object(&api.model.types, ty) {
                continue;
            }
            let place = call.place_of(depth);
            let value = match call.route.guards.iter().find(|(index, _)| index + 1 == depth) {
                Some((index, collection)) => {
                    let list = call.place_of(*index);
                    let entry = self.entry(&list, *collection, call.segment(*index))?;
                    self.item(&list, *collection, &entry)?
                }
                None => self.value(&place, ty).cloned()?,
            };
            return Some(Subject { place, ty: ty.clone(), value, template, is_direct: depth + 1 == path.len() });
        }
        None
    }

    /// Returns the object that a list belongs to, if the response is about it.
    pub(super) fn parent_shown_as(&mut self, call: &Call<'_>, response: &Type) -> Option<Value> {
        let subject = self.subject(call)?;
        if !resembles(&self.api.model.types, response, &subject.ty) {
            return None;
        }
        Some(self.shown_as(call, response, &subject.ty, &subject.value))
    }

    /// Sets the state that an object has during an action, and later the state afterwards. A state that was sent stays.
    fn begin(&mut self, place: &Place, ty: &Type, verb: &Verb, sent: &Value) {
        let api = Arc::clone(&self.api);
        let value = self.store.value(place).cloned().unwrap_or_default();
        for state in verb.states(&api.model.types, ty, &value) {
            if sent.get(&state.field).is_some() {
                continue;
            }
            let after = json!({ &state.field: state.after });
            match state.during {
                Some(during) => {
                    let during = json!({ &state.field: during });
                    self.change(place, ty, &during);
                    self.change_later(place, ty, after, during);
                }
                // Nothing to wait for if the object has no state for the time in between.
                None => _ = self.change(place, ty, &after),
            }
        }
    }

    /// Returns an object as another type that shows it.
    pub(super) fn shown_as(&mut self, call: &Call<'_>, response: &Type, ty: &Type, value: &Value) -> Value {
        if response == ty {
            return value.clone();
        }
        let mut shown = self.temporary(response, call.place.as_str());
        self.merge(response, &mut shown, value);
        shown
    }

    /// Merges what was sent into a new object, with names that differ by the noun of the path and into nested objects.
    pub(super) fn merge_sent(&mut self, call: &Call<'_>, ty: &Type, value: &mut Value) {
        let api = Arc::clone(&self.api);
        let types = &api.model.types;
        let noun = segments(&call.route.operation.path).filter(|segment| parameter(segment).is_none()).last();
        let sent = actions::rename(types, ty, noun.unwrap_or_default(), &call.body);
        self.merge(ty, value, &sent);
        let nested = actions::nested(types, ty, &call.body);
        if !nested.is_empty() {
            self.merge(ty, value, &nested.into());
        }
    }

    /// Sets the dates and the state of a new object, which is a task in some lists.
    pub(super) fn begin_new(&mut self, call: &Call<'_>, place: &Place, ty: &Type) {
        let api = Arc::clone(&self.api);
        let types = &api.model.types;
        if let Some(shape) = Shape::of(types, ty) {
            let facts = without(shape.facts(Phase::Waiting, 0, self.times(), self.now), &call.body);
            self.change(place, ty, &facts);
            self.move_task(place, ty, &shape, &call.body);
            return;
        }
        self.begin(place, ty, actions::CREATED, &call.body);
        self.converge(call, place, ty, None);
    }

    /// Moves the current state of an object to its target state, as API v2 does.
    pub(super) fn converge(&mut self, call: &Call<'_>, place: &Place, ty: &Type, verb: Option<&Verb>) {
        let api = Arc::clone(&self.api);
        let Some(value) = self.store.value(place).cloned() else { return };
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
        let facts = task_facts(call, about);
        self.merge(ty, &mut value, &facts);
        self.merge(ty, &mut value, &shape.born(&name, times));
        let listed = list.and_then(|id| Some((id, api.table.collection(id)?)));
        let free = listed.and_then(|(id, collection)| {
            let list = call.place_like(&collection.template);
            let is_full = self.entries(&list, id).len() >= super::MAX_ENTRIES;
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
        let mut facts: Map<String, Value> =
            actions::settled(types, ty, value).into_iter().map(|(name, state)| (name, state.into())).collect();
        if value.get("currentTasks").is_some_and(Value::is_array) {
            facts.insert("currentTasks".to_owned(), json!([]));
        }
        facts.into()
    }
}

/// Returns what a task says about the objects on its path, the created object and the parameters. Its own id, name and
/// state differ from theirs.
fn task_facts(call: &Call<'_>, about: Option<&Created>) -> Value {
    let mut facts = Map::new();
    for parameter in &call.route.parameters {
        let text = call.segment(parameter.index);
        let value = text.parse::<i64>().map_or_else(|_| text.into(), Value::from);
        facts.insert(parameter.name.clone(), value);
    }
    let created = about.and_then(|about| about.value.as_object());
    for (name, value) in created.into_iter().chain(call.body.as_object()).flatten() {
        if !OWN_FIELDS.contains(&name.as_str()) {
            facts.insert(name.clone(), value.clone());
        }
    }
    if let Some(about) = about {
        for name in ["resourceId", "objectId", &about.parameter] {
            facts.insert(name.to_owned(), about.key.clone());
        }
    }
    facts.into()
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
pub(super) fn is_task(types: &generator::model::Types, ty: &Type) -> bool {
    match ty {
        Type::List(item) => Shape::of(types, item).is_some(),
        other => Shape::of(types, other).is_some(),
    }
}
