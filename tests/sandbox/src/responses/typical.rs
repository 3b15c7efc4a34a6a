//! Plausible strings.

use fastrand::Rng;

const WORDS: &[&str] = &[
    "amber", "birch", "cobalt", "delta", "ember", "fjord", "garnet", "harbor", "indigo", "juniper", "kestrel", "linden",
];

/// Returns a string that fits the name of a field.
pub(super) fn text(name: &str, rng: &mut Rng) -> String {
    let word = rng.choice(WORDS).copied().unwrap_or("amber");
    let number = rng.u16(1..1000);
    let lower = name.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if has(&["mail"]) {
        format!("{word}@example.org")
    } else if has(&["url", "redirection", "link"]) {
        format!("https://www.example.org/{word}/{number}")
    } else if has(&["phone", "fax"]) {
        format!("+33.1000{number:05}")
    } else if has(&["description", "comment", "message", "text", "reason", "title"]) {
        format!("Something about {word}")
    } else if has(&["domain", "host", "zone"]) {
        format!("{word}.example.org")
    } else if has(&["contact", "account", "nic"]) {
        format!("{}{number:05}-ovh", word.get(..2).unwrap_or("ab"))
    } else {
        format!("{word}-{number}")
    }
}
