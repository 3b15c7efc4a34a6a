//! Writes the model as Rust: one file per API and one per namespace of types.
//!
//! All code is written as text, laid out by `layout`. Writing tokens and formatting them doubled the instructions of
//! `cargo xtask codegen --check`.

mod arguments;
mod cfg;
mod conversions;
mod docs;
mod enums;
mod field_setters;
mod groups;
mod input_from;
mod layout;
mod namespace;
mod objects;
mod operations;
mod roots;
mod scope;
mod setters;
mod source;
mod surface;
mod ty;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::namespace::Namespace;
pub use self::source::GENERATED;
use self::source::Source;
pub use self::surface::{surface, surface_of_types};
use self::usage::Usage;
use crate::model::Model;
use crate::schema::Branch;

/// Generated files by their path below `src/generated`, with `/` between folders.
pub type Files = BTreeMap<String, String>;

/// The result of [`emit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// All files below `src/generated`.
    pub files: Files,
    /// Cargo features, one per API, sorted.
    pub features: BTreeSet<String>,
    /// Number of operations.
    pub operations: usize,
    /// Number of definitions; one with a struct for each direction counts once.
    pub definitions: usize,
}

/// Writes a model as Rust.
pub fn emit(model: &Model) -> Output {
    let types = Branch::ALL.map(|branch| Namespace::new(model, branch));
    let usage = Usage::new(model);
    let mut sources: Vec<Source<'_>> = Vec::new();
    for types in types.iter().filter(|types| roots::is_used(model, types.branch)) {
        sources.extend(roots::sources(model, types));
        sources.extend(operations::sources(model, types));
        types.sources(model, &usage, &mut sources);
    }
    Output {
        files: sources.into_par_iter().map(|source| (source.path, (source.write)())).collect(),
        features: model.apis.iter().map(|api| api.feature.clone()).collect(),
        operations: model.apis.iter().map(|api| api.operations.len()).sum(),
        definitions: types.iter().map(Namespace::definitions).sum(),
    }
}
