//! `/createToken/?GET=/me`: creates an application and a validated consumer key, as links in documentation offer.

use http::StatusCode;
use maud::html;

use super::html::{document, hidden, message};
use super::{check_form_token, field, form, full};
use crate::form_token;
use crate::keys::{MAX_RULES, MAX_TEXT, Rule, Status};
use crate::reply::Reply;
use crate::request::RawRequest;
use crate::world::World;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The name of the page in its form token.
const PAGE: &str = "createToken";

pub(super) fn show(world: &World, request: &RawRequest<'_>) -> Reply {
    let query = request.parts.uri.query().unwrap_or_default();
    let rules = rules(&form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>());
    let body = html! {
        p { "An application key, its secret and a consumer key with these rights:" }
        form method="post" action="/createToken/" {
            (hidden(form_token::FIELD, &world.form_secret.token(PAGE)))
            p { label { "Name " input name="name" value="my script"; } }
            table {
                tr { th { "Method" } th { "Path" } }
                @for (method, path) in &rules {
                    tr { td { (method) } td { (path) (hidden(method, path)) } }
                }
            }
            button.yes #create { "Create keys" }
        }
    };
    Reply::page(StatusCode::OK, document("Create keys", &body))
}

pub(super) fn create(world: &World, request: &RawRequest<'_>) -> Reply {
    let fields = form(request).unwrap_or_default();
    if let Err(rejected) = check_form_token(world, &fields, PAGE) {
        return rejected;
    }
    let rules: Vec<Rule> = rules(&fields).iter().map(|(method, path)| Rule::new(method, path)).collect();
    if rules.is_empty() {
        let text = "Keys need at least one right: add one to the address, such as ?GET=/me.";
        return Reply::page(StatusCode::BAD_REQUEST, message("No rights", text));
    }
    let now = world.now();
    let name: String = field(&fields, "name").chars().take(MAX_TEXT / 4).collect();
    let mut keys = world.keys();
    if let Err(error) = keys.room_for_keys() {
        return full(&error);
    }
    let application = keys.add_application(&name, "");
    let id = keys.add_credential(application.id, None, rules, Status::Validated, now);
    let consumer = keys.credential(id).map(|credential| credential.key.as_str()).unwrap_or_default();
    let body = html! {
        table {
            tr { th { "Application key" } td { (application.key) } }
            tr { th { "Application secret" } td { (application.secret) } }
            tr { th { "Consumer key" } td { (consumer) } }
        }
    };
    Reply::page(StatusCode::OK, document("Your keys", &body))
}

/// Returns the rights in a query or a form.
fn rules(fields: &[(String, String)]) -> Vec<(String, String)> {
    let named = fields
        .iter()
        .filter(|(method, path)| METHODS.contains(&method.as_str()) && path.starts_with('/') && path.len() <= MAX_TEXT);
    named.take(MAX_RULES).cloned().collect()
}
