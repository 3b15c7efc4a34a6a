//! Programs that call an operation, in several languages.

mod curl;
mod go;
mod literal;
mod node;
mod php;
mod python;
mod rust;

use generator::model::Model;

use crate::form::{Values, fill};
use crate::operations::Found;

/// A language of the tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Python,
    Php,
    Go,
    Node,
    Curl,
}

impl Language {
    /// All languages, in the order of the tabs, with their names in requests.
    pub(crate) const ALL: [(&'static str, Self); 6] = [
        ("rust", Self::Rust),
        ("python", Self::Python),
        ("php", Self::Php),
        ("go", Self::Go),
        ("node", Self::Node),
        ("curl", Self::Curl),
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, language)| language)
    }
}

/// Returns a whole program.
pub(crate) fn snippet(model: &Model, found: Found<'_>, values: &Values, language: Language) -> String {
    if language == Language::Rust {
        return rust::program(&model.types, found, values);
    }
    let filled = fill(found, values);
    match language {
        Language::Python => python::program(&filled),
        Language::Php => php::program(&filled),
        Language::Go => go::program(&filled),
        Language::Node => node::program(&filled),
        Language::Curl | Language::Rust => curl::program(&filled),
    }
}
