//! Parts of an object that an action creates or replaces.

use std::sync::Arc;

use generator::schema::Method;
use serde_json::{Value, json};

use super::act::Subject;
use super::{MAX_ENTRIES, State};
use crate::actions::name_server;
use crate::call::Call;
use crate::place::key_text;
use crate::routes::{CollectionId, parameter, segments};
use crate::tasks::new_object_dates;
use crate::values::is_object;
use crate::words::{camel_case, singular};

/// Actions that are named like the object that they add to a list.
const PARTS: &[&str] = &["snapshot", "backup"];

impl State {
    /// Creates the part of an object that an action names: `createSnapshot` creates `snapshot`.
    pub(super) fn create_part(&mut self, call: &Call<'_>, subject: &Subject, words: &[String]) {
        let api = Arc::clone(&self.api);
        let Some((first, rest)) = words.split_first() else { return };
        if !matches!(first.as_str(), "create" | "add" | "order") || rest.is_empty() {
            return;
        }
        let part = camel_case(rest);
        let template = format!("{}/{part}", subject.template);
        let Some(read) = api.table.by_template(call.route.branch, Method::Get, &template) else { return };
        let ty = &read.operation.response;
        if is_object(&api.model.types, ty) {
            let mut facts = new_object_dates(&api.model.types, ty, self.times().done, true);
            facts.extend(call.body.as_object().cloned().unwrap_or_default());
            self.create_later(&subject.place.child(&part), ty, facts.into());
        }
    }

    /// Adds an object to the nearest list that is named like the action: `…/instance/{instanceId}/snapshot` adds to
    /// the `snapshot` list of the project. Returns the facts that the response has about it.
    pub(super) fn add_part(&mut self, call: &Call<'_>) -> Option<Value> {
        let api = Arc::clone(&self.api);
        let path: Vec<&str> = segments(&call.route.operation.path).collect();
        let part = path.last().copied().filter(|part| PARTS.contains(part))?;
        let find = |depth: usize| {
            let template = format!("/{}/{part}", path.get(..depth)?.join("/"));
            api.table.by_template(call.route.branch, Method::Get, &template)?;
            api.table.collection_at(&template)
        };
        let id = (1..path.len()).rev().find_map(find)?;
        let collection = api.table.collection(id)?;
        let list = call.place_like(&collection.template);
        if self.entries(&list, id).len() >= MAX_ENTRIES {
            return None;
        }
        let key = self.fresh_key(&list, id)?;
        let ty = collection.item.as_ref().unwrap_or(&collection.element);
        let mut value = self.temporary(ty, list.as_str());
        let dates = new_object_dates(&api.model.types, ty, self.times().born, true);
        self.merge(ty, &mut value, &dates.into());
        self.merge(ty, &mut value, &json!({"status": "active", "visibility": "private"}));
        self.merge_sent(call, ty, &mut value);
        self.add(&list, id, &key, value);
        self.begin_new(call, &list.child(&key.key), ty);
        Some(json!({ "id": key.json, format!("{part}Id"): key.json, &collection.parameter: key.json }))
    }

    /// Replaces the list that an action updates, when its task is done: `nameServers/update` replaces the objects of
    /// the list `nameServer`, and the name servers that the domain shows.
    pub(super) fn replace_list(&mut self, call: &Call<'_>, subject: &Subject) -> Option<()> {
        let api = Arc::clone(&self.api);
        let path: Vec<&str> = segments(&call.route.operation.path).collect();
        let (verb, plural) = (path.last()?, path.iter().rev().nth(1)?);
        if *verb != "update" || parameter(plural).is_some() {
            return None;
        }
        let id = api.table.collection_at(&format!("{}/{}", subject.template, singular(plural)))?;
        let list = subject.place.child(singular(plural));
        let sent = call.body.get(plural)?.as_array()?;
        let (mut entries, mut shown) = (Vec::new(), Vec::new());
        for facts in sent.iter().take(MAX_ENTRIES) {
            let Some(key) = self.fresh_key(&list, id) else { continue };
            let host = facts.get("host").and_then(Value::as_str);
            shown.extend(host.map(|host| name_server(host, facts.get("ip"), &key.json)));
            entries.push((key, facts.clone()));
        }
        let kind = shown.first().and_then(|server| server.get("nameServerType")).cloned();
        if !shown.is_empty() {
            let facts = json!({ *plural: shown, "nameServerType": kind });
            self.change_later(&subject.place, &subject.ty, facts, Value::Null);
        }
        self.replace_later(&list, id, entries);
        Some(())
    }

    /// Replaces the objects of a list.
    pub(super) fn replace_all(&mut self, list: &crate::place::Place, id: CollectionId, facts: &Value) {
        let api = Arc::clone(&self.api);
        let Some(collection) = api.table.collection(id) else { return };
        let ty = collection.item.as_ref().unwrap_or(&collection.element);
        let old: Vec<String> = self.entries(list, id).iter().map(|entry| entry.key.clone()).collect();
        for key in old {
            self.take(list, id, &key);
        }
        for pair in facts.as_array().into_iter().flatten() {
            let (Some(key), Some(facts)) = (pair.get(0), pair.get(1)) else { continue };
            let text = key_text(key);
            let Some(key) = crate::values::plain(&api.model.types, &collection.key, &text) else { continue };
            let mut value = self.temporary(ty, list.as_str());
            self.merge(ty, &mut value, &json!({"isUsed": true, "toDelete": false}));
            self.merge(ty, &mut value, facts);
            self.add(list, id, &key, value);
        }
    }
}
