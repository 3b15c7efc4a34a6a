//! The page at `validationUrl`, where a person authorizes an application.

use http::StatusCode;
use maud::html;

use super::html::{document, hidden, message};
use super::{check_form_token, field, form};
use crate::form_token;
use crate::keys::{Credential, Status};
use crate::reply::Reply;
use crate::request::RawRequest;
use crate::world::World;

const DAY: i64 = 24 * 60 * 60;

/// Validities in seconds, and their labels; 0 is unlimited.
const VALIDITIES: &[(i64, &str)] =
    &[(0, "Unlimited"), (60 * 60, "1 hour"), (DAY, "1 day"), (7 * DAY, "7 days"), (30 * DAY, "30 days")];

pub(super) fn show(world: &World, request: &RawRequest<'_>) -> Reply {
    let query = request.parts.uri.query().unwrap_or_default();
    let fields: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let token = field(&fields, "credentialToken");
    let keys = world.keys();
    let Some(credential) = keys.credentials.iter().find(|known| known.token == token) else { return unknown() };
    if credential.status != Status::PendingValidation {
        return outcome(credential);
    }
    let name = keys.application(credential.application).map_or("an application", |known| known.name.as_str());
    let body = html! {
        p {
            "The application " strong #application { (name) }
            " asks for the right to make these calls in the name of Flora Lindqvist:"
        }
        table {
            tr { th { "Method" } th { "Path" } }
            @for rule in &credential.rules {
                tr { td { (rule.method) } td { (rule.path) } }
            }
        }
        @if let Some(url) = &credential.redirection {
            p { "You will be sent to " code #redirection { (url) } "." }
        }
        form method="post" action="/auth/" {
            (hidden("credentialToken", token))
            (hidden(form_token::FIELD, &world.form_secret.token(&page_name(token))))
            p {
                label {
                    "Validity "
                    select name="duration" {
                        @for (seconds, label) in VALIDITIES {
                            option value=(seconds) { (label) }
                        }
                    }
                }
            }
            button.yes #authorize name="decision" value="authorize" { "Authorize" }
            button #refuse name="decision" value="refuse" { "Refuse" }
        }
    };
    Reply::page(StatusCode::OK, document("Authorize an application", &body))
}

pub(super) fn decide(world: &World, request: &RawRequest<'_>) -> Reply {
    let fields = form(request).unwrap_or_default();
    let now = world.now();
    let token = field(&fields, "credentialToken");
    let is_known = world.keys().credentials.iter().any(|known| known.token == token);
    if is_known && let Err(rejected) = check_form_token(world, &fields, &page_name(token)) {
        return rejected;
    }
    let mut keys = world.keys();
    let Some(credential) = keys.credentials.iter_mut().find(|known| known.token == token) else { return unknown() };
    if credential.status != Status::PendingValidation {
        return outcome(credential);
    }
    let undecided = |text| Reply::page(StatusCode::BAD_REQUEST, message("Nothing was decided", text));
    let Some(seconds) = seconds(field(&fields, "duration")) else {
        return undecided("The validity is not a number of seconds.");
    };
    credential.status = match field(&fields, "decision") {
        "authorize" => Status::Validated,
        "refuse" => Status::Refused,
        _ => return undecided("Neither Authorize nor Refuse was chosen."),
    };
    credential.expires = (seconds > 0).then(|| now.saturating_add(seconds));
    match &credential.redirection {
        Some(url) => Reply::redirect(url),
        None => outcome(credential),
    }
}

/// Returns the name of a consumer key's page in its form token.
fn page_name(token: &str) -> String {
    format!("authorize {token}")
}

/// Parses a validity; 0 is unlimited. Invalid text must not lead to an unlimited key.
fn seconds(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    text.parse().ok().filter(|seconds| *seconds >= 0)
}

/// Returns the page that shows what was decided.
fn outcome(credential: &Credential) -> Reply {
    let (title, text) = match credential.status {
        Status::Validated => ("Authorized", "The application can call now. You can close this page."),
        Status::Refused => ("Refused", "The application has got no rights. You can close this page."),
        Status::Expired => ("Expired", "This key is no longer valid."),
        Status::PendingValidation => ("Waiting", "Nothing has been decided yet."),
    };
    Reply::page(StatusCode::OK, document(title, &html! { p #outcome { (text) } }))
}

fn unknown() -> Reply {
    let text = "The request is unknown, or its key was removed.";
    Reply::page(StatusCode::NOT_FOUND, message("Unknown request", text))
}
