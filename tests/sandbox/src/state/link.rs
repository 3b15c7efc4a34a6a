//! Lets the fields of generated values refer to objects that exist.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use fastrand::Rng;
use generator::model::{Scalar, Type, Types};
use serde_json::{Value, json};

use super::collections::FIRST_CREATED;
use super::references::Target;
use super::{Entry, MAX_ENTRIES, State};
use crate::account::{NICHANDLE, registered, services};
use crate::place::Place;
use crate::responses::tidy;
use crate::values::{Direction, check, closed, object};

/// A field that may be a reference.
struct Field {
    /// The JSON pointer to it.
    pointer: String,
    name: String,
    ty: Type,
}

impl State {
    /// Generates a value whose references lead to existing objects. `purpose` is the path, if it is for one.
    pub(super) fn fresh(&mut self, ty: &Type, purpose: &str, rng: &mut Rng) -> Value {
        let mut value = self.generate(ty, purpose, rng);
        if !self.is_arbitrary() {
            if purpose.starts_with('/') {
                self.link(&Place::v1(purpose), ty, &mut value);
            }
            tidy(&mut value);
        }
        value
    }

    fn link(&mut self, place: &Place, ty: &Type, value: &mut Value) {
        let api = Arc::clone(&self.api);
        let references = Arc::clone(&self.references);
        let mut fields = Vec::new();
        collect(&api.model.types, ty, value, &mut String::new(), "", &mut fields);
        let mut targets: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut rng = self.rng(&format!("{place}#references"));
        for field in fields {
            if !targets.contains_key(&field.name) {
                let found = references.find(&api.table, place, &field.name);
                let values = found.map(|target| self.keys_of(target)).unwrap_or_default();
                targets.insert(field.name.clone(), values);
            }
            let keys = targets.get(&field.name).map(Vec::as_slice).unwrap_or_default();
            let fitting: Vec<Value> = keys.iter().filter_map(|key| as_type(&api.model.types, &field.ty, key)).collect();
            if let (Some(key), Some(place)) = (rng.choice(&fitting), value.pointer_mut(&field.pointer)) {
                place.clone_from(key);
            }
        }
    }

    /// Returns the values that a reference may have.
    fn keys_of(&mut self, target: Target) -> Vec<Value> {
        match target {
            Target::Own(value) => vec![value.into()],
            Target::Collection(place, id) => self.entries(&place, id).iter().map(|entry| entry.shown.clone()).collect(),
            Target::Resource(place, id) => {
                let entries = self.entries(&place, id).to_vec();
                // The first read of an object makes it a resource.
                let items = entries.iter().filter_map(|entry| self.item(&place, id, entry));
                items.filter_map(|item| item.pointer("/iam/urn").cloned()).collect()
            }
            Target::Account => vec![NICHANDLE.into()],
            Target::Service => services().take(40).map(|service| service.name.into()).collect(),
        }
    }

    /// Makes a new object an IAM resource, if its type has IAM metadata.
    pub(super) fn register(&mut self, place: &Place, ty: &Type, value: &mut Value) {
        if self.is_arbitrary() {
            return;
        }
        self.derive(place, ty, value);
        if !value.get("iam").is_some_and(Value::is_object) {
            return;
        }
        let api = Arc::clone(&self.api);
        // The metadata of described objects is fixed.
        if self.account.facts(place).any(|facts| facts.get("iam").is_some()) {
            return;
        }
        let Some(found) = registered(&api, place, None) else { return };
        self.merge(ty, value, &json!({"iam": found.metadata}));
        let Some(id) = api.table.collection_at("/iam/resource") else { return };
        let known = self.entries(&found.list, id);
        if known.len() >= MAX_ENTRIES || known.iter().any(|entry| entry.key == found.urn) {
            return;
        }
        let number = self.next_number() + FIRST_CREATED;
        self.store.push(&found.list, Entry { number, key: found.urn.clone(), shown: found.urn.clone().into() });
        if let Some(ty) = api.table.collection(id).and_then(|collection| collection.item.clone()) {
            let at = found.list.child(&found.urn);
            let mut resource = self.temporary(&ty, "resource");
            self.merge(&ty, &mut resource, &found.resource);
            self.set(&at, resource);
        }
    }

    /// Removes the IAM resource of an object that is removed.
    pub(super) fn unregister(&mut self, place: &Place) {
        let api = Arc::clone(&self.api);
        if let Some(found) = registered(&api, place, None)
            && self.store.list(&found.list).is_some()
        {
            self.store.take(&found.list, &found.urn);
            self.store.forget(&found.list.child(&found.urn));
        }
    }
}

/// Returns a key as a value of a type, if it is one: the number 5 or the text "5".
pub(super) fn as_type(types: &Types, ty: &Type, key: &Value) -> Option<Value> {
    let fits = |key: &Value| check(types, ty, key, Direction::Output).is_ok();
    match key {
        _ if fits(key) => Some(key.clone()),
        Value::Number(number) => Some(Value::from(number.to_string())).filter(fits),
        Value::String(text) => text.parse::<i64>().ok().map(Value::from).filter(fits),
        _ => None,
    }
}

/// Collects the fields that may be references: scalars other than dates and booleans.
fn collect(types: &Types, ty: &Type, value: &Value, pointer: &mut String, name: &str, fields: &mut Vec<Field>) {
    let length = pointer.len();
    match (ty, value) {
        (Type::Scalar(scalar), _) if !name.is_empty() && may_refer(*scalar) && !value.is_null() => {
            fields.push(Field { pointer: pointer.clone(), name: name.to_owned(), ty: ty.clone() });
        }
        (Type::List(item), Value::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                pointer.push_str(&format!("/{index}"));
                collect(types, item, value, pointer, name, fields);
                pointer.truncate(length);
            }
        }
        (Type::Map(_, item), Value::Object(entries)) => {
            for (key, value) in entries {
                pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1")));
                collect(types, item, value, pointer, "", fields);
                pointer.truncate(length);
            }
        }
        (Type::Defined(id, arguments), Value::Object(entries)) => {
            let Some(shape) = object(types, id, Direction::Output) else { return };
            for field in &shape.fields {
                let Some(value) = entries.get(&field.name) else { continue };
                pointer.push_str(&format!("/{}", field.name.replace('~', "~0").replace('/', "~1")));
                // The `id` of a `flavor` is a `flavorId`.
                let name = match field.name.as_str() {
                    "id" if !name.is_empty() => Cow::Owned(format!("{}Id", name.strip_suffix('s').unwrap_or(name))),
                    own => Cow::Borrowed(own),
                };
                collect(types, &closed(&field.ty, shape, arguments), value, pointer, &name, fields);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

const fn may_refer(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::Text
            | Scalar::Long
            | Scalar::Uuid
            | Scalar::Ip
            | Scalar::Ipv4
            | Scalar::IpBlock
            | Scalar::Ipv4Block
            | Scalar::MacAddress
    )
}
