//! Python, with the package `ovh`.

use serde_json::Value;

use super::literal::{Syntax, json_text};
use crate::form::Filled;

const PYTHON: Syntax = Syntax {
    null: "None",
    yes: "True",
    no: "False",
    list: ("[", "]"),
    object: ("{", "}"),
    empty_object: "{}",
    colon: ": ",
    text: json_text,
    indent: "    ",
    trailing_comma: true,
};

pub(super) fn program(filled: &Filled) -> String {
    let call = simple(filled).unwrap_or_else(|| general(filled));
    format!(
        "# pip install ovh\n\
         # Reads the keys of the OVH_ variables or of ovh.conf.\n\
         import json\n\n\
         import ovh\n\n\
         client = ovh.Client()\n\
         {call}\n\
         print(json.dumps(response, indent=4))\n"
    )
}

/// Returns the call by a function for any method and body. Only another one sends headers, and returns the response of
/// the HTTP library.
fn general(filled: &Filled) -> String {
    let body = filled.body.as_ref().map_or_else(|| "None".to_owned(), |body| PYTHON.value(body, 0));
    let (method, target) = (json_text(filled.method), json_text(&filled.target()));
    let is_signed = if filled.is_signed { "True" } else { "False" };
    if filled.headers.is_empty() {
        return format!("response = client.call({method}, {target}, {body}, {is_signed})");
    }
    let headers = filled.headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
    let headers = PYTHON.value(&Value::Object(headers.collect()), 0);
    format!(
        "reply = client.raw_call({method}, {target}, {body}, {is_signed}, {headers})\n\
         reply.raise_for_status()\n\
         response = reply.json()"
    )
}

/// Returns the call by the function of the method, if it can send the request.
fn simple(filled: &Filled) -> Option<String> {
    // PATCH has no function, and named fields must be identifiers.
    if !matches!(filled.method, "GET" | "DELETE" | "POST" | "PUT") || !filled.headers.is_empty() {
        return None;
    }
    let mut arguments = vec![json_text(&filled.target())];
    match &filled.body {
        None => {}
        // This function sends named fields in the query.
        Some(_) if filled.method == "DELETE" => return None,
        Some(Value::Object(entries)) if entries.keys().all(|name| is_argument(name)) => {
            for (name, value) in entries {
                arguments.push(format!("{name}={}", PYTHON.value(value, 1)));
            }
        }
        Some(_) => return None,
    }
    if !filled.is_signed {
        arguments.push("_need_auth=False".to_owned());
    }
    let function = filled.method.to_ascii_lowercase();
    let on_lines = arguments.len() > 1;
    Some(if on_lines {
        format!("response = client.{function}(\n    {},\n)", arguments.join(",\n    "))
    } else {
        format!("response = client.{function}({})", arguments.join(", "))
    })
}

/// Words that cannot be the name of an argument.
const KEYWORDS: [&str; 36] = [
    "False", "None", "True", "_target", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "self", "try", "while", "with",
];

fn is_argument(name: &str) -> bool {
    let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_keyword = KEYWORDS.contains(&name) || name == "yield" || name.starts_with('_');
    is_word && !is_keyword && name.starts_with(|c: char| c.is_ascii_alphabetic())
}
