//! The programs of the tabs. `all_snippets.rs` compiles those of all operations.

#![cfg(test)]

#[path = "support/compile.rs"]
mod compile;
#[path = "support/programs.rs"]
mod programs;
mod support;

use std::collections::BTreeSet;

use compile::compile;
use programs::programs;
use serde_json::json;
use support::{Started, text};

/// APIs with each form of parameters; together about 300 operations.
const FEATURES: [&str; 6] = ["domain", "services", "sms", "auth", "v2-iam", "ssl-gateway"];

#[tokio::test]
async fn rust_programs_of_six_apis_compile() {
    let started = Started::new().await;
    let mut all = Vec::new();
    for operation in started.operations().await.iter().filter(|it| FEATURES.contains(&text(it, "feature"))) {
        all.extend(programs(&started, operation).await);
    }
    assert!(all.len() > 300, "{} programs", all.len());
    compile("snippets-of-six-apis", &FEATURES.iter().map(ToString::to_string).collect(), &all);
}

#[tokio::test]
async fn rust_program_has_the_values_of_the_form() {
    let started = Started::new().await;
    let call = json!({"branch": "v1", "method": "POST", "path": "/domain/zone/{zoneName}/record", "language": "rust",
        "values": {"path": {"zoneName": "example.com"},
            "body": {"fieldType": "TXT", "subDomain": "www", "target": "say \"hello\"\n", "ttl": 3600}}});
    let program = started.post("/api/snippet", &call).await.text().await.unwrap();
    for expected in [
        "// cargo add ovh-api --features domain --path ../ovh-api/ovh-api\n",
        "use ovh_api::domain::zone::{RecordCreate, RecordType};\n",
        "sub_domain: Some(\"www\".to_owned()),\n",
        "ttl: Some(3600),\n",
        "..RecordCreate::new(RecordType::Txt, \"say \\\"hello\\\"\\n\")\n",
        ".zone_record_create(\"example.com\", &body)",
    ] {
        assert!(program.contains(expected), "{expected}\n{program}");
    }
}

/// Texts that end a literal, a comment or a command if they are not escaped.
#[tokio::test]
async fn hostile_values_stay_in_their_literals() {
    const EVIL: &str = "'\"; } \\ $(touch /x) `id` ${y} #{z} */ <?php \u{2028}\n// <script>";
    let started = Started::new().await;
    let mut features = BTreeSet::new();
    features.insert("domain".to_owned());
    let call = |language: &str| {
        json!({"branch": "v1", "method": "POST", "path": "/domain/zone/{zoneName}/record", "language": language,
            "values": {"path": {"zoneName": EVIL}, "body": {"fieldType": EVIL, "target": EVIL}}})
    };
    let program = started.post("/api/snippet", &call("rust")).await.text().await.unwrap();
    compile("snippet-of-hostile-values", &features, &[("hostile".to_owned(), program)]);
    let shell = started.post("/api/snippet", &call("curl")).await.text().await.unwrap();
    assert!(shell.contains("/1.0/domain/zone/%27%22%3B"), "{shell}");
    assert!(shell.contains(r#""target":"'\''\"; } \\ $(touch"#), "{shell}");
    let php = started.post("/api/snippet", &call("php")).await.text().await.unwrap();
    assert!(php.contains(r#"'target' => '\'"; } \\ $(touch"#), "{php}");
    for language in ["python", "go", "node"] {
        let program = started.post("/api/snippet", &call(language)).await.text().await.unwrap();
        assert!(program.contains(r#""'\"; } \\ $(touch /x)"#), "{program}");
        assert_eq!(program.lines().filter(|line| line.contains("touch")).count(), 3, "{program}");
    }
}

#[tokio::test]
async fn unknown_operations_and_languages_are_errors() {
    let started = Started::new().await;
    let get = async |path: &str| {
        let response = started.get(path).await;
        (response.status().as_u16(), response.text().await.unwrap())
    };
    assert_eq!(
        get("/api/snippet?branch=v1&method=GET&path=/none").await,
        (404, "unknown operation GET /none of branch v1".to_owned())
    );
    assert_eq!(
        get("/api/snippet?branch=v1&method=GET&path=/me&language=cobol").await,
        (400, "unknown language \"cobol\"; expected one of rust, python, php, go, node, curl".to_owned())
    );
    assert_eq!(get("/api/snippet?branch=v1&path=/me").await, (400, "missing query parameter method".to_owned()));
}
