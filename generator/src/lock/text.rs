//! The lock as text.

use std::collections::HashSet;
use std::fmt;

use super::{NameKind, NameLock};
use crate::names::{HeldNames, is_identifier};
use crate::text::is_unprintable;

/// The start of the file.
const HEADER: &str =
    "# Names that generated code has used. A name stays with its item; `cargo xtask codegen` adds new lines.\n";

/// An invalid line of a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong, and what is expected.
    pub message: String,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for LockError {}

impl NameLock {
    /// Reads a lock.
    ///
    /// # Errors
    ///
    /// Fails on a line that is not `kind`, owner, item and name, or that contradicts an earlier one.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut lock = Self::default();
        let mut used: HashSet<(NameKind, &str, &str)> = HashSet::new();
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fail = |message| LockError { line: index + 1, message };
            let (kind, owner, item, name) = columns(line).map_err(fail)?;
            // Types are unique in their namespace only, and enums with the same values are one type. Arguments, fields
            // of their struct, and optional parameters do not clash with each other.
            let is_unique =
                !matches!(kind, NameKind::Type | NameKind::Form | NameKind::Namespace | NameKind::Parameter);
            if is_unique && !used.insert((kind, owner, name)) {
                return Err(fail(format!("another {} of `{owner}` has the name `{name}`", kind.as_str())));
            }
            let owner = unescaped(owner).map_err(fail)?;
            let key = unescaped(item).map_err(fail)?;
            if lock.held(kind, &owner).contains_key(&key) {
                return Err(fail(format!("`{item}` has a name in an earlier line; keep one of the lines")));
            }
            lock.insert(kind, &owner, key, name);
        }
        Ok(lock)
    }
}

fn columns(line: &str) -> Result<(NameKind, &str, &str, &str), String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let &[kind, owner, item, name] = columns.as_slice() else {
        let expected = "expected 4 columns separated by tabs: kind, owner, item and name";
        return Err(format!("{expected}; found {}", columns.len()));
    };
    let known = NameKind::ALL.into_iter().find(|known| known.as_str() == kind).ok_or_else(|| {
        let kinds: Vec<&str> = NameKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("unknown kind `{kind}`; expected one of {}", kinds.join(", "))
    })?;
    let is_valid = match known {
        NameKind::Feature => {
            name.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()))
        }
        NameKind::Type | NameKind::Form | NameKind::Variant => {
            is_identifier(name) && name.starts_with(|c: char| c.is_ascii_uppercase())
        }
        NameKind::Api | NameKind::Field | NameKind::Namespace | NameKind::Operation | NameKind::Parameter => {
            is_identifier(name) && !name.contains(|c: char| c.is_ascii_uppercase())
        }
    };
    if !is_valid {
        return Err(format!("`{}` is not a valid name", escaped(name)));
    }
    Ok((known, owner, item, name))
}

impl fmt::Display for NameLock {
    /// Writes the file: the header, then the sorted lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEADER)?;
        let all = self.names.iter().flat_map(|(kind, owners)| {
            owners.iter().flat_map(move |(owner, held): (_, &HeldNames)| {
                held.iter().map(move |(item, name)| {
                    format!("{}\t{}\t{}\t{name}\n", kind.as_str(), escaped(owner), escaped(item))
                })
            })
        });
        let mut lines: Vec<String> = all.collect();
        lines.sort();
        lines.iter().try_for_each(|line| f.write_str(line))
    }
}

fn escaped(text: &str) -> String {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'\\') {
        return text.to_owned();
    }
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            c if is_unprintable(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
    }
    escaped
}

fn unescaped(text: &str) -> Result<String, String> {
    if !text.contains('\\') {
        return Ok(text.to_owned());
    }
    let invalid = || format!("invalid escape in `{text}`; expected \\\\, \\t, \\n or \\u{{…}}");
    let mut unescaped = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            unescaped.push(c);
            continue;
        }
        match rest.next() {
            Some('\\') => unescaped.push('\\'),
            Some('t') => unescaped.push('\t'),
            Some('n') => unescaped.push('\n'),
            Some('u') => {
                let code = rest.as_str().strip_prefix('{').and_then(|rest| rest.split_once('}'));
                let (code, after) = code.ok_or_else(invalid)?;
                let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                unescaped.push(code.ok_or_else(invalid)?);
                rest = after.chars();
            }
            _ => return Err(invalid()),
        }
    }
    Ok(unescaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_lock_reads_as_the_same_lock() {
        let mut lock = NameLock::default();
        lock.insert(NameKind::Type, "v1", "vps.StateEnum".to_owned(), "State");
        lock.insert(NameKind::Variant, "v1 x.Odd", "a\tb\n\\ \u{202e}é#".to_owned(), "AB");
        lock.insert(NameKind::Feature, "v2", "/a/b".to_owned(), "v2-a-b");
        let text = lock.to_string();
        assert_eq!(NameLock::parse(&text), Ok(lock));
        assert!(text.contains("variant\tv1 x.Odd\ta\\tb\\n\\\\ \\u{202e}é#\tAB\n"), "{text}");
    }

    #[test]
    fn invalid_line_is_an_error_with_its_number() {
        let cases = [
            (
                "type\tv1\tx.Y\tY\n<<<<<<< ours\n",
                "line 2: expected 4 columns separated by tabs: kind, owner, item and name; found 1",
            ),
            (
                "tipe\tv1\tx.Y\tY",
                "line 1: unknown kind `tipe`; expected one of api, feature, field, form, namespace, operation, parameter, type, variant",
            ),
            ("type\tv1\tx.Y\tY{}", "line 1: `Y{}` is not a valid name"),
            ("type\tv1\tx.Y\tfn", "line 1: `fn` is not a valid name"),
            ("type\tv1\tx.Y\ty", "line 1: `y` is not a valid name"),
            ("variant\tv1 x.Y\tb\ta_b", "line 1: `a_b` is not a valid name"),
            ("operation\t/x\tGET /x\tList", "line 1: `List` is not a valid name"),
            ("feature\tv1\t/x\ta--b", "line 1: `a--b` is not a valid name"),
            ("type\tv1\tx\\y\tY", "line 1: invalid escape in `x\\y`; expected \\\\, \\t, \\n or \\u{…}"),
            (
                "type\tv1\tx.Y\tY\ntype\tv1\tx.Y\tZ",
                "line 2: `x.Y` has a name in an earlier line; keep one of the lines",
            ),
            ("variant\tv1 x\ta\tA\nvariant\tv1 x\tA\tA", "line 2: another variant of `v1 x` has the name `A`"),
        ];
        for (text, expected) in cases {
            assert_eq!(NameLock::parse(text).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn comments_and_empty_lines_are_ignored() {
        assert_eq!(NameLock::parse("# a\n\n"), Ok(NameLock::default()));
        assert_eq!(NameLock::parse(""), Ok(NameLock::default()));
    }
}
