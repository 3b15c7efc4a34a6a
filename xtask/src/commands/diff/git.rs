//! Reads the snapshot of a commit from git's objects, without a checkout.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, bail, ensure};
use generator::schema::Branch;

use crate::support::regular;
use crate::support::snapshot::File;

/// An existing commit.
#[derive(Debug)]
pub(super) struct Commit {
    id: String,
    /// The revision as given, with the abbreviated id.
    pub(super) name: String,
}

/// Finds a commit by a revision.
pub(super) fn commit(root: &Path, revision: &str) -> anyhow::Result<Commit> {
    // Git would parse it as an option.
    ensure!(!revision.starts_with('-') && !revision.is_empty(), "`{revision}` is neither a folder nor a commit");
    let output = git(root, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")], Vec::new())?;
    if !output.status.success() {
        // Git prints no error for an unknown revision.
        let reason = if output.stderr.is_empty() { String::new() } else { format!(": {}", reason(&output)) };
        bail!("`{revision}` is neither a folder nor a commit{reason}");
    }
    let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let short: String = id.chars().take(7).collect();
    let name = if id.starts_with(revision) { short } else { format!("{revision} ({short})") };
    Ok(Commit { id, name })
}

/// Reads the schema files of a commit.
pub(super) fn snapshot(root: &Path, commit: &Commit) -> anyhow::Result<Vec<File>> {
    let tree = format!("{}:./schemas", commit.id);
    let listed = git(root, &["ls-tree", "-r", "-l", "-z", "--full-tree", &tree], Vec::new())?;
    if !listed.status.success() {
        bail!("{} has no folder `schemas`: {}", commit.name, reason(&listed));
    }
    let mut blobs = Vec::new();
    for entry in String::from_utf8_lossy(&listed.stdout).split_terminator('\0') {
        // `100644 blob <id> <size>\t<path>`, with spaces before the size.
        let Some((head, path)) = entry.split_once('\t') else { bail!("unexpected output of git ls-tree: `{entry}`") };
        let mut head = head.split_ascii_whitespace().skip(1);
        let mut next = || head.next().unwrap_or_default();
        let (kind, id, size) = (next(), next(), next());
        let branch = Branch::ALL.into_iter().find(|branch| path.starts_with(&format!("{}/", branch.folder())));
        if let (Some(branch), "blob", true) = (branch, kind, path.ends_with(".json")) {
            let fits = size.parse::<u64>().is_ok_and(|size| size <= regular::LARGEST);
            ensure!(fits, "{}:schemas/{path} is larger than {} MiB", commit.name, regular::LARGEST / (1024 * 1024));
            blobs.push((branch, format!("{}:schemas/{path}", commit.name), id.to_owned()));
        }
    }
    let ids: String = blobs.iter().map(|(_, _, id)| format!("{id}\n")).collect();
    let output = git(root, &["cat-file", "--batch"], ids.into_bytes())?;
    ensure!(output.status.success(), "could not read {}: {}", commit.name, reason(&output));
    let mut rest = output.stdout.as_slice();
    let files = blobs.into_iter().map(|(branch, name, _)| {
        let (text, after) =
            blob(rest).with_context(|| format!("unexpected end of output of git cat-file at {name}"))?;
        rest = after;
        Ok(File { branch, name, text: text.to_vec() })
    });
    files.collect()
}

/// Splits off one object in the output of `cat-file --batch`: `<id> blob <size>`, a line feed, the bytes, a line feed.
fn blob(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let text = bytes.get(end + 1..end + 1 + size)?;
    Some((text, bytes.get(end + 2 + size..)?))
}

fn git(root: &Path, arguments: &[&str], input: Vec<u8>) -> anyhow::Result<Output> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut git = command.spawn().context("could not run git, which is required unless `--from` is a folder")?;
    let stdin = git.stdin.take();
    // Git writes its output while it reads. Writing all input before reading would block for ever.
    let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let output = git.wait_with_output().context("could not run git")?;
    // If git did not read all input, its output is incomplete.
    let _ = writer.join();
    Ok(output)
}

fn reason(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines().next().unwrap_or("unknown error of git").trim_start_matches("fatal: ").to_owned()
}
