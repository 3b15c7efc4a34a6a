//! A request and its response, without secrets.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use serde_json::{Value as Json, json};

use super::super::matcher::pairs;
use super::body::Body;
use crate::redaction::{Redaction, Redactor, Secrets};
use crate::text::prefix;

/// The maximum length of a body in messages, in bytes.
const MAX_SHOWN: usize = 500;

/// The headers that the client reads.
const HEADERS: [&str; 6] =
    ["content-type", "date", "location", "retry-after", "x-ovh-queryid", "x-pagination-cursor-next"];

#[derive(Debug, Clone)]
pub(super) struct Exchange {
    pub(super) request: RecordedRequest,
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: Body,
}

/// What decides which response belongs to a request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RecordedRequest {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    body: Body,
}

impl Exchange {
    pub(super) fn new(
        request: &http::Request<Bytes>,
        response: &http::Response<Bytes>,
        redaction: &Redaction,
        secrets: &mut Secrets,
    ) -> Self {
        let recorded = RecordedRequest::new(request, redaction, secrets);
        let mut redactor = Redactor::new(request.uri().path(), redaction, secrets);
        let headers = HEADERS.iter().filter_map(|name| {
            let mut value = response.headers().get(*name)?.to_str().ok()?.to_owned();
            redactor.parameter(name, &mut value);
            Some(((*name).to_owned(), value))
        });
        let headers = headers.collect();
        let body = Body::new(response.body(), response.headers(), &mut redactor);
        Self { request: recorded, status: response.status(), headers, body }
    }

    /// Returns the exchange with these secrets removed, too.
    pub(super) fn without(&self, secrets: &Secrets) -> Self {
        let mut headers = self.headers.clone();
        headers.iter_mut().for_each(|(_, value)| secrets.remove_from(value));
        Self { request: self.request.without(secrets), status: self.status, headers, body: self.body.without(secrets) }
    }

    pub(super) fn response(&self) -> http::Response<Bytes> {
        let mut response = http::Response::new(self.body.to_bytes());
        *response.status_mut() = self.status;
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value.as_str()))
            {
                response.headers_mut().append(name, value);
            }
        }
        response
    }

    pub(super) fn to_json(&self) -> Json {
        let RecordedRequest { method, path, query, body } = &self.request;
        let query = if query.is_empty() { None } else { Some(json!(query)) };
        let request =
            [("method", Some(json!(method))), ("path", Some(json!(path))), ("query", query), ("body", body.to_json())];
        let headers = if self.headers.is_empty() { None } else { Some(json!(self.headers)) };
        let response =
            [("status", Some(json!(self.status.as_u16()))), ("headers", headers), ("body", self.body.to_json())];
        json!({ "request": object(request), "response": object(response) })
    }

    pub(super) fn from_json(json: &Json) -> Option<Self> {
        let (request, response) = (json.get("request")?, json.get("response")?);
        let text = |name| request.get(name).and_then(Json::as_str).map(str::to_owned);
        let optional = |pairs: Option<&Json>| pairs.map_or(Some(Vec::new()), pairs_from_json);
        let status = u16::try_from(response.get("status")?.as_u64()?).ok()?;
        Some(Self {
            request: RecordedRequest {
                method: text("method")?,
                path: text("path")?,
                query: optional(request.get("query"))?,
                body: Body::from_json(request.get("body"))?,
            },
            status: StatusCode::from_u16(status).ok()?,
            headers: optional(response.get("headers"))?,
            body: Body::from_json(response.get("body"))?,
        })
    }
}

impl RecordedRequest {
    pub(super) fn new(request: &http::Request<Bytes>, redaction: &Redaction, secrets: &mut Secrets) -> Self {
        secrets.add_headers(request.headers());
        let uri = request.uri();
        let mut redactor = Redactor::new(uri.path(), redaction, secrets);
        let path = redactor.path(uri.path());
        let mut query: Vec<_> = pairs(uri.query().unwrap_or_default()).collect();
        query.iter_mut().for_each(|(name, value)| redactor.parameter(name, value));
        let body = Body::new(request.body(), request.headers(), &mut redactor);
        Self { method: request.method().to_string(), path, query, body }
    }

    /// Returns the request with these secrets removed, too.
    pub(super) fn without(&self, secrets: &Secrets) -> Self {
        let mut request = Self { body: self.body.without(secrets), ..self.clone() };
        secrets.remove_from_path(&mut request.path);
        for (name, value) in &mut request.query {
            secrets.remove_from(name);
            secrets.remove_from(value);
        }
        request
    }
}

/// Formats method, path, query and body.
impl fmt::Display for RecordedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)?;
        for (index, (name, value)) in self.query.iter().enumerate() {
            write!(formatter, "{}{name}={value}", if index == 0 { '?' } else { '&' })?;
        }
        match &self.body {
            Body::Empty => Ok(()),
            Body::Omitted(length) => write!(formatter, " with a body of {length} bytes"),
            body => {
                let body = body.to_bytes();
                write!(formatter, " with the body {}", prefix(&String::from_utf8_lossy(&body), MAX_SHOWN))
            }
        }
    }
}

/// Returns an object with the fields that have a value.
fn object<const N: usize>(fields: [(&str, Option<Json>); N]) -> Json {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// Reads a list of pairs.
pub(super) fn pairs_from_json(json: &Json) -> Option<Vec<(String, String)>> {
    let text = |pair: &Json, index: usize| pair.get(index).and_then(Json::as_str).map(str::to_owned);
    json.as_array()?.iter().map(|pair| Some((text(pair, 0)?, text(pair, 1)?))).collect()
}
