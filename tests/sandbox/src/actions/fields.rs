//! Parameters of actions and the fields that they change.

use generator::model::{Field, Scalar, Type, Types};
use serde_json::{Map, Value, json};

use crate::values::{Direction, check, closed, is_object, object};
use crate::words::{plain_name, singular, words};

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

/// Verbs whose parameters name what is removed.
const REMOVING: &[&str] = &["remove", "delete", "detach", "dissociate", "unassign"];

/// Verbs that switch something on or off.
const SWITCHES: &[(&str, bool)] = &[("enable", true), ("activate", true), ("disable", false), ("deactivate", false)];

fn is_switch(field: &Field) -> bool {
    field.ty == Type::Scalar(Scalar::Boolean)
        && matches!(plain_name(&field.name).trim_start_matches("is"), "enabled" | "enable" | "active" | "activated")
}

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
        let is_it = |field: &&Field| {
            field.name == *name && !IDENTITIES.contains(&name.as_str())
                || Some(plain_name(&field.name)) == bare
                || field.name.len() > 1 && field.name == initials(name)
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
    let verb = words.first().map_or("", String::as_str);
    for (name, given) in body.as_object().into_iter().flatten() {
        let plural = format!("{name}s");
        let Some(Type::List(item)) = shape.field(&plural).map(|field| &field.ty) else { continue };
        if REMOVING.contains(&verb) || shape.field(name).is_some() {
            continue;
        }
        let entry = if is_object(types, item) { json!({ name: given }) } else { given.clone() };
        let old = value.get(&plural).and_then(Value::as_array);
        changes.entry(plural.clone()).or_insert_with(|| {
            let others = old.into_iter().flatten().filter(|known| **known != entry && known.get(name) != Some(given));
            others.cloned().chain([entry.clone()]).collect()
        });
    }
    let switch = SWITCHES.iter().find(|(known, _)| *known == verb);
    if let (Some((_, on)), Some(field)) = (switch, shape.fields.iter().find(|field| is_switch(field))) {
        changes.insert(field.name.clone(), (*on).into());
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

/// Words that a parameter or a field may have in addition.
const OPTIONAL_WORDS: &[&str] = &["name", "number"];

/// Fields that hold what was sent.
const SPECS: &[&str] = &["spec", "targetSpec", "settings"];

/// Returns the initials of a name: `os` of `operatingSystem`.
fn initials(name: &str) -> String {
    words(name).iter().filter_map(|word| word.chars().next()).collect()
}

/// Starts of fields that follow a field of desired numbers.
const FOLLOWING: &[&str] = &["current", "available", "upToDate"];

/// Returns the fields that follow a desired number after some time: `currentNodes` follows `desiredNodes`.
pub(crate) fn following(value: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    for (name, number) in value.as_object().into_iter().flatten() {
        let Some(noun) = name.strip_prefix("desired").filter(|_| number.is_number()) else { continue };
        let fields = FOLLOWING.iter().map(|start| format!("{start}{noun}"));
        found.extend(fields.filter(|field| value.get(field).is_some()).map(|field| (field, number.clone())));
    }
    found
}

/// Adds the fields that are like a parameter: by another spelling or order of its words (`IP`, `enableDhcp` for
/// `dhcpEnabled`), with the noun of the path (`snapshotName` is `name` of a snapshot), as a list of one value (`region`
/// for `regions`), or as an id of an object in the field (`flavorId` for `flavor.id`). The parameters stay; a number is
/// written as text if the field is one (`destinationPort` of a firewall rule).
pub(crate) fn rename(types: &Types, ty: &Type, noun: &str, body: &Value) -> Value {
    let (Type::Defined(id, _), Some(entries)) = (ty, body.as_object()) else { return body.clone() };
    let Some(shape) = object(types, id, Direction::Output) else { return body.clone() };
    let noun = plain_name(singular(noun));
    let mut renamed = entries.clone();
    for (name, value) in entries.iter().filter(|(name, _)| shape.field(name).is_none()) {
        let free = |field: &&Field| !entries.contains_key(&field.name);
        let by_noun = |field: &&Field| {
            let (plain, own) = (plain_name(name), plain_name(&field.name));
            plain == own || plain == format!("{noun}{own}") || own == format!("{noun}{plain}")
        };
        let by_words = |field: &&Field| are_alike(name, &field.name);
        let find = |is_it: &dyn Fn(&&Field) -> bool| shape.fields.iter().filter(free).find(is_it);
        if let Some(field) = find(&by_noun).or_else(|| find(&by_words)) {
            let is_list = matches!(field.ty, Type::List(_)) && !value.is_array();
            renamed.insert(field.name.clone(), if is_list { json!([value]) } else { value.clone() });
        }
    }
    for (name, value) in entries {
        if let Some(inner) = name.strip_suffix("Id")
            && !entries.contains_key(inner)
            && shape.field(inner).is_some_and(|field| matches!(field.ty, Type::Defined(..)))
        {
            renamed.insert(inner.to_owned(), json!({"id": value}));
        }
    }
    let is_text = |name: &String| shape.field(name).is_some_and(|field| field.ty == Type::Scalar(Scalar::Text));
    for (_, value) in renamed.iter_mut().filter(|(name, value)| value.is_number() && is_text(name)) {
        *value = value.to_string().into();
    }
    renamed.into()
}

/// Returns whether two names have the same words, in any order and form.
fn are_alike(one: &str, other: &str) -> bool {
    let of = |name: &str| -> Vec<String> { words(name).iter().map(|word| singular(word).to_owned()).collect() };
    let (one, other) = (of(one), of(other));
    let is_form = |one: &str, other: &str| {
        one == other || one.len().min(other.len()) > 3 && (one.starts_with(other) || other.starts_with(one))
    };
    let covers = |some: &[String], all: &[String]| {
        some.iter().all(|word| {
            all.iter().any(|known| is_form(word, known)) || some.len() > 1 && OPTIONAL_WORDS.contains(&word.as_str())
        })
    };
    covers(&one, &other) && covers(&other, &one)
}

/// Returns the parameters that are fields of a nested object of a type instead of its own: `quantity` of an item of a
/// cart is `settings.quantity`. Of several nested objects, only one that holds what was sent is taken.
pub(crate) fn nested(types: &Types, ty: &Type, body: &Value) -> Map<String, Value> {
    let mut found: Map<String, Value> = Map::new();
    let (Type::Defined(id, arguments), Some(entries)) = (ty, body.as_object()) else { return found };
    let Some(shape) = object(types, id, Direction::Output) else { return found };
    let is_spec = |field: &Field| SPECS.contains(&field.name.as_str());
    for (name, value) in entries {
        let fits = |field: &&Field| {
            let ty = closed(&field.ty, shape, arguments);
            let Type::Defined(inner, inner_arguments) = &*ty else { return false };
            let Some(inner_shape) = object(types, inner, Direction::Output) else { return false };
            inner_shape.field(name).is_some_and(|field| {
                let ty = closed(&field.ty, inner_shape, inner_arguments);
                check(types, &ty, value, Direction::Output).is_ok() || value.is_object() || value.is_array()
            })
        };
        let holders: Vec<&Field> = shape.fields.iter().filter(fits).collect();
        let is_own = shape.field(name).is_some() || IDENTITIES.contains(&name.as_str()) || value.is_null();
        let holder = match holders.as_slice() {
            [only] if !is_own => Some(*only),
            several => several.iter().copied().find(|field| is_spec(field) && !value.is_null()),
        };
        let Some(holder) = holder else { continue };
        if let Some(inner) = found.entry(holder.name.clone()).or_insert_with(|| json!({})).as_object_mut() {
            inner.insert(name.clone(), value.clone());
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
