//! Executes operations and shows what was sent and received, without keys.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use ovh_api::{HttpTransport, Method, Transport, TransportFuture};
use serde_json::{Value, json};

use crate::console::Shared;
use crate::form::Filled;
use crate::service::Writes;

/// Headers whose values identify or authenticate the caller.
const SECRET_HEADERS: [&str; 4] = ["authorization", "x-ovh-application", "x-ovh-consumer", "x-ovh-signature"];
/// What the page shows instead of a key.
const REDACTED: &str = "[redacted]";

tokio::task_local! {
    /// The exchange of the current call.
    static EXCHANGE: Arc<Mutex<Exchange>>;
}

/// The last request that was sent and its response.
#[derive(Debug, Default)]
struct Exchange {
    url: String,
    sent: HeaderMap,
    response: Option<Received>,
}

#[derive(Debug)]
struct Received {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

/// A transport that keeps the exchange for the page.
#[derive(Debug)]
pub(crate) struct Recorder {
    inner: HttpTransport,
}

impl Recorder {
    pub(crate) const fn new(inner: HttpTransport) -> Self {
        Self { inner }
    }
}

impl Transport for Recorder {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let exchange = EXCHANGE.try_with(Arc::clone).ok();
        let record = move |change: &dyn Fn(&mut Exchange)| {
            if let Some(exchange) = &exchange {
                change(&mut exchange.lock().unwrap_or_else(PoisonError::into_inner));
            }
        };
        let (url, sent) = (request.uri().to_string(), request.headers().clone());
        record(&|exchange| *exchange = Exchange { url: url.clone(), sent: sent.clone(), response: None });
        Box::pin(async move {
            let response: Response<Bytes> = self.inner.send(request).await?;
            record(&|exchange| {
                exchange.response = Some(Received {
                    status: response.status().as_u16(),
                    headers: response.headers().clone(),
                    body: response.body().clone(),
                });
            });
            Ok(response)
        })
    }
}

/// A reason not to send a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    #[error("{0} is not executed: start the console with --allow-writes to change the account")]
    ReadOnly(String),
    #[error("confirm {0}: the confirmation must repeat method and path")]
    Unconfirmed(String),
}

/// Checks whether a request may be sent, given the confirmation of the person.
pub(crate) fn permit(writes: Writes, filled: &Filled, confirmation: Option<&str>) -> Result<(), Refused> {
    let line = format!("{} {}", filled.method, filled.path);
    match writes {
        _ if filled.method == "GET" => Ok(()),
        Writes::Allowed => Ok(()),
        Writes::Refused => Err(Refused::ReadOnly(line)),
        Writes::Confirmed if confirmation == Some(line.as_str()) => Ok(()),
        Writes::Confirmed => Err(Refused::Unconfirmed(line)),
    }
}

/// Sends a request and returns the exchange.
pub(crate) async fn execute(shared: &Shared, filled: Filled) -> Value {
    let exchange = Arc::new(Mutex::new(Exchange::default()));
    let start = Instant::now();
    let outcome = EXCHANGE.scope(Arc::clone(&exchange), call(shared, &filled)).await;
    let elapsed = start.elapsed();
    let exchange = std::mem::take(&mut *exchange.lock().unwrap_or_else(PoisonError::into_inner));
    let secrets = secrets(&exchange.sent);
    let redact =
        |text: &str| secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED));
    let received = exchange.response.as_ref();
    json!({
        "request": {
            "method": filled.method,
            "url": redact(&exchange.url),
            "headers": shown(&exchange.sent, &redact),
            "body": filled.body,
        },
        "status": received.map(|response| response.status),
        "time": (elapsed.as_secs_f64() * 10_000.0).round() / 10.0,
        "requestId": received.and_then(|response| response.headers.get("x-ovh-queryid")?.to_str().ok()),
        "headers": received.map(|response| shown(&response.headers, &redact)),
        "body": received.map(|response| redact(&String::from_utf8_lossy(&response.body))),
        "error": outcome.err().map(|error| redact(&error)),
    })
}

/// Calls the service. The error is a message for the person.
async fn call(shared: &Shared, filled: &Filled) -> Result<(), String> {
    let mut request = shared.service.client.call(client_method(filled.method), &filled.path);
    for (name, value) in &filled.query {
        request = request.query(name, value);
    }
    for (name, value) in &filled.headers {
        request = request.header(name, value);
    }
    if let Some(body) = &filled.body {
        request = request.json(body);
    }
    if !filled.is_signed {
        request = request.unauthenticated();
    }
    request.await.map(drop).map_err(|error| error.to_string())
}

/// Returns a method as the client names it.
pub(crate) fn client_method(name: &str) -> Method {
    match name {
        "DELETE" => Method::Delete,
        "PATCH" => Method::Patch,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        _ => Method::Get,
    }
}

/// Returns the values of the caller's headers, which a response may repeat.
fn secrets(sent: &HeaderMap) -> Vec<String> {
    let values = SECRET_HEADERS.iter().filter_map(|name| sent.get(*name)?.to_str().ok());
    let values = values.map(|value| value.strip_prefix("Bearer ").unwrap_or(value).to_owned());
    values.filter(|value| !value.is_empty()).collect()
}

fn shown(headers: &HeaderMap, redact: &dyn Fn(&str) -> String) -> Vec<[String; 2]> {
    let shown = headers.iter().map(|(name, value)| {
        let is_secret = SECRET_HEADERS.contains(&name.as_str()) || value.is_sensitive();
        let text = if is_secret { REDACTED.to_owned() } else { redact(&String::from_utf8_lossy(value.as_bytes())) };
        [name.as_str().to_owned(), text]
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(method: &'static str) -> Filled {
        Filled {
            method,
            is_signed: true,
            path: "/vps/x/reboot".to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
        }
    }

    #[test]
    fn writes_need_the_flag_and_a_confirmation_of_method_and_path() {
        assert_eq!(permit(Writes::Refused, &filled("GET"), None), Ok(()));
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let line = format!("{method} /vps/x/reboot");
            let right = Some(line.as_str());
            assert_eq!(permit(Writes::Allowed, &filled(method), None), Ok(()));
            assert_eq!(permit(Writes::Refused, &filled(method), right), Err(Refused::ReadOnly(line.clone())));
            assert_eq!(permit(Writes::Confirmed, &filled(method), right), Ok(()));
            for wrong in [None, Some(""), Some("POST /vps/y/reboot"), Some("GET /vps/x/reboot")] {
                assert_eq!(permit(Writes::Confirmed, &filled(method), wrong), Err(Refused::Unconfirmed(line.clone())));
            }
        }
    }
}
