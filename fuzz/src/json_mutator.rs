//! Mutates JSON values, because most mutations of bytes only break the syntax.

use fastrand::Rng;
use serde_json::{Map, Value};

/// Replacements for values, keys and parts of strings.
const TEXTS: &[&str] = &[
    "",
    " ",
    "_",
    ".",
    "..",
    "/",
    "../../x",
    "\\",
    "\"",
    "`",
    "'",
    "*/",
    "//!",
    "\n",
    "\r",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "é",
    "日本",
    "x\"; } mod evil {",
    "{x}",
    "{",
    "}",
    "#",
    "r#\"",
    "[]",
    "[",
    "]",
    "<",
    ">",
    ",",
    ":",
    "map[string]",
    "T",
    "g.X<T>",
    "self",
    "Self",
    "crate",
    "type",
    "mod",
    "str",
    "String",
    "Option",
    "Vec",
    "aB",
    "a_b",
    "A",
    "a1",
    "1",
    "0",
    "-1",
    "long",
    "string",
    "void",
    "any",
    "password",
    "query",
    "path",
    "body",
    "header",
    "GET",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "DEPRECATED",
    "https://x.example/",
    "    x",
    "- x",
    "1. x",
];

/// Mutates the JSON in `data[..size]`. Returns its new size, or `None` if it is not JSON or would exceed `max_size`.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> Option<usize> {
    let mut value: Value = serde_json::from_slice(data.get(..size)?).ok()?;
    let mut random = Rng::with_seed(seed.into());
    for _ in 0..random.usize(1..4) {
        let donor = pick(&value, random.usize(..count(&value))).clone();
        let at = random.usize(..count(&value));
        change(pick_mut(&mut value, at), &donor, &mut random);
    }
    store(&value.to_string(), data, max_size)
}

/// A placeholder for a replacement that need not be JSON.
const PLACEHOLDER: &str = "@the value@";

/// Replaces a value of the JSON in `data[..size]` by one of the texts, which need not be JSON. Returns the same as
/// [`mutate`].
pub fn splice(data: &mut [u8], size: usize, max_size: usize, seed: u32, texts: &[&str]) -> Option<usize> {
    let mut value: Value = serde_json::from_slice(data.get(..size)?).ok()?;
    let mut random = Rng::with_seed(seed.into());
    let at = random.usize(..count(&value));
    *pick_mut(&mut value, at) = PLACEHOLDER.into();
    let text = value.to_string().replace(&format!("{PLACEHOLDER:?}"), random.choice(texts)?);
    store(&text, data, max_size)
}

fn store(text: &str, data: &mut [u8], max_size: usize) -> Option<usize> {
    let room = data.get_mut(..text.len()).filter(|room| room.len() <= max_size)?;
    room.copy_from_slice(text.as_bytes());
    Some(text.len())
}

fn change(value: &mut Value, donor: &Value, random: &mut Rng) {
    match value {
        Value::Object(entries) if random.bool() => change_entries(entries, donor, random),
        Value::Array(items) if random.bool() => {
            let at = random.usize(..=items.len());
            match random.u8(..3) {
                0 if at < items.len() => {
                    items.remove(at);
                }
                1 if at < items.len() => {
                    let again = items[at].clone();
                    items.push(again);
                }
                _ => items.insert(at, donor.clone()),
            }
        }
        Value::String(text) if random.u8(..4) > 0 => {
            let at = (0..=random.usize(..=text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let more = TEXTS[random.usize(..TEXTS.len())];
            match random.u8(..5) {
                0 => text.truncate(at),
                1 => *text = more.to_owned(),
                2 => text.push_str(more),
                3 => *text = format!("{more}{text}"),
                _ => text.insert_str(at, more),
            }
        }
        value => {
            *value = match random.u8(..8) {
                0 => Value::Null,
                1 => Value::Bool(random.bool()),
                2 => Value::from(random.i64(..)),
                3 => Value::from(TEXTS[random.usize(..TEXTS.len())]),
                4 => Value::Array(vec![value.take()]),
                5 => Value::Object(Map::new()),
                _ => donor.clone(),
            }
        }
    }
}

fn change_entries(entries: &mut Map<String, Value>, donor: &Value, random: &mut Rng) {
    let keys: Vec<String> = entries.keys().cloned().collect();
    let Some(key) = random.choice(keys) else {
        entries.insert(TEXTS[random.usize(..TEXTS.len())].to_owned(), donor.clone());
        return;
    };
    let other = match random.bool() {
        true => TEXTS[random.usize(..TEXTS.len())].to_owned(),
        false => format!("{key}{}", TEXTS[random.usize(..TEXTS.len())]),
    };
    let entry = match random.u8(..3) {
        0 => entries.remove(&key).filter(|_| random.bool()),
        1 => entries.get(&key).cloned(),
        _ => Some(donor.clone()),
    };
    if let Some(entry) = entry {
        entries.insert(other, entry);
    }
}

fn count(value: &Value) -> usize {
    1 + children(value).map(count).sum::<usize>()
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(entries) => Box::new(entries.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn pick(value: &Value, mut number: usize) -> &Value {
    if number == 0 {
        return value;
    }
    number -= 1;
    for child in children(value) {
        let size = count(child);
        if number < size {
            return pick(child, number);
        }
        number -= size;
    }
    value
}

fn pick_mut(value: &mut Value, number: usize) -> &mut Value {
    if number == 0 {
        return value;
    }
    let mut number = number - 1;
    let sizes: Vec<usize> = children(value).map(count).collect();
    let child = sizes.iter().position(|size| {
        let is_it = number < *size;
        number -= if is_it { 0 } else { *size };
        is_it
    });
    let child = child.unwrap_or(0);
    match value {
        Value::Array(items) => pick_mut(&mut items[child], number),
        Value::Object(entries) => pick_mut(entries.values_mut().nth(child).expect("counted"), number),
        leaf => leaf,
    }
}
