//! What is on disk against what should be.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use anyhow::Context;
use generator::text::printable;
use similar::{ChangeTag, TextDiff};

use super::files::Wanted;
use crate::support::regular;
use crate::support::snapshot::display_name;
use crate::support::store::{place, places};

/// A file that is not as it should be.
#[derive(Debug)]
pub(super) struct Difference {
    pub path: PathBuf,
    /// What the file holds; `None` when it is missing.
    pub current: Option<String>,
    /// What it should hold; `None` when it should not be there.
    pub wanted: Option<String>,
}

impl Difference {
    /// Returns whether the file should not be there but was not generated, so that `codegen` must not delete it.
    pub(super) fn is_foreign(&self) -> bool {
        let content = self.current.as_deref().unwrap_or_default();
        self.wanted.is_none() && !content.starts_with(generator::GENERATED)
    }
}

/// All files that differ, sorted by path.
///
/// # Errors
///
/// A folder between `root` and one of the files is a symbolic link, or a file is not a regular file or cannot be read.
pub(super) fn differences(root: &Path, wanted: &Wanted) -> anyhow::Result<Vec<Difference>> {
    let mut on_disk = files_below(root, &wanted.folder)?;
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

/// Lists everything below a folder that is not a folder itself. Links are not followed.
fn files_below(root: &Path, folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    places::check(root, [place(root, &folder.join("mod.rs"))?.as_str()])?;
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.with_context(|| format!("could not list {}", display_name(&folder)))?,
        };
        for entry in entries {
            let entry = entry.with_context(|| format!("could not list {}", display_name(&folder)))?;
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    Ok(files)
}

/// Shows the first differences in full and names the others, coloured where stderr is a terminal.
pub(super) fn show(differences: &[Difference]) {
    const SHOWN: usize = 3;
    let mut err = anstream::stderr().lock();
    // Nothing is to be done when stderr is closed.
    let _ = differences.iter().take(SHOWN).try_for_each(|difference| show_one(&mut err, difference));
    for difference in differences.iter().skip(SHOWN) {
        let _ = writeln!(err, "{}: {}", display_name(&difference.path), state(difference));
    }
}

const fn state(difference: &Difference) -> &'static str {
    match (&difference.current, &difference.wanted) {
        (None, _) => "missing",
        (_, None) => "should not be there",
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
