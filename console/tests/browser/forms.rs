//! Forms, their JSON, and the programs beside them.

use serde_json::{Value, json};

use crate::chromium::Scheme;
use crate::page::{DESK, PHONE, Page};

/// Fills in all fields of every 20th operation, and reads them again.
const ROUND_TRIPS: &str = "(async () => {
  const { Form } = await import('/form.js');
  const api = await import('/api.js');
  const wrong = [];
  const chosen = consoleResults.catalog.operations.filter((_, number) => number % 20 === 0);
  for (const operation of chosen) {
    const details = await api.details(operation);
    const form = new Form(details, () => {});
    form.set(structuredClone(details.fullSample));
    const sorted = (value) => JSON.stringify(value, (_, it) => it && typeof it === 'object' && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).filter(([, v]) => v !== '').sort(([a], [b]) => a < b ? -1 : 1)) : it);
    const { path, query, header, body } = details.fullSample;
    const plain = ([name, it]) => [name, typeof it === 'object' ? it : String(it)];
    const text = (entries) => Object.fromEntries(Object.entries(entries).map(plain));
    const shown = form.values();
    const expected = sorted([text(path), text(query), text(header), body ?? null]);
    const actual = sorted([text(shown.path), text(shown.query), text(shown.header), shown.body ?? null]);
    if (expected !== actual) wrong.push([operation.method, operation.path, expected, actual]);
  }
  return [chosen.length, wrong.slice(0, 5)];
})()";

#[tokio::test(flavor = "multi_thread")]
async fn forms_return_the_values_that_they_show() {
    let mut page = Page::open(DESK, Scheme::Light).await;
    let result = page.browser.value(ROUND_TRIPS);
    assert!(result[0].as_u64().unwrap() > 300, "{result}");
    assert_eq!(result[1], json!([]), "{result:#}");
}

/// Presses a button with this text.
fn press(page: &mut Page, scope: &str, text: &str) {
    let done = page.browser.value(&format!(
        "(() => {{ const all = [...document.querySelectorAll({} + ' button')]; \
         const button = all.find(it => it.innerText === {}); button?.click(); return Boolean(button); }})()",
        json!(scope),
        json!(text)
    ));
    assert_eq!(done, true, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn body_can_be_written_as_json() {
    let mut page = Page::open(PHONE, Scheme::Light).await;
    page.go("#v1/POST/domain/zone/{zoneName}/record?zoneName=lovelace.example");
    page.fill("fieldType", "TXT");
    page.fill("target", "hello");
    press(&mut page, "form", "JSON");
    let text = page.browser.value("document.querySelector('textarea.code').value");
    assert_eq!(
        serde_json::from_str::<Value>(text.as_str().unwrap()).unwrap(),
        json!({"fieldType": "TXT", "target": "hello"})
    );
    let write = |page: &mut Page, text: &str| {
        page.browser.value(&format!(
            "(() => {{ const editor = document.querySelector('textarea.code'); editor.value = {}; \
             editor.dispatchEvent(new Event('input', {{bubbles: true}})); }})()",
            json!(text)
        ));
    };
    write(&mut page, "{\"fieldType\": \"TXT\",");
    page.browser.click("form button[type=submit]");
    page.wait("document.querySelector('.editor .error').innerText.startsWith('invalid JSON')");
    press(&mut page, "form", "Form");
    assert_eq!(page.browser.value("document.querySelector('.editor').hidden"), false, "invalid JSON is not lost");
    write(&mut page, r#"{"fieldType": "TXT", "target": "from JSON", "size": 1}"#);
    assert!(page.execute().contains("1 value is missing or invalid."));
    assert!(page.text(".editor").contains("Received not described parameters: (size)"));
    press(&mut page, "form", "Use the sample");
    press(&mut page, "form", "Form");
    let shown = page
        .browser
        .value("[...document.querySelectorAll('.form fieldset input, .form fieldset select')].map(it => it.value)");
    assert_eq!(shown, json!(["A", "192.0.2.7", "www", "60"]));
    assert!(page.execute().contains("Status 200"));
    assert_eq!(page.errors(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_show_programs_of_six_languages() {
    let mut page = Page::open(DESK, Scheme::Dark).await;
    page.go("#v1/GET/vps/{serviceName}?serviceName=my-vps");
    for (tab, expected) in [
        ("Rust", "client.vps().get(\"my-vps\")"),
        ("Python", "client.get(\"/vps/my-vps\")"),
        ("PHP", "$client->get('/vps/my-vps')"),
        ("Go", "client.Get(\"/vps/my-vps\", &response)"),
        ("Node.js", "client.requestPromised(\"GET\", \"/vps/my-vps\")"),
        ("curl", "ovh GET '/1.0/vps/my-vps' ''"),
    ] {
        press(&mut page, "[role=tablist]", tab);
        page.wait(&format!("document.querySelector('.snippets pre').textContent.includes({})", json!(expected)));
        assert_eq!(page.browser.value("document.querySelector('[aria-selected=true]').innerText"), tab);
    }
    page.browser.value(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: (text) => { window.copied = text; }}})",
    );
    press(&mut page, ".snippets", "Copy");
    let copied = "copied === document.querySelector('.snippets pre').textContent && copied.startsWith('#!/bin/sh')";
    assert_eq!(page.browser.value(copied), true);
    // Arrows move between tabs, and the language stays for other operations.
    page.browser.value("document.querySelector('[aria-selected=true]').focus()");
    page.browser.press("ArrowLeft", 37);
    assert_eq!(page.browser.value("document.activeElement.innerText"), "Node.js");
    page.go("#v1/GET/me");
    page.wait("document.querySelector('.snippets pre').textContent.includes('requestPromised(\"GET\", \"/me\")')");
}

#[tokio::test(flavor = "multi_thread")]
async fn exchange_shows_headers_without_keys_and_folds() {
    let mut page = Page::open(DESK, Scheme::Light).await;
    page.go("#v1/GET/me");
    page.execute();
    let text = page.browser.value("document.querySelector('.result').textContent");
    let text = text.as_str().unwrap();
    assert!(text.contains("x-ovh-signature[redacted]") && text.contains("x-ovh-queryid"), "{text}");
    assert!(text.contains("GET http://127.0.0.1:"), "{text}");
    let sandbox = page.started().console.sandbox().unwrap();
    for key in [sandbox.application_key(), sandbox.application_secret(), sandbox.consumer_key()] {
        assert!(!text.contains(key), "{key}");
    }
    let leaves = "[...document.querySelectorAll('.tree .leaf')].filter(it => it.checkVisibility()).length";
    let all = page.browser.value(leaves).as_u64().unwrap();
    page.browser.click(".tree summary");
    assert_eq!(page.browser.value(leaves), 0);
    page.browser.click(".tree summary");
    assert_eq!(page.browser.value(leaves), all);
    press(&mut page, ".result", "Raw");
    let raw = page.text(".result pre");
    assert!(serde_json::from_str::<Value>(&raw).unwrap()["nichandle"] == "fl4210-ovh", "{raw}");
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_can_be_switched() {
    let mut page = Page::open(DESK, Scheme::Light).await;
    let theme = "document.documentElement.dataset.theme";
    assert_eq!(page.browser.value(theme), "light");
    page.browser.click("#theme");
    assert_eq!(page.browser.value(theme), "dark");
    let origin = page.started().console.origin();
    page.browser.visit(&origin, DESK, Scheme::Light);
    page.wait("document.documentElement.dataset.ready !== undefined");
    assert_eq!(page.browser.value(theme), "dark", "the choice is kept");
}
