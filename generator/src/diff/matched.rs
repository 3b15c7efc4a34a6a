//! Matches the definitions and operations of two models.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::change::{Aspect, Change, Item};
use super::reach::Reach;
use crate::model::{Api, Definition, Direction, Model, Operation, Type, TypeId, without_names};

/// An operation and its API.
#[derive(Debug, Clone, Copy)]
pub struct Call<'m> {
    pub api: &'m Api,
    pub operation: &'m Operation,
}

impl Call<'_> {
    /// Returns the Rust method: `vps().reboot`.
    pub fn name(&self) -> String {
        self.api.call(self.operation)
    }

    /// Returns a change of the operation or of a part of it.
    pub fn change(&self, item: Item, aspect: Aspect) -> Change {
        let (api, operation) = (self.api.branched_root(), self.operation.request_line());
        Change::new(item, aspect, &api, &operation).affects([self.name()])
    }
}

/// Two models and what they have in common.
#[derive(Debug)]
pub struct Matched<'m> {
    pub old: &'m Model,
    pub new: &'m Model,
    pub old_reach: Reach,
    pub new_reach: Reach,
    /// The new id of each old definition that still exists.
    pub ids: BTreeMap<&'m TypeId, &'m TypeId>,
    /// The operations.
    pub operations: Pairs<Call<'m>>,
}

/// Matched items of two models.
#[derive(Debug)]
pub struct Pairs<T> {
    pub both: Vec<(T, T)>,
    pub removed: Vec<T>,
    pub added: Vec<T>,
}

impl<T: Copy> Pairs<T> {
    /// Starts with no matches.
    pub const fn new(old: Vec<T>, new: Vec<T>) -> Self {
        Self { both: Vec::new(), removed: old, added: new }
    }

    /// Matches items that have the same key and no match yet, in order.
    pub fn by<K: Ord>(mut self, key: impl Fn(&T) -> Option<K>) -> Self {
        let mut waiting: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
        for (place, item) in self.added.iter().enumerate() {
            if let Some(key) = key(item) {
                waiting.entry(key).or_default().push_back(place);
            }
        }
        let mut paired = BTreeSet::new();
        for item in std::mem::take(&mut self.removed) {
            let place = key(&item).and_then(|key| waiting.get_mut(&key)?.pop_front());
            match place.and_then(|place| Some((place, *self.added.get(place)?))) {
                Some((place, partner)) => {
                    paired.insert(place);
                    self.both.push((item, partner));
                }
                None => self.removed.push(item),
            }
        }
        let mut place = 0..;
        self.added.retain(|_| place.next().is_none_or(|place| !paired.contains(&place)));
        self
    }
}

impl<'m> Matched<'m> {
    pub fn new(old: &'m Model, new: &'m Model) -> Self {
        Self {
            old,
            new,
            old_reach: Reach::new(old),
            new_reach: Reach::new(new),
            ids: ids(old, new),
            operations: operations(old, new),
        }
    }

    /// Returns whether two types are the same. A renamed definition is the same, as its renaming is a change of its
    /// own.
    pub fn same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Scalar(old), Type::Scalar(new)) => old == new,
            (Type::Parameter(old), Type::Parameter(new)) => old == new,
            (Type::List(old), Type::List(new)) => self.same(old, new),
            (Type::Map(old_key, old), Type::Map(new_key, new)) => {
                let is_same_key = match (old_key, new_key) {
                    (None, None) => true,
                    (Some(old), Some(new)) => self.ids.get(old) == Some(&new),
                    _ => false,
                };
                is_same_key && self.same(old, new)
            }
            (Type::Defined(old, arguments), Type::Defined(new, others)) => {
                self.ids.get(old) == Some(&new)
                    && arguments.len() == others.len()
                    && arguments.iter().zip(others).all(|(one, other)| self.same(one, other))
            }
            _ => false,
        }
    }

    /// Returns the new API with the same root.
    pub fn new_api(&self, api: &Api) -> Option<&'m Api> {
        self.new.apis.iter().find(|other| (other.branch, &other.root) == (api.branch, &api.root))
    }

    /// Returns the old API with the same root.
    pub fn old_api(&self, api: &Api) -> Option<&'m Api> {
        self.old.apis.iter().find(|other| (other.branch, &other.root) == (api.branch, &api.root))
    }
}

/// Matches definitions by full name, then by Rust name.
fn ids<'m>(old: &'m Model, new: &'m Model) -> BTreeMap<&'m TypeId, &'m TypeId> {
    let all = |model: &'m Model| model.types.iter().collect::<Vec<_>>();
    // The public path may change with the APIs.
    let rust_name = |(id, definition): &(&'m TypeId, &'m Definition)| {
        let name = Direction::BOTH.into_iter().find_map(|direction| definition.rust_name(direction))?;
        Some((id.branch, &definition.module, name))
    };
    let pairs = Pairs::new(all(old), all(new)).by(|(id, _)| Some(*id)).by(rust_name);
    pairs.both.into_iter().map(|((old, _), (new, _))| (old, new)).collect()
}

/// Matches operations by method and path, then without the names of path parameters, then in any API, then by Rust
/// name.
fn operations<'m>(old: &'m Model, new: &'m Model) -> Pairs<Call<'m>> {
    let all = |model: &'m Model| model.operations().map(|(api, operation)| Call { api, operation }).collect::<Vec<_>>();
    let api = |call: &Call<'m>| (call.api.branch, call.api.root.as_str());
    let exact = |call: &Call<'m>| Some((api(call), call.operation.method, call.operation.path.as_str()));
    let shape = |call: &Call<'m>| without_names(&call.operation.request_line());
    Pairs::new(all(old), all(new))
        .by(exact)
        .by(|call| Some((api(call), shape(call))))
        .by(|call| Some(shape(call)))
        .by(|call| Some((api(call), call.operation.name.as_str())))
}
