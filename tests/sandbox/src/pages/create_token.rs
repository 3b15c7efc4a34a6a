//! `/createToken/?GET=/me`: an application and a validated consumer key in one go, as links in documentation offer.

use http::StatusCode;

use super::html::{Html, document};
use super::{field, form, form_token, from_own_page, full};
use crate::keys::{MAX_RULES, MAX_TEXT, Rule, Status};
use crate::reply::Reply;
use crate::service::Asked;
use crate::world::World;

const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

/// Names the page.
const PAGE: &str = "createToken";

pub(super) fn show(world: &World, asked: &Asked<'_>) -> Reply {
    let query = asked.parts.uri.query().unwrap_or_default();
    let mut page = Html::new()
        .tag("p", "An application key, its secret and a consumer key with these rights:")
        .raw("<form method=\"post\" action=\"/createToken/\">")
        .hidden(form_token::FIELD, &world.form_secret.token(PAGE))
        .raw("<p><label>Name <input name=\"name\" value=\"my script\"></label></p>")
        .raw("<table><tr><th>Method</th><th>Path</th></tr>");
    for (method, path) in rules(&form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>()) {
        page = page.raw("<tr>").tag("td", &method).raw("<td>").text(&path).hidden(&method, &path).raw("</td></tr>");
    }
    page = page.raw("</table><button class=\"yes\" id=\"create\">Create keys</button></form>");
    Reply::page(StatusCode::OK, document("Create keys", &page))
}

pub(super) fn create(world: &World, asked: &Asked<'_>) -> Reply {
    let fields = form(asked).unwrap_or_default();
    if let Err(refused) = from_own_page(world, &fields, PAGE) {
        return refused;
    }
    let rules: Vec<Rule> = rules(&fields).iter().map(|(method, path)| Rule::new(method, path)).collect();
    if rules.is_empty() {
        let page = Html::new().tag("p", "Keys without any right are of no use: add ?GET=/me to the address, for one.");
        return Reply::page(StatusCode::BAD_REQUEST, document("No rights", &page));
    }
    let now = world.now();
    let name: String = field(&fields, "name").chars().take(MAX_TEXT / 4).collect();
    let mut keys = world.keys();
    if let Err(refusal) = keys.room_for_keys() {
        return full(&refusal);
    }
    let application = keys.add_application(&name, "");
    let id = keys.add_credential(application.id, None, rules, Status::Validated, now);
    let consumer = keys.credential(id).map(|credential| credential.key.clone()).unwrap_or_default();
    let page = Html::new()
        .raw("<table>")
        .raw("<tr><th>Application key</th>")
        .tag("td", &application.key)
        .raw("</tr><tr><th>Application secret</th>")
        .tag("td", &application.secret)
        .raw("</tr><tr><th>Consumer key</th>")
        .tag("td", &consumer)
        .raw("</tr></table>");
    Reply::page(StatusCode::OK, document("Your keys", &page))
}

/// The rights that a query or a form names.
fn rules(fields: &[(String, String)]) -> Vec<(String, String)> {
    let named = fields
        .iter()
        .filter(|(method, path)| METHODS.contains(&method.as_str()) && path.starts_with('/') && path.len() <= MAX_TEXT);
    named.take(MAX_RULES).cloned().collect()
}
