//! PHP, with the package `ovh/ovh`.

use serde_json::Value;

use super::literal::Syntax;
use crate::form::Filled;

const PHP: Syntax = Syntax {
    null: "null",
    yes: "true",
    no: "false",
    list: ("[", "]"),
    object: ("[", "]"),
    // An empty array is sent as a list.
    empty_object: "new stdClass()",
    colon: " => ",
    text,
    indent: "    ",
    trailing_comma: true,
};

/// Nothing but the quote and the backslash has a meaning in single quotes.
fn text(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

pub(super) fn program(filled: &Filled) -> String {
    if filled.method == "PATCH" {
        return "<?php\n// The package ovh/ovh cannot send PATCH.\n".to_owned();
    }
    // The wrapper sends the same argument as query or as body. It must be an array, also if it is empty.
    let body = filled.body.as_ref().map(|body| match body {
        Value::Object(entries) if entries.is_empty() => "[]".to_owned(),
        body => PHP.value(body, 0),
    });
    let headers = (!filled.headers.is_empty()).then(|| {
        let entries = filled.headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
        PHP.value(&Value::Object(entries.collect()), 0)
    });
    let is_authenticated = (!filled.is_signed).then(|| "false".to_owned());
    let mut optional = [body, headers, is_authenticated].to_vec();
    while optional.last().is_some_and(Option::is_none) {
        optional.pop();
    }
    let function = filled.method.to_ascii_lowercase();
    let arguments: Vec<String> = std::iter::once(text(&filled.target()))
        .chain(optional.into_iter().map(|argument| argument.unwrap_or_else(|| "null".to_owned())))
        .collect();
    format!(
        "<?php\n\
         // composer require ovh/ovh\n\
         require __DIR__ . '/vendor/autoload.php';\n\n\
         $client = new \\Ovh\\Api(\n    \
             getenv('OVH_APPLICATION_KEY'),\n    \
             getenv('OVH_APPLICATION_SECRET'),\n    \
             getenv('OVH_ENDPOINT'),\n    \
             getenv('OVH_CONSUMER_KEY')\n\
         );\n\
         $response = $client->{function}({});\n\
         print_r($response);\n",
        arguments.join(", ")
    )
}
