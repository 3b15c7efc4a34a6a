//! Performs operations by their meaning.

use std::sync::Arc;

use generator::model::{Scalar, Type};
use generator::schema::Method;
use serde_json::Value;

use super::{State, filter};
use crate::account;
use crate::api::Api;
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::place::{Place, key_text};
use crate::routes::{Collection, CollectionId, Meaning};
use crate::values::{is_object, plain};

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
        self.guard_expired(call)
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
        let response = &call.route.operation.response;
        match &call.route.meaning {
            Meaning::List(collection) => Ok(self.list(call, *collection)),
            Meaning::Read => self.read(call).ok_or_else(|| gone(&self.api, call)),
            Meaning::Create(collection) => self.create(call, *collection),
            Meaning::Change { read } => {
                if let Some(ty) = read {
                    self.read_as(call, ty).ok_or_else(|| gone(&self.api, call))?;
                    self.change(&call.place, ty, &call.body);
                }
                Ok(self.respond(call, response, read.as_ref()))
            }
            Meaning::Remove { from } => self.remove_at(call, *from),
            Meaning::Act { over } => {
                if let Some(ty) = over {
                    self.act_over(call, ty);
                }
                Ok(self.respond(call, response, over.as_ref()))
            }
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

    fn list(&mut self, call: &Call<'_>, collection: CollectionId) -> Value {
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

    fn create(&mut self, call: &Call<'_>, id: CollectionId) -> Result<Value, ErrorResponse> {
        let api = Arc::clone(&self.api);
        let collection = api.table.collection(id).ok_or_else(ErrorResponse::server_fault)?;
        let response = &call.route.operation.response;
        if self.entries(&call.place, id).len() >= MAX_ENTRIES {
            return Err(ErrorResponse::full(format!(
                "This list has its maximum of {MAX_ENTRIES} entries: delete some"
            )));
        }
        let key = match given_key(collection, &call.body) {
            Some(text) => {
                let key = plain(&api.model.types, &collection.key, &text).filter(|key| !key.key.is_empty());
                let invalid = || {
                    ErrorResponse::bad_request(format!("[{}] Given data ({text}) is not valid", collection.parameter))
                };
                key.ok_or_else(invalid)?
            }
            // A collection with enum values as keys can be full.
            None => {
                self.fresh_key(&call.place, id).ok_or_else(|| ErrorResponse::conflict("There are no more of these"))?
            }
        };
        if self.entry(&call.place, id, &key.key).is_some() {
            return Err(ErrorResponse::conflict(format!("{} {} already exists", collection.parameter, key.key)));
        }
        let ty = collection.item.as_ref().unwrap_or(&collection.element);
        let mut item = self.temporary(ty, &format!("{}/{}", call.place, collection.parameter));
        self.apply_body(call, ty, &mut item);
        let item = self.add(&call.place, id, &key, item);
        if response == ty {
            return Ok(item);
        }
        if !is_object(&api.model.types, response) {
            let mut value = self.temporary(response, call.place.as_str());
            self.merge(response, &mut value, &key.json);
            return Ok(value);
        }
        let mut value = self.respond(call, response, None);
        if call.route.lists_response.is_none() {
            let facts = serde_json::json!({ &collection.parameter: key.json, key_name(collection): key.json });
            self.merge(response, &mut value, &facts);
        }
        Ok(value)
    }

    /// Merges the body into a new object. Missing optional fields become null if they are nullable.
    fn apply_body(&mut self, call: &Call<'_>, ty: &Type, item: &mut Value) {
        for name in call.writable_fields(&self.api.model.types) {
            if call.body.get(&name).is_none() {
                self.merge(ty, item, &serde_json::json!({ name: null }));
            }
        }
        self.merge(ty, item, &call.body);
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
    fn act_over(&mut self, call: &Call<'_>, ty: &Type) {
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

    /// Returns the response of an action: the value that GET returns on the same path if the types agree, or else a new
    /// object, which is added to the list of such objects.
    pub(crate) fn respond(&mut self, call: &Call<'_>, response: &Type, read: Option<&Type>) -> Value {
        if *response == Type::Scalar(Scalar::Unit) {
            return Value::Null;
        }
        if read == Some(response)
            && let Some(value) = self.read_as(call, response)
        {
            return value;
        }
        let value = self.temporary(response, call.place.as_str());
        let api = Arc::clone(&self.api);
        let listed = call.route.lists_response.and_then(|id| Some((id, api.table.collection(id)?)));
        let Some((id, collection)) = listed else { return value };
        let list = call.place_like(&collection.template);
        if self.entries(&list, id).len() >= MAX_ENTRIES {
            return value;
        }
        match self.fresh_key(&list, id) {
            Some(key) => self.add(&list, id, &key, value),
            None => value,
        }
    }
}

/// Returns the error for a value that was removed. The objects that the path leads through exist.
fn gone(api: &Api, call: &Call<'_>) -> ErrorResponse {
    let last = call.segments().len().saturating_sub(1);
    match call.route.parameters.last().filter(|parameter| parameter.index == last) {
        Some(_) if api.table.is_service(call.route, last) => ErrorResponse::no_such_service(),
        Some(parameter) => ErrorResponse::no_such_object(&parameter.name, call.segment(last)),
        None => ErrorResponse::no_such_object("id", call.segment(last)),
    }
}

fn key_name(collection: &Collection) -> &str {
    collection.key_field.as_deref().unwrap_or(&collection.parameter)
}

/// Returns the key that a body gives to the object it creates: by the name of the path parameter or key field, or else
/// by a similar name if the key is a name.
fn given_key(collection: &Collection, body: &Value) -> Option<String> {
    let entries = body.as_object()?;
    let is_number = collection.key == Type::Scalar(Scalar::Long);
    let usable = |value: &&Value| if is_number { value.is_i64() } else { value.is_string() };
    let of = |name: &str| entries.get(name).filter(usable);
    if let Some(value) = of(&collection.parameter).or_else(|| of(key_name(collection))) {
        return Some(key_text(value));
    }
    let lower = collection.parameter.to_ascii_lowercase();
    // Ids are assigned by the service.
    if lower.ends_with("id") || collection.element != Type::Scalar(Scalar::Text) {
        return None;
    }
    let alike = || entries.iter().find(|(name, _)| name.to_ascii_lowercase().contains(&lower)).map(|(_, value)| value);
    alike().filter(usable).or_else(|| of("login")).or_else(|| of("name")).map(key_text)
}
