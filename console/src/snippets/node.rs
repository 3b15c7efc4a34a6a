//! Node.js, with the package `@ovhcloud/node-ovh`.

use serde_json::{Map, Value};

use super::literal::{Syntax, json_text};
use crate::form::Filled;

const NODE: Syntax = Syntax {
    null: "null",
    yes: "true",
    no: "false",
    list: ("[", "]"),
    object: ("{", "}"),
    empty_object: "{}",
    colon: ": ",
    text,
    indent: "  ",
    trailing_comma: true,
};

fn text(text: &str) -> String {
    json_text(text).replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

pub(super) fn program(filled: &Filled) -> String {
    let mut arguments = vec![text(filled.method), text(&filled.target())];
    if let Some(body) = &filled.body {
        arguments.push(NODE.value(body, 1));
    }
    let headers: Map<String, Value> =
        filled.headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
    let note = if headers.is_empty() {
        String::new()
    } else {
        let names: Vec<&str> = headers.keys().map(String::as_str).collect();
        format!("// This package cannot send headers, so {} is left out.\n", names.join(", "))
    };
    format!(
        "// npm install @ovhcloud/node-ovh\n\
         const client = require(\"@ovhcloud/node-ovh\")({{\n  \
           endpoint: process.env.OVH_ENDPOINT,\n  \
           appKey: process.env.OVH_APPLICATION_KEY,\n  \
           appSecret: process.env.OVH_APPLICATION_SECRET,\n  \
           consumerKey: process.env.OVH_CONSUMER_KEY,\n\
         }});\n\n\
         {note}\
         client.requestPromised({}).then(\n  \
           (response) => console.log(JSON.stringify(response, null, 2)),\n  \
           (error) => {{\n    \
             console.error(error);\n    \
             process.exitCode = 1;\n  \
           }},\n\
         );\n",
        arguments.join(", ")
    )
}
