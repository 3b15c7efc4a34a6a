//! What stands beside the API: pages for people, and the token endpoint of OAuth2.

mod create_token;
mod form_token;
mod html;
mod token;
mod validation;

use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};

pub(crate) use self::form_token::FormSecret;
use self::html::{Html, document};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::service::Asked;
use crate::world::World;

/// The token endpoint.
const TOKEN: &str = "/auth/oauth2/token";

/// Whether a request is a question for a token.
pub(crate) fn asks_for_token(asked: &Asked<'_>) -> bool {
    asked.parts.method == Method::POST && asked.parts.uri.path().trim_end_matches('/') == TOKEN
}

/// Answers everything that is not below a branch.
pub(crate) fn respond(world: &World, asked: &Asked<'_>) -> Reply {
    let path = asked.parts.uri.path().trim_end_matches('/');
    let method = &asked.parts.method;
    match (path, method == Method::GET, method == Method::POST) {
        ("", true, _) => home(world),
        ("/auth", true, _) => validation::show(world, asked),
        ("/auth", _, true) => validation::decide(world, asked),
        (TOKEN, _, true) => token::grant(world, asked),
        ("/createToken", true, _) => create_token::show(world, asked),
        ("/createToken", _, true) => create_token::create(world, asked),
        (TOKEN, ..) => world.refuse(&Refusal::wrong_method(&["POST"])),
        ("" | "/auth" | "/createToken", ..) => world.refuse(&Refusal::wrong_method(&["GET", "POST"])),
        _ => world.refuse(&Refusal::unknown_route()),
    }
}

fn home(world: &World) -> Reply {
    let count = world.api.table.routes.len();
    let body = Html::new()
        .tag("p", &format!("{count} operations, none of which costs anything. Nothing here leaves this machine."))
        .raw("<p><a href=\"/1.0/\">/1.0</a>, <a href=\"/v2\">/v2</a>, <a href=\"/createToken/\">createToken</a></p>");
    Reply::page(StatusCode::OK, document("An OVHcloud API on your own machine", &body))
}

/// The fields of a form that was sent; none if the body is no form.
fn form(asked: &Asked<'_>) -> Option<Vec<(String, String)>> {
    let kind = asked.parts.headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        .then(|| form_urlencoded::parse(asked.body).into_owned().collect())
}

/// The value of one field.
fn field<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// Refuses a form that is not from the page about this, which a page of another site may have sent.
fn from_own_page(world: &World, fields: &[(String, String)], page: &str) -> Result<(), Reply> {
    if field(fields, form_token::FIELD) == world.form_secret.token(page) {
        return Ok(());
    }
    let text =
        "This form does not come from a page of this sandbox, or the sandbox was restarted. Open the page again.";
    let body = Html::new().tag("p", text);
    Err(Reply::page(StatusCode::FORBIDDEN, document("Not accepted", &body)))
}

/// What the sandbox has too much of, for people.
fn full(refusal: &Refusal) -> Reply {
    let body = Html::new().tag("p", refusal.message());
    Reply::page(StatusCode::INSUFFICIENT_STORAGE, document("No room", &body))
}
