//! Text of schemas where people read it: errors, warnings, listings.

/// On one line, whatever the text is, and without what a terminal would take for a command.
pub fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { printable.extend(c.escape_default()) } else { printable.push(c) }
    }
    printable
}

/// The beginning of a printable text.
pub fn excerpt(text: &str, longest: usize) -> String {
    let mut start =
        printable(text.get(..text.char_indices().nth(longest).map_or(text.len(), |(end, _)| end)).unwrap_or(text));
    if text.chars().nth(longest).is_some() {
        start.push('…');
    }
    start
}
