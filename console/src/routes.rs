//! The requests of the page and of other programs.
//!
//! | request | response |
//! |---|---|
//! | `GET /?token=…` | the cookie, and a redirection to the page |
//! | `GET /api/console` | where operations are executed, and whether writes are |
//! | `GET /api/catalog` | all operations and the words of their types |
//! | `GET /api/operation?branch&method&path` | one operation with its types and sample values |
//! | `GET /api/snippet?branch&method&path&language` | a program with sample values |
//! | `POST /api/snippet` | a program with the values in the body |
//! | `POST /api/check` | the problems of values |
//! | `POST /api/execute` | the exchange, or the problems of values |

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_TYPE};
use http::request::Parts;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::access::Access;
use crate::console::Shared;
use crate::details::{details, path_names};
use crate::execute::{execute, permit};
use crate::form::{Values, check, fill};
use crate::operations::Found;
use crate::pages;
use crate::reply::Reply;
use crate::sample::{self, Extent};
use crate::service::Writes;
use crate::snippets::{Language, snippet};

/// A request with values.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    branch: String,
    method: String,
    path: String,
    language: Option<String>,
    #[serde(default)]
    values: Values,
    /// Method and path, which the person has confirmed.
    confirmation: Option<String>,
}

/// Exchanges the token in the address for a cookie. Returns `None` for other requests.
pub(crate) fn login(access: &Access, parts: &Parts) -> Option<Reply> {
    if parts.method != Method::GET || parts.uri.path() != "/" {
        return None;
    }
    let token = parameter(parts, "token")?;
    access.is_token(&token).then(|| Reply::login(access.cookie()))
}

/// Serves a request that has the token.
pub(crate) async fn serve(shared: &Shared, parts: &Parts, body: &Bytes) -> Reply {
    let outcome = match (&parts.method, parts.uri.path()) {
        (&Method::GET, "/api/console") => Ok(console(shared)),
        (&Method::GET, "/api/catalog") => Ok(catalog(shared, parts)),
        (&Method::GET, "/api/operation") => operation(shared, parts),
        (&Method::GET, "/api/snippet") => sample_snippet(shared, parts),
        (&Method::POST, path @ ("/api/snippet" | "/api/check" | "/api/execute")) => {
            call(shared, path, parts, body).await
        }
        (&Method::GET, path) => match pages::file(path) {
            Some((kind, content)) => Ok(Reply::new(StatusCode::OK, kind, content)),
            None => Err(Reply::text(StatusCode::NOT_FOUND, "unknown address")),
        },
        _ => Err(Reply::text(StatusCode::METHOD_NOT_ALLOWED, "unknown method or address")),
    };
    outcome.unwrap_or_else(|error| error)
}

fn parameter<'p>(parts: &'p Parts, name: &str) -> Option<Cow<'p, str>> {
    let query = parts.uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value)
}

fn console(shared: &Shared) -> Reply {
    let writes = match shared.service.writes {
        Writes::Allowed => "allowed",
        Writes::Confirmed => "confirmed",
        Writes::Refused => "refused",
    };
    Reply::json(StatusCode::OK, &json!({"service": shared.service.name, "writes": writes}))
}

fn catalog(shared: &Shared, parts: &Parts) -> Reply {
    let accepts_gzip = parts
        .headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.split(',').any(|coding| matches!(coding.trim().split(';').next(), Some("gzip"))));
    if accepts_gzip {
        Reply::gzip("application/json", shared.compressed_catalog.clone())
    } else {
        Reply::new(StatusCode::OK, "application/json", shared.catalog.clone())
    }
}

/// Finds the operation that the query names.
fn named<'s>(shared: &'s Shared, parts: &Parts) -> Result<Found<'s>, Reply> {
    let get = |name| {
        parameter(parts, name)
            .ok_or_else(|| Reply::text(StatusCode::BAD_REQUEST, format!("missing query parameter {name}")))
    };
    find(shared, &get("branch")?, &get("method")?, &get("path")?)
}

fn find<'s>(shared: &'s Shared, branch: &str, method: &str, path: &str) -> Result<Found<'s>, Reply> {
    let found = shared.index.find(shared.service.schemas.model(), branch, method, path);
    found.ok_or_else(|| {
        Reply::text(StatusCode::NOT_FOUND, format!("unknown operation {method} {path} of branch {branch}"))
    })
}

/// Returns sample values. Those of the path lead to an existing object of the sandbox.
fn sample_values(shared: &Shared, found: Found<'_>, extent: Extent) -> Values {
    let mut values = sample::values(&shared.service.schemas.model().types, found, extent);
    if let Some(sandbox) = &shared.service.sandbox {
        let (method, path) = (found.operation.method.as_str(), found.operation.branched_path());
        let existing = sandbox.existing_path_values(method, &path).unwrap_or_default();
        for (name, value) in path_names(found.operation).zip(existing) {
            values.path.insert(name.to_owned(), Value::from(value));
        }
    }
    values
}

fn operation(shared: &Shared, parts: &Parts) -> Result<Reply, Reply> {
    let found = named(shared, parts)?;
    let [required, full] = [Extent::Required, Extent::Full].map(|extent| sample_values(shared, found, extent));
    Ok(Reply::json(
        StatusCode::OK,
        &details(shared.service.schemas.model(), found, shared.service.client.endpoint(), &required, &full),
    ))
}

fn language(name: &str) -> Result<Language, Reply> {
    Language::named(name).ok_or_else(|| {
        let known = Language::ALL.map(|(name, _)| name).join(", ");
        Reply::text(StatusCode::BAD_REQUEST, format!("unknown language {name:?}; expected one of {known}"))
    })
}

fn sample_snippet(shared: &Shared, parts: &Parts) -> Result<Reply, Reply> {
    let found = named(shared, parts)?;
    let name = parameter(parts, "language").unwrap_or(Cow::Borrowed("rust"));
    let values = sample_values(shared, found, Extent::Required);
    let text = snippet(shared.service.schemas.model(), found, &values, language(&name)?);
    Ok(Reply::text(StatusCode::OK, text))
}

async fn call(shared: &Shared, path: &str, parts: &Parts, body: &Bytes) -> Result<Reply, Reply> {
    // Forms of other sites cannot have this type without asking first.
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next() != Some("application/json") {
        return Err(Reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, "expected a body of type application/json"));
    }
    let call: Call = serde_json::from_slice(body)
        .map_err(|error| Reply::text(StatusCode::BAD_REQUEST, format!("invalid body: {error}")))?;
    let found = find(shared, &call.branch, &call.method, &call.path)?;
    let schemas = &shared.service.schemas;
    if path == "/api/snippet" {
        let language = language(call.language.as_deref().unwrap_or("rust"))?;
        return Ok(Reply::text(StatusCode::OK, snippet(schemas.model(), found, &call.values, language)));
    }
    let problems = check(schemas, found, &call.values);
    if path == "/api/check" || !problems.is_empty() {
        let status = if path == "/api/check" { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok(Reply::json(status, &json!({"problems": problems})));
    }
    let filled = fill(found, &call.values);
    permit(shared.service.writes, &filled, call.confirmation.as_deref())
        .map_err(|refused| Reply::text(StatusCode::FORBIDDEN, refused.to_string()))?;
    Ok(Reply::json(StatusCode::OK, &execute(shared, filled).await))
}
