//! Controls Chromium with the `DevTools` protocol over a pipe: <https://chromedevtools.github.io/devtools-protocol/>.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A browser with one page.
#[derive(Debug)]
pub(crate) struct Browser {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _profile: TempDir,
    number: u64,
    session: Option<String>,
    /// The events since the page was opened.
    events: Vec<Value>,
}

/// The preferred colour scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

impl Browser {
    pub(crate) fn start() -> Self {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let is_there = |name: &&str| Command::new(name).arg("--version").output().is_ok();
        let Some(name) = names.into_iter().find(is_there) else {
            panic!("Chromium is missing: install it, on Debian with `apt-get install chromium`")
        };
        let profile = tempfile::tempdir().unwrap();
        // The browser reads file descriptor 3 and writes file descriptor 4.
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 1>&2", name, "--headless", "--no-sandbox", "--disable-gpu"])
            .args(["--no-first-run", "--disable-dev-shm-usage", "--no-proxy-server", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let mut browser =
            Self { process, input, output, _profile: profile, number: 0, session: None, events: Vec::new() };
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}));
        let attached = browser.call("Target.attachToTarget", &json!({"targetId": target["targetId"], "flatten": true}));
        browser.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        browser.call("Page.setLifecycleEventsEnabled", &json!({"enabled": true}));
        browser
    }

    /// Opens a file in a window of this width and waits until it is loaded.
    pub(crate) fn open(&mut self, file: &Path, width: u32, scheme: Scheme) {
        self.visit(&format!("file://{}", file.display()), width, scheme);
    }

    /// Opens an address in a window of this width and waits until it is loaded.
    pub(crate) fn visit(&mut self, url: &str, width: u32, scheme: Scheme) {
        self.resize(width, 800);
        let scheme = if scheme == Scheme::Light { "light" } else { "dark" };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", &json!({"features": features}));
        self.events.clear();
        let opened = self.call("Page.navigate", &json!({"url": url}));
        assert!(opened["errorText"].is_null(), "{opened}");
        let loader = opened["loaderId"].clone();
        // Ignores events of the previous page.
        let is_load = |event: &Value| event["params"]["loaderId"] == loader && event["params"]["name"] == "load";
        while !self.events.iter().any(is_load) {
            let event = self.message();
            self.events.push(event);
        }
    }

    /// Changes the size of the window.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.call("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Evaluates an expression on the page.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let response = self
            .call("Runtime.evaluate", &json!({"expression": expression, "returnByValue": true, "awaitPromise": true}));
        assert!(response["exceptionDetails"].is_null(), "{expression}: {response}");
        response["result"]["value"].clone()
    }

    /// Clicks the centre of an element.
    pub(crate) fn click(&mut self, selector: &str) {
        let place = self.value(&format!(
            "(e => {{ e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); \
             return [r.x + r.width / 2, r.y + r.height / 2]; }})(document.querySelector({selector:?}))"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", &event);
        }
    }

    /// Types into the focused element.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", &json!({"text": text}));
    }

    /// Presses a key such as `Enter` or `ArrowDown`.
    pub(crate) fn press(&mut self, key: &str, code: u32) {
        let text = if key == "Enter" { "\r" } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text});
            self.call("Input.dispatchKeyEvent", &event);
        }
    }

    /// Returns the visible part of the page as base64 of a PNG file.
    pub(crate) fn screenshot(&mut self) -> String {
        let shot = self.call("Page.captureScreenshot", &json!({"format": "png"}));
        shot["data"].as_str().unwrap().to_owned()
    }

    /// Returns requests, errors and console messages of the page since it was opened.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        // A response follows all earlier events.
        self.value("1");
        let is_complaint = |event: &&Value| match event["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown" | "Log.entryAdded" | "Page.javascriptDialogOpening" => true,
            "Runtime.consoleAPICalled" => true,
            "Network.requestWillBeSent" => event["params"]["type"] != "Document",
            _ => false,
        };
        self.events.iter().filter(is_complaint).map(Value::to_string).collect()
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.number += 1;
        let mut message = json!({"id": self.number, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.input.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let response = self.message();
            if response["id"] == self.number {
                assert!(response["error"].is_null(), "{method}: {response}");
                return response["result"].clone();
            }
            self.events.push(response);
        }
    }

    fn message(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.output.read_until(0, &mut bytes).unwrap();
        assert_eq!(bytes.pop(), Some(0), "Chromium exited");
        serde_json::from_slice(&bytes).unwrap()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
