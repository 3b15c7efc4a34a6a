//! In every collection that can be added to: what the typed client's POST creates, the list shows and GET returns; what
//! DELETE removes is gone. The list is found by the paths, as the sandbox finds it.

use ovh_sandbox::Sandbox;
use serde_json::Value;

use crate::over_http::client;
use crate::{CALLS, TypedCall};

fn find(method: &str, path: &str) -> Option<&'static TypedCall> {
    CALLS.iter().find(|call| call.method == method && call.path == path)
}

/// The same path with one parameter more.
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
        let answer = self.http.get(url.replace('+', "%20")).bearer_auth(&self.token).send().await.unwrap();
        (answer.status().as_u16(), serde_json::from_str(&answer.text().await.unwrap()).unwrap())
    }
}

async fn reader(sandbox: &Sandbox) -> Reader<'_> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope=all");
    let asked = http.post(sandbox.oauth2_token_url()).body(form);
    let asked = asked.header("Content-Type", "application/x-www-form-urlencoded").send().await.unwrap();
    let granted: Value = serde_json::from_str(&asked.text().await.unwrap()).unwrap();
    Reader { sandbox, http, token: granted["access_token"].as_str().unwrap().to_owned() }
}

#[tokio::test]
async fn what_is_created_is_there_until_it_is_removed() {
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
        (post.call)(&client, &parents).answer.await.unwrap();
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
            (delete.call)(&client, &one).answer.await.unwrap();
            assert_eq!(reader.get(list.path, &parents).await.1.as_array().unwrap(), before, "{name}");
            if let Some(get) = get {
                assert_eq!(reader.get(get.path, &one).await.0, 404, "{name}");
            }
            removed += 1;
        }
    }
    assert!(created > 30 && removed > 25, "{created} created, {removed} removed");
}

/// Every leaf of `wanted` that `found` has a place for is there.
fn assert_taken(wanted: &Value, found: &Value, place: &str) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            for (key, value) in wanted {
                if let Some(found) = found.get(key) {
                    assert_taken(value, found, &format!("{place}.{key}"));
                }
            }
        }
        (Value::Array(wanted), Value::Array(found)) => {
            assert_eq!(wanted.len(), found.len(), "{place}");
            wanted.iter().zip(found).for_each(|(wanted, found)| assert_taken(wanted, found, place));
        }
        _ => assert_eq!(wanted, found, "{place}"),
    }
}

#[tokio::test]
async fn what_is_put_is_there_and_all_else_is_as_before() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, reader) = (client(&sandbox), reader(&sandbox).await);
    let mut changed = 0;
    // What is written of a service shows elsewhere in it.
    let elsewhere = "/services/{serviceId}";
    for put in CALLS.iter().filter(|call| call.method == "PUT" && call.path != elsewhere) {
        let Some(get) = find("GET", put.path) else { continue };
        let values = sandbox.existing_path_values("PUT", put.path).unwrap();
        let (_, before) = reader.get(get.path, &values).await;
        let outcome = (put.call)(&client, &values);
        let body: Value = serde_json::from_slice(&outcome.body.unwrap()).unwrap();
        outcome.answer.await.unwrap();
        let (_, after) = reader.get(get.path, &values).await;
        // What is sent in another form than it is read in can only be taken by somebody who knows what it means.
        let (Value::Object(before), Value::Object(after)) = (&before, &after) else { continue };
        assert_taken(&body, &Value::Object(after.clone()), put.path);
        for (key, value) in before {
            if body.get(key).is_none() {
                assert_eq!(after.get(key), Some(value), "{}: {key}", put.path);
            }
        }
        changed += usize::from(before != after);
    }
    assert!(changed > 30, "{changed}");
}
