//! Descriptions and deprecation notes, rendered by rustdoc, are plain text without links, images or HTML elements.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use generator::schema::{Branch, Schema};
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};

/// Active Markdown and HTML, each with a unique word.
const EVIL: &[&str] = &[
    "[canary01](javascript:alert(1))",
    "<javascript:canary02>",
    "![canary03](https://evil.invalid/canary.png)",
    "<img src=https://evil.invalid/canary04.png onerror=alert(4)>",
    "<script>canary05</script>",
    "<a href='javascript:canary06'>canary06</a>",
    "[canary07]\n\n[canary07]: javascript:alert(7)",
    "[canary08][x]\n[x]: javascript:alert(8)",
    "`` ` [canary09](javascript:alert(9))",
    "*/ #![canary10] <b>canary10</b>",
    "\u{200b}- canary11 <b>x</b>",
    "\u{2028}# canary12\u{2029}> x",
    "&lt;script&gt;canary13&lt;/script&gt;",
    "```\n<b>canary14</b>\n```",
    "\\[canary15](javascript:alert(15))",
    "\\\\[canary16](javascript:alert(16))",
    "<!-- canary17 -->",
    "[canary18](<javascript:alert(18)>)",
    "a | b\n--|--\n[canary19](javascript:alert(19)) | x",
    "<details open ontoggle=canary20>",
    "[^canary21]\n[^canary21]: <b>x</b>",
    "<data:text/html,canary22>",
    "\u{202e}[canary23\u{202c}](javascript:alert(23))",
    "[`canary24`](javascript:alert(24))",
];

/// Returns an API with a text in every place of its schema.
fn schema(evil: &str) -> Value {
    let parameter = |place: &str, name: &str| json!({"paramType": place, "name": name, "dataType": "string", "required": place == "path", "description": evil});
    json!({
        "resourcePath": "/x",
        "apis": [{"path": "/x/{id}", "description": evil, "operations": [{
            "httpMethod": "GET", "responseType": "x.Y", "description": evil, "longDescription": evil,
            "operationId": evil, "errors": [evil], "iamActions": [evil],
            "apiStatus": {"value": "DEPRECATED", "description": evil, "replacement": evil, "deletionDate": evil,
                          "deprecatedDate": evil},
            "parameters": [parameter("path", "id"), parameter("query", evil), parameter("header", "X-Y"),
                           parameter("body", evil)],
        }, {
            "httpMethod": "PUT", "responseType": "void", "noAuthentication": true,
            "apiStatus": {"value": evil},
            "parameters": [parameter("path", "id"), json!({"paramType": "body", "dataType": "x.Y", "required": true})],
        }]}],
        "models": {
            "x.Y": {"description": evil, "properties": {
                "a": {"type": "x.E", "description": evil}, (evil): {"type": "string", "description": evil},
                "old": {"type": "string", "description": evil}}},
            "x.E": {"description": evil, "enum": ["on", evil]},
        },
    })
}

/// The documentation or the deprecation note of an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Text {
    Docs(String),
    Note(String),
}

/// Collects the texts in code that rustdoc renders, including those in macros.
fn texts(tokens: TokenStream, found: &mut BTreeSet<Text>) {
    let mut docs: Vec<String> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let attribute = match (&token, tokens.peek()) {
            (TokenTree::Punct(sign), Some(TokenTree::Group(group))) if sign.as_char() == '#' => Some(group.stream()),
            (TokenTree::Punct(sign), Some(TokenTree::Punct(_))) if sign.as_char() == '#' => continue,
            (TokenTree::Punct(sign), Some(TokenTree::Group(group))) if sign.as_char() == '!' => Some(group.stream()),
            _ => None,
        };
        let parts: Vec<TokenTree> = attribute.into_iter().flatten().collect();
        match parts.as_slice() {
            [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)] if name == "doc" => {
                docs.push(literal(text));
                tokens.next();
                continue;
            }
            [TokenTree::Ident(name), TokenTree::Group(note)] if name == "deprecated" => {
                if let Some(TokenTree::Literal(text)) = note.stream().into_iter().nth(2) {
                    found.insert(Text::Note(literal(&text)));
                }
            }
            _ => {}
        }
        if !docs.is_empty() {
            found.insert(Text::Docs(docs.join("\n")));
            docs.clear();
        }
        if let TokenTree::Group(group) = token {
            texts(group.stream(), found);
        }
    }
}

fn literal(literal: &proc_macro2::Literal) -> String {
    syn::parse_str::<syn::LitStr>(&literal.to_string()).unwrap().value()
}

/// Returns the documentation pages of all texts.
fn rendered(texts: &BTreeSet<Text>, folder: &Path) -> String {
    let items = texts.iter().enumerate().map(|(number, text)| match text {
        Text::Docs(text) => format!("#[doc = {text:?}]\npub fn item{number}() {{}}\n"),
        Text::Note(text) => format!("#[deprecated(note = {text:?})]\npub fn item{number}() {{}}\n"),
    });
    let source = folder.join("rendered.rs");
    fs::write(&source, items.collect::<String>()).unwrap();
    let output = Command::new("rustdoc")
        .args(["--edition=2024", "--crate-type=lib", "--allow=warnings", "--out-dir"])
        .arg(folder.join("doc"))
        .arg(&source)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pages = (0..texts.len()).map(|number| folder.join(format!("doc/rendered/fn.item{number}.html")));
    pages.chain([folder.join("doc/rendered/index.html")]).map(|page| fs::read_to_string(page).unwrap()).collect()
}

/// Returns the names and attributes of all elements, which start with an unescaped `<`. The summary in the head of a
/// page is plain text in an attribute.
fn elements(html: &str) -> BTreeSet<&str> {
    let elements = html.split('<').skip(1).filter_map(|part| Some(part.split_once('>')?.0));
    elements.filter(|element| !element.starts_with("meta name=\"description\" ")).collect()
}

#[test]
fn hostile_documentation_renders_as_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut found = BTreeSet::new();
    for evil in EVIL {
        let schema = Schema::read("x.json", schema(evil).to_string().as_bytes()).unwrap();
        let output = generator::emit(&generator::resolve(&[(Branch::V1, schema)]));
        output.files.values().for_each(|text| texts(text.parse().unwrap(), &mut found));
    }
    let notes = found.iter().filter(|text| matches!(text, Text::Note(_))).count();
    assert_eq!(notes, EVIL.len(), "the notes were not found");
    let html = rendered(&found, folder.path());
    let text: String = html.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect();
    for number in 1..=EVIL.len() {
        assert!(text.contains(&format!("canary{number:02}")), "canary{number:02} is missing");
    }
    for element in elements(&html) {
        for forbidden in ["javascript:", "evil.invalid", "canary", "onerror", "ontoggle", "data:text"] {
            assert!(!element.contains(forbidden), "<{element}>");
        }
    }
    assert_eq!(html.matches("<b>").count(), 0);
}

/// Proves that the test above can fail, with unescaped texts.
#[test]
fn hostile_documentation_unescaped_is_detected() {
    let folder = tempfile::tempdir().unwrap();
    let found = EVIL.iter().take(6).flat_map(|evil| [Text::Docs((*evil).to_owned()), Text::Note((*evil).to_owned())]);
    let html = rendered(&found.collect(), folder.path());
    assert!(elements(&html).iter().any(|element| element.contains("javascript:")));
    assert!(elements(&html).iter().any(|element| element.contains("evil.invalid")));
}
