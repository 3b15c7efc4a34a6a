//! Go, with the module `github.com/ovh/go-ovh`.

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
    // JSON escapes are those of Go.
    text: json_text,
    indent: "\t",
    trailing_comma: true,
};

pub(super) fn program(filled: &Filled) -> String {
    let has_headers = !filled.headers.is_empty();
    let sent = if has_headers { with_headers(filled) } else { by_function(filled) };
    format!(
        "// go get github.com/ovh/go-ovh/ovh\n\
         // Reads the keys of the OVH_ variables or of ovh.conf.\n\
         package main\n\n\
         import (\n\t\"fmt\"\n\t\"log\"\n\n\t\"github.com/ovh/go-ovh/ovh\"\n)\n\n\
         func main() {{\n\
         \tclient, err := ovh.NewDefaultClient()\n\
         \tif err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n\
         {sent}\
         \tfmt.Println(response)\n\
         }}\n"
    )
}

fn body(filled: &Filled) -> String {
    filled.body.as_ref().map_or_else(|| "nil".to_owned(), |body| GO.value(body, 1))
}

/// Returns the call by the function of the method.
fn by_function(filled: &Filled) -> String {
    let (target, body) = (json_text(&filled.target()), body(filled));
    let unsigned = if filled.is_signed { "" } else { "UnAuth" };
    let call = match (filled.method, &filled.body) {
        ("GET", None) => format!("Get{unsigned}({target}, &response)"),
        ("DELETE", None) => format!("Delete{unsigned}({target}, &response)"),
        ("POST", _) => format!("Post{unsigned}({target}, {body}, &response)"),
        ("PUT", _) => format!("Put{unsigned}({target}, {body}, &response)"),
        (method, _) => format!("CallAPI({}, {target}, {body}, &response, {})", json_text(method), filled.is_signed),
    };
    format!("\tvar response any\n\tif err := client.{call}; err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n")
}

/// Returns the steps of a call, between which headers are set.
fn with_headers(filled: &Filled) -> String {
    let headers: String = filled
        .headers
        .iter()
        .map(|(name, value)| format!("\trequest.Header.Set({}, {})\n", json_text(name), json_text(value)))
        .collect();
    format!(
        "\trequest, err := client.NewRequest({}, {}, {}, {})\n\
         \tif err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n\
         {headers}\
         \treply, err := client.Do(request)\n\
         \tif err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n\
         \tvar response any\n\
         \tif err := client.UnmarshalResponse(reply, &response); err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n",
        json_text(filled.method),
        json_text(&filled.target()),
        body(filled),
        filled.is_signed
    )
}
