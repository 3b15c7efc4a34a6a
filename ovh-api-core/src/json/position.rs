//! Positions in a document.

/// The position of a value, or of a missing field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// The node of the value, or of the object that lacks the field.
    pub(super) node: usize,
    pub(super) missing: Option<MissingField>,
}

/// A field that an object lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MissingField {
    pub(super) name: &'static str,
    /// The number of the [absent object](super::corrections::Corrections::absent_object), if the object itself is
    /// absent or null.
    pub(super) inside: Option<usize>,
}
