//! Removes secrets from requests and responses, for recordings and logs.

mod secret_names;

use std::sync::Arc;

use http::HeaderMap;
use percent_encoding::percent_decode_str;
use secrecy::zeroize::Zeroizing;
use serde_json::Value as Json;

use self::secret_names::{Secrecy, secrecy};
use crate::error::{REDACTED, redacted};
use crate::operation::Branch;
use crate::parameter::push_encoded;

/// The minimum length of values that are removed wherever they occur. Shorter ones would match ordinary words.
const MIN_SECRET: usize = 8;

const SECRET_HEADERS: [&str; 5] = ["authorization", "cookie", "x-ovh-application", "x-ovh-consumer", "x-ovh-signature"];

/// The functions of a program that decide what else is secret.
#[derive(Clone, Default)]
pub(crate) struct Redaction(Vec<Rule>);

type Rule = Arc<dyn Fn(&str, &str) -> bool + Send + Sync>;

/// Removed values, in memory that is wiped on drop.
#[derive(Default)]
pub(crate) struct Secrets(Vec<Zeroizing<String>>);

impl Redaction {
    pub(crate) fn add(&mut self, rule: impl Fn(&str, &str) -> bool + Send + Sync + 'static) {
        self.0.push(Arc::new(rule));
    }

    fn matches(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|rule| rule(name, value))
    }
}

impl Secrets {
    /// Adds the keys that a request is authenticated with.
    pub(crate) fn add_headers(&mut self, headers: &HeaderMap) {
        for value in SECRET_HEADERS.iter().flat_map(|name| headers.get_all(*name)) {
            if let Ok(value) = value.to_str() {
                self.add(value.split_once(' ').map_or(value, |(_scheme, key)| key));
            }
        }
    }

    fn add(&mut self, value: &str) {
        let is_known = value == REDACTED || self.0.iter().any(|known| known.as_str() == value);
        if value.len() >= MIN_SECRET && !is_known {
            self.0.push(Zeroizing::new(value.to_owned()));
        }
    }

    /// Removes the secrets from a text, if it contains any.
    pub(crate) fn remove_from(&self, text: &mut String) {
        let keys: Vec<_> = self.0.iter().map(|secret| secret.as_str()).collect();
        if let Some(shown) = redacted(text, &keys) {
            *text = shown;
        }
    }

    /// Removes the secrets from the segments of a percent-encoded path.
    pub(crate) fn remove_from_path(&self, path: &mut String) {
        *path = map_segments(path, |segment| self.remove_from(segment));
    }
}

/// Removes secrets from one exchange, and remembers them.
pub(crate) struct Redactor<'r> {
    pub(crate) redaction: &'r Redaction,
    pub(crate) secrets: &'r mut Secrets,
    /// The path below branch v1, or with `/v2`, which decides what is secret.
    path: String,
}

impl<'r> Redactor<'r> {
    pub(crate) fn new(path: &str, redaction: &'r Redaction, secrets: &'r mut Secrets) -> Self {
        let below = match Branch::split_path(path) {
            Some((before, below)) => {
                let is_v2 = path.get(before.len()..).is_some_and(|branch| branch.starts_with("/v2/"));
                format!("{}{below}", if is_v2 { "/v2" } else { "" })
            }
            None => path.to_owned(),
        };
        Self { redaction, secrets, path: below }
    }

    /// Redacts the segments of a percent-encoded path.
    pub(crate) fn path(&mut self, path: &str) -> String {
        map_segments(path, |segment| {
            if self.redaction.matches("path", segment) {
                self.replace(segment);
            }
        })
    }

    /// Redacts the value of a query parameter, a form field or a header.
    pub(crate) fn parameter(&mut self, name: &str, value: &mut String) {
        let is_secret = secrecy(&self.path, name) != Secrecy::Open;
        self.text(name, value, is_secret);
    }

    /// Redacts a JSON body. A body that is a single value has the name of the last segment of the path: `authInfo`.
    pub(crate) fn json(&mut self, json: &mut Json) {
        let name = self.path.rsplit('/').next().unwrap_or_default().to_owned();
        let secrecy = if json.is_object() { Secrecy::Open } else { secrecy(&self.path, &name) };
        self.value(&name, json, secrecy);
    }

    fn value(&mut self, name: &str, json: &mut Json, level: Secrecy) {
        match json {
            Json::Null | Json::Bool(_) => {}
            Json::Number(number) => {
                if level != Secrecy::Open || self.redaction.matches(name, &number.to_string()) {
                    *json = 0.into();
                }
            }
            Json::String(text) => self.text(name, text, level != Secrecy::Open),
            Json::Array(elements) => elements.iter_mut().for_each(|element| self.value(name, element, level)),
            Json::Object(fields) => {
                for (name, field) in fields {
                    let of_field = if level == Secrecy::All { level } else { secrecy(&self.path, name) };
                    self.value(name, field, of_field);
                }
            }
        }
    }

    /// Redacts a text.
    pub(crate) fn text(&mut self, name: &str, text: &mut String, is_secret: bool) {
        if is_secret || self.redaction.matches(name, text) || text.contains("PRIVATE KEY-----") {
            self.replace(text);
        } else if text.contains("://") {
            let shown: String = text.split_inclusive(is_separator).map(|piece| self.piece(piece)).collect();
            if shown != *text {
                *text = shown;
            }
        }
    }

    fn replace(&mut self, text: &mut String) {
        if !text.is_empty() {
            self.secrets.add(text);
            REDACTED.clone_into(text);
        }
    }

    /// Redacts name, password and query of a URL. Returns any other part of a text as it is.
    fn piece(&mut self, piece: &str) -> String {
        let text = piece.trim_end_matches(is_separator);
        let Some((scheme, rest)) = text.split_once("://") else {
            return piece.to_owned();
        };
        let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, below) = address.split_at(address.find('/').unwrap_or(address.len()));
        let mut shown = format!("{scheme}://");
        match host.rsplit_once('@') {
            Some((user, host)) => {
                self.secrets.add(user.split_once(':').map_or(user, |(_name, password)| password));
                shown.extend([REDACTED, "@", host]);
            }
            None => shown.push_str(host),
        }
        shown.push_str(below);
        let mut before = '?';
        for pair in query.split('&').filter(|_| rest.contains('?')) {
            shown.push(before);
            before = '&';
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let is_secret = secrecy(&self.path, name) != Secrecy::Open || name.ends_with("sig");
            if is_secret && !value.is_empty() {
                self.secrets.add(value);
                shown.extend([name, "=", REDACTED]);
            } else {
                shown.push_str(pair);
            }
        }
        shown + piece.get(text.len()..).unwrap_or_default()
    }
}

/// Returns whether a character ends a URL in a text.
fn is_separator(character: char) -> bool {
    character.is_whitespace() || "\"'<>,;".contains(character)
}

/// Changes the decoded segments of a path.
fn map_segments(path: &str, mut change: impl FnMut(&mut String)) -> String {
    let mut changed = String::with_capacity(path.len());
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            changed.push('/');
        }
        let decoded = percent_decode_str(segment).decode_utf8_lossy().into_owned();
        let mut text = decoded.clone();
        change(&mut text);
        if text == decoded {
            changed.push_str(segment);
        } else {
            push_encoded(&mut changed, &text);
        }
    }
    changed
}
