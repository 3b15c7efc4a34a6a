//! Text patterns in which `%` is any text.

/// Matches a pattern in which `%` is any text. Case is ignored.
pub(crate) fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.to_lowercase(), pattern.to_lowercase());
    let mut rest = text.as_str();
    let mut parts = pattern.split('%');
    let first = parts.next().unwrap_or_default();
    let Some(after) = rest.strip_prefix(first) else { return false };
    rest = after;
    let mut open = false;
    let mut last = "";
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
        (open, last) = (true, part);
    }
    if open { last.is_empty() || text.ends_with(last) } else { rest.is_empty() }
}

#[cfg(test)]
mod tests;
