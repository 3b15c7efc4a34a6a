//! The path of an API (`/dedicated/server`), safe to build a file name from.

use std::fmt;

use generator::is_device_name;

use super::args::Branch;

/// The root path of an API. It comes from the command line or from a server's index, and becomes a file name: so it is
/// made of plain segments only, none of which can lead out of a folder, hide a file or mean something to a shell, or is a
/// device on Windows, where the snapshot is checked out too.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct ApiPath(String);

/// Why a text is no [`ApiPath`].
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unsafe {
    #[error("it is empty")]
    Empty,
    #[error("it is too long")]
    TooLong,
    #[error("it does not start with a slash")]
    Relative,
    #[error("it has an empty segment")]
    EmptySegment,
    #[error("it has a segment that starts with a dot")]
    Dot,
    #[error("it has a segment that ends with a dot, which Windows strips")]
    TrailingDot,
    #[error("its segment {0:?} is a device name on Windows")]
    Device(String),
    #[error("it holds the character {0:?}")]
    Character(char),
}

/// More than any API needs, less than any file system allows.
const LONGEST: usize = 200;

impl ApiPath {
    /// Reads what a person typed: the slash in front may be missing, one behind is ignored.
    pub(crate) fn parse(text: &str) -> Result<Self, Unsafe> {
        let bare = text.strip_prefix('/').unwrap_or(text);
        let bare = bare.strip_suffix('/').unwrap_or(bare);
        if bare.is_empty() {
            return Err(Unsafe::Empty);
        }
        Self::strict(&format!("/{bare}"))
    }

    /// Reads what a server said, to the letter.
    pub(crate) fn strict(text: &str) -> Result<Self, Unsafe> {
        check(text)?;
        Ok(Self(text.to_owned()))
    }

    /// The path as the service spells it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the API's file belongs, relative to the snapshot's folder.
    pub(crate) fn place(&self, branch: Branch) -> String {
        format!("{}{}.json", branch.folder(), self.0)
    }
}

impl fmt::Display for ApiPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Says what makes an absolute path unsafe, if anything does.
pub(crate) fn check(path: &str) -> Result<(), Unsafe> {
    if path.is_empty() {
        return Err(Unsafe::Empty);
    }
    if path.len() > LONGEST {
        return Err(Unsafe::TooLong);
    }
    let bare = path.strip_prefix('/').ok_or(Unsafe::Relative)?;
    bare.split('/').try_for_each(check_segment)
}

fn check_segment(segment: &str) -> Result<(), Unsafe> {
    if segment.is_empty() {
        return Err(Unsafe::EmptySegment);
    }
    if segment.starts_with('.') {
        return Err(Unsafe::Dot);
    }
    if segment.ends_with('.') {
        return Err(Unsafe::TrailingDot);
    }
    if is_device_name(segment) {
        return Err(Unsafe::Device(segment.to_owned()));
    }
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_.~".contains(character);
    match segment.chars().find(|character| !plain(*character)) {
        Some(character) => Err(Unsafe::Character(character)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_may_leave_out_slashes() {
        for text in ["/dedicated/server", "dedicated/server", "dedicated/server/"] {
            let path = ApiPath::parse(text).unwrap();
            assert_eq!(path.as_str(), "/dedicated/server");
            assert_eq!(path.place(Branch::V2), "v2/dedicated/server.json");
        }
    }

    #[test]
    fn what_leads_elsewhere_is_refused() {
        let long = format!("/{}", "a".repeat(LONGEST));
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
            assert!(ApiPath::strict(text).is_err(), "{text:?} was taken");
        }
    }
}
