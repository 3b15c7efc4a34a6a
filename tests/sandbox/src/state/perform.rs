//! What operations do by their meaning.

use std::sync::Arc;

use generator::model::{Scalar, Type};
use generator::schema::{Branch, Method};
use serde_json::Value;

use super::{Place, State, filter};
use crate::account;
use crate::call::Call;
use crate::refusal::Refusal;
use crate::routes::{Collection, CollectionId, Meaning, Route};
use crate::state::collections::text;
use crate::values::{is_object, plain};

/// Entries of one list. Each is looked for from the first one on.
pub(crate) const MAX_ENTRIES: usize = 10_000;

impl State {
    /// Refuses a path that leads through something that does not exist.
    pub(crate) fn guard(&mut self, call: &Call<'_>) -> Result<(), Refusal> {
        for (index, collection) in &call.route.guards {
            let list = call.place_of(*index);
            let key = call.segment(*index);
            if self.entry(&list, *collection, key).is_none() {
                let api = Arc::clone(&self.api);
                let parameter = api.table.collection(*collection).map_or("id", |found| found.parameter.as_str());
                return Err(if is_service(call.route, *index) {
                    Refusal::no_such_service(parameter, key)
                } else {
                    Refusal::no_such_object(parameter, key)
                });
            }
        }
        self.guard_expired(call)
    }

    /// Refuses to change a service that has expired; what ends or renews it still works.
    fn guard_expired(&self, call: &Call<'_>) -> Result<(), Refusal> {
        let operation = &call.route.operation;
        let is_about_contract = ["serviceInfos", "changeContact", "terminate", "confirmTermination"]
            .iter()
            .any(|last| operation.path.ends_with(last));
        if operation.method == Method::Get || is_about_contract || self.is_wild() {
            return Ok(());
        }
        let is_expired = account::services().filter(account::Service::is_expired).any(|service| {
            let (own, place) = (service.place(), call.place.as_str());
            place == own.as_str() || place.starts_with(&own.prefix())
        });
        if is_expired { Err(Refusal::expired()) } else { Ok(()) }
    }

    /// Does what the operation means, and answers. The call has been checked.
    pub(crate) fn perform(&mut self, call: &Call<'_>) -> Result<Value, Refusal> {
        let response = &call.route.operation.response;
        match &call.route.meaning {
            Meaning::List(collection) => Ok(self.list(call, *collection)),
            Meaning::Read => self.read(call).ok_or_else(|| gone(call)),
            Meaning::Create(collection) => self.create(call, *collection),
            Meaning::Change { read } => {
                if let Some(ty) = read {
                    self.read_as(call, ty).ok_or_else(|| gone(call))?;
                    self.change(&call.place, ty, &call.body);
                }
                Ok(self.answer(call, response, read.as_ref()))
            }
            Meaning::Remove { from } => self.remove_at(call, *from),
            Meaning::Act { over } => {
                if let Some(ty) = over {
                    self.act_over(call, ty);
                }
                Ok(self.answer(call, response, over.as_ref()))
            }
        }
    }

    /// The entries that the query wants.
    pub(crate) fn wanted(&mut self, call: &Call<'_>, collection: CollectionId) -> Vec<super::Entry> {
        let mut entries = self.entries(&call.place, collection).to_vec();
        for (name, wanted) in &call.query {
            entries.retain(|entry| {
                let Some(item) = self.item(&call.place, collection, entry) else { return true };
                match wanted {
                    Value::String(wanted) => filter::wants(&item, name, wanted),
                    Value::Object(wanted) => filter::wants_tags(&item, wanted),
                    _ => true,
                }
            });
        }
        entries
    }

    /// How a list shows an entry.
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
        // Some lists show less of a thing, or more, than is read of it alone.
        let mut rng = self.rng(&format!("{place}/{}/listed", entry.key));
        let mut element = self.generate(&collection.element, place.as_str(), &mut rng);
        self.merge(&collection.element, &mut element, &item);
        element
    }

    fn list(&mut self, call: &Call<'_>, collection: CollectionId) -> Value {
        let entries = self.wanted(call, collection);
        entries.iter().map(|entry| self.show(&call.place, collection, entry)).collect()
    }

    fn read(&mut self, call: &Call<'_>) -> Option<Value> {
        self.read_as(call, &call.route.operation.response)
    }

    /// What is at the call's place; for one of a collection, with its key in it.
    fn read_as(&mut self, call: &Call<'_>, ty: &Type) -> Option<Value> {
        if let Some((list, collection, key)) = call.item() {
            let entry = self.entry(&list, collection, key)?;
            return self.item(&list, collection, &entry);
        }
        self.value(&call.place, ty).cloned()
    }

    fn create(&mut self, call: &Call<'_>, id: CollectionId) -> Result<Value, Refusal> {
        let api = Arc::clone(&self.api);
        let collection = api.table.collection(id).ok_or_else(Refusal::server_fault)?;
        let response = &call.route.operation.response;
        if self.entries(&call.place, id).len() >= MAX_ENTRIES {
            return Err(Refusal::full(format!("This list has its maximum of {MAX_ENTRIES} entries: delete some")));
        }
        let key = match given_key(collection, &call.body) {
            Some(text) => {
                let key = plain(&api.model.types, &collection.key, &text).filter(|key| !key.key.is_empty());
                let wrong =
                    || Refusal::bad_request(format!("[{}] Given data ({text}) is not valid", collection.parameter));
                key.ok_or_else(wrong)?
            }
            // There may be no more room, such as in a collection of the values of an enum.
            None => self.fresh_key(&call.place, id).ok_or_else(|| Refusal::conflict("There are no more of these"))?,
        };
        if self.entry(&call.place, id, &key.key).is_some() {
            return Err(Refusal::conflict(format!("{} {} already exists", collection.parameter, key.key)));
        }
        let ty = collection.item.as_ref().unwrap_or(&collection.element);
        let mut item = self.passing(ty, &format!("{}/{}", call.place, collection.parameter));
        self.settle(call, ty, &mut item);
        let item = self.add(&call.place, id, &key, item);
        if response == ty {
            return Ok(item);
        }
        if !is_object(&api.model.types, response) {
            let mut answer = self.passing(response, call.place.as_str());
            self.merge(response, &mut answer, &key.json);
            return Ok(answer);
        }
        let mut answer = self.answer(call, response, None);
        if call.route.lists_answer.is_none() {
            let facts = serde_json::json!({ &collection.parameter: key.json, key_name(collection): key.json });
            self.merge(response, &mut answer, &facts);
        }
        Ok(answer)
    }

    /// Takes the body over into something new. What could have been given and was not is null where it may be.
    fn settle(&mut self, call: &Call<'_>, ty: &Type, item: &mut Value) {
        for name in call.writable_fields(&self.api.model.types) {
            if call.body.get(&name).is_none() {
                self.merge(ty, item, &serde_json::json!({ name: null }));
            }
        }
        self.merge(ty, item, &call.body);
    }

    fn remove_at(&mut self, call: &Call<'_>, from: Option<CollectionId>) -> Result<Value, Refusal> {
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
            return Err(gone(call));
        }
        match last {
            Some(last) if ty == Some(response) => Ok(last),
            _ => Ok(self.answer(call, response, None)),
        }
    }

    /// A POST on a path that can be read: what it was given is there afterwards.
    fn act_over(&mut self, call: &Call<'_>, ty: &Type) {
        let is_there = self.value(&call.place, ty).is_some();
        if !is_there {
            let value = self.passing(ty, call.place.as_str());
            self.set(&call.place, value);
        }
        self.change(&call.place, ty, &call.body);
        // `{"enable": true}` where a boolean is read, `{"settings": {…}}` where settings are.
        if let Some(entries) = call.body.as_object()
            && let (1, Some(only)) = (entries.len(), entries.values().next())
        {
            self.change(&call.place, ty, only);
        }
    }

    /// The answer of something that was done: what is read at the place if that is it, else something new, which is
    /// listed where such things are.
    pub(crate) fn answer(&mut self, call: &Call<'_>, response: &Type, read: Option<&Type>) -> Value {
        if *response == Type::Scalar(Scalar::Unit) {
            return Value::Null;
        }
        if read == Some(response)
            && let Some(value) = self.read_as(call, response)
        {
            return value;
        }
        let value = self.passing(response, call.place.as_str());
        let api = Arc::clone(&self.api);
        let listed = call.route.lists_answer.and_then(|id| Some((id, api.table.collection(id)?)));
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

/// Whether a segment names a service: the first parameter of a path of v1. Below `/me` are things of the account.
fn is_service(route: &Route, index: usize) -> bool {
    let is_first = route.parameters.first().is_some_and(|parameter| parameter.index == index);
    is_first && route.branch == Branch::V1 && !route.operation.path.starts_with("/me/")
}

fn gone(call: &Call<'_>) -> Refusal {
    match call.route.parameters.last() {
        Some(last) if is_service(call.route, last.index) => {
            Refusal::no_such_service(&last.name, call.segment(last.index))
        }
        Some(last) => Refusal::no_such_object(&last.name, call.segment(last.index)),
        None => Refusal::no_such_object("path", call.place.as_str()),
    }
}

fn key_name(collection: &Collection) -> &str {
    collection.key_field.as_deref().unwrap_or(&collection.parameter)
}

/// The key that the body gives to what it creates: under the name that the path has for it, or else a name in the
/// place of a key that is one.
fn given_key(collection: &Collection, body: &Value) -> Option<String> {
    let entries = body.as_object()?;
    let is_number = collection.key == Type::Scalar(Scalar::Long);
    let usable = |value: &&Value| if is_number { value.is_i64() } else { value.is_string() };
    let of = |name: &str| entries.get(name).filter(usable);
    if let Some(value) = of(&collection.parameter).or_else(|| of(key_name(collection))) {
        return Some(text(value));
    }
    let lower = collection.parameter.to_ascii_lowercase();
    // What is called an id is the service's to give.
    if lower.ends_with("id") || collection.element != Type::Scalar(Scalar::Text) {
        return None;
    }
    let alike = || entries.iter().find(|(name, _)| name.to_ascii_lowercase().contains(&lower)).map(|(_, value)| value);
    alike().filter(usable).or_else(|| of("login")).or_else(|| of("name")).map(text)
}
