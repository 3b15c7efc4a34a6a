//! Compares the generated files with those on disk.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use anyhow::Context;
use generator::text::printable;
use similar::{ChangeTag, TextDiff};

use super::files::Wanted;
use crate::support::output::display_name;
use crate::support::store::{place, places};
use crate::support::{regular, walk};

/// A file that differs.
#[derive(Debug)]
pub(super) struct Difference {
    pub path: PathBuf,
    /// The content of the file. `None` if it is missing.
    pub current: Option<String>,
    /// The generated content. `None` if the file is obsolete.
    pub wanted: Option<String>,
}

impl Difference {
    /// Returns whether the file is obsolete but was not generated, so that `codegen` must not delete it.
    pub(super) fn is_foreign(&self) -> bool {
        let content = self.current.as_deref().unwrap_or_default();
        self.wanted.is_none() && !content.starts_with(generator::GENERATED)
    }
}

/// Returns all files that differ, sorted by path.
///
/// # Errors
///
/// Fails if a folder between `root` and one of the files is a symbolic link, or if a file is not a regular file or
/// cannot be read.
pub(super) fn differences(root: &Path, wanted: &Wanted) -> anyhow::Result<Vec<Difference>> {
    places::check(root, [place(root, &wanted.folder.join("mod.rs"))?.as_str()])?;
    let mut on_disk = walk::files(&wanted.folder)?;
    on_disk.retain(|path| !wanted.files.contains_key(path));
    let all = wanted.files.keys().chain(&on_disk).map(|path| place(root, path)).collect::<anyhow::Result<Vec<_>>>()?;
    places::check(root, all.iter().map(String::as_str))?;
    let mut differences = Vec::new();
    for (path, text) in &wanted.files {
        let current = match regular::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("could not read {}", display_name(path))),
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        };
        if current.as_deref() != Some(text) {
            differences.push(Difference { path: path.clone(), current, wanted: Some(text.clone()) });
        }
    }
    for path in on_disk {
        let bytes = regular::read(&path).with_context(|| format!("could not read {}", display_name(&path)))?;
        let current = Some(String::from_utf8_lossy(&bytes).into_owned());
        differences.push(Difference { path, current, wanted: None });
    }
    differences.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(differences)
}

/// Prints the first differences in full and the paths of the others, with colours if stderr is a terminal.
pub(super) fn show(differences: &[Difference]) {
    const SHOWN: usize = 3;
    let mut err = anstream::stderr().lock();
    // A closed stderr is not an error.
    let _ = differences.iter().take(SHOWN).try_for_each(|difference| show_one(&mut err, difference));
    for difference in differences.iter().skip(SHOWN) {
        let _ = writeln!(err, "{}: {}", display_name(&difference.path), state(difference));
    }
}

const fn state(difference: &Difference) -> &'static str {
    match (&difference.current, &difference.wanted) {
        (None, _) => "missing",
        (_, None) => "obsolete",
        _ => "out of date",
    }
}

fn show_one(out: &mut impl io::Write, difference: &Difference) -> io::Result<()> {
    const LINES: usize = 40;
    let (bold, cyan) = (Style::new().bold(), AnsiColor::Cyan.on_default());
    writeln!(out, "{bold}{}: {}{bold:#}", display_name(&difference.path), state(difference))?;
    let current = difference.current.as_deref().unwrap_or_default();
    let wanted = difference.wanted.as_deref().unwrap_or_default();
    let diff = TextDiff::from_lines(current, wanted);
    let mut shown = 0;
    for hunk in diff.unified_diff().iter_hunks() {
        writeln!(out, "{cyan}{}{cyan:#}", hunk.header())?;
        for change in hunk.iter_changes() {
            shown += 1;
            if shown > LINES {
                return writeln!(out, "…");
            }
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', AnsiColor::Red.on_default()),
                ChangeTag::Insert => ('+', AnsiColor::Green.on_default()),
                ChangeTag::Equal => (' ', Style::new()),
            };
            // The file may contain terminal escape sequences.
            let line = printable(change.value().trim_end_matches('\n'));
            writeln!(out, "{style}{sign}{line}{style:#}")?;
        }
    }
    Ok(())
}
