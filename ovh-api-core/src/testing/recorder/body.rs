//! Bodies of recorded requests and responses.

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Value as Json, json};

use super::super::matcher::pairs;
use crate::redaction::{Redactor, Secrets};

/// A body without secrets.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    Empty,
    Json(Json),
    Form(Vec<(String, String)>),
    Text(String),
    /// A body that is not UTF-8, with its length in bytes.
    Omitted(usize),
}

impl Body {
    pub(super) fn new(body: &Bytes, headers: &HeaderMap, redactor: &mut Redactor<'_>) -> Self {
        if body.is_empty() {
            return Self::Empty;
        }
        if let Ok(mut json) = serde_json::from_slice(body) {
            redactor.json(&mut json);
            return Self::Json(json);
        }
        let Ok(text) = std::str::from_utf8(body) else {
            return Self::Omitted(body.len());
        };
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("application/x-www-form-urlencoded") {
            let mut fields: Vec<_> = pairs(text).collect();
            fields.iter_mut().for_each(|(name, value)| redactor.parameter(name, value));
            return Self::Form(fields);
        }
        let mut text = text.to_owned();
        redactor.text("body", &mut text, false);
        Self::Text(text)
    }

    /// Returns the body with these secrets removed, too.
    pub(super) fn without(&self, secrets: &Secrets) -> Self {
        let mut body = self.clone();
        match &mut body {
            Self::Empty | Self::Omitted(_) => {}
            Self::Json(json) => remove(json, secrets),
            Self::Form(fields) => fields.iter_mut().for_each(|(name, value)| {
                secrets.remove_from(name);
                secrets.remove_from(value);
            }),
            Self::Text(text) => secrets.remove_from(text),
        }
        body
    }

    pub(super) fn to_bytes(&self) -> Bytes {
        match self {
            Self::Empty | Self::Omitted(_) => Bytes::new(),
            Self::Json(json) => json.to_string().into(),
            Self::Form(fields) => {
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into()
            }
            Self::Text(text) => text.clone().into(),
        }
    }

    /// Returns the form in the file, or `None` for an empty body.
    pub(super) fn to_json(&self) -> Option<Json> {
        match self {
            Self::Empty => None,
            Self::Json(json) => Some(json!({ "json": json })),
            Self::Form(fields) => Some(json!({ "form": fields })),
            Self::Text(text) => Some(json!({ "text": text })),
            Self::Omitted(length) => Some(json!({ "omitted": length })),
        }
    }

    /// Reads the form in the file.
    pub(super) fn from_json(json: Option<&Json>) -> Option<Self> {
        let Some(json) = json else {
            return Some(Self::Empty);
        };
        let (kind, value) = json.as_object()?.iter().next()?;
        match kind.as_str() {
            "json" => Some(Self::Json(value.clone())),
            "form" => super::exchange::pairs_from_json(value).map(Self::Form),
            "text" => value.as_str().map(|text| Self::Text(text.to_owned())),
            "omitted" => value.as_u64().and_then(|length| usize::try_from(length).ok()).map(Self::Omitted),
            _ => None,
        }
    }
}

/// Removes secrets from all texts of a JSON value, names included.
fn remove(json: &mut Json, secrets: &Secrets) {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
        Json::String(text) => secrets.remove_from(text),
        Json::Array(elements) => elements.iter_mut().for_each(|element| remove(element, secrets)),
        Json::Object(fields) => {
            let cleaned = std::mem::take(fields).into_iter().map(|(mut name, mut field)| {
                secrets.remove_from(&mut name);
                remove(&mut field, secrets);
                (name, field)
            });
            *fields = cleaned.collect();
        }
    }
}
