//! Splits lines into files of a size that can be reviewed.

use std::collections::BTreeMap;

/// Lines that belong together, and the words that lead to their file.
pub struct Entry {
    pub words: Vec<String>,
    pub lines: Vec<String>,
}

/// The sizes of files, in lines.
pub struct Sizes {
    /// A file with more lines is split by the next word.
    pub most: usize,
    /// Words with fewer lines stay together in a file.
    pub least: usize,
}

/// Returns the lines of each file by its name: words separated by `_`, or nothing if one file is enough.
///
/// A file is split by the first word of its entries, a part of it by the second, and so on. The name of a file depends
/// on its words alone, so other files do not move when entries are added.
pub fn split(entries: Vec<Entry>, sizes: &Sizes) -> BTreeMap<String, Vec<String>> {
    let mut files = BTreeMap::new();
    let mut queue = vec![(Vec::new(), entries)];
    while let Some((prefix, entries)) = queue.pop() {
        let word = |entry: &Entry| entry.words.get(prefix.len()).cloned();
        let mut lines_by_word: BTreeMap<String, usize> = BTreeMap::new();
        for entry in &entries {
            word(entry).into_iter().for_each(|word| *lines_by_word.entry(word).or_default() += entry.lines.len());
        }
        let is_short = entries.iter().map(|entry| entry.lines.len()).sum::<usize>() <= sizes.most;
        let mut parts: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        let mut rest = Vec::new();
        for entry in entries {
            match word(&entry).filter(|word| !is_short && lines_by_word[word] >= sizes.least) {
                Some(word) => parts.entry(word).or_default().push(entry),
                None => rest.extend(entry.lines),
            }
        }
        if !rest.is_empty() {
            files.insert(prefix.join("_"), rest);
        }
        queue.extend(parts.into_iter().map(|(word, part)| ([prefix.clone(), vec![word]].concat(), part)));
    }
    files
}

/// Returns a name in lower case, with hyphens between its words: file systems may ignore case.
pub fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut is_word = false;
    for character in name.chars() {
        let starts_word = character.is_ascii_uppercase() && is_word;
        if (starts_word || !character.is_ascii_alphanumeric()) && !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
        if character.is_ascii_alphanumeric() {
            kebab.push(character.to_ascii_lowercase());
        }
        is_word = character.is_ascii_lowercase() || character.is_ascii_digit();
    }
    kebab.trim_end_matches('-').to_owned()
}

#[test]
fn names_of_files_are_in_lower_case() {
    for (name, expected) in [
        ("vps", "vps"),
        ("dedicatedCloud", "dedicated-cloud"),
        ("SQLServer2012", "sqlserver2012"),
        ("ovh_account", "ovh-account"),
        ("a.b", "a-b"),
        ("..", ""),
    ] {
        assert_eq!(kebab(name), expected);
    }
}

#[test]
fn large_groups_get_their_own_files() {
    let entry = |words: &str, count: usize| Entry {
        words: words.split(' ').map(str::to_owned).collect(),
        lines: (0..count).map(|number| format!("{words} {number}")).collect(),
    };
    let split = |entries| -> Vec<(String, usize)> {
        let files = split(entries, &Sizes { most: 10, least: 3 });
        files.into_iter().map(|(name, lines)| (name, lines.len())).collect()
    };
    let files = |expected: &[(&str, usize)]| -> Vec<(String, usize)> {
        expected.iter().map(|(name, lines)| ((*name).to_owned(), *lines)).collect()
    };
    assert_eq!(split(vec![entry("a", 4), entry("b", 6)]), files(&[("", 10)]));
    assert_eq!(split(vec![entry("a", 4), entry("b", 7)]), files(&[("a", 4), ("b", 7)]));
    assert_eq!(split(vec![entry("a", 2), entry("b x", 12), entry("c", 1)]), files(&[("", 3), ("b_x", 12)]));
    assert_eq!(split(vec![entry("b", 5), entry("b x", 6), entry("b y", 1)]), files(&[("b", 6), ("b_x", 6)]));
}
