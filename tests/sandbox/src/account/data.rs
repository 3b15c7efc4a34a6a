//! Reads the description of the account.
//!
//! Each file of `world_data/`, except `services.json` and `offers.json`, is an object of paths and what they return, or a
//! list of blocks `{"under": PATH, "objects": {…}}` whose paths are below `PATH`:
//!
//! - A list at the path of a collection has its objects, each with the fields that matter. The key is the field that
//!   contains the path parameter (`instanceId` or `id` below `…/instance`), or `"$key"` if the object has no such
//!   field. A string or number is an object of which only the key matters. `[]` is an empty collection.
//! - An object has fields of the value at the path. Any other value is the whole response.
//! - `"{-30d}"` at the start of a text is the date 30 days before the sandbox starts, `"{+30d}"` the date 30 days after
//!   it. `{"$iam": URN}` is the IAM resource with this URN.
//! - A slash within a segment of a path is written `%2F`. Paths of branch v2 begin with `/v2`.
//!
//! All other fields are generated. Entries, fields and values that do not fit the schemas are skipped, because other
//! snapshots lack some of them; `tests.rs` checks that all fit the committed schemas. `services.json` has the services:
//! path template → product, description and rows of id, name and expiration date.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Account, dates, iam};
use crate::api::Api;
use crate::place::{Place, key_text};
use crate::responses::Style;
use crate::routes::{Collection, Lookup, Meaning, Route};
use crate::values::plain;

/// The name and the text of each file.
pub(super) const FILES: &[(&str, &str)] = &[
    ("account", include_str!("../world_data/account.json")),
    ("bills", include_str!("../world_data/bills.json")),
    ("cloud", include_str!("../world_data/cloud.json")),
    ("cloud_catalog", include_str!("../world_data/cloud_catalog.json")),
    ("domains", include_str!("../world_data/domains.json")),
    ("iam", include_str!("../world_data/iam.json")),
    ("ip", include_str!("../world_data/ip.json")),
    ("kubernetes", include_str!("../world_data/kubernetes.json")),
    ("mail", include_str!("../world_data/mail.json")),
    ("orders", include_str!("../world_data/orders.json")),
    ("regions", include_str!("../world_data/regions.json")),
    ("servers", include_str!("../world_data/servers.json")),
    ("web", include_str!("../world_data/web.json")),
    ("vps", include_str!("../world_data/vps.json")),
];

static ENTRIES: LazyLock<Vec<(String, Value)>> = LazyLock::new(|| {
    let files = FILES.iter().map(|(_, text)| serde_json::from_str(text).unwrap_or_default());
    files.flat_map(|file| entries(&file)).collect()
});

/// Returns the paths of a file and what they return.
pub(super) fn entries(file: &Value) -> Vec<(String, Value)> {
    let of = |under: &str, objects: &Map<String, Value>| {
        objects.iter().map(|(path, value)| (format!("{under}{path}"), value.clone())).collect::<Vec<_>>()
    };
    match file {
        Value::Array(blocks) => blocks.iter().flat_map(entries).collect(),
        Value::Object(block) => match (block.get("under").and_then(Value::as_str), block.get("objects")) {
            (Some(under), Some(Value::Object(objects))) => of(under, objects),
            _ => of("", block),
        },
        _ => Vec::new(),
    }
}

/// Returns the operation that reads a path.
pub(super) fn reader<'a>(api: &'a Api, place: &Place) -> Option<&'a Route> {
    let segments: Vec<String> = place.segments().collect();
    match api.table.find(place.branch(), &http::Method::GET, &segments) {
        Lookup::Route(route) => Some(route),
        _ => None,
    }
}

/// Returns the key of an object of a collection.
pub(super) fn key_of(api: &Api, collection: &Collection, object: &Value) -> Option<Value> {
    let key = match object {
        Value::Object(entries) => {
            let field = collection.key_field.as_ref().and_then(|field| entries.get(field));
            entries.get("$key").or(field)?
        }
        other => other,
    };
    plain(&api.model.types, &collection.key, &key_text(key)).map(|_| key.clone())
}

/// Adds the objects to the account. With arbitrary values, only their keys are fixed.
pub(super) fn add(account: &mut Account, api: &Api, style: Style, today: Date) {
    for (path, value) in &*ENTRIES {
        let place = Place::v1(path);
        let Some(route) = reader(api, &place) else { continue };
        let value = iam::expand(&dates::expand_all(value, today));
        let (Meaning::List(id), Value::Array(objects)) = (&route.meaning, &value) else {
            if style == Style::Typical {
                account.add_facts(place, value);
            }
            continue;
        };
        let Some(collection) = api.table.collection(*id) else { continue };
        let mut keys = Vec::new();
        for object in objects {
            let Some(key) = key_of(api, collection, object) else { continue };
            let canonical = plain(&api.model.types, &collection.key, &key_text(&key));
            if style == Style::Typical
                && object.is_object()
                && let Some(canonical) = canonical
            {
                account.add_facts(place.child(&canonical.key), object.clone());
            }
            keys.push(key);
        }
        // A snapshot whose keys have another type has objects of its own.
        if keys.len() == objects.len() {
            account.set_list(place, keys);
        }
    }
}
