//! Building blocks of HTML pages.

use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:3em auto;padding:0 1em;color:#123}\
    h1{font-size:1.4em}code,td,th{font-family:ui-monospace,monospace;text-align:left;padding-right:1.5em}\
    button{font:inherit;padding:.5em 1.5em;margin:1em 1em 0 0}.yes{background:#0050d7;color:#fff;border:0}";

/// Returns a whole page.
pub(super) fn document(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                (body)
            }
        }
    };
    page.into_string()
}

/// Returns a page with a single paragraph.
pub(super) fn message(title: &str, text: &str) -> String {
    document(title, &html! { p { (text) } })
}

/// Returns a hidden form field.
pub(super) fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}
