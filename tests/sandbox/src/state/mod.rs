//! What there is at the moment. Nothing is made before somebody asks for it; from then on it is kept.

mod collections;
mod filter;
mod perform;
mod place;
mod store;

use std::sync::Arc;

use fastrand::Rng;
use generator::model::Type;
use serde_json::Value;
use sha1::{Digest as _, Sha1};

pub(crate) use self::collections::{Entry, text};
pub(crate) use self::perform::MAX_ENTRIES;
pub(crate) use self::place::Place;
use self::store::Store;
use crate::account::Account;
use crate::api::Api;
use crate::responses::{Answers, Style};
use crate::values::merge;

/// Everything that changes.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) api: Arc<Api>,
    pub(crate) account: Account,
    seed: u64,
    style: Style,
    store: Store,
    /// Counts what was made since the start.
    made: u64,
}

impl State {
    pub(crate) fn new(api: Arc<Api>, seed: Option<u64>) -> Self {
        let style = if seed.is_some() { Style::Wild } else { Style::Tame };
        let account = Account::new(style);
        Self { api, account, seed: seed.unwrap_or_default(), style, store: Store::default(), made: 0 }
    }

    /// Random numbers that belong to a place.
    pub(crate) fn rng(&self, purpose: &str) -> Rng {
        rng(self.seed, purpose)
    }

    /// A value that nobody has seen before and nobody will see again.
    pub(crate) fn passing(&mut self, ty: &Type, purpose: &str) -> Value {
        self.made += 1;
        let mut rng = rng(self.seed.wrapping_add(self.made.wrapping_mul(0x9e37_79b9_7f4a_7c15)), purpose);
        self.generate(ty, purpose, &mut rng)
    }

    /// A number that was never given before, for creations.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    fn generate(&self, ty: &Type, purpose: &str, rng: &mut Rng) -> Value {
        let name = purpose.rsplit('/').next().unwrap_or_default();
        let answers = Answers { types: &self.api.model.types, style: self.style };
        answers.value(ty, name, rng)
    }

    /// Whether answers are odd on purpose.
    pub(crate) fn is_wild(&self) -> bool {
        self.style == Style::Wild
    }

    /// About how many bytes all of it takes.
    pub(crate) const fn bytes(&self) -> usize {
        self.store.bytes()
    }

    /// The value at a place, made if need be; none if it was removed.
    pub(crate) fn value(&mut self, place: &Place, ty: &Type) -> Option<&Value> {
        if !self.store.knows_value(place) {
            let mut rng = self.rng(place.as_str());
            let mut value = self.generate(ty, place.as_str(), &mut rng);
            let known: Vec<Value> = self.account.of(place).cloned().collect();
            for facts in known {
                self.merge(ty, &mut value, &facts);
            }
            self.store.set(place, value);
        }
        self.store.value(place)
    }

    /// Whether anything has asked for the value or the list at a place before.
    pub(crate) fn is_known(&self, place: &Place) -> bool {
        self.store.knows_value(place) || self.store.list(place).is_some()
    }

    /// Puts a value at a place, whatever was there.
    pub(crate) fn set(&mut self, place: &Place, value: Value) {
        self.store.set(place, value);
    }

    /// Changes the value at a place as far as the new facts fit it; false if there is none.
    pub(crate) fn change(&mut self, place: &Place, ty: &Type, facts: &Value) -> bool {
        let Some(mut value) = self.value(place, ty).cloned() else { return false };
        self.merge(ty, &mut value, facts);
        self.set(place, value);
        true
    }

    /// Removes what is at a place and below it; false if there is nothing.
    pub(crate) fn remove(&mut self, place: &Place, ty: Option<&Type>) -> bool {
        let there = match ty {
            Some(ty) => self.value(place, ty).is_some(),
            None => !self.store.is_removed(place),
        };
        if there {
            self.store.forget(place);
            self.store.set_removed(place);
        }
        there
    }

    /// Takes over what fits.
    pub(crate) fn merge(&mut self, ty: &Type, target: &mut Value, source: &Value) {
        let api = Arc::clone(&self.api);
        merge(&api.model.types, ty, target, source, &mut |ty| self.passing(ty, "value"));
    }
}

/// Random numbers for a purpose, the same for the same seed.
pub(crate) fn rng(seed: u64, purpose: &str) -> Rng {
    let digest = Sha1::new().chain_update(seed.to_be_bytes()).chain_update(purpose).finalize();
    let mut start = [0; 8];
    start.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    Rng::with_seed(u64::from_be_bytes(start))
}
