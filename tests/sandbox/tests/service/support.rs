//! A minimal client that sends any request, signed or not.

use std::time::{SystemTime, UNIX_EPOCH};

use ovh_sandbox::Sandbox;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use sha1::{Digest as _, Sha1};

pub struct RawClient {
    pub origin: String,
    pub application_key: String,
    pub application_secret: String,
    pub consumer_key: String,
    pub http: reqwest::Client,
}

#[derive(Debug)]
pub struct RawResponse {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl RawResponse {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("invalid JSON: {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Asserts status 200 and returns the body.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()
    }

    /// Asserts an error in the newer shape with this class or message, and returns its message.
    #[track_caller]
    pub fn rejected(&self, status: u16, class_or_message: &str) -> String {
        assert_eq!(self.status, status, "{}", self.text);
        let body = self.json();
        assert!(body["class"] == class_or_message || body["message"] == class_or_message, "{body}");
        let class = body["class"].as_str().unwrap();
        let side = if status < 500 { "Client::" } else { "Server::" };
        assert!(class.starts_with(side) && body.get("errorCode").is_none() && body.get("httpCode").is_none(), "{body}");
        assert!(!self.header("X-Ovh-Queryid").unwrap().is_empty());
        body["message"].as_str().unwrap().to_owned()
    }
}

/// Returns the hidden form fields of a page.
pub fn hidden_fields(page: &str) -> Vec<(String, String)> {
    let fields = page.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |field: &str| {
        let (name, rest) = field.split_once("\" value=\"")?;
        Some((name.to_owned(), rest.split_once('"')?.0.to_owned()))
    };
    fields.map(|text| field(text).unwrap()).collect()
}

pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap()
}

/// Returns the signature of a request.
pub fn signature(parts: [&str; 6]) -> String {
    let digest: String = Sha1::digest(parts.join("+")).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("$1${digest}")
}

impl RawClient {
    pub fn new(sandbox: &Sandbox) -> Self {
        let redirects = reqwest::redirect::Policy::none();
        Self {
            origin: format!("http://{}", sandbox.address()),
            application_key: sandbox.application_key().to_owned(),
            application_secret: sandbox.application_secret().to_owned(),
            consumer_key: sandbox.consumer_key().to_owned(),
            http: reqwest::Client::builder().no_proxy().redirect(redirects).build().unwrap(),
        }
    }

    pub fn with_consumer_key(&self, key: &str) -> Self {
        Self {
            origin: self.origin.clone(),
            application_key: self.application_key.clone(),
            application_secret: self.application_secret.clone(),
            consumer_key: key.to_owned(),
            http: self.http.clone(),
        }
    }

    /// Creates a request that is signed at a time. The path includes the branch.
    pub fn signed_at(&self, method: &str, path: &str, body: &str, timestamp: i64) -> RequestBuilder {
        let url = format!("{}{path}", self.origin);
        let time = timestamp.to_string();
        let signature = signature([&self.application_secret, &self.consumer_key, method, &url, body, &time]);
        self.unsigned(method, path, body)
            .header("X-Ovh-Consumer", &self.consumer_key)
            .header("X-Ovh-Timestamp", time)
            .header("X-Ovh-Signature", signature)
    }

    pub fn signed(&self, method: &str, path: &str, body: &str) -> RequestBuilder {
        self.signed_at(method, path, body, now())
    }

    /// Creates a request with the application key only.
    pub fn unsigned(&self, method: &str, path: &str, body: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.origin);
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.http.request(method, url).header("X-Ovh-Application", &self.application_key).body(body.to_owned())
    }

    /// Sends a signed request and returns the response. The path is below `/1.0`.
    pub async fn call(&self, method: &str, path: &str, body: &str) -> RawResponse {
        send(self.signed(method, &format!("/1.0{path}"), body)).await
    }

    pub async fn get(&self, path: &str) -> RawResponse {
        self.call("GET", path, "").await
    }

    /// Opens a page and submits its form with its hidden fields and these.
    pub async fn submit(&self, page: &str, fields: &[(&str, &str)]) -> RawResponse {
        let opened = send(self.http.get(page)).await;
        let hidden = hidden_fields(&opened.text);
        let own = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let fields: Vec<(String, String)> = hidden.into_iter().chain(own).collect();
        self.submit_fields(page, &fields).await
    }

    /// Submits a form.
    pub async fn submit_fields(&self, page: &str, fields: &[(String, String)]) -> RawResponse {
        send(self.form(page, fields)).await
    }

    pub fn form(&self, page: &str, fields: &[(String, String)]) -> RequestBuilder {
        let form =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
        let page = page.split('?').next().unwrap();
        self.http.post(page).body(form).header("Content-Type", "application/x-www-form-urlencoded")
    }
}

/// Encodes all but letters and digits of a path segment or form value.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

pub async fn send(request: RequestBuilder) -> RawResponse {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    RawResponse { status, headers, text: response.text().await.unwrap() }
}
