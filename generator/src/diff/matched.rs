//! Two models side by side: which definition and which operation of one is which of the other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::calls::{Direction, call, object, own_name, path};
use super::reach::Reach;
use crate::model::{Api, Definition, Kind, Model, Operation, Type, TypeId};
use crate::schema::{Branch, Method};

/// An operation and its API.
#[derive(Debug, Clone, Copy)]
pub struct Call<'m> {
    pub api: &'m Api,
    pub operation: &'m Operation,
}

impl Call<'_> {
    /// `vps().reboot`.
    pub fn name(&self) -> String {
        call(self.api, self.operation)
    }
}

/// Two models side by side.
#[derive(Debug)]
pub struct View<'m> {
    pub old: &'m Model,
    pub new: &'m Model,
    pub old_reach: Reach,
    pub new_reach: Reach,
    /// The new id of each old one that is still there.
    pub ids: BTreeMap<&'m TypeId, &'m TypeId>,
    /// What stayed, what is gone and what came.
    pub operations: Pairs<Call<'m>>,
}

/// Things of two models, matched.
#[derive(Debug)]
pub struct Pairs<T> {
    pub both: Vec<(T, T)>,
    pub removed: Vec<T>,
    pub added: Vec<T>,
}

impl<T: Copy> Pairs<T> {
    /// All apart.
    pub const fn new(old: Vec<T>, new: Vec<T>) -> Self {
        Self { both: Vec::new(), removed: old, added: new }
    }

    /// Pairs those that are still alone and have the same key, in their order.
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

impl<'m> View<'m> {
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

    /// Whether an old type is a new one, by definitions rather than by their names: a renamed one is told once.
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

    /// The new model's API with the same root.
    pub fn api_now(&self, api: &Api) -> Option<&'m Api> {
        self.new.apis.iter().find(|other| (other.branch, &other.root) == (api.branch, &api.root))
    }

    /// The old model's API with the same root.
    pub fn api_before(&self, api: &Api) -> Option<&'m Api> {
        self.old.apis.iter().find(|other| (other.branch, &other.root) == (api.branch, &api.root))
    }
}

/// By full name; those that are left by the Rust name that they have in common.
fn ids<'m>(old: &'m Model, new: &'m Model) -> BTreeMap<&'m TypeId, &'m TypeId> {
    let all = |model: &'m Model| model.types.iter().collect::<Vec<_>>();
    let rust_name = |(id, definition): &(&'m TypeId, &'m Definition)| {
        let name = own_name(definition, Direction::Output).or_else(|| own_name(definition, Direction::Input))?;
        Some(path(id.branch, &definition.module, name))
    };
    let pairs = Pairs::new(all(old), all(new)).by(|(id, _)| Some(*id)).by(rust_name);
    pairs.both.into_iter().map(|((old, _), (new, _))| (old, new)).collect()
}

/// By method and path; then whatever the path's parameters are called; then in whichever API; then by their Rust names.
fn operations<'m>(old: &'m Model, new: &'m Model) -> Pairs<Call<'m>> {
    let all = |model: &'m Model| {
        let calls =
            model.apis.iter().flat_map(|api| api.operations.iter().map(move |operation| Call { api, operation }));
        calls.collect::<Vec<_>>()
    };
    let place = |call: &Call<'m>| (call.api.branch, call.api.root.as_str());
    let exact = |call: &Call<'m>| Some((place(call), call.operation.method, call.operation.path.as_str()));
    let shape = |call: &Call<'m>| -> (Branch, Method, String) {
        (call.api.branch, call.operation.method, without_names(&call.operation.path))
    };
    Pairs::new(all(old), all(new))
        .by(exact)
        .by(|call| Some((place(call), shape(call))))
        .by(|call| Some(shape(call)))
        .by(|call| Some((place(call), call.operation.name.as_str())))
}

/// `/vps/{}` for `/vps/{serviceName}`.
pub fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "{}" + part.split_once('}').map_or("", |(_, rest)| rest))
}

/// The features of a definition in one direction.
pub fn features(definition: &Definition, direction: Direction) -> Option<&BTreeSet<String>> {
    match &definition.kind {
        Kind::Enum(own) => Some(&own.features),
        Kind::Object { .. } => object(definition, direction).map(|object| &object.features),
    }
}
