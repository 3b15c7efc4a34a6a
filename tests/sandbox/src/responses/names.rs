//! Words of field names, which tell what a value means.

/// Returns the words of a name in lower case: `defaultVrackGateway` → default, vrack, gateway.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut characters = name.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        // A capital begins a word unless it continues an abbreviation: `usedRAMSize` → used, ram, size.
        let starts = character.is_ascii_uppercase()
            && (!before.is_ascii_uppercase() || characters.peek().is_some_and(char::is_ascii_lowercase));
        if (starts || !character.is_ascii_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if character.is_ascii_alphanumeric() {
            word.push(character.to_ascii_lowercase());
        }
        before = character;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Returns whether words match a pattern: words in a row, such as `first name`. After `=` they must be all words, and
/// with `$` at the end the last ones. The plural matches too.
pub(super) fn matches(words: &[String], pattern: &str) -> bool {
    let (pattern, is_whole) = pattern.strip_prefix('=').map_or((pattern, false), |rest| (rest, true));
    let (pattern, is_last) = pattern.strip_suffix('$').map_or((pattern, false), |rest| (rest, true));
    let count = pattern.split(' ').count();
    let fits = |window: &[String]| window.iter().zip(pattern.split(' ')).all(|(word, wanted)| is_word(word, wanted));
    if is_whole {
        words.len() == count && fits(words)
    } else if is_last {
        words.len().checked_sub(count).and_then(|start| words.get(start..)).is_some_and(fits)
    } else {
        words.windows(count).any(fits)
    }
}

fn is_word(word: &str, wanted: &str) -> bool {
    word.strip_prefix(wanted).is_some_and(|rest| matches!(rest, "" | "s" | "es"))
}

/// Returns the first row of a table that has a pattern for these words.
pub(super) fn find<'t, T>(table: &'t [(&'t [&'t str], T)], words: &[String]) -> Option<&'t T> {
    table.iter().find(|(patterns, _)| patterns.iter().any(|pattern| matches(words, pattern))).map(|(_, found)| found)
}
