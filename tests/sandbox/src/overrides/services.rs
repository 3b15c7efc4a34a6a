//! `/services`: the services of the account.

use serde_json::{Value, json};

use crate::account;
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::pattern::like;
use crate::place::Place;
use crate::routes::Meaning;
use crate::world::World;

/// Returns the ids of the services that match the query.
pub(super) fn list(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let Meaning::List(collection) = call.route.meaning else { return world.state().perform(call) };
    let mut state = world.state();
    let mut services: Vec<(Value, Value)> = Vec::new();
    for entry in state.entries(&call.place, collection).to_vec() {
        let service = state.item(&call.place, collection, &entry).unwrap_or_default();
        services.push((entry.shown, service));
    }
    if let Some(name) = call.query_text("resourceName") {
        services.retain(|(_, service)| like(text(service, "/resource/name"), name));
    }
    if let Some(routes) = call.query_text("routes") {
        services.retain(|(_, service)| routes.split(',').any(|route| text(service, "/route/path") == route));
    }
    match call.query_text("orderBy") {
        Some("resourceName" | "resource.name") => {
            services.sort_by(|(_, one), (_, other)| text(one, "/resource/name").cmp(text(other, "/resource/name")));
        }
        Some(order) if order.to_ascii_lowercase().contains("date") => {
            let end = "/billing/nextBillingDate";
            services.sort_by(|(_, one), (_, other)| text(one, end).cmp(text(other, end)));
        }
        _ => {}
    }
    if call.query_text("sort").is_some_and(|sort| sort.eq_ignore_ascii_case("desc")) {
        services.reverse();
    }
    Ok(services.into_iter().map(|(id, _)| id).collect())
}

fn text<'v>(service: &'v Value, pointer: &str) -> &'v str {
    service.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// Changes a service and the service infos of its object.
pub(super) fn change(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    let Some((list, collection, key)) = call.item() else { return state.perform(call) };
    if let Some(entry) = state.entry(&list, collection, key) {
        state.item(&list, collection, &entry);
    }
    let template = &call.route.operation.path;
    if let Some(name @ Value::String(_)) = call.body.get("displayName") {
        state.change_at(&call.place, template, &json!({"resource": {"displayName": name}}));
    }
    if let Some(renew) = call.body.get("renew").filter(|renew| renew.is_object()) {
        state.change_at(&call.place, template, &json!({"billing": {"renew": {"current": renew}}}));
        if let (Some((place, template)), Some(mode)) = (infos(&call.place), renew.get("mode").and_then(Value::as_str)) {
            state.change_at(&place, &template, &json!({"renew": {"automatic": mode == "automatic"}}));
        }
    }
    Ok(Value::Null)
}

/// Returns the path of a service's service infos and its template.
fn infos(service: &Place) -> Option<(Place, String)> {
    let service = account::services().find(|known| Place::v1("/services").child(&known.id.to_string()) == *service)?;
    Some((service.place().child("serviceInfos"), format!("{}/serviceInfos", service.route)))
}
