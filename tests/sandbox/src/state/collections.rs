//! Collections: their entries, in the order of creation.

use std::collections::BTreeSet;
use std::sync::Arc;

use fastrand::Rng;
use generator::model::{Enum, Scalar, Type};
use serde_json::{Map, Value};

use super::link::as_type;
use super::{Entry, State};
use crate::place::{Place, key_text};
use crate::responses::{imitate, key};
use crate::routes::{Collection, CollectionId, parameter, segments};
use crate::values::{Plain, enumeration, is_object, plain};

/// Maximum number of objects of the account in a generated list of them.
const MAX_SHARED: usize = 2;

/// Number of the first entry that was created by a call.
pub(super) const FIRST_CREATED: u64 = 1_000_000;

impl State {
    /// Returns the entries of the collection at a path.
    pub(crate) fn entries(&mut self, place: &Place, id: CollectionId) -> &[Entry] {
        if self.store.list(place).is_none() {
            let entries = self.first_entries(place, id);
            self.store.set_list(place, entries);
        }
        self.store.list(place).unwrap_or_default()
    }

    /// Returns the entry with a key.
    pub(crate) fn entry(&mut self, place: &Place, id: CollectionId, key: &str) -> Option<Entry> {
        self.entries(place, id).iter().find(|entry| entry.key == key).cloned()
    }

    /// Returns the object of an entry.
    pub(crate) fn item(&mut self, place: &Place, id: CollectionId, entry: &Entry) -> Option<Value> {
        let api = Arc::clone(&self.api);
        let collection = api.table.collection(id)?;
        let ty = collection.item.as_ref().unwrap_or(&collection.element);
        let at = place.child(&entry.key);
        let is_new = !self.store.knows_value(&at);
        let mut value = self.value(&at, ty)?.clone();
        if is_new {
            self.put_keys(place, collection, ty, &mut value, &entry.shown);
            self.register(&at, ty, &mut value);
            self.set(&at, value.clone());
        }
        Some(value)
    }

    /// Returns the key of the last object of a collection, which is a new one if the collection is empty.
    pub(crate) fn last_or_new(&mut self, place: &Place, id: CollectionId) -> Option<String> {
        if let Some(entry) = self.entries(place, id).last() {
            return Some(entry.key.clone());
        }
        let api = Arc::clone(&self.api);
        let collection = api.table.collection(id)?;
        // Callers tend to create the first value of an enum themselves.
        let last = match &collection.key {
            Type::Defined(id, _) => enumeration(&api.model.types, id).and_then(|values| values.values.last()),
            _ => None,
        };
        let last = last.and_then(|(_, value)| plain(&api.model.types, &collection.key, value));
        let key = last.or_else(|| self.fresh_key(place, id))?;
        let ty = collection.item.as_ref().unwrap_or(&collection.element);
        let value = self.temporary(ty, place.child(&key.key).as_str());
        self.add(place, id, &key, value);
        Some(key.key)
    }

    /// Adds an object and writes its key into it.
    pub(crate) fn add(&mut self, place: &Place, id: CollectionId, key: &Plain, mut value: Value) -> Value {
        let api = Arc::clone(&self.api);
        let Some(collection) = api.table.collection(id) else { return value };
        let number = self.next_number() + FIRST_CREATED;
        let ty = collection.item.as_ref().unwrap_or(&collection.element);
        let shown = key.json.clone();
        self.put_keys(place, collection, ty, &mut value, &shown);
        self.register(&place.child(&key.key), ty, &mut value);
        self.entries(place, id);
        self.store.push(place, Entry { number, key: key.key.clone(), shown });
        self.set(&place.child(&key.key), value.clone());
        value
    }

    /// Removes an object and everything below it. Returns false if it does not exist.
    pub(crate) fn take(&mut self, place: &Place, id: CollectionId, key: &str) -> bool {
        self.entries(place, id);
        let found = self.store.take(place, key);
        let at = place.child(key);
        self.unregister(&at);
        self.store.forget(&at);
        // Otherwise a collection that is generated again would contain it.
        self.store.set_taken(&at);
        found
    }

    /// Returns a new key. Returns `None` if all keys are in use.
    pub(crate) fn fresh_key(&mut self, place: &Place, id: CollectionId) -> Option<Plain> {
        let api = Arc::clone(&self.api);
        let collection = api.table.collection(id)?;
        self.entries(place, id);
        let number = self.next_number();
        let mut rng = self.rng(&format!("{place}/{number}"));
        let sample = self.account.list(place).and_then(|keys| keys.first()).and_then(Value::as_str);
        if let Some(key) = sample.and_then(|sample| imitate(sample, &mut rng)) {
            let key = plain(&api.model.types, &collection.key, &key);
            let taken = |key: &Plain| self.store.is_removed(&place.child(&key.key));
            if let Some(key) = key.filter(|key| !taken(key) && self.entry_is_new(place, &key.key)) {
                return Some(key);
            }
        }
        let taken = |key: &str| self.store.list(place).unwrap_or_default().iter().any(|entry| entry.key == key);
        let mut key = self.key(collection, &mut rng, taken)?;
        // Avoids the keys of removed objects while there are others.
        for _ in 0..40 {
            if !self.store.is_removed(&place.child(&key.key)) {
                break;
            }
            key = self.key(collection, &mut rng, taken)?;
        }
        Some(key)
    }

    fn entry_is_new(&self, place: &Place, key: &str) -> bool {
        self.store.list(place).unwrap_or_default().iter().all(|entry| entry.key != key)
    }

    /// Writes the parameters of an object's path into its fields: its own key, and those of its parents.
    fn put_keys(&mut self, place: &Place, collection: &Collection, ty: &Type, value: &mut Value, shown: &Value) {
        let mut facts = Map::new();
        for (segment, text) in segments(&collection.template).zip(place.segments()) {
            let Some(name) = parameter(segment) else { continue };
            for name in [name, name.strip_suffix("Name").unwrap_or(name)] {
                let key = text.parse::<i64>().map_or_else(|_| text.as_str().into(), Value::from);
                facts.insert(name.to_owned(), key);
            }
        }
        if let Some(field) = &collection.key_field {
            facts.insert(field.clone(), shown.clone());
        }
        if !facts.is_empty() {
            self.merge(ty, value, &facts.into());
        }
    }

    fn first_entries(&mut self, place: &Place, id: CollectionId) -> Vec<Entry> {
        let api = Arc::clone(&self.api);
        let Some(collection) = api.table.collection(id) else { return Vec::new() };
        let mut known = self.account.list(place).map(<[Value]>::to_vec);
        if known.is_none() && self.is_below_created(place) && api.table.is_writable(collection, place.branch()) {
            return Vec::new();
        }
        // The servers of a private network are servers of the account.
        if known.is_none()
            && let Some((list, root)) = self.references.same_objects(collection)
        {
            let shape =
                if is_object(&api.model.types, &collection.element) { &collection.key } else { &collection.element };
            let keys = self.entries(&list, root).iter();
            let keys: Vec<Value> = keys.filter_map(|entry| as_type(&api.model.types, shape, &entry.shown)).collect();
            known = (!keys.is_empty()).then(|| keys.into_iter().take(MAX_SHARED).collect());
        }
        let mut rng = self.rng(&format!("{place}/"));
        let mut entries: Vec<Entry> = Vec::new();
        let mut taken = BTreeSet::new();
        let count = known.as_ref().map_or_else(|| rng.usize(1..4), Vec::len);
        for index in 0..count {
            let key = match &known {
                Some(keys) => keys.get(index).and_then(|shown| {
                    let key = plain(&api.model.types, &collection.key, &key_text(shown))?;
                    Some(Plain { json: shown.clone(), ..key })
                }),
                None => self.key(collection, &mut rng, |key| taken.contains(key)),
            };
            if let Some(Plain { key, json }) = key {
                taken.insert(key.clone());
                entries.push(Entry { number: index as u64, key, shown: json });
            }
        }
        entries
    }

    /// Returns whether a call created one of the objects that a path leads through.
    fn is_below_created(&self, place: &Place) -> bool {
        let segments: Vec<String> = place.segments().collect();
        segments.iter().enumerate().any(|(index, segment)| {
            let list = Place::new(place.branch(), segments.iter().take(index).map(String::as_str));
            let entries = self.store.list(&list).unwrap_or_default();
            entries.iter().rev().take_while(|entry| entry.number >= FIRST_CREATED).any(|entry| entry.key == *segment)
        })
    }

    fn key(&self, collection: &Collection, rng: &mut Rng, taken: impl Fn(&str) -> bool) -> Option<Plain> {
        let types = &self.api.model.types;
        // A list of keys has the more specific type; the path parameter may be a plain string.
        let shape = match &collection.element {
            Type::Scalar(Scalar::Json | Scalar::Unit) | Type::List(_) | Type::Map(..) => &collection.key,
            element if is_object(types, element) => &collection.key,
            element => element,
        };
        (0..40).find_map(|_| {
            let shown = match shape {
                Type::Scalar(Scalar::Long) => rng.i64(1_000..10_000_000).into(),
                Type::Scalar(Scalar::Text | Scalar::Secret | Scalar::Json) | Type::Parameter(_) => {
                    let last = segments(&collection.template).last().unwrap_or_default();
                    key(&format!("{last} {}", collection.parameter), rng).into()
                }
                other => self.generate(other, &collection.parameter, rng),
            };
            let key = plain(types, &collection.key, &key_text(&shown))?;
            // Callers tend to create the first value of an enum themselves.
            let is_first = match &collection.key {
                Type::Defined(id, _) => enumeration(types, id)
                    .is_some_and(|known| known.values.len() > 4 && is_first_value(known, &key.key)),
                _ => false,
            };
            let usable = !key.key.is_empty() && !taken(&key.key) && !is_first;
            usable.then_some(Plain { json: shown, ..key })
        })
    }
}

/// Returns whether a key is the first value of its enum.
fn is_first_value(values: &Enum, key: &str) -> bool {
    values.values.first().is_some_and(|(_, value)| value == key)
}
