//! The steps of OVHcloud's guide, in the page.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::chromium::Scheme;
use crate::compile::package;
use crate::page::{DESK, LOOKS, Page};

#[tokio::test(flavor = "multi_thread")]
async fn guide_can_be_followed() {
    for (width, scheme) in LOOKS {
        follow(width, scheme).await;
    }
}

async fn follow(width: u32, scheme: Scheme) {
    let mut page = Page::open(width, scheme).await;
    // Find and execute an operation.
    page.browser.click("#search");
    page.browser.type_text("GET /domain");
    page.browser.press("Enter", 13);
    page.wait("location.hash === '#v1/GET/domain'");
    page.shown();
    let response = page.execute();
    assert!(response.contains("Status 200") && response.contains("lovelace.example"), "{response}");
    assert!(response.contains("Request id"), "{response}");

    // An id of a list leads to its operation, with the id filled in.
    page.browser.click(".tree a");
    page.wait("location.hash.startsWith('#v1/GET/domain/%7BserviceName%7D?serviceName=')");
    page.shown();
    assert!(page.execute().contains("Status 200"));

    // Add a record.
    page.go("#v1/POST/domain/zone/{zoneName}/record");
    let refused = page.execute();
    assert!(refused.contains("values are missing or invalid"), "{refused}");
    assert!(page.text(".form").contains("missing value: zoneName is required"));
    page.fill("zoneName", "lovelace.example");
    page.fill("fieldType", "TXT");
    page.fill("subDomain", "console");
    page.fill("target", "hello");
    page.fill("ttl", "soon");
    assert!(page.execute().contains("1 value is missing or invalid."));
    assert!(page.text(".form").contains("[ttl] Given data (soon) is not valid for type long"));
    page.fill("ttl", "60");
    let created = page.execute();
    assert!(created.contains("Status 200"), "{created}");
    let id = record_ids(&page).await.pop().unwrap();

    // The program has the values of the form.
    page.wait("document.querySelector('.snippets pre').textContent.includes('RecordType::Txt')");
    let program = page.browser.value("document.querySelector('.snippets pre').textContent");
    if (width, scheme) == (DESK, Scheme::Light) {
        run(&page, program.as_str().unwrap());
        assert_eq!(record_ids(&page).await.len(), 2, "the program has added another record");
    }

    // Correct and delete the record.
    page.go(&format!("#v1/PUT/domain/zone/{{zoneName}}/record/{{id}}?zoneName=lovelace.example&id={id}"));
    page.fill("target", "hello again");
    assert!(page.execute().contains("Status 200"));
    let record = page.started().execute("GET", "/domain/zone/{zoneName}/record/{id}", path(&id)).await;
    assert!(record["body"].as_str().unwrap().contains("hello again"), "{record}");
    page.go(&format!("#v1/DELETE/domain/zone/{{zoneName}}/record/{{id}}?zoneName=lovelace.example&id={id}"));
    assert!(page.execute().contains("Status 200"));
    assert!(!record_ids(&page).await.contains(&id));

    // List keys and revoke one.
    page.go("#keys");
    page.wait("document.querySelectorAll('#page table').length === 2");
    let keys = "document.querySelectorAll('#page section:last-of-type tbody tr:not([hidden])').length";
    let before = page.browser.value(keys).as_u64().unwrap();
    assert!(before > 1, "{before} consumer keys");
    assert_eq!(page.text("#page section:last-of-type tbody tr td").lines().last(), Some("200001 this console"));
    // The last one is not the key of the console.
    page.browser.value(
        "(() => { const all = document.querySelectorAll('#page section:last-of-type button.danger'); \
         all[all.length - 1].id = 'revoke'; })()",
    );
    page.browser.click("#revoke");
    assert_eq!(page.text("#revoke"), "Really revoke?");
    page.browser.click("#revoke");
    page.wait(&format!("{keys} === {}", before - 1));
    assert_eq!(page.errors(), Vec::<String>::new());
}

fn path(id: &str) -> Value {
    serde_json::json!({"path": {"zoneName": "lovelace.example", "id": id}})
}

/// Returns the ids of the records that the test adds.
async fn record_ids(page: &Page) -> Vec<String> {
    let values = serde_json::json!({"path": {"zoneName": "lovelace.example"}, "query": {"subDomain": "console"}});
    let exchange = page.started().execute("GET", "/domain/zone/{zoneName}/record", values).await;
    let ids: Vec<u64> = serde_json::from_str(exchange["body"].as_str().unwrap()).unwrap();
    ids.iter().map(ToString::to_string).collect()
}

/// Compiles and runs a program with the keys of the sandbox.
fn run(page: &Page, program: &str) {
    let folder = package("copied-program", "domain", program);
    let sandbox = page.started().console.sandbox().unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("snippets");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env("OVH_ENDPOINT", sandbox.url())
        .env("OVH_APPLICATION_KEY", sandbox.application_key())
        .env("OVH_APPLICATION_SECRET", sandbox.application_secret())
        .env("OVH_CONSUMER_KEY", sandbox.consumer_key())
        .current_dir(folder)
        .output()
        .unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
    assert!(stdout.contains("target: \"hello\""), "{stdout}");
}
