//! The path of an API (`/dedicated/server`), safe to build a file name from.

use std::fmt;

use generator::is_device_name;
use generator::schema::Branch;

/// The root path of an API, from the command line or a server's index.
///
/// The path becomes a file name. Its segments therefore cannot leave the folder, create hidden files, contain special
/// characters of a shell, or name a device of Windows.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct ApiPath(String);

/// An error of parsing an [`ApiPath`].
#[derive(Debug, thiserror::Error)]
pub(crate) enum PathError {
    #[error("empty path")]
    Empty,
    #[error("path longer than {MAX_LENGTH} bytes")]
    TooLong,
    #[error("missing leading slash")]
    Relative,
    #[error("empty segment")]
    EmptySegment,
    #[error("segment starts with a dot")]
    Dot,
    #[error("segment ends with a dot, which Windows removes")]
    TrailingDot,
    #[error("segment {0:?} is a device name on Windows")]
    Device(String),
    #[error("invalid character {0:?}")]
    Character(char),
}

/// Maximum length in bytes, below the limits of all file systems.
const MAX_LENGTH: usize = 200;

impl ApiPath {
    /// Parses a path of the command line. The leading slash is optional, a trailing one is ignored.
    pub(crate) fn parse(text: &str) -> Result<Self, PathError> {
        let bare = text.strip_prefix('/').unwrap_or(text);
        let bare = bare.strip_suffix('/').unwrap_or(bare);
        if bare.is_empty() {
            return Err(PathError::Empty);
        }
        Self::strict(&format!("/{bare}"))
    }

    /// Parses a path of a server or a file, which must be exact.
    pub(crate) fn strict(text: &str) -> Result<Self, PathError> {
        check(text)?;
        Ok(Self(text.to_owned()))
    }

    /// Returns the path as spelled by the service.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path of the API's file relative to the snapshot.
    pub(crate) fn place(&self, branch: Branch) -> String {
        format!("{}{}.json", branch.folder(), self.0)
    }
}

impl fmt::Display for ApiPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Checks that an absolute path is safe.
pub(crate) fn check(path: &str) -> Result<(), PathError> {
    if path.is_empty() {
        return Err(PathError::Empty);
    }
    if path.len() > MAX_LENGTH {
        return Err(PathError::TooLong);
    }
    let bare = path.strip_prefix('/').ok_or(PathError::Relative)?;
    bare.split('/').try_for_each(check_segment)
}

fn check_segment(segment: &str) -> Result<(), PathError> {
    if segment.is_empty() {
        return Err(PathError::EmptySegment);
    }
    if segment.starts_with('.') {
        return Err(PathError::Dot);
    }
    if segment.ends_with('.') {
        return Err(PathError::TrailingDot);
    }
    if is_device_name(segment) {
        return Err(PathError::Device(segment.to_owned()));
    }
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_.~".contains(character);
    match segment.chars().find(|character| !plain(*character)) {
        Some(character) => Err(PathError::Character(character)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_at_both_ends_are_optional() {
        for text in ["/dedicated/server", "dedicated/server", "dedicated/server/"] {
            let path = ApiPath::parse(text).unwrap();
            assert_eq!(path.as_str(), "/dedicated/server");
            assert_eq!(path.place(Branch::V2), "v2/dedicated/server.json");
        }
    }

    #[test]
    fn unsafe_paths_are_rejected() {
        let long = format!("/{}", "a".repeat(MAX_LENGTH));
        let hostile = [
            "",
            "/",
            "vps",
            "//etc/x",
            "/../x",
            "/a/../../b",
            "/a/./b",
            "/.git",
            "/a//b",
            "/a/",
            "/a\\b",
            "/a\0b",
            "/C:/x",
            "/%2e%2e/x",
            "/a b",
            "/a?b",
            "/a#b",
            "/a.",
            "/a./b",
            "/con",
            "/a/NUL",
            "/aux/x",
            "/com1",
            "/lpt9.x",
            "/é",
            &long,
        ];
        for text in hostile {
            assert!(ApiPath::strict(text).is_err(), "{text:?} was accepted");
        }
    }
}
