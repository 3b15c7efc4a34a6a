//! The data of records: checked, and in the form of zone files.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::types::{Field, RecordType};
use super::words::Words;
use super::{location, name, parameters, strings};

/// Maximum length of a record's data in a DNS message, in bytes.
const MAX_DATA: usize = 65_535;

/// Returns the data as a zone file has it. Relative names in it belong to `origin`, which may end with a dot. An error
/// is a reason, empty if the data does not have the form of the type.
pub(super) fn canonical(ty: &RecordType, data: &str, origin: &str) -> Result<String, &'static str> {
    if data.trim().is_empty() || data.len() > 4 * MAX_DATA {
        return Err("its length is invalid");
    }
    let mut words = Words::new(data);
    let mut written: Vec<String> = Vec::new();
    for field in ty.fields {
        let text = match field {
            Field::Texts => texts(data)?,
            Field::Location => location::canonical(words.rest()).ok_or("")?,
            Field::Parameters => {
                let is_alias = written.first().is_some_and(|priority| priority == "0");
                parameters::canonical(words.rest(), is_alias)?
            }
            Field::Hex(lengths) => {
                let kind = written.last().map(String::as_str).unwrap_or_default();
                hex(words.rest(), lengths.iter().find(|(key, _)| *key == kind).map(|(_, length)| *length))?
            }
            field => word(*field, words.next().ok_or("")?, origin)?,
        };
        written.push(text);
        if matches!(field, Field::Texts) {
            words.rest();
        }
    }
    if words.is_empty() { Ok(written.join(" ").trim_end().to_owned()) } else { Err("") }
}

/// Returns a field of a single word.
fn word(field: Field, word: &str, origin: &str) -> Result<String, &'static str> {
    let is_address = word.parse::<Ipv4Addr>().is_ok();
    match field {
        Field::Number(max) => {
            let is_number = word.bytes().all(|digit| digit.is_ascii_digit());
            let number = word.parse::<u32>().ok().filter(|number| is_number && *number <= max);
            number.map(|number| number.to_string()).ok_or("a number is missing or too large")
        }
        Field::Ipv4 if is_address => Ok(word.to_owned()),
        Field::Ipv6 if word.parse::<Ipv6Addr>().is_ok() => Ok(word.to_owned()),
        Field::Ipv4 | Field::Ipv6 => Err("it is not an address"),
        Field::Host if word == "." => Err(""),
        Field::Host | Field::HostOrRoot if is_address => Err("it has an address instead of a name"),
        Field::Host | Field::HostOrRoot | Field::Name => name::target(word, origin),
        Field::Tag => {
            let is_tag = word.len() < 256 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if is_tag { Ok(word.to_owned()) } else { Err("the tag is invalid") }
        }
        Field::Text => string(word, strings::MAX_STRING),
        _ => string(word, MAX_DATA),
    }
}

/// Returns a single character string of printable ASCII, quoted.
fn string(word: &str, max: usize) -> Result<String, &'static str> {
    let string = match strings::quoted(word).as_deref() {
        Some([string]) => string.clone(),
        None => literal(word).ok_or("it has an invalid quoted string")?.as_bytes().to_vec(),
        Some(_) => return Err("it has several quoted strings instead of one"),
    };
    let is_printable = string.iter().all(|byte| matches!(byte, b' '..=b'~'));
    if is_printable && string.len() <= max {
        Ok(strings::write_one(&string))
    } else {
        Err("it has an invalid character or is too long")
    }
}

/// Returns an unquoted word, or the text between quotes if its backslashes are not escaped, as those of `\\1` in the
/// regular expression of a NAPTR record.
fn literal(word: &str) -> Option<&str> {
    let text = word.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(word);
    (!text.contains('"')).then_some(text)
}

fn texts(data: &str) -> Result<String, &'static str> {
    let texts = strings::parse(data);
    if strings::wire_length(&texts) > MAX_DATA {
        return Err("it is longer than 65535 bytes");
    }
    Ok(strings::write(&texts))
}

fn hex(words: &str, length: Option<usize>) -> Result<String, &'static str> {
    let digits: String = words.split_whitespace().collect();
    let is_hex =
        !digits.is_empty() && digits.len().is_multiple_of(2) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hex {
        return Err("it does not end with hexadecimal bytes");
    }
    let fits = length.is_none_or(|length| digits.len() == 2 * length) && digits.len() < 2 * MAX_DATA;
    if fits { Ok(digits) } else { Err("the number of bytes does not fit its type") }
}
