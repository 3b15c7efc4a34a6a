//! The changes that downloads make to the snapshot.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Context, bail};
use generator::schema::Branch;

use super::api_path::ApiPath;
use super::committed::Committed;
use super::manifest::{self, Manifest};
use crate::support::regular;
use crate::support::store::Change;

/// The file of an API, in canonical form.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) branch: Branch,
    pub(crate) api: ApiPath,
    pub(crate) url: String,
    pub(crate) content: Vec<u8>,
}

/// The changes to make, and a summary.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) changes: Vec<Change>,
    pub(crate) counts: FileCounts,
}

/// The numbers of downloaded files.
#[derive(Debug, Default)]
pub(crate) struct FileCounts {
    files: usize,
    changed: usize,
    new: usize,
}

impl fmt::Display for FileCounts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, changed, new } = self;
        let plural = if *files == 1 { "" } else { "s" };
        write!(formatter, "{files} file{plural} ({changed} changed, {new} new)")
    }
}

/// Checks that no download overwrites the file of another API that is not downloaded, also on case-insensitive file
/// systems.
pub(crate) fn check_places(wanted: &[(ApiPath, String)], committed: &Committed, branch: Branch) -> anyhow::Result<()> {
    for (api, _) in wanted {
        let place = api.place(branch);
        let same_file = |other: &&String| **other != place && other.eq_ignore_ascii_case(&place);
        for other in committed.keys().filter(same_file) {
            if committed.get(other) != Some(&Some(api.clone())) {
                bail!(
                    "{place} and {other} differ only in case, and are the same file on some systems: move or delete the latter"
                );
            }
        }
        if let Some(Some(other)) = committed.get(&place)
            && wanted.iter().all(|(wanted, _)| wanted != other)
        {
            bail!("{place} contains {other}, not {api}: fetch both, or move the file");
        }
    }
    Ok(())
}

/// Compares the downloads of all branches with the snapshot.
pub(crate) fn make(
    dir: &Path,
    fetched: Vec<Fetched>,
    committed: &BTreeMap<Branch, Committed>,
    prose: bool,
) -> anyhow::Result<Plan> {
    let mut manifest = Manifest::read(dir)?;
    let mut counts = FileCounts { files: fetched.len(), ..FileCounts::default() };
    let mut changes = Vec::new();
    let mut places_of = BTreeMap::<(Branch, &ApiPath), Vec<&String>>::new();
    for (branch, files) in committed {
        for (place, api) in files {
            if let Some(api) = api {
                places_of.entry((*branch, api)).or_default().push(place);
            }
        }
    }
    let targets: Vec<_> = fetched.iter().map(|file| file.api.place(file.branch)).collect();
    for Fetched { branch, api, url, content } in fetched {
        let place = api.place(branch);
        manifest.note(&place, &content, &url, prose);
        let before = places_of.get(&(branch, &api)).map_or(&[][..], Vec::as_slice);
        // Removes other files of the same API, unless they are overwritten with another API.
        for old in before.iter().filter(|old| !targets.contains(old)) {
            changes.push(Change { place: (*old).clone(), content: None, source: None });
        }
        let same = regular::read(&dir.join(&place)).is_ok_and(|old| old == content);
        match (before.is_empty(), same && before.len() == 1) {
            (true, _) => counts.new += 1,
            (false, true) => {}
            (false, false) => counts.changed += 1,
        }
        if !same {
            changes.push(Change { place, content: Some(content), source: Some(url) });
        }
    }
    let gone = |place: &String| changes.iter().any(|change| change.place == *place && change.content.is_none());
    let stays = |place: &String| targets.contains(place) || (!gone(place) && dir.join(place).exists());
    manifest.files.retain(|place, _| stays(place));
    let bytes = manifest.bytes().context("could not encode the manifest")?;
    if !regular::read(&dir.join(manifest::PLACE)).is_ok_and(|old| old == bytes) {
        changes.push(Change { place: manifest::PLACE.to_owned(), content: Some(bytes), source: None });
    }
    Ok(Plan { changes, counts })
}
