//! A console and requests to it.
#![allow(dead_code)] // Each test uses a part.

use ovh_console::{Console, Service};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

/// A console with a sandbox of its own.
pub struct Started {
    pub console: Console,
    http: reqwest::Client,
}

impl Started {
    pub async fn new() -> Self {
        let console = Console::start(&Service::OwnSandbox, 0, None).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { console, http }
    }

    /// Returns a request without the token.
    pub fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.console.origin()))
    }

    /// Returns a request with the token.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(self.console.token())
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub async fn get_json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        let request = self.request(Method::POST, path).header("content-type", "application/json");
        request.body(body.to_string()).send().await.unwrap()
    }

    pub async fn post_json(&self, path: &str, body: &Value) -> Value {
        serde_json::from_str(&self.post(path, body).await.text().await.unwrap()).unwrap()
    }

    /// Executes an operation of branch v1.
    pub async fn execute(&self, method: &str, path: &str, values: Value) -> Value {
        let call = json!({"branch": "v1", "method": method, "path": path, "values": values});
        self.post_json("/api/execute", &call).await
    }

    /// Returns the details of an operation.
    pub async fn operation(&self, branch: &str, method: &str, path: &str) -> Value {
        self.get_json(&format!("/api/operation?{}", query(branch, method, path))).await
    }

    /// Returns a program that calls an operation with sample values.
    pub async fn snippet(&self, branch: &str, method: &str, path: &str, language: &str) -> String {
        let path = format!("/api/snippet?{}&language={language}", query(branch, method, path));
        self.get(&path).await.text().await.unwrap()
    }

    /// Returns all operations.
    pub async fn operations(&self) -> Vec<Value> {
        self.get_json("/api/catalog").await["operations"].as_array().unwrap().clone()
    }
}

fn query(branch: &str, method: &str, path: &str) -> String {
    let path: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    format!("branch={branch}&method={method}&path={path}")
}

/// Returns a text field of an object.
pub fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is missing in {value}"))
}
