//! Performs operations by their meaning.

use std::sync::Arc;

use generator::model::{Scalar, Type};
use generator::schema::Method;
use serde_json::Value;

use super::new_task::{Created, is_task};
use super::{State, filter};
use crate::account;
use crate::actions;
use crate::api::Api;
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::place::Place;
use crate::routes::{CollectionId, Meaning};
use crate::tasks::new_object_dates;
use crate::values::is_object;

/// Maximum number of entries of a list, which is searched linearly.
pub(crate) const MAX_ENTRIES: usize = 10_000;

impl State {
    /// Rejects a path that leads through an object that does not exist.
    pub(crate) fn guard(&mut self, call: &Call<'_>) -> Result<(), ErrorResponse> {
        for (index, collection) in &call.route.guards {
            let list = call.place_of(*index);
            let key = call.segment(*index);
            if self.entry(&list, *collection, key).is_none() {
                let api = Arc::clone(&self.api);
                let parameter = api.table.collection(*collection).map_or("id", |found| found.parameter.as_str());
                return Err(if api.table.is_service(call.route, *index) {
                    ErrorResponse::no_such_service()
                } else {
                    ErrorResponse::no_such_object(parameter, key)
                });
            }
        }
        self.guard_expired(call)?;
        self.guard_targets(call)
    }

    /// Rejects changes of an expired service; it can still be renewed or terminated.
    fn guard_expired(&self, call: &Call<'_>) -> Result<(), ErrorResponse> {
        let operation = &call.route.operation;
        let is_about_contract = ["serviceInfos", "changeContact", "terminate", "confirmTermination"]
            .iter()
            .any(|last| operation.path.ends_with(last));
        if operation.method == Method::Get || is_about_contract || self.is_arbitrary() {
            return Ok(());
        }
        let is_expired = account::services().filter(account::Service::is_expired).any(|service| {
            let (own, place) = (service.place(), call.place.as_str());
            place == own.as_str() || place.starts_with(&own.prefix())
        });
        if is_expired { Err(ErrorResponse::expired()) } else { Ok(()) }
    }

    /// Performs an operation and returns its response. The call has been checked.
    pub(crate) fn perform(&mut self, call: &Call<'_>) -> Result<Value, ErrorResponse> {
        match &call.route.meaning {
            Meaning::List(collection) => Ok(self.list(call, *collection)),
            Meaning::Read => self.read(call).ok_or_else(|| gone(&self.api, call)),
            Meaning::Create(collection) => self.create(call, *collection),
            Meaning::Change { read: Some(ty) } => self.replace(call, ty),
            Meaning::Change { read: None } => Ok(self.act(call, None)),
            Meaning::Remove { from } => self.remove_at(call, *from),
            Meaning::Act { over } => Ok(self.act(call, over.as_ref())),
        }
    }

    /// Returns the entries that match the query.
    pub(crate) fn matching(&mut self, call: &Call<'_>, collection: CollectionId) -> Vec<super::Entry> {
        let mut entries = self.entries(&call.place, collection).to_vec();
        for (name, wanted) in &call.query {
            let comparison = filter::Comparison::of(call.route, name);
            entries.retain(|entry| {
                let Some(item) = self.item(&call.place, collection, entry) else { return true };
                match wanted {
                    Value::String(wanted) => filter::matches(&item, name, wanted, comparison),
                    Value::Object(wanted) => filter::matches_tags(&item, wanted),
                    Value::Array(wanted) => filter::matches_any(&item, name, wanted),
                    _ => true,
                }
            });
        }
        entries
    }

    /// Returns an entry as its list shows it.
    pub(crate) fn show(&mut self, place: &Place, id: CollectionId, entry: &super::Entry) -> Value {
        let api = Arc::clone(&self.api);
        let Some(collection) = api.table.collection(id) else { return Value::Null };
        if !is_object(&api.model.types, &collection.element) {
            return entry.shown.clone();
        }
        let Some(item) = self.item(place, id, entry) else { return entry.shown.clone() };
        if collection.item.as_ref().is_none_or(|ty| *ty == collection.element) {
            return item;
        }
        // Some lists show other fields of an object than its own path.
        let mut rng = self.rng(&format!("{place}/{}/listed", entry.key));
        let mut element = self.fresh(&collection.element, &format!("{place}/{}", entry.key), &mut rng);
        self.merge(&collection.element, &mut element, &item);
        if let Some(field) = &collection.element_key_field {
            self.merge(&collection.element, &mut element, &serde_json::json!({ field: entry.shown }));
        }
        element
    }

    pub(super) fn list(&mut self, call: &Call<'_>, collection: CollectionId) -> Value {
        let entries = self.matching(call, collection);
        entries.iter().map(|entry| self.show(&call.place, collection, entry)).collect()
    }

    fn read(&mut self, call: &Call<'_>) -> Option<Value> {
        self.read_as(call, &call.route.operation.response)
    }

    /// Returns the value at the call's path; an object of a collection contains its key.
    fn read_as(&mut self, call: &Call<'_>, ty: &Type) -> Option<Value> {
        if let Some((list, collection, key)) = call.item() {
            let entry = self.entry(&list, collection, key)?;
            return self.item(&list, collection, &entry);
        }
        self.value(&call.place, ty).cloned()
    }

    /// Merges the body of a PUT or PATCH into the object on its path.
    fn replace(&mut self, call: &Call<'_>, ty: &Type) -> Result<Value, ErrorResponse> {
        let api = Arc::clone(&self.api);
        let response = &call.route.operation.response;
        let before = self.read_as(call, ty).ok_or_else(|| gone(&api, call))?;
        self.change(&call.place, ty, &call.body);
        let after = self.read_as(call, ty).ok_or_else(|| gone(&api, call))?;
        // An object that is written as it was read starts no update.
        let is_changed = |name: &str| before.get(name) != after.get(name);
        if is_changed("targetSpec") {
            let dates = new_object_dates(&api.model.types, ty, self.times().born, false);
            self.change(&call.place, ty, &dates.into());
        }
        let mut sent = call.body.as_object().into_iter().flat_map(|sent| sent.keys());
        if sent.any(|name| (name == "targetSpec" || name.starts_with("desired")) && is_changed(name)) {
            self.converge(call, &call.place, ty, is_changed("targetSpec").then_some(actions::UPDATED));
        }
        if is_object(&api.model.types, response) && !is_task(&api.model.types, response) {
            let value = self.read_as(call, ty).ok_or_else(|| gone(&api, call))?;
            return Ok(self.shown_as(call, response, ty, &value));
        }
        Ok(self.respond(call, response, Some(ty)))
    }

    fn remove_at(&mut self, call: &Call<'_>, from: Option<CollectionId>) -> Result<Value, ErrorResponse> {
        let response = &call.route.operation.response;
        let api = Arc::clone(&self.api);
        let readable = api.table.by_template(call.route.branch, Method::Get, &call.route.operation.path);
        let ty = readable.map(|route| &route.operation.response);
        let last = ty.and_then(|ty| self.read_as(call, ty));
        let removed = match (from, call.item()) {
            (Some(collection), Some((list, _, key))) => self.take(&list, collection, key),
            _ => self.remove(&call.place, ty),
        };
        if !removed {
            return Err(gone(&self.api, call));
        }
        match last {
            Some(last) if ty == Some(response) => Ok(last),
            _ => Ok(self.respond(call, response, None)),
        }
    }

    /// Merges the body of a POST into the value that GET returns on the same path.
    pub(super) fn act_over(&mut self, call: &Call<'_>, ty: &Type) {
        let is_there = self.value(&call.place, ty).is_some();
        if !is_there {
            let value = self.temporary(ty, call.place.as_str());
            self.set(&call.place, value);
        }
        self.change(&call.place, ty, &call.body);
        // `{"enable": true}` if GET returns a boolean, `{"settings": {…}}` if it returns settings.
        if let Some(entries) = call.body.as_object()
            && let (1, Some(only)) = (entries.len(), entries.values().next())
        {
            self.change(&call.place, ty, only);
        }
    }

    /// Returns the response of an action: the value that GET returns on the same path if the types agree, a task, or
    /// else a new object, which is added to the list of such objects.
    pub(crate) fn respond(&mut self, call: &Call<'_>, response: &Type, read: Option<&Type>) -> Value {
        if *response == Type::Scalar(Scalar::Unit) {
            return Value::Null;
        }
        if read == Some(response)
            && let Some(value) = self.read_as(call, response)
        {
            return value;
        }
        if let Some(task) = self.task_response(call, response, None) {
            return task;
        }
        let api = Arc::clone(&self.api);
        let listed = call.route.lists_response.and_then(|id| Some((id, api.table.collection(id)?)));
        if let (Type::List(element), Some((id, _))) = (response, listed) {
            let count = call.body.get("number").and_then(Value::as_u64).unwrap_or(1).clamp(1, MAX_NEW);
            return (0..count).map(|_| self.new_object(call, element, Some(id))).collect();
        }
        self.new_object(call, response, listed.map(|(id, _)| id))
    }

    /// Returns a task or a list of one task, if the response is one.
    pub(super) fn task_response(&mut self, call: &Call<'_>, response: &Type, about: Option<&Created>) -> Option<Value> {
        match response {
            Type::List(item) => Some(vec![self.new_task(call, item, about)?].into()),
            ty => self.new_task(call, ty, about),
        }
    }

    /// Creates an object with the parameters that have the names of its fields, and adds it to a list.
    fn new_object(&mut self, call: &Call<'_>, ty: &Type, id: Option<CollectionId>) -> Value {
        let api = Arc::clone(&self.api);
        let mut value = self.temporary(ty, call.place.as_str());
        let dates = new_object_dates(&api.model.types, ty, self.times().born, true);
        self.merge(ty, &mut value, &dates.into());
        self.merge_sent(call, ty, &mut value);
        let Some((id, collection)) = id.and_then(|id| Some((id, api.table.collection(id)?))) else { return value };
        let list = call.place_like(&collection.template);
        if self.entries(&list, id).len() >= MAX_ENTRIES {
            return value;
        }
        let Some(key) = self.fresh_key(&list, id) else { return value };
        let value = self.add(&list, id, &key, value);
        let place = list.child(&key.key);
        self.begin_new(call, &place, ty);
        self.store.value(&place).cloned().unwrap_or(value)
    }
}

/// Maximum number of objects that an action creates.
const MAX_NEW: u64 = 20;

/// Returns the error for a value that was removed. The objects that the path leads through exist.
fn gone(api: &Api, call: &Call<'_>) -> ErrorResponse {
    let last = call.segments().len().saturating_sub(1);
    match call.route.parameters.last().filter(|parameter| parameter.index == last) {
        Some(_) if api.table.is_service(call.route, last) => ErrorResponse::no_such_service(),
        Some(parameter) => ErrorResponse::no_such_object(&parameter.name, call.segment(last)),
        None => ErrorResponse::no_such_object("id", call.segment(last)),
    }
}
