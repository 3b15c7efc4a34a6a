//! Everything outside the API's branches: HTML pages and the OAuth2 token endpoint.

mod create_token;
mod html;
mod token;
mod validation;

use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};

use self::html::{document, message};
use crate::error_response::ErrorResponse;
use crate::form_token;
use crate::reply::Reply;
use crate::request::RawRequest;
use crate::world::World;

/// The path of the token endpoint.
const TOKEN: &str = "/auth/oauth2/token";

/// Paths of the service's newer hosts, such as `auth.eu.ovhcloud.com`, and the paths of the older ones.
const ALIASES: [(&str, &str); 3] =
    [("/oauth2/token", TOKEN), ("/api/createToken", "/createToken"), ("/auth/api/createToken", "/createToken")];

/// Returns the path of a request in its canonical spelling.
fn path<'r>(request: &RawRequest<'r>) -> &'r str {
    let path = request.parts.uri.path();
    let path = path.strip_suffix('/').unwrap_or(path);
    ALIASES.iter().find(|(alias, _)| *alias == path).map_or(path, |(_, canonical)| canonical)
}

/// Returns whether this is a request for an OAuth2 token.
pub(crate) fn is_token_request(request: &RawRequest<'_>) -> bool {
    request.parts.method == Method::POST && path(request) == TOKEN
}

/// Returns the reply to a request outside the API's branches.
pub(crate) fn respond(world: &World, request: &RawRequest<'_>) -> Reply {
    let path = path(request);
    let method = &request.parts.method;
    match (path, method == Method::GET, method == Method::POST) {
        ("", true, _) => home(world),
        ("/auth", true, _) => validation::show(world, request),
        ("/auth", _, true) => validation::decide(world, request),
        (TOKEN, _, true) => token::grant(world, request),
        ("/createToken", true, _) => create_token::show(world, request),
        ("/createToken", _, true) => create_token::create(world, request),
        (TOKEN, ..) => world.reject(&ErrorResponse::wrong_method(&["POST"])),
        ("" | "/auth" | "/createToken", ..) => world.reject(&ErrorResponse::wrong_method(&["GET", "POST"])),
        _ => world.reject(&ErrorResponse::unknown_route()),
    }
}

fn home(world: &World) -> Reply {
    let count = world.api.table.routes.len();
    let body = maud::html! {
        p { (count) " operations. Everything is free of charge and stays on this machine." }
        p { a href="/1.0/" { "/1.0" } ", " a href="/v2" { "/v2" } ", " a href="/createToken/" { "createToken" } }
    };
    Reply::page(StatusCode::OK, document("OVHcloud API sandbox", &body))
}

/// Returns the fields of a submitted form. Returns `None` if the content type is not that of a form.
fn form(request: &RawRequest<'_>) -> Option<Vec<(String, String)>> {
    let kind = request.parts.headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        .then(|| form_urlencoded::parse(request.body).into_owned().collect())
}

/// Returns the value of a form field, empty if it is missing.
fn field<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// Rejects a form without the token of its page, which another site may have sent.
fn check_form_token(world: &World, fields: &[(String, String)], page: &str) -> Result<(), Reply> {
    if field(fields, form_token::FIELD) == world.form_secret.token(page) {
        return Ok(());
    }
    let text =
        "This form does not come from a page of this sandbox, or the sandbox was restarted. Open the page again.";
    Err(Reply::page(StatusCode::FORBIDDEN, message("Not accepted", text)))
}

/// Returns the page for a limit that was reached.
fn full(error: &ErrorResponse) -> Reply {
    Reply::page(StatusCode::INSUFFICIENT_STORAGE, message("No room", error.message()))
}
