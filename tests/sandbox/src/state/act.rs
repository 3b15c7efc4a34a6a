//! Actions: what they do to the object on their path, and what they return.

use std::sync::Arc;

use generator::model::{Scalar, Type};
use generator::schema::Method;
use serde_json::{Value, json};

use super::State;
use super::agenda::without;
use super::new_task::{is_task, path_facts};
use crate::actions::{self, Verb, changes, concerns_another_object, verb};
use crate::call::Call;
use crate::place::Place;
use crate::routes::{Meaning, Route, parameter, segments};
use crate::tasks::{ActionName, Phase, Shape, resembles};
use crate::values::is_object;

/// Fields that a new object has from the object that it is made of.
const INHERITED: &[&str] = &["region", "availabilityZone", "datacenter", "zone", "size"];

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
        self.follow_target(call);
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
        let call = &self.with_inherited(call, &subject, is_task);
        let part = if is_task || call.route.lists_response.is_some() { None } else { self.add_part(call) };
        let mut value = self.respond(call, response, over);
        if let Some(part) = part {
            self.merge(response, &mut value, &part);
        }
        value
    }

    /// Returns the call of an action that creates another object, with the parameters that the object gets from the one
    /// on its path: a snapshot is in the region of its volume.
    fn with_inherited<'c>(&self, call: &Call<'c>, subject: &Subject, is_task: bool) -> Call<'c> {
        let mut full = call.clone();
        if !is_task {
            let mut facts = path_facts(call);
            let kept = INHERITED.iter().filter_map(|name| Some(((*name).to_owned(), subject.value.get(name)?.clone())));
            facts.extend(kept);
            facts.extend(call.body.as_object().cloned().unwrap_or_default());
            full.body = facts.into();
        }
        full
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
    pub(super) fn begin(&mut self, place: &Place, ty: &Type, verb: &Verb, sent: &Value) {
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
                // The state does not show that the action takes time.
                None if verb.takes_time() && verb.names != actions::CREATED.names => {
                    let before = json!({ &state.field: value.get(&state.field) });
                    self.change_later(place, ty, after, before);
                }
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
}
