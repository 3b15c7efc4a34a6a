//! HTML in which no text is taken for markup.

/// A piece of a page.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Markup of ours.
    pub(super) fn raw(mut self, markup: &str) -> Self {
        self.0.push_str(markup);
        self
    }

    /// Anybody's text.
    pub(super) fn text(mut self, text: &str) -> Self {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// A text in an element.
    pub(super) fn tag(self, name: &str, text: &str) -> Self {
        self.raw(&format!("<{name}>")).text(text).raw(&format!("</{name}>"))
    }

    /// A form field that nobody sees.
    pub(super) fn hidden(self, name: &str, value: &str) -> Self {
        self.raw("<input type=\"hidden\" name=\"").text(name).raw("\" value=\"").text(value).raw("\">")
    }
}

/// A whole page.
pub(super) fn document(title: &str, body: &Html) -> String {
    let style = "body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:3em auto;padding:0 1em;color:#123}\
        h1{font-size:1.4em}code,td,th{font-family:ui-monospace,monospace;text-align:left;padding-right:1.5em}\
        button{font:inherit;padding:.5em 1.5em;margin:1em 1em 0 0}.yes{background:#0050d7;color:#fff;border:0}";
    let head = Html::new()
        .raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width\">")
        .tag("title", title)
        .tag("style", "")
        .raw("</head><body>")
        .tag("h1", title);
    let head = head.0.replace("<style></style>", &format!("<style>{style}</style>"));
    format!("{head}{}</body></html>\n", body.0)
}
