//! The page in a browser, with a console of its own.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::chromium::{Browser, Scheme};
use crate::support::Started;

pub const DESK: u32 = 1300;
pub const PHONE: u32 = 390;

pub const LOOKS: [(u32, Scheme); 4] =
    [(DESK, Scheme::Light), (DESK, Scheme::Dark), (PHONE, Scheme::Light), (PHONE, Scheme::Dark)];

/// Maximum time until the page shows what is expected.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Page {
    pub browser: Browser,
    started: Option<Started>,
}

impl Page {
    /// Opens the address that the console prints.
    pub async fn open(width: u32, scheme: Scheme) -> Self {
        let started = Started::new().await;
        let mut browser = Browser::start();
        browser.visit(&started.console.url(), width, scheme);
        Self::new(browser, Some(started))
    }

    /// Waits until the opened page is ready.
    pub fn new(browser: Browser, started: Option<Started>) -> Self {
        let mut page = Self { browser, started };
        page.wait("document.documentElement.dataset.ready !== undefined");
        page
    }

    /// Returns the console of the test's own process.
    pub fn started(&self) -> &Started {
        self.started.as_ref().unwrap()
    }

    /// Waits until an expression is true.
    pub fn wait(&mut self, expression: &str) {
        let start = Instant::now();
        while self.browser.value(&format!("Boolean({expression})")) != true {
            let text = || "document.getElementById('page').innerText";
            if start.elapsed() > PATIENCE {
                let shown = self.browser.value(text());
                panic!("{expression} is not true on a page with:\n{shown}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Goes to an address of the page and waits until it is shown.
    pub fn go(&mut self, hash: &str) {
        self.browser.value(&format!("location.hash = {}", json!(hash)));
        self.shown();
    }

    /// Waits until the page shows what its address names.
    pub fn shown(&mut self) {
        self.wait("document.getElementById('page').dataset.shown === location.hash");
    }

    /// Fills a field of the form, found by the text of its label.
    pub fn fill(&mut self, label: &str, value: &str) {
        let done = self.browser.value(&format!(
            "(() => {{ \
               const label = [...document.querySelectorAll('.form label')] \
                 .find(l => l.querySelector('.name')?.textContent === {label}); \
               if (!label) return false; \
               const input = document.getElementById(label.htmlFor); \
               input.focus(); input.value = {value}; \
               input.dispatchEvent(new Event('input', {{bubbles: true}})); \
               return input.value === {value}; }})()",
            label = json!(label),
            value = json!(value)
        ));
        assert_eq!(done, true, "{label}");
    }

    /// Executes the operation and returns the text of the response.
    pub fn execute(&mut self) -> String {
        self.browser.value("document.querySelector('.result').replaceChildren()");
        self.browser.click("form button[type=submit]");
        self.wait("document.querySelector('.result').childElementCount > 0");
        self.text(".result")
    }

    /// Returns the visible text of an element.
    pub fn text(&mut self, selector: &str) -> String {
        let text = self.browser.value(&format!("document.querySelector({}).innerText", json!(selector)));
        text.as_str().unwrap().to_owned()
    }

    /// Returns errors of the page.
    pub fn errors(&mut self) -> Vec<String> {
        let complaints = self.browser.complaints();
        complaints.into_iter().filter(|event| !event.contains("\"Network.requestWillBeSent\"")).collect()
    }

    /// Returns the hosts of all requests of the page.
    pub fn requested(&mut self) -> Vec<String> {
        let urls = self.browser.complaints();
        let url = |event: String| {
            let event: Value = serde_json::from_str(&event).unwrap();
            event["params"]["request"]["url"].as_str().map(ToOwned::to_owned)
        };
        urls.into_iter().filter_map(url).collect()
    }
}
