//! Verbs in the third person.

/// Verbs that do not follow the rule of [`third_person`], or that other words say better. Sorted.
#[rustfmt::skip]
pub const VERBS: &[(&str, &str)] = &[
    ("apply", "Applies"), ("buy", "Buys"), ("cutover", "Cuts over"), ("deny", "Denies"), ("fetch", "Fetches"),
    ("get", "Returns"), ("hangup", "Hangs up"), ("init", "Initializes"), ("logout", "Logs out of"),
    ("lookup", "Looks up"), ("resiliate", "Terminates"), ("rollback", "Rolls back"), ("sync", "Synchronizes"),
    ("undo", "Undoes"), ("vnc", "Opens"),
];

/// Returns a verb in the third person, with a capital letter: `reboot` → `Reboots`.
pub fn third_person(verb: &str) -> String {
    if let Some((_, known)) = VERBS.iter().find(|(known, _)| *known == verb) {
        return (*known).to_owned();
    }
    let sibilant = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| verb.ends_with(end));
    let stem = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    let text = match stem {
        Some(stem) => format!("{stem}ies"),
        None if sibilant => format!("{verb}es"),
        None => format!("{verb}s"),
    };
    capitalized(&text)
}

/// Returns a text with a capital first letter.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
