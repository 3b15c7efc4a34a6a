//! Creates objects.

use std::sync::Arc;

use generator::model::{Scalar, Type, Types};
use serde_json::Value;

use super::new_task::Created;
use super::{MAX_ENTRIES, State};
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::place::key_text;
use crate::routes::{Collection, CollectionId};
use crate::tasks::{new_object_dates, resembles};
use crate::values::{Plain, clear_unsent, is_object, named_by_path, plain};

/// Collections whose objects POST replaces, because they cannot be changed otherwise.
const REPLACED: &[&str] = &["/ip/{ip}/reverse"];

impl State {
    /// Adds an object to a list. The response is the object, another form of it, its key, a task, or the object that
    /// the list belongs to.
    pub(super) fn create(&mut self, call: &Call<'_>, id: CollectionId) -> Result<Value, ErrorResponse> {
        let api = Arc::clone(&self.api);
        let types = &api.model.types;
        let collection = api.table.collection(id).ok_or_else(ErrorResponse::server_fault)?;
        let response = &call.route.operation.response;
        let several = several(types, collection, &call.body);
        if self.entries(&call.place, id).len() + several.as_ref().map_or(1, Vec::len) > MAX_ENTRIES {
            return Err(ErrorResponse::full(format!(
                "This list has its maximum of {MAX_ENTRIES} entries: delete some"
            )));
        }
        if let (Some(bodies), Type::List(_)) = (several, response) {
            let mut created = Vec::new();
            for body in bodies {
                let mut one = call.clone();
                one.body = body;
                // Those that exist already stay.
                if let Ok((_, item)) = self.create_one(&one, id, collection) {
                    created.push(item);
                }
            }
            if response == &Type::List(Box::new(collection.element.clone())) && !is_object(types, &collection.element) {
                return Ok(self.list(call, id));
            }
            return Ok(created.into());
        }
        let (key, item) = self.create_one(call, id, collection)?;
        let ty = collection.item.as_ref().unwrap_or(&collection.element);
        if response == ty || *response == Type::Scalar(Scalar::Unit) {
            return Ok(if response == ty { item } else { Value::Null });
        }
        let created = Created { parameter: collection.parameter.clone(), key: key.json, value: item };
        if let Some(task) = self.task_response(call, response, Some(&created)) {
            return Ok(task);
        }
        let Created { key, value: item, .. } = created;
        if !is_object(types, response) {
            let mut value = self.temporary(response, call.place.as_str());
            self.merge(response, &mut value, &key);
            return Ok(value);
        }
        if !resembles(types, response, ty)
            && let Some(parent) = self.parent_shown_as(call, response)
        {
            return Ok(parent);
        }
        let mut value = self.respond(call, response, None);
        self.merge(response, &mut value, &item);
        if call.route.lists_response.is_none() {
            let facts = serde_json::json!({ &collection.parameter: key, key_name(collection): key });
            self.merge(response, &mut value, &facts);
        }
        Ok(value)
    }

    /// Adds an object with the body's fields to a list and returns it with its key.
    fn create_one(
        &mut self,
        call: &Call<'_>,
        id: CollectionId,
        collection: &Collection,
    ) -> Result<(Plain, Value), ErrorResponse> {
        let api = Arc::clone(&self.api);
        let types = &api.model.types;
        let key = match given_key(collection, &call.body) {
            Some(text) => {
                let key = plain(types, &collection.key, &text).filter(|key| !key.key.is_empty());
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
        if REPLACED.contains(&collection.template.as_str()) {
            self.take(&call.place, id, &key.key);
        } else if self.entry(&call.place, id, &key.key).is_some() {
            return Err(ErrorResponse::conflict(format!("{} {} already exists", collection.parameter, key.key)));
        }
        let ty = collection.item.as_ref().unwrap_or(&collection.element);
        let mut item = self.temporary(ty, &format!("{}/{}", call.place, collection.parameter));
        let dates = new_object_dates(types, ty, self.times().born, true);
        self.merge(ty, &mut item, &dates.into());
        self.apply_body(call, ty, &mut item);
        let item = self.add(&call.place, id, &key, item);
        let place = call.place.child(&key.key);
        self.begin_new(call, &place, ty);
        let item = self.store.value(&place).cloned().unwrap_or(item);
        Ok((key, item))
    }

    /// Merges the body into a new object, and clears what could have been sent and was not.
    fn apply_body(&mut self, call: &Call<'_>, ty: &Type, item: &mut Value) {
        let api = Arc::clone(&self.api);
        let types = &api.model.types;
        let writable = call.writable_fields(types);
        self.merge(ty, item, &named_by_path(types, ty, &call.route.operation.path).into());
        self.merge_sent(call, ty, item);
        clear_unsent(types, ty, item, &call.body, &writable);
    }
}

/// Returns a body for each new object, if the body is a list of objects or keys: `{"members": [{…}]}` or
/// `{"ips": ["192.0.2.0/24"]}`.
fn several(types: &Types, collection: &Collection, body: &Value) -> Option<Vec<Value>> {
    let entries = body.as_object().filter(|entries| entries.len() == 1)?;
    let values = entries.values().next()?.as_array()?;
    let is_key = !is_object(types, &collection.element);
    let body = |value: &Value| match value {
        Value::Object(_) => Some(value.clone()),
        Value::String(_) if is_key => Some(serde_json::json!({ &collection.parameter: value })),
        _ => None,
    };
    values.iter().map(body).collect()
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
