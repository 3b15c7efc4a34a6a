//! Go, with the module `github.com/ovh/go-ovh`.

use serde_json::Value;

use super::literal::{Syntax, json_text};
use crate::form::Filled;

const GO: Syntax = Syntax {
    null: "nil",
    yes: "true",
    no: "false",
    list: ("[]any{", "}"),
    object: ("map[string]any{", "}"),
    empty_object: "map[string]any{}",
    colon: ": ",
    text,
    indent: "\t",
    trailing_comma: true,
};

/// JSON escapes are those of Go, except for `\/`, which is not written, and halves of surrogate pairs.
fn text(text: &str) -> String {
    json_text(text)
}

pub(super) fn program(filled: &Filled) -> String {
    let body = filled.body.as_ref().map_or_else(|| "nil".to_owned(), |body| GO.value(body, 1));
    let target = text(&filled.target());
    let has_own_function = matches!(filled.method, "GET" | "DELETE" | "POST" | "PUT");
    let sent = if filled.headers.is_empty() && has_own_function {
        let function = match filled.method {
            "GET" => "Get",
            "DELETE" => "Delete",
            "POST" => "Post",
            _ => "Put",
        };
        let unsigned = if filled.is_signed { "" } else { "UnAuth" };
        let body = if matches!(filled.method, "POST" | "PUT") { format!("{body}, ") } else { String::new() };
        format!("client.{function}{unsigned}({target}, {body}&response)")
    } else {
        let headers: Value =
            filled.headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
        let headers = if filled.headers.is_empty() {
            "nil".to_owned()
        } else {
            GO.value(&headers, 1).replacen("map[string]any{", "map[string]interface{}{", 1)
        };
        let signed = filled.is_signed;
        format!(
            "client.CallAPIWithContext(context.Background(), {}, {target}, {body}, &response, nil, {headers}, {signed})",
            text(filled.method)
        )
    };
    let context = if sent.contains("context.") { "\t\"context\"\n" } else { "" };
    format!(
        "// go get github.com/ovh/go-ovh/ovh\n\
         // Reads the keys of the OVH_ variables or of ovh.conf.\n\
         package main\n\n\
         import (\n{context}\t\"fmt\"\n\t\"log\"\n\n\t\"github.com/ovh/go-ovh/ovh\"\n)\n\n\
         func main() {{\n\
         \tclient, err := ovh.NewDefaultClient()\n\
         \tif err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n\
         \tvar response any\n\
         \tif err := {sent}; err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n\
         \tfmt.Println(response)\n\
         }}\n"
    )
}
