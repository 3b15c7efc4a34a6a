//! Visits the objects of a collection.

use serde_json::Value;

use super::State;
use crate::place::Place;
use crate::routes::CollectionId;

impl State {
    /// Calls a function with the key and value of each object of a collection.
    pub(crate) fn each_item(&mut self, list: &Place, id: CollectionId, mut visit: impl FnMut(&str, &Value)) {
        for entry in self.entries(list, id).to_vec() {
            let place = list.child(&entry.key);
            if self.store.value(&place).is_none() {
                self.item(list, id, &entry);
            }
            if let Some(value) = self.store.value(&place) {
                visit(&entry.key, value);
            }
        }
    }
}
