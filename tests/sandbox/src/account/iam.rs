//! The IAM resources of the account: the objects whose responses have the field `iam`.

use std::collections::BTreeSet;

use generator::model::Type;
use serde_json::{Value, json};

use super::data::reader;
use super::{Account, NICHANDLE};
use crate::api::Api;
use crate::hash::sha1_hex;
use crate::place::{Place, key_text};
use crate::routes::{Meaning, Route};
use crate::values::{Direction, object};

/// The list of IAM resources.
const RESOURCES: &str = "/v2/iam/resource";
/// The list of the types of IAM resources.
const RESOURCE_TYPES: &str = "/v2/iam/reference/resource/type";
/// What the URN of a resource starts with.
const URN: &str = "urn:v1:eu:resource:";

/// An object that is an IAM resource.
pub(crate) struct Registered {
    /// The list of IAM resources.
    pub(crate) list: Place,
    pub(crate) urn: String,
    /// The metadata of the object.
    pub(crate) metadata: Value,
    /// The resource of the list.
    pub(crate) resource: Value,
}

/// Returns the IAM resource of the object at a path, if its responses have the field `iam`.
pub(crate) fn registered(api: &Api, place: &Place, iam: Option<&Value>) -> Option<Registered> {
    let kind = iam_type(api, reader(api, place)?)?;
    let name = place.segments().last()?;
    let urn = format!("{URN}{kind}:{name}");
    let of = |field: &str| iam.and_then(|iam| iam.get(field)).filter(|value| !value.is_null()).cloned();
    let display_name = of("displayName").and_then(|name| name.as_str().map(str::to_owned)).unwrap_or(name);
    let tags = of("tags").unwrap_or_else(|| json!({}));
    let metadata = json!({"id": uuid_of(&urn), "urn": urn, "state": "OK", "displayName": display_name, "tags": tags});
    let resource = resource(&urn, &display_name, &tags);
    Some(Registered { list: Place::v1(RESOURCES), urn, metadata, resource })
}

/// Returns a UUID that is the same for the same text.
fn uuid_of(text: &str) -> String {
    let hash = sha1_hex(text.as_bytes());
    let part = |range: std::ops::Range<usize>| hash.get(range).unwrap_or_default();
    format!("{}-{}-4{}-8{}-{}", part(0..8), part(8..12), part(13..16), part(17..20), part(20..32))
}

/// Returns the type of the resources that an operation reads, such as `vps`, if their responses have the field `iam`.
fn iam_type<'r>(api: &Api, route: &'r Route) -> Option<&'r str> {
    let Type::Defined(id, _) = &route.operation.response else { return None };
    let shape = object(&api.model.types, id, Direction::Output)?;
    shape.fields.iter().find(|field| field.name == "iam")?;
    route.operation.iam_actions.first()?.name.split(':').next()
}

/// Returns the resource with a URN.
fn resource(urn: &str, display_name: &str, tags: &Value) -> Value {
    let (kind, name) = urn.strip_prefix(URN).and_then(|rest| rest.split_once(':')).unwrap_or_default();
    json!({"urn": urn, "id": uuid_of(urn), "name": name, "displayName": display_name, "owner": NICHANDLE,
        "type": kind, "tags": tags})
}

/// Replaces `{"$iam": URN}` by the resource.
pub(super) fn expand(value: &Value) -> Value {
    match value {
        Value::Array(values) => values.iter().map(expand).collect(),
        Value::Object(entries) => match entries.get("$iam").and_then(Value::as_str) {
            Some(urn) => resource(urn, urn.rsplit(':').next().unwrap_or_default(), &json!({})),
            None => Value::Object(entries.iter().map(|(key, value)| (key.clone(), expand(value))).collect()),
        },
        other => other.clone(),
    }
}

/// Gives each object of a described list its IAM metadata, and lists it as an IAM resource.
pub(super) fn add(account: &mut Account, api: &Api) {
    let (mut resources, mut urns) = (Vec::new(), BTreeSet::new());
    for (list, keys) in account.lists.clone() {
        if !reader(api, &list).is_some_and(|route| matches!(route.meaning, Meaning::List(_))) {
            continue;
        }
        for key in keys {
            let key = key_text(&key);
            let place = list.child(&key);
            let described = account.facts(&place).filter_map(|facts| facts.get("iam")).last().cloned();
            let Some(found) = registered(api, &place, described.as_ref()) else { continue };
            account.add_facts(place, json!({"iam": found.metadata}));
            // Two APIs may serve the same object, such as a project.
            if urns.insert(found.urn) {
                resources.push(found.resource);
            }
        }
    }
    let actions = api.table.routes.iter().flat_map(|route| &route.operation.iam_actions);
    let types: BTreeSet<&str> = actions.filter_map(|action| action.name.split(':').next()).collect();
    account.add_facts(Place::v1(RESOURCE_TYPES), types.into_iter().collect());
    let list = Place::v1(RESOURCES);
    account.set_list(list.clone(), resources.iter().filter_map(|resource| resource.get("urn").cloned()));
    for resource in resources {
        let urn = resource.get("urn").map(key_text).unwrap_or_default();
        account.add_facts(list.child(&urn), resource);
    }
}
