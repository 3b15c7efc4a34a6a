//! What creates an object returns what was sent, and so does a later read.

use ovh_sandbox::Sandbox;
use serde_json::Value;

use crate::CALLS;
use crate::collections::{Collection, check_contains, collections, reader};
use crate::over_http::client;

/// Fields that move by themselves.
const MOVING: &[&str] = &["status", "state", "progress", "resourceStatus", "currentTasks", "currentState"];

/// Fields that only tasks have: their id, name, description and type are not those of the created object.
const OF_TASKS: &[&str] = &["taskId", "operationId", "function", "action", "subOperations"];
const OWN: &[&str] = &["id", "name", "description", "type"];

/// The response is the object that the list belongs to.
const OF_PARENT: &[&str] = &["/cloud/project/{serviceName}/user/{userId}/role"];

#[tokio::test]
async fn created_object_has_the_sent_fields() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, reader) = (client(&sandbox), reader(&sandbox).await);
    let (mut compared, mut failures) = (0, Vec::new());
    for Collection { post, list, get, .. } in collections() {
        let Some(get) = get else { continue };
        let parents = sandbox.existing_path_values("POST", post.path).unwrap();
        let body = (post.call)(&client, &parents).body.unwrap_or_default();
        let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
        let (status, response) = reader.send("POST", post.path, &parents, body).await;
        if status != 200 {
            failures.push(format!("{}: {status} {response}", post.path));
            continue;
        }
        let values = sandbox.existing_path_values("GET", get.path).unwrap();
        let (_, read) = reader.get(get.path, &values).await;
        let (_, listed) = reader.get(list.path, &parents).await;
        let key = values.last().unwrap();
        // A list shows a single address without its prefix length.
        if !listed.to_string().contains(key.trim_end_matches("/32")) {
            failures.push(format!("{}: {key} is not in {listed}", post.path));
        }
        let is_task = OF_TASKS.iter().any(|name| response.get(name).is_some() && read.get(name).is_none());
        let is_other = |name: &str| is_task && OWN.contains(&name) || OF_PARENT.contains(&post.path);
        let mut problems = Vec::new();
        for (form, method, path, value) in
            [("response", "POST", post.path, &response), ("read", "GET", get.path, &read)]
        {
            for (name, wanted) in sent.as_object().into_iter().flatten() {
                let Some(found) = value.get(name) else { continue };
                if form == "response" && is_other(name) || post.path.contains(&format!("{{{name}}}")) {
                    continue;
                }
                if let Err(why) = check_contains(wanted, found, name) {
                    let mut wish = value.clone();
                    wish[name] = wanted.clone();
                    // The sandbox ignores values that responses cannot have.
                    if sandbox.check_response(method, path, &wish).is_ok() {
                        problems.push(format!("{form}: {why}"));
                    }
                }
            }
        }
        for (name, value) in response.as_object().into_iter().flatten() {
            let Some(found) = read.get(name).filter(|_| !MOVING.contains(&name.as_str()) && !is_other(name)) else {
                continue;
            };
            if found != value && check_contains(value, found, name).is_err() {
                problems.push(format!("{name} is {value} in the response and {found} later"));
            }
        }
        compared += 1;
        if !problems.is_empty() {
            failures.push(format!("{}: {}", post.path, problems.join("; ")));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(compared > 250, "{compared}");
}

#[tokio::test]
async fn changed_object_is_returned_in_any_form() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, reader) = (client(&sandbox), reader(&sandbox).await);
    let (mut compared, mut failures) = (0, Vec::new());
    for put in CALLS.iter().filter(|call| call.method == "PUT") {
        let Some(get) = CALLS.iter().find(|call| call.method == "GET" && call.path == put.path) else { continue };
        let values = sandbox.existing_path_values("PUT", put.path).unwrap();
        let body = (put.call)(&client, &values).body.unwrap_or_default();
        let (status, response) = reader.send("PUT", put.path, &values, body).await;
        let (_, read) = reader.get(get.path, &values).await;
        let is_task = OF_TASKS.iter().any(|name| response.get(name).is_some() && read.get(name).is_none());
        let Some(fields) = response.as_object().filter(|_| status == 200 && !is_task) else { continue };
        let mut shared = fields.iter().filter_map(|(name, value)| Some((name, value, read.get(name)?))).peekable();
        compared += usize::from(shared.peek().is_some());
        for (name, value, found) in shared.filter(|(name, value, found)| check_contains(value, found, name).is_err()) {
            failures.push(format!("{}: {name} is {value} in the response and {found} later", put.path));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(compared > 50, "{compared}");
}
