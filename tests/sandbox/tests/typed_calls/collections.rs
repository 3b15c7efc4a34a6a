//! Creates, lists, reads, changes and deletes objects of all collections with the typed client.

use ovh_sandbox::Sandbox;
use serde_json::Value;

use crate::over_http::client;
use crate::{CALLS, TypedCall};

fn find(method: &str, path: &str) -> Option<&'static TypedCall> {
    CALLS.iter().find(|call| call.method == method && call.path == path)
}

/// Returns the call of an object of a collection.
fn one_of(path: &str, method: &str) -> Option<&'static TypedCall> {
    let below = format!("{path}/{{");
    CALLS.iter().find(|call| {
        let rest = call.path.strip_prefix(&below);
        call.method == method && rest.is_some_and(|rest| !rest.contains('/'))
    })
}

struct Reader<'s> {
    sandbox: &'s Sandbox,
    http: reqwest::Client,
    token: String,
}

impl Reader<'_> {
    async fn get(&self, template: &str, values: &[String]) -> (u16, Value) {
        let mut url = self.sandbox.url().to_owned();
        let mut values = values.iter();
        for segment in template.split('/').skip(1) {
            url.push('/');
            let value = if segment.contains('{') { values.next().unwrap() } else { segment };
            url.extend(form_urlencoded::byte_serialize(value.as_bytes()));
        }
        let response = self.http.get(url.replace('+', "%20")).bearer_auth(&self.token).send().await.unwrap();
        (response.status().as_u16(), serde_json::from_str(&response.text().await.unwrap()).unwrap())
    }
}

async fn reader(sandbox: &Sandbox) -> Reader<'_> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope=all");
    let requested = http.post(sandbox.oauth2_token_url()).body(form);
    let requested = requested.header("Content-Type", "application/x-www-form-urlencoded").send().await.unwrap();
    let granted: Value = serde_json::from_str(&requested.text().await.unwrap()).unwrap();
    Reader { sandbox, http, token: granted["access_token"].as_str().unwrap().to_owned() }
}

#[tokio::test]
async fn created_objects_exist_until_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, reader) = (client(&sandbox), reader(&sandbox).await);
    let (mut created, mut removed) = (0, 0);
    for post in CALLS.iter().filter(|call| call.method == "POST") {
        let (Some(list), get, delete) = (find("GET", post.path), one_of(post.path, "GET"), one_of(post.path, "DELETE"))
        else {
            continue;
        };
        if get.is_none() && delete.is_none() {
            continue;
        }
        let name = post.path;
        let parents = sandbox.existing_path_values("POST", name).unwrap();
        let (_, before) = reader.get(list.path, &parents).await;
        (post.call)(&client, &parents).response.await.unwrap();
        let (_, after) = reader.get(list.path, &parents).await;
        let (before, after) = (before.as_array().unwrap(), after.as_array().unwrap());
        assert_eq!(after.len(), before.len() + 1, "{name}");
        assert_eq!(after[..before.len()], before[..], "{name}");
        created += 1;

        let one = sandbox.existing_path_values(get.or(delete).unwrap().method, get.or(delete).unwrap().path).unwrap();
        if let Some(get) = get {
            let (status, item) = reader.get(get.path, &one).await;
            assert_eq!(status, 200, "{name}: {item}");
        }
        if let Some(delete) = delete {
            (delete.call)(&client, &one).response.await.unwrap();
            assert_eq!(reader.get(list.path, &parents).await.1.as_array().unwrap(), before, "{name}");
            if let Some(get) = get {
                assert_eq!(reader.get(get.path, &one).await.0, 404, "{name}");
            }
            removed += 1;
        }
    }
    assert!(created > 30 && removed > 25, "{created} created, {removed} removed");
}

/// Asserts that `found` contains all values of `wanted` for the fields that it has.
fn assert_contains(wanted: &Value, found: &Value, place: &str) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            for (key, value) in wanted {
                if let Some(found) = found.get(key) {
                    assert_contains(value, found, &format!("{place}.{key}"));
                }
            }
        }
        (Value::Array(wanted), Value::Array(found)) => {
            assert_eq!(wanted.len(), found.len(), "{place}");
            wanted.iter().zip(found).for_each(|(wanted, found)| assert_contains(wanted, found, place));
        }
        _ => assert_eq!(wanted, found, "{place}"),
    }
}

#[tokio::test]
async fn put_changes_only_the_sent_fields() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, reader) = (client(&sandbox), reader(&sandbox).await);
    let mut changed = 0;
    // Changes of a service show in other fields.
    let elsewhere = "/services/{serviceId}";
    for put in CALLS.iter().filter(|call| call.method == "PUT" && call.path != elsewhere) {
        let Some(get) = find("GET", put.path) else { continue };
        let values = sandbox.existing_path_values("PUT", put.path).unwrap();
        let (_, before) = reader.get(get.path, &values).await;
        let outcome = (put.call)(&client, &values);
        let body: Value = serde_json::from_slice(&outcome.body.unwrap()).unwrap();
        outcome.response.await.unwrap();
        let (_, after) = reader.get(get.path, &values).await;
        // Only objects have the same form in requests and responses.
        let (Value::Object(before), Value::Object(after)) = (&before, &after) else { continue };
        assert_contains(&body, &Value::Object(after.clone()), put.path);
        for (key, value) in before {
            if body.get(key).is_none() {
                assert_eq!(after.get(key), Some(value), "{}: {key}", put.path);
            }
        }
        changed += usize::from(before != after);
    }
    assert!(changed > 30, "{changed}");
}
