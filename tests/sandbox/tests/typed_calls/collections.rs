//! Creates, lists, reads, changes and deletes objects of all collections with the typed client.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ovh_api::Client;
use ovh_sandbox::Sandbox;
use serde_json::Value;

use crate::over_http::client;
use crate::{CALLS, TypedCall};

/// All calls by method and path, with `{}` for the last segment if it is a parameter.
static BY_PATH: LazyLock<BTreeMap<(&str, String), &TypedCall>> = LazyLock::new(|| {
    let of = |call: &'static TypedCall| {
        let path = match call.path.rsplit_once("/{") {
            Some((parent, last)) if !last.contains('/') => format!("{parent}/{{}}"),
            _ => call.path.to_owned(),
        };
        ((call.method, path), call)
    };
    CALLS.iter().map(of).collect()
});

fn find(method: &'static str, path: &str) -> Option<&'static TypedCall> {
    match path.rsplit_once("/{") {
        Some((parent, last)) if !last.contains('/') => one_of(parent, method),
        _ => BY_PATH.get(&(method, path.to_owned())).copied(),
    }
}

/// Returns the call of an object of a collection.
fn one_of(path: &str, method: &'static str) -> Option<&'static TypedCall> {
    BY_PATH.get(&(method, format!("{path}/{{}}"))).copied()
}

pub struct Reader<'s> {
    sandbox: &'s Sandbox,
    http: reqwest::Client,
    token: String,
}

impl Reader<'_> {
    pub async fn get(&self, template: &str, values: &[String]) -> (u16, Value) {
        self.send("GET", template, values, Vec::new()).await
    }

    pub async fn send(&self, method: &str, template: &str, values: &[String], body: Vec<u8>) -> (u16, Value) {
        let mut url = match template.strip_prefix("/v2/") {
            Some(_) => format!("http://{}", self.sandbox.address()),
            None => self.sandbox.url().to_owned(),
        };
        let mut values = values.iter();
        for segment in template.split('/').skip(1) {
            url.push('/');
            let value = if segment.contains('{') { values.next().unwrap() } else { segment };
            url.extend(form_urlencoded::byte_serialize(value.as_bytes()));
        }
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.http.request(method, url.replace('+', "%20")).body(body);
        let response = request.bearer_auth(&self.token).send().await.unwrap();
        (response.status().as_u16(), serde_json::from_str(&response.text().await.unwrap()).unwrap())
    }
}

pub async fn reader(sandbox: &Sandbox) -> Reader<'_> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope=all");
    let requested = http.post(sandbox.oauth2_token_url()).body(form);
    let requested = requested.header("Content-Type", "application/x-www-form-urlencoded").send().await.unwrap();
    let granted: Value = serde_json::from_str(&requested.text().await.unwrap()).unwrap();
    Reader { sandbox, http, token: granted["access_token"].as_str().unwrap().to_owned() }
}

/// The calls of a collection.
pub struct Collection {
    pub post: &'static TypedCall,
    pub list: &'static TypedCall,
    pub get: Option<&'static TypedCall>,
    delete: Option<&'static TypedCall>,
}

/// Returns the collections whose objects can be created, and then read or deleted.
pub fn collections() -> impl Iterator<Item = Collection> {
    CALLS.iter().filter(|call| call.method == "POST").filter_map(|post| {
        let (get, delete) = (one_of(post.path, "GET"), one_of(post.path, "DELETE"));
        let list = find("GET", post.path)?;
        (get.is_some() || delete.is_some()).then_some(Collection { post, list, get, delete })
    })
}

#[tokio::test]
async fn created_objects_exist_until_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, reader) = (client(&sandbox), reader(&sandbox).await);
    let (mut created, mut removed, mut failures) = (0, 0, Vec::new());
    for collection in collections() {
        match create_and_delete(&sandbox, &client, &reader, &collection).await {
            Ok(()) => {
                created += 1;
                removed += usize::from(collection.delete.is_some());
            }
            Err(why) => failures.push(format!("{}: {why}", collection.post.path)),
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(created > 30 && removed > 25, "{created} created, {removed} removed");
}

async fn create_and_delete(
    sandbox: &Sandbox,
    client: &Client,
    reader: &Reader<'_>,
    collection: &Collection,
) -> Result<(), String> {
    let Collection { post, list, get, delete } = collection;
    let entries = async |parents: &[String]| match reader.get(list.path, parents).await {
        (200, Value::Array(entries)) => Ok(entries),
        (status, other) => Err(format!("the list is {status} {other}")),
    };
    let parents = sandbox.existing_path_values("POST", post.path).ok_or("no object exists")?;
    let before = entries(&parents).await?;
    (post.call)(client, &parents).response.await.map_err(|error| error.to_string())?;
    let after = entries(&parents).await?;
    // Lists may be sorted.
    let is_added = after.len() == before.len() + 1 && before.iter().all(|entry| after.contains(entry));
    ensure(is_added, || format!("{before:?} became {after:?}"))?;

    let one = get.or(*delete).and_then(|call| sandbox.existing_path_values(call.method, call.path));
    let one = one.ok_or("the new object does not exist")?;
    if let Some(get) = get {
        let (status, item) = reader.get(get.path, &one).await;
        ensure(status == 200, || format!("the new object is {status} {item}"))?;
    }
    if let Some(delete) = delete {
        (delete.call)(client, &one).response.await.map_err(|error| error.to_string())?;
        let rest = entries(&parents).await?;
        ensure(rest == before, || format!("{before:?} became {rest:?} after the deletion"))?;
        if let Some(get) = get {
            let (status, item) = reader.get(get.path, &one).await;
            ensure(status == 404, || format!("the deleted object is {status} {item}"))?;
        }
    }
    Ok(())
}

fn ensure(condition: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if condition { Ok(()) } else { Err(why()) }
}

/// Checks that `found` contains all values of `wanted` for the fields that it has.
pub fn check_contains(wanted: &Value, found: &Value, place: &str) -> Result<(), String> {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => wanted.iter().try_for_each(|(key, value)| {
            found.get(key).map_or(Ok(()), |found| check_contains(value, found, &format!("{place}.{key}")))
        }),
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            wanted.iter().zip(found).try_for_each(|(wanted, found)| check_contains(wanted, found, place))
        }
        _ => ensure(wanted == found, || format!("{place} is {found} instead of {wanted}")),
    }
}

#[tokio::test]
async fn put_changes_only_the_sent_fields() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, reader) = (client(&sandbox), reader(&sandbox).await);
    let (mut changed, mut failures) = (0, Vec::new());
    // Changes of a service show in other fields.
    let elsewhere = "/services/{serviceId}";
    for put in CALLS.iter().filter(|call| call.method == "PUT" && call.path != elsewhere) {
        // A map is one value, which PUT replaces.
        let Some(get) = find("GET", put.path).filter(|get| !get.returns_map) else { continue };
        match change(&sandbox, &client, &reader, put, get).await {
            Ok(is_changed) => changed += usize::from(is_changed),
            Err(why) => failures.push(format!("{}: {why}", put.path)),
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(changed > 30, "{changed}");
}

/// Fields of the asynchronous resources of API v2 that a change of `targetSpec` changes.
const ASYNCHRONOUS: [&str; 5] = ["checksum", "currentState", "currentTasks", "resourceStatus", "updatedAt"];

/// Changes an object and returns whether it differs afterwards.
async fn change(
    sandbox: &Sandbox,
    client: &Client,
    reader: &Reader<'_>,
    put: &TypedCall,
    get: &TypedCall,
) -> Result<bool, String> {
    let values = sandbox.existing_path_values("PUT", put.path).ok_or("no object exists")?;
    let (_, before) = reader.get(get.path, &values).await;
    let outcome = (put.call)(client, &values);
    let body: Value = serde_json::from_slice(&outcome.body.ok_or("no body")?).unwrap();
    outcome.response.await.map_err(|error| error.to_string())?;
    let (_, after) = reader.get(get.path, &values).await;
    // Only objects have the same form in requests and responses.
    if let (Value::Object(before), Value::Object(found)) = (&before, &after) {
        let is_asynchronous = body.get("targetSpec").is_some();
        let is_expected = |key: &String| is_asynchronous && ASYNCHRONOUS.contains(&key.as_str());
        for (key, value) in body.as_object().into_iter().flatten().filter(|(key, _)| !is_expected(key)) {
            let Some(Err(why)) = found.get(key).map(|found| check_contains(value, found, key)) else { continue };
            let mut wanted = before.clone();
            wanted.insert(key.clone(), value.clone());
            // The sandbox ignores values that responses cannot have.
            let is_possible = sandbox.check_response("GET", get.path, &wanted.into()).is_ok();
            ensure(!is_possible, || why)?;
        }
        for (key, value) in before.iter().filter(|(key, _)| body.get(key).is_none() && !is_expected(key)) {
            ensure(found.get(key) == Some(value), || format!("{key} was {value} and is {:?}", found.get(key)))?;
        }
    }
    Ok(before != after)
}
