//! Domain names.

use url::Host;

/// Maximum length of a label, in bytes.
const MAX_LABEL: usize = 63;
/// Maximum length of a name in a DNS message, in bytes: 253 characters as text.
const MAX_NAME: usize = 255;

/// Returns the name of a subdomain as a zone file has it: in ASCII, `@` for the zone itself. An error is a reason.
pub(super) fn owner(sub_domain: &str, zone: &str) -> Result<String, &'static str> {
    if sub_domain.is_empty() || sub_domain == "@" {
        return Ok("@".to_owned());
    }
    if sub_domain.ends_with('.') {
        return Err("it is relative to the zone and must not end with a dot");
    }
    ascii(sub_domain, zone, true)
}

/// Returns a name in the data of a record, in ASCII. A name without a final dot is relative to `origin`.
pub(super) fn target(name: &str, origin: &str) -> Result<String, &'static str> {
    match name.strip_suffix('.') {
        None if name == "@" => Ok(name.to_owned()),
        None => ascii(name, origin, false),
        Some("") => Ok(".".to_owned()),
        Some(absolute) => Ok(format!("{}.", ascii(absolute, "", false)?)),
    }
}

fn ascii(name: &str, origin: &str, is_owner: bool) -> Result<String, &'static str> {
    let origin = origin.trim_end_matches('.');
    let mut labels = Vec::new();
    let mut length = if origin.is_empty() { 1 } else { origin.len() + 2 };
    for (index, label) in labels_of(name).into_iter().enumerate() {
        if label.is_empty() {
            return Err("it has an empty label");
        }
        let label = if label.is_ascii() { label.to_owned() } else { encoded(label)? };
        let own = label.replace("\\.", "_");
        let is_wildcard = is_owner && index == 0 && label == "*";
        let is_valid = own.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !is_wildcard && !is_valid {
            return Err("it has an invalid character");
        }
        if own.len() > MAX_LABEL {
            return Err("it has a label of more than 63 characters");
        }
        length += own.len() + 1;
        labels.push(label);
    }
    if length > MAX_NAME { Err("the name has more than 253 characters") } else { Ok(labels.join(".")) }
}

/// Splits a name at the dots that are not escaped.
fn labels_of(name: &str) -> Vec<&str> {
    let mut is_escaped = false;
    let is_separator = |character: char| {
        let separates = character == '.' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        separates
    };
    name.split(is_separator).collect()
}

/// Returns the ASCII form of an internationalised label.
fn encoded(label: &str) -> Result<String, &'static str> {
    match Host::parse(label) {
        Ok(Host::Domain(ascii)) => Ok(ascii),
        _ => Err("it has an invalid character"),
    }
}
