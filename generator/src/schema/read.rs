//! Reads a schema file and reports errors by JSON pointer.

use super::{Branch, Schema, TypeExpression, check};
use crate::error::Error;
use crate::text;

impl Schema {
    /// Reads one schema file; `file` names it in errors.
    ///
    /// # Errors
    ///
    /// Fails if the text is not JSON or not of this format, or if a path, a header name or a file name is rejected (the
    /// rules are in `schema/path.rs`, `schema/header.rs` and `schema/check.rs`). The error points at the invalid value.
    pub fn read(file: &str, text: &[u8]) -> Result<Self, Error> {
        let fault = |pointer: String, message: String| Error { file: file.to_owned(), pointer, message };
        // Serde accepts a list in place of a struct.
        if text.trim_ascii_start().starts_with(b"[") {
            return Err(fault(
                String::new(),
                "expected an API: an object with `resourcePath`, found a list".to_owned(),
            ));
        }
        // Tracking the path doubles the time, so only invalid files are read that way.
        let mut schema: Self = match serde_json::from_slice(text) {
            Ok(schema) => schema,
            Err(_) => Self::read_with_path(text).map_err(|(pointer, message)| fault(pointer, message))?,
        };
        schema.apply_full_types();
        check::check(&schema).map_err(|(pointer, message)| fault(pointer, message))?;
        Ok(schema)
    }

    /// Types texts as durations where `fullType` says so.
    fn apply_full_types(&mut self) {
        let parameters = self.apis.iter_mut().flat_map(|path| &mut path.operations);
        let parameters = parameters.flat_map(|operation| &mut operation.parameters);
        let parameters = parameters.filter(|it| it.is_duration).map(|it| &mut it.data_type);
        let properties = self.models.values_mut().filter_map(|model| model.properties.as_mut());
        let properties = properties.flat_map(|properties| properties.values_mut());
        let properties = properties.filter(|it| it.is_duration).map(|it| &mut it.ty);
        for ty in parameters.chain(properties) {
            let text = TypeExpression::Name(String::new(), Vec::new());
            *ty = std::mem::replace(ty, text).texts_as_durations();
        }
    }

    /// Reads a schema; the error is a JSON pointer and a reason.
    fn read_with_path(text: &[u8]) -> Result<Self, (String, String)> {
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let schema = serde_path_to_error::deserialize(&mut deserializer)
            .map_err(|error| (json_pointer(error.path()), reason(error.inner())))?;
        deserializer.end().map_err(|error| (String::new(), reason(&error)))?;
        Ok(schema)
    }

    /// Returns the root of the API's paths below the branch. Two files of a branch with the same root describe one API.
    pub fn root(&self, branch: Branch) -> &str {
        branch.below(self.resource_path.trim_end_matches('/'))
    }
}

/// Returns the reason of an error, with its line.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let what = text.strip_suffix(&place).unwrap_or(&text);
    // Serde quotes values of any length.
    let what = text::excerpt(what, 300);
    let what = match (error.classify(), what.strip_prefix("missing field ")) {
        (serde_json::error::Category::Data, Some(key)) => format!("missing key {key}"),
        (serde_json::error::Category::Data, None) => what,
        (serde_json::error::Category::Eof, _) => format!("unexpected end of file {}", what.trim_start_matches("EOF ")),
        _ => format!("not JSON: {what}"),
    };
    format!("{what} (line {}, column {})", error.line(), error.column())
}

/// Returns a key as JSON pointers spell it.
pub(super) fn reference_token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn json_pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                pointer.push_str(&reference_token(key));
            }
            Segment::Unknown => {}
        }
    }
    pointer
}
