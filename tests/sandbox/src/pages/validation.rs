//! The page at `validationUrl`, where a person gives an application its rights, or does not.

use http::StatusCode;

use super::html::{Html, document};
use super::{field, form, form_token, from_own_page};
use crate::keys::{Credential, Status};
use crate::reply::Reply;
use crate::service::Asked;
use crate::world::World;

const DAY: i64 = 24 * 60 * 60;

/// Seconds and what a person reads; without end first.
const VALIDITIES: &[(i64, &str)] =
    &[(0, "Unlimited"), (60 * 60, "1 hour"), (DAY, "1 day"), (7 * DAY, "7 days"), (30 * DAY, "30 days")];

pub(super) fn show(world: &World, asked: &Asked<'_>) -> Reply {
    let query = asked.parts.uri.query().unwrap_or_default();
    let fields: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let token = field(&fields, "credentialToken");
    let keys = world.keys();
    let Some(credential) = keys.credentials.iter().find(|known| known.token == token) else { return unknown() };
    if credential.status != Status::PendingValidation {
        return said(credential);
    }
    let name = keys.application(credential.application).map_or("an application", |known| known.name.as_str());
    let mut page = Html::new()
        .raw("<p>The application <strong id=\"application\">")
        .text(name)
        .raw("</strong> asks for the right to make these calls in the name of Flora Lindqvist:</p>")
        .raw("<table><tr><th>Method</th><th>Path</th></tr>");
    for rule in &credential.rules {
        page = page.raw("<tr>").tag("td", &rule.method).tag("td", &rule.path).raw("</tr>");
    }
    page = page.raw("</table>");
    if let Some(url) = &credential.redirection {
        page = page.raw("<p>You will be sent to <code id=\"redirection\">").text(url).raw("</code>.</p>");
    }
    page = page
        .raw("<form method=\"post\" action=\"/auth/\">")
        .hidden("credentialToken", token)
        .hidden(form_token::FIELD, &world.form_secret.token(&page_of(token)))
        .raw("<p><label>Validity <select name=\"duration\">");
    for (seconds, label) in VALIDITIES {
        page = page.raw(&format!("<option value=\"{seconds}\">{label}</option>"));
    }
    page = page
        .raw("</select></label></p>")
        .raw("<button class=\"yes\" id=\"authorize\" name=\"decision\" value=\"authorize\">Authorize</button>")
        .raw("<button id=\"refuse\" name=\"decision\" value=\"refuse\">Refuse</button></form>");
    Reply::page(StatusCode::OK, document("Authorize an application", &page))
}

pub(super) fn decide(world: &World, asked: &Asked<'_>) -> Reply {
    let fields = form(asked).unwrap_or_default();
    let now = world.now();
    let token = field(&fields, "credentialToken");
    let is_known = world.keys().credentials.iter().any(|known| known.token == token);
    if is_known && let Err(refused) = from_own_page(world, &fields, &page_of(token)) {
        return refused;
    }
    let mut keys = world.keys();
    let Some(credential) = keys.credentials.iter_mut().find(|known| known.token == token) else { return unknown() };
    if credential.status != Status::PendingValidation {
        return said(credential);
    }
    let Some(seconds) = seconds(field(&fields, "duration")) else {
        let page = Html::new().tag("p", "The validity is not a number of seconds.");
        return Reply::page(StatusCode::BAD_REQUEST, document("Nothing was decided", &page));
    };
    credential.status = match field(&fields, "decision") {
        "authorize" => Status::Validated,
        "refuse" => Status::Refused,
        _ => {
            let page = Html::new().tag("p", "Neither Authorize nor Refuse was chosen.");
            return Reply::page(StatusCode::BAD_REQUEST, document("Nothing was decided", &page));
        }
    };
    credential.expires = (seconds > 0).then(|| now.saturating_add(seconds));
    match &credential.redirection {
        Some(url) => Reply::redirect(url),
        None => said(credential),
    }
}

/// Names the page about one consumer key.
fn page_of(token: &str) -> String {
    format!("authorize {token}")
}

/// A validity, 0 without end. A text that is not a number must not become a key without end.
fn seconds(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    text.parse().ok().filter(|seconds| *seconds >= 0)
}

/// What has been decided.
fn said(credential: &Credential) -> Reply {
    let (title, text) = match credential.status {
        Status::Validated => ("Authorized", "The application can call now. You can close this page."),
        Status::Refused => ("Refused", "The application has got no rights. You can close this page."),
        Status::Expired => ("Expired", "This key is no longer valid."),
        Status::PendingValidation => ("Waiting", "Nothing has been decided yet."),
    };
    let page = Html::new().raw("<p id=\"outcome\">").text(text).raw("</p>");
    Reply::page(StatusCode::OK, document(title, &page))
}

fn unknown() -> Reply {
    let page = Html::new().tag("p", "No application has asked for this, or its key was removed.");
    Reply::page(StatusCode::NOT_FOUND, document("Unknown request", &page))
}
