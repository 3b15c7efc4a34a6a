//! Collections in the order of their objects instead of that of creation.

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

    /// Moves an object to its position by a sort key, given that the others are in that order.
    pub(crate) fn put_in_order<K: Ord>(&mut self, list: &Place, key: &str, sort_key: impl Fn(&Value) -> K) {
        let entries = self.store.list(list).unwrap_or_default();
        let of = |key: &str| self.store.value(&list.child(key)).map(&sort_key);
        let Some(from) = entries.iter().rposition(|entry| entry.key == key) else { return };
        let own = of(key);
        let before = entries.get(..from).unwrap_or_default().partition_point(|entry| of(&entry.key) <= own);
        let after = entries.get(from + 1..).unwrap_or_default().partition_point(|entry| of(&entry.key) <= own);
        let to = if before < from { before } else { from + after };
        self.store.shift(list, from, to);
    }
}
