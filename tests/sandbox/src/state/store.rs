//! Storage of values and lists, with an estimate of its size.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use crate::place::Place;

/// An entry of a list.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Increases with each entry that is added.
    pub(crate) number: u64,
    /// The key in its canonical spelling.
    pub(crate) key: String,
    /// The key as lists show it.
    pub(crate) shown: Value,
}

/// Values and lists by path.
#[derive(Debug, Default)]
pub(super) struct Store {
    values: BTreeMap<String, Slot>,
    lists: BTreeMap<String, Vec<Entry>>,
    bytes: usize,
    /// Paths of the latest entries that were removed from a list, oldest first.
    taken: VecDeque<String>,
}

/// Maximum number of removed entries that are remembered, so that adding and removing does not fill the memory. The
/// list itself shows that they are gone; only their keys may be used again.
const MAX_TAKEN: usize = 10_000;

/// The known content of a path.
#[derive(Debug)]
enum Slot {
    Present(Value),
    Removed,
}

impl Store {
    /// Returns the estimated size, in bytes.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn value(&self, place: &Place) -> Option<&Value> {
        match self.values.get(place.as_str()) {
            Some(Slot::Present(value)) => Some(value),
            _ => None,
        }
    }

    /// Returns whether the value at a path was set or removed before.
    pub(super) fn knows_value(&self, place: &Place) -> bool {
        self.values.contains_key(place.as_str())
    }

    pub(super) fn is_removed(&self, place: &Place) -> bool {
        matches!(self.values.get(place.as_str()), Some(Slot::Removed))
    }

    pub(super) fn set(&mut self, place: &Place, value: Value) {
        self.put(place, Slot::Present(value));
    }

    pub(super) fn set_removed(&mut self, place: &Place) {
        self.put(place, Slot::Removed);
    }

    /// Records that an entry was removed from a list.
    pub(super) fn set_taken(&mut self, place: &Place) {
        self.set_removed(place);
        self.taken.push_back(place.as_str().to_owned());
        if self.taken.len() > MAX_TAKEN
            && let Some(oldest) = self.taken.pop_front()
            && matches!(self.values.get(&oldest), Some(Slot::Removed))
            && let Some(slot) = self.values.remove(&oldest)
        {
            self.bytes = self.bytes.saturating_sub(weight_of_slot(&oldest, &slot));
        }
    }

    fn put(&mut self, place: &Place, slot: Slot) {
        let key = place.as_str();
        self.bytes += weight_of_slot(key, &slot);
        if let Some(old) = self.values.insert(key.to_owned(), slot) {
            self.bytes = self.bytes.saturating_sub(weight_of_slot(key, &old));
        }
    }

    pub(super) fn list(&self, place: &Place) -> Option<&[Entry]> {
        self.lists.get(place.as_str()).map(Vec::as_slice)
    }

    pub(super) fn set_list(&mut self, place: &Place, entries: Vec<Entry>) {
        let key = place.as_str();
        self.bytes += weight_of_list(key, &entries);
        if let Some(old) = self.lists.insert(key.to_owned(), entries) {
            self.bytes = self.bytes.saturating_sub(weight_of_list(key, &old));
        }
    }

    /// Appends to an existing list.
    pub(super) fn push(&mut self, place: &Place, entry: Entry) {
        if let Some(list) = self.lists.get_mut(place.as_str()) {
            self.bytes += weight_of_entry(&entry);
            list.push(entry);
        }
    }

    /// Removes an entry from a list. Returns false if it does not exist.
    pub(super) fn take(&mut self, place: &Place, key: &str) -> bool {
        let Some(list) = self.lists.get_mut(place.as_str()) else { return false };
        let Some(at) = list.iter().position(|entry| entry.key == key) else { return false };
        self.bytes = self.bytes.saturating_sub(weight_of_entry(&list.remove(at)));
        true
    }

    /// Removes all data at a path and below it.
    pub(super) fn forget(&mut self, place: &Place) {
        for key in at_and_below(&self.values, place) {
            if let Some(slot) = self.values.remove(&key) {
                self.bytes = self.bytes.saturating_sub(weight_of_slot(&key, &slot));
            }
        }
        for key in at_and_below(&self.lists, place) {
            if let Some(entries) = self.lists.remove(&key) {
                self.bytes = self.bytes.saturating_sub(weight_of_list(&key, &entries));
            }
        }
    }
}

fn at_and_below<T>(map: &BTreeMap<String, T>, place: &Place) -> Vec<String> {
    let prefix = place.prefix();
    let own = map.get_key_value(place.as_str()).map(|(key, _)| key.clone());
    let below = map.range(prefix.clone()..).map(|(key, _)| key).take_while(|key| key.starts_with(&prefix));
    own.into_iter().chain(below.cloned()).collect()
}

/// Estimated size of a map entry without its content, in bytes.
const OVERHEAD: usize = 96;

fn weight_of_slot(key: &str, slot: &Slot) -> usize {
    let value = match slot {
        Slot::Present(value) => weight(value),
        Slot::Removed => 0,
    };
    OVERHEAD + key.len() + value
}

fn weight_of_list(key: &str, entries: &[Entry]) -> usize {
    OVERHEAD + key.len() + entries.iter().map(weight_of_entry).sum::<usize>()
}

fn weight_of_entry(entry: &Entry) -> usize {
    OVERHEAD + entry.key.len() + weight(&entry.shown)
}

/// Returns the estimated size of a value, in bytes.
pub(super) fn weight(value: &Value) -> usize {
    let own = 32;
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => own,
        Value::String(text) => own + text.len(),
        Value::Array(values) => own + values.iter().map(weight).sum::<usize>(),
        Value::Object(entries) => {
            own + entries.iter().map(|(key, value)| OVERHEAD + key.len() + weight(value)).sum::<usize>()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn removed_values_take_no_memory() {
        let mut store = Store::default();
        let (list, other) = (Place::v1("/a"), Place::v1("/ab"));
        store.set(&other, json!("stays"));
        let before = store.bytes();
        store.set_list(&list, Vec::new());
        store.push(&list, Entry { number: 1, key: "x".to_owned(), shown: json!("x") });
        store.set(&list.child("x"), json!({"text": "y".repeat(1000)}));
        store.set(&list.child("x").child("below"), json!([1, 2]));
        store.set(&list.child("x"), json!({"text": "z".repeat(2000)}));
        assert!(store.bytes() > before + 2000 && store.bytes() < before + 3000, "{}", store.bytes());
        assert!(store.take(&list, "x") && !store.take(&list, "x"));
        store.forget(&list);
        assert_eq!(store.bytes(), before);
        assert!(store.value(&other).is_some() && store.list(&list).is_none());
        store.set_removed(&other);
        assert!(store.is_removed(&other) && store.bytes() < before);
    }

    #[test]
    fn adding_and_removing_does_not_grow_the_store() {
        let mut store = Store::default();
        let list = Place::v1("/list");
        store.set_list(&list, Vec::new());
        let mut sizes = Vec::new();
        for number in 0..3 * MAX_TAKEN as u64 {
            let key = format!("{number:08}");
            store.push(&list, Entry { number, key: key.clone(), shown: json!(number) });
            store.set(&list.child(&key), json!({"id": number}));
            assert!(store.take(&list, &key));
            store.forget(&list.child(&key));
            store.set_taken(&list.child(&key));
            sizes.push(store.bytes());
        }
        assert_eq!(sizes[MAX_TAKEN], *sizes.last().unwrap());
        assert!(store.is_removed(&list.child("00029999")) && !store.is_removed(&list.child("00000000")));
    }
}
