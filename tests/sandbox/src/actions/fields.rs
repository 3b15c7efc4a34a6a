//! Parameters of actions and the fields that they change.

use generator::model::{Type, Types};
use serde_json::{Map, Value, json};

use crate::values::{Direction, Problem, check, closed, object};
use crate::words::{plain_name, singular};

/// How a parameter changes a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Set,
    /// Adds to a list.
    Append,
    /// Removes from a list.
    Remove,
    /// Sets null.
    Clear,
}

/// Word of the action, parameter (empty for any call), path of the field, and how the field changes.
const MOVES: &[(&str, &str, &[&str], How)] = &[
    ("attach", "instanceId", &["attachedTo"], How::Append),
    ("attach", "instanceId", &["routedTo"], How::Set),
    ("detach", "instanceId", &["attachedTo"], How::Remove),
    ("move", "to", &["routedTo", "serviceName"], How::Set),
    ("park", "", &["routedTo"], How::Clear),
    ("change", "organisation", &["organisationId"], How::Set),
];

/// Prefixes of parameters that give a field a new value.
const NEW: &[&str] = &["new", "target", "wanted", "desired", "requested"];

/// Fields that identify an object: a parameter of that name names something else.
const IDENTITIES: &[&str] = &["id", "name", "type", "status", "state", "iam", "uuid"];

/// Returns the changes of an object by the parameters of an action: those of the table of moves, those named like a
/// field, with or without a word for new, and ids of objects in a field (`flavorId` changes `flavor.id`).
pub(crate) fn changes(types: &Types, ty: &Type, value: &Value, words: &[String], body: &Value) -> Map<String, Value> {
    let mut changes = Map::new();
    let Type::Defined(id, _) = ty else { return changes };
    let Some(shape) = object(types, id, Direction::Output) else { return changes };
    for (word, parameter, field, how) in MOVES {
        let given = if parameter.is_empty() { Some(&Value::Null) } else { body.get(parameter) };
        let (Some(given), true) = (given, words.iter().any(|own| own == word)) else { continue };
        let Some(first) = field.first().filter(|first| shape.field(first).is_some()) else { continue };
        let new = match how {
            How::Clear => Value::Null,
            How::Set => field.iter().skip(1).rev().fold(given.clone(), |inner, name| json!({ *name: inner })),
            How::Append | How::Remove => {
                let old = value.get(first).and_then(Value::as_array);
                let kept = old.into_iter().flatten().filter(|entry| *entry != given).cloned();
                kept.chain((*how == How::Append).then(|| given.clone())).collect()
            }
        };
        changes.insert((*first).to_owned(), new);
    }
    for (name, given) in body.as_object().into_iter().flatten() {
        let bare = NEW.iter().find_map(|prefix| plain_name(name).strip_prefix(prefix).map(str::to_owned));
        let is_it = |field: &&generator::model::Field| {
            field.name == *name && !IDENTITIES.contains(&name.as_str()) || Some(plain_name(&field.name)) == bare
        };
        if let Some(field) = shape.fields.iter().find(is_it) {
            changes.entry(field.name.clone()).or_insert_with(|| given.clone());
        }
        if let Some(inner) = name.strip_suffix("Id")
            && shape.field(inner).is_some_and(|field| matches!(field.ty, Type::Defined(..)))
        {
            changes.entry(inner.to_owned()).or_insert_with(|| json!({"id": given}));
        }
    }
    // `activeMonthlyBilling` sets the field `monthlyBilling`.
    if let Some((first, rest)) = words.split_first()
        && first == "active"
    {
        let wanted = rest.concat();
        let field = shape.fields.iter().find(|field| plain_name(&field.name) == wanted);
        if let Some(field) = field.filter(|field| value.get(&field.name).is_none_or(Value::is_null)) {
            changes.insert(field.name.clone(), json!({"status": "ok"}));
        }
    }
    changes
}

/// Renames parameters whose names differ from those of the fields by the noun of the path: `snapshotName` is `name` of
/// a snapshot, and `name` is `snapshotName`. The others stay.
pub(crate) fn rename(types: &Types, ty: &Type, noun: &str, body: &Value) -> Value {
    let (Type::Defined(id, _), Some(entries)) = (ty, body.as_object()) else { return body.clone() };
    let Some(shape) = object(types, id, Direction::Output) else { return body.clone() };
    let noun = plain_name(singular(noun));
    let mut renamed = entries.clone();
    for (name, value) in entries {
        if shape.field(name).is_some() {
            continue;
        }
        let plain = plain_name(name);
        let alike = |field: &&generator::model::Field| {
            let own = plain_name(&field.name);
            !entries.contains_key(&field.name) && (plain == format!("{noun}{own}") || own == format!("{noun}{plain}"))
        };
        if let Some(field) = shape.fields.iter().find(alike) {
            renamed.insert(field.name.clone(), value.clone());
        }
    }
    renamed.into()
}

/// Returns the parameters that are fields of a nested object of a type instead of its own: `quantity` of an item of a
/// cart is `settings.quantity`. A parameter that several nested objects have is not among them.
pub(crate) fn nested(types: &Types, ty: &Type, body: &Value) -> Map<String, Value> {
    let mut found: Map<String, Value> = Map::new();
    let (Type::Defined(id, arguments), Some(entries)) = (ty, body.as_object()) else { return found };
    let Some(shape) = object(types, id, Direction::Output) else { return found };
    for (name, value) in entries {
        if shape.field(name).is_some() || IDENTITIES.contains(&name.as_str()) || value.is_null() {
            continue;
        }
        let fits = |field: &&generator::model::Field| {
            let ty = closed(&field.ty, shape, arguments);
            let Type::Defined(inner, inner_arguments) = &*ty else { return false };
            let Some(inner_shape) = object(types, inner, Direction::Output) else { return false };
            inner_shape.field(name).is_some_and(|field| {
                let checked: Result<(), Problem> =
                    check(types, &closed(&field.ty, inner_shape, inner_arguments), value, Direction::Output);
                checked.is_ok()
            })
        };
        let mut holders = shape.fields.iter().filter(fits);
        if let (Some(holder), None) = (holders.next(), holders.next()) {
            let inner = found.entry(holder.name.clone()).or_insert_with(|| json!({}));
            if let Some(inner) = inner.as_object_mut() {
                inner.insert(name.clone(), value.clone());
            }
        }
    }
    found
}

/// Ends of the names of OVHcloud's own name servers.
const OWN_NAME_SERVERS: &[&str] = &[".ovh.net", ".ovh.ca", ".anycast.me"];

/// Returns a name server as a domain shows it.
pub(crate) fn name_server(host: &str, ip: Option<&Value>, id: &Value) -> Value {
    let is_own = OWN_NAME_SERVERS.iter().any(|end| host.ends_with(end));
    let address = |is_v6: bool| {
        let text = ip.and_then(Value::as_str).filter(|text| text.contains(':') == is_v6);
        text.map_or(Value::Null, Value::from)
    };
    json!({
        "id": id, "nameServer": host, "ipv4": address(false), "ipv6": address(true),
        "nameServerType": if is_own { "hosted" } else { "external" },
    })
}
