//! Hostile text in schemas does not change the generated code.

use generator::schema::{Branch, Schema};
use proc_macro2::{TokenStream, TokenTree};

/// A schema with all texts that reach generated code. `TEXT` is the hostile text, `NAME` is the text without characters
/// of type expressions, and `SEGMENT` is the text reduced to characters of paths.
const SCHEMA: &str = r#"{
    "resourcePath": "/x",
    "apis": [{
        "path": "/x/{SEGMENT}/SEGMENT",
        "description": "TEXT",
        "operations": [{
            "httpMethod": "GET",
            "responseType": "a.zNAME.b",
            "description": "TEXT",
            "longDescription": "TEXT",
            "noAuthentication": false,
            "apiStatus": {"value": "DEPRECATED", "replacement": "TEXT", "deletionDate": "TEXT", "deprecatedDate": "TEXT"},
            "iamActions": [{"name": "TEXT", "required": false}, "TEXT"],
            "errors": ["TEXT"],
            "parameters": [
                {"name": "SEGMENT", "paramType": "path", "dataType": "string", "required": true, "description": "TEXT"},
                {"name": "TEXT", "paramType": "query", "dataType": "string", "required": false, "description": "TEXT"},
                {"name": "X-SEGMENT", "paramType": "header", "dataType": "string", "required": false},
                {"name": "TEXT", "paramType": "body", "dataType": "a.b", "required": true}
            ]
        }]
    }],
    "models": {
        "a.b": {"description": "TEXT", "properties": {"TEXT": {"type": "string", "description": "TEXT"}}},
        "a.zNAME": {"properties": {"c": {"type": "a.cEnum", "canBeNull": true}}},
        "a.zNAME.b": {"properties": {"c": {"type": "a.zNAME", "canBeNull": true}}},
        "a.cEnum": {"description": "TEXT", "enum": ["TEXT"], "enumType": "string"}
    }
}"#;

/// Returns the keywords and punctuation of the code, without names and literals.
fn skeleton(text: &str) -> Vec<String> {
    let fill = |schema: String, placeholder: &str, text: &str| {
        let json = serde_json::to_string(text).unwrap();
        schema.replace(placeholder, &json[1..json.len() - 1])
    };
    let schema = fill(SCHEMA.to_owned(), "NAME", &text.replace(['.', '[', ']', '<', '>', ',', ':'], ""));
    let plain: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || "-_~".contains(*c)).collect();
    let schema = fill(schema, "SEGMENT", if plain.is_empty() { "x" } else { &plain });
    let schema = fill(schema, "TEXT", text);
    let schema = Schema::read("x.json", schema.as_bytes()).unwrap();
    let model = generator::resolve(&[(Branch::V1, schema)]);
    let output = generator::emit(&model);
    let mut files: Vec<String> = output
        .files
        .iter()
        .map(|(path, file)| {
            assert!(path.split('/').all(|part| part != ".." && !part.is_empty()), "{path}");
            let mut tokens = String::new();
            flatten(file.parse().unwrap_or_else(|error| panic!("{text:?}: {path}: {error}")), &mut tokens);
            tokens
        })
        .collect();
    files.sort();
    files
}

fn flatten(tokens: TokenStream, flat: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            // Documentation and allowed lints depend on the text.
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                if let Some(TokenTree::Group(group)) = tokens.peek()
                    && ["doc", "allow"].iter().any(|name| group.stream().to_string().starts_with(name))
                {
                    tokens.next();
                    continue;
                }
            }
            TokenTree::Group(group) => {
                flat.push_str(&format!("{:?}(", group.delimiter()));
                flatten(group.stream(), flat);
                // A list that is split over several lines ends in a comma.
                flat.truncate(flat.trim_end_matches([',', ' ']).len());
                flat.push(')');
            }
            TokenTree::Ident(ident) => {
                const KEYWORDS: &[&str] =
                    &["pub", "fn", "mod", "struct", "enum", "impl", "static", "use", "for", "self"];
                let ident = ident.to_string();
                flat.push_str(if KEYWORDS.contains(&ident.as_str()) { &ident } else { "name" });
            }
            TokenTree::Punct(sign) => flat.push(sign.as_char()),
            TokenTree::Literal(_) => {
                // The sign between a value's name and its spelling, `=`, `=>` or `:`, depends on the spelling.
                flat.truncate(flat.trim_end_matches(['=', '>', ':', ' ']).len());
                flat.push('"');
            }
        }
        flat.push(' ');
    }
}

#[test]
fn hostile_text_does_not_change_the_code() {
    let harmless = skeleton("harmless");
    let texts = [
        "x\"; } mod evil {",
        "*/ fn evil() {} /*",
        "x\n}\nfn evil() {}\n",
        "\\\"",
        "\u{202e}live",
        "#[evil]",
        "r#\"",
        "{evil}",
        "../../evil",
        "Self",
        "///",
        "'a",
        "\u{0}",
    ];
    for text in texts {
        for (hostile, harmless) in skeleton(text).iter().zip(&harmless) {
            let differs = hostile.chars().zip(harmless.chars()).take_while(|(one, other)| one == other).count();
            let around = differs.saturating_sub(80)..differs + 80;
            assert!(hostile == harmless, "{text:?}: {:?} for {:?}", hostile.get(around.clone()), harmless.get(around));
        }
    }
}
