//! Finds operations by branch, method and path.

use std::collections::HashMap;

use generator::model::{Api, Model, Operation};
use generator::schema::Branch;

/// An operation and its API.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'m> {
    pub(crate) api: &'m Api,
    pub(crate) operation: &'m Operation,
}

/// Branch, method and path below the branch.
type Key = (Branch, &'static str, String);

/// The places of all operations in a model.
#[derive(Debug)]
pub(crate) struct Index {
    places: HashMap<Key, (usize, usize)>,
}

impl Index {
    pub(crate) fn new(model: &Model) -> Self {
        let mut places = HashMap::new();
        for (api_number, api) in model.apis.iter().enumerate() {
            for (number, operation) in api.operations.iter().enumerate() {
                let key = (operation.branch, operation.method.as_str(), operation.path.clone());
                places.insert(key, (api_number, number));
            }
        }
        Self { places }
    }

    /// Returns an operation. The path may have the prefix of its branch, `/v2`.
    pub(crate) fn find<'m>(&self, model: &'m Model, branch: &str, method: &str, path: &str) -> Option<Found<'m>> {
        let branch = Branch::ALL.into_iter().find(|known| known.folder() == branch)?;
        let method = METHODS.into_iter().find(|known| known.eq_ignore_ascii_case(method))?;
        let find = |path: &str| self.places.get(&(branch, method, path.to_owned()));
        let (api, number) = find(path).or_else(|| find(branch.below(path)))?;
        let api = model.apis.get(*api)?;
        Some(Found { api, operation: api.operations.get(*number)? })
    }
}

const METHODS: [&str; 5] = ["DELETE", "GET", "PATCH", "POST", "PUT"];
