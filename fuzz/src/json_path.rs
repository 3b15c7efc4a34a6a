//! Checks JSON paths of errors.

use serde_json::Value;

/// Whether the path leads to a value, or to a missing key of an object. An absent or null value counts as an empty
/// object, so any number of keys may be missing below it.
pub fn is_valid(path: &str, value: &Value) -> bool {
    let Some(mut rest) = path.strip_prefix('$') else { return false };
    let mut places = vec![value];
    while !rest.is_empty() {
        let Some((step, after)) = step(rest) else { return false };
        let next = places.iter().flat_map(|place| step.from(place)).collect::<Vec<_>>();
        if next.is_empty() {
            return matches!(step, Step::Key(_)) && only_keys(after) && places.iter().any(|place| may_miss_keys(place));
        }
        (places, rest) = (next, after);
    }
    true
}

/// Whether all steps of a path are keys.
fn only_keys(mut path: &str) -> bool {
    while !path.is_empty() {
        let Some((Step::Key(_), after)) = step(path) else { return false };
        path = after;
    }
    true
}

/// Whether keys may be missing in the value. An empty list is decoded as an empty object.
fn may_miss_keys(value: &Value) -> bool {
    value.is_object() || value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

enum Step {
    Index(usize),
    Key(String),
    /// The start of a truncated key. Several keys may match.
    Prefix(String),
}

impl Step {
    fn from<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        match self {
            Self::Index(index) => value.as_array().and_then(|items| items.get(*index)).into_iter().collect(),
            Self::Key(key) => value.as_object().and_then(|entries| entries.get(key)).into_iter().collect(),
            Self::Prefix(prefix) => {
                let entries = value.as_object().into_iter().flatten();
                entries.filter(|(key, _)| key.starts_with(prefix)).map(|(_, value)| value).collect()
            }
        }
    }
}

/// Returns the first step (`.key`, `[7]`, or `["a key"]` as printed by `Debug`) and the rest of the path.
fn step(path: &str) -> Option<(Step, &str)> {
    if let Some(path) = path.strip_prefix('.') {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        let (key, rest) = path.split_at(end);
        return (!key.is_empty()).then(|| (Step::Key(key.to_owned()), rest));
    }
    let inner = path.strip_prefix('[')?;
    if !inner.starts_with('"') {
        let (index, rest) = inner.split_once(']')?;
        return Some((Step::Index(index.parse().ok()?), rest));
    }
    let mut escaped = false;
    let end = inner.char_indices().skip(1).find(|(_, character)| {
        let ends = *character == '"' && !escaped;
        escaped = *character == '\\' && !escaped;
        ends
    });
    let (literal, rest) = inner.split_at(end?.0 + 1);
    let key = syn::parse_str::<syn::LitStr>(literal).ok()?.value();
    let step = key.strip_suffix('…').map_or_else(|| Step::Key(key.clone()), |prefix| Step::Prefix(prefix.to_owned()));
    Some((step, rest.strip_prefix(']')?))
}
