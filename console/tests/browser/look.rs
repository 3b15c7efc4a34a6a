//! The look of the page: accessible, readable and not wider than the window.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::axe;
use crate::chromium::Scheme;
use crate::page::{DESK, LOOKS, PHONE, Page};

/// The parts of the page: a name and an address.
const VIEWS: [(&str, &str); 6] = [
    ("start", ""),
    ("list", "#v1/GET/domain"),
    ("record", "#v1/POST/domain/zone/{zoneName}/record"),
    ("deprecated", "#v1/GET/cloud/project/{serviceName}/database/cassandra/{clusterId}/ipRestriction"),
    ("nested", "#v2/POST/iam/policy"),
    ("keys", "#keys"),
];

/// Elements that are wider than the window, apart from those that scroll by themselves.
const TOO_WIDE: &str = "document.documentElement.scrollWidth > innerWidth ? \
    [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1) \
    .slice(0, 5).map(e => e.outerHTML.slice(0, 200)) : []";

#[tokio::test(flavor = "multi_thread")]
async fn page_is_accessible_in_all_sizes_and_schemes() {
    for (width, scheme) in LOOKS {
        let mut page = Page::open(width, scheme).await;
        for (name, address) in VIEWS {
            page.go(address);
            match name {
                "list" => drop(page.execute()),
                "keys" => page.wait("document.querySelectorAll('#page table').length === 2"),
                "record" | "nested" => {
                    page.browser.click("form .row button:nth-of-type(2)");
                    page.execute();
                }
                _ => {}
            }
            page.wait("[...document.querySelectorAll('.snippets pre')].every(it => it.textContent !== '')");
            let what = format!("{name} {width} {scheme:?}");
            axe::check(&mut page, &what);
            assert_eq!(page.browser.value(TOO_WIDE), json!([]), "{what}");
            let file = format!("{name}-{width}-{scheme:?}").to_lowercase();
            page.browser.value("document.getElementById('content').scrollTop = 0");
            save(&mut page, &file);
            if name == "list" {
                page.browser.value("document.querySelector('.result').scrollIntoView()");
                save(&mut page, &format!("{file}-result"));
            }
        }
        assert_eq!(page.errors(), Vec::<String>::new());
    }
}

/// Keeps a screenshot for people.
fn save(page: &mut Page, name: &str) {
    let image = decoded(&page.browser.screenshot());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("console");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.png")), image).unwrap();
}

/// Renews the image of the README with `UPDATE_SCREENSHOT=1`; otherwise checks that it is there.
#[tokio::test(flavor = "multi_thread")]
async fn readme_has_a_screenshot() {
    let mut page = Page::open(DESK, Scheme::Light).await;
    page.browser.resize(DESK, 1160);
    page.browser.click("#search");
    page.browser.type_text("domain zone record");
    page.go("#v1/POST/domain/zone/{zoneName}/record");
    for (label, value) in [
        ("zoneName", "lovelace.example"),
        ("fieldType", "TXT"),
        ("target", "hello"),
        ("subDomain", "www"),
        ("ttl", "60"),
    ] {
        page.fill(label, value);
    }
    assert!(page.execute().contains("Status 200"));
    page.wait("document.querySelector('.snippets pre').textContent.includes('\"hello\"')");
    page.browser.value("document.getElementById('content').scrollTop = 0");
    let image = decoded(&page.browser.screenshot());
    assert!(image.starts_with(b"\x89PNG") && image.len() > 20_000, "{} bytes", image.len());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/console.png");
    if std::env::var_os("UPDATE_SCREENSHOT").is_some() {
        fs::write(&file, image).unwrap();
    }
    assert!(fs::read(&file).unwrap().starts_with(b"\x89PNG"));
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    assert!(readme.contains("(docs/console.png)"));
}

/// Texts of the service are shown as text.
#[tokio::test(flavor = "multi_thread")]
async fn responses_are_not_executed() {
    const EVIL: &str = "<img src=x onerror=alert(1)></pre><script>alert(2)</script>";
    let mut page = Page::open(PHONE, Scheme::Dark).await;
    let values = json!({"path": {"zoneName": "lovelace.example"},
        "body": {"fieldType": "TXT", "subDomain": "evil", "target": EVIL}});
    let created = page.started().execute("POST", "/domain/zone/{zoneName}/record", values).await;
    assert_eq!(created["status"], 200, "{created}");
    let record: serde_json::Value = serde_json::from_str(created["body"].as_str().unwrap()).unwrap();
    page.go(&format!(
        "#v1/GET/domain/zone/{{zoneName}}/record/{{id}}?zoneName=lovelace.example&id={}",
        record["id"].as_u64().unwrap()
    ));
    let shown = page.execute();
    assert!(shown.contains("<img src=x onerror=alert(1)>"), "{shown}");
    let evil = json!(EVIL);
    page.browser
        .value(&format!("location.hash = '#v1/GET/domain/{{serviceName}}?serviceName=' + encodeURIComponent({evil})"));
    page.shown();
    page.browser.value(&format!("location.hash = '#v1/GET/' + {evil}"));
    page.wait("document.querySelector('#page h2') !== null");
    assert_eq!(page.browser.value("[document.images.length, document.scripts.length]"), json!([0, 1]));
}

fn decoded(base64: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(base64).unwrap()
}
