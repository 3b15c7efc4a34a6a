//! Contacts of services. A change is a task that the new contact accepts or refuses.

use generator::model::Type;
use serde_json::{Value, json};

use crate::account::{NICHANDLE, OTHER_ACCOUNTS, services};
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::place::Place;
use crate::routes::CollectionId;
use crate::values::plain;
use crate::world::{World, rfc3339};

const TASKS: &str = "/me/task/contactChange";
const KINDS: [&str; 3] = ["contactAdmin", "contactTech", "contactBilling"];

/// Creates a task for each contact and returns the ids.
pub(super) fn change(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let wanted: Vec<(&str, &str)> =
        KINDS.iter().filter_map(|kind| Some((*kind, call.body.get(*kind)?.as_str()?))).collect();
    if wanted.is_empty() {
        return Err(ErrorResponse::bad_request(
            "At least one of contactAdmin, contactTech and contactBilling is needed",
        ));
    }
    for (kind, account) in &wanted {
        if *account != NICHANDLE && !OTHER_ACCOUNTS.contains(account) {
            let message = format!("[{kind}] The account {account} does not exist");
            return Err(ErrorResponse::bad_request(message).detail("parameter", *kind));
        }
    }
    let (collection, task) = tasks(world).ok_or_else(ErrorResponse::server_fault)?;
    let service = call.segments().iter().rev().nth(1).cloned().unwrap_or_default();
    let mut ids = Vec::new();
    let mut state = world.state();
    for (kind, account) in wanted {
        let number = 7_000_000 + i64::try_from(state.next_number()).unwrap_or_default();
        let key = plain(&world.api.model.types, &Type::Scalar(generator::model::Scalar::Long), &number.to_string());
        let Some(key) = key else { continue };
        let mut value = state.temporary(&task, TASKS);
        let facts = json!({
            "askingAccount": NICHANDLE, "contactTypes": [kind], "dateDone": null, "dateRequest": rfc3339(world.now()),
            "fromAccount": NICHANDLE, "toAccount": account, "serviceDomain": service,
            "state": "validatingByCustomers",
        });
        state.merge(&task, &mut value, &facts);
        state.add(&Place::v1(TASKS), collection, &key, value);
        ids.push(number);
    }
    Ok(ids.into())
}

/// Returns the collection of the tasks and the type of a task.
fn tasks(world: &World) -> Option<(CollectionId, Type)> {
    let id = world.api.table.collection_at(TASKS)?;
    Some((id, world.api.table.collection(id)?.item.clone()?))
}

/// Changes the contact. Any token is accepted, because the sandbox sends no mail.
pub(super) fn accept(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let task = decide(world, call, "done")?;
    let text = |key: &str| task.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (service, account) = (text("serviceDomain"), text("toAccount"));
    let kinds = task.get("contactTypes").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut state = world.state();
    for kind in kinds.iter().filter_map(Value::as_str) {
        for own in services().filter(|known| known.name == service) {
            let template = format!("{}/serviceInfos", own.route);
            state.change_at(&own.place().child("serviceInfos"), &template, &json!({ kind: account }));
            state.change_at(&own.place(), own.route, &json!({ kind: {"id": account} }));
        }
    }
    Ok(Value::Null)
}

pub(super) fn refuse(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    decide(world, call, "refused").map(|_| Value::Null)
}

/// Completes a pending task and returns it.
fn decide(world: &World, call: &Call<'_>, outcome: &str) -> Result<Value, ErrorResponse> {
    let (collection, ty) = tasks(world).ok_or_else(ErrorResponse::server_fault)?;
    let (list, key) = (call.place_of(3), call.segment(3));
    let mut state = world.state();
    let entry = state.entry(&list, collection, key).ok_or_else(|| ErrorResponse::no_such_object("id", key))?;
    let task = state.item(&list, collection, &entry).unwrap_or_default();
    if task.get("state").and_then(Value::as_str) != Some("validatingByCustomers") {
        return Err(ErrorResponse::conflict("This task does not wait for an answer"));
    }
    state.change(&list.child(key), &ty, &json!({"state": outcome, "dateDone": rfc3339(world.now())}));
    Ok(task)
}
