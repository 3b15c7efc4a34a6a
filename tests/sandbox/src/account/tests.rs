//! Checks the description of the account against the committed schemas.

use generator::model::{Presence, Type, Types};
use serde_json::Value;

use super::data::{FILES, entries, key_of, reader};
use super::{dates, iam, services};
use crate::api::Api;
use crate::place::{Place, key_text};
use crate::routes::Meaning;
use crate::values::{Direction, check, closed, enumeration, object, plain};

/// Checks that an object has no fields and values that its type lacks. It may lack fields.
fn check_part(types: &Types, ty: &Type, value: &Value) -> Result<(), String> {
    match (ty, value) {
        (Type::Defined(id, arguments), Value::Object(entries)) if enumeration(types, id).is_none() => {
            let shape = object(types, id, Direction::Output).ok_or("no such type")?;
            for (name, value) in entries.iter().filter(|(name, _)| *name != "$key") {
                let field = shape.fields.iter().find(|field| field.name == *name);
                let field = field.ok_or_else(|| format!("{} has no field {name}", id.name))?;
                if value.is_null() && field.presence == Presence::Nullable {
                    continue;
                }
                check_part(types, &closed(&field.ty, shape, arguments), value)
                    .map_err(|why| format!("{name}: {why}"))?;
            }
            Ok(())
        }
        (Type::List(item), Value::Array(values)) => values.iter().try_for_each(|value| check_part(types, item, value)),
        _ => check(types, ty, value, Direction::Output).map_err(|problem| problem.message()),
    }
}

/// Returns the problems of an entry.
fn problems(api: &Api, path: &str, value: &Value) -> Vec<String> {
    let types = &api.model.types;
    let place = Place::v1(path);
    let Some(route) = reader(api, &place) else { return vec![format!("{path}: no such operation")] };
    let today = jiff::civil::date(2026, 8, 1);
    let value = iam::expand(&dates::expand_all(value, today));
    let (Meaning::List(id), Value::Array(objects)) = (&route.meaning, &value) else {
        let checked = check_part(types, &route.operation.response, &value);
        return checked.err().into_iter().map(|why| format!("{path}: {why}")).collect();
    };
    let collection = api.table.collection(*id).unwrap();
    let ty = collection.item.as_ref().unwrap_or(&collection.element);
    let problem = |object: &Value| -> Result<(), String> {
        let key = key_of(api, collection, object).ok_or_else(|| format!("no key in {object}"))?;
        let text = key_text(&key);
        let canonical = plain(types, &collection.key, &text).ok_or("invalid key")?.key;
        if canonical != text {
            return Err(format!("key {text} is written {canonical}"));
        }
        if object.is_object() { check_part(types, ty, object) } else { Ok(()) }
    };
    objects.iter().filter_map(|object| Some(format!("{path}: {}", problem(object).err()?))).collect()
}

#[test]
fn description_fits_the_committed_schemas() {
    let api = Api::read(None).unwrap();
    let mut found = Vec::new();
    let mut count = 0;
    for (name, text) in FILES {
        let file: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (path, value) in entries(&file) {
            found.extend(problems(&api, &path, &value));
            count += 1;
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    assert!(count > 100, "{count}");
}

#[test]
fn each_service_has_an_operation_and_a_name() {
    let api = Api::read(None).unwrap();
    let all: Vec<_> = services().collect();
    assert!(all.len() > 60 && all.windows(2).all(|pair| pair[0].id < pair[1].id));
    for service in all {
        let infos = service.place().child("serviceInfos");
        assert!(reader(&api, &infos).is_some(), "{service:?}");
        assert!(service.place().as_str().ends_with(service.name), "{service:?}");
    }
}

#[test]
fn dates_are_relative_to_the_start() {
    let today = jiff::civil::date(2026, 3, 1);
    for (text, expected) in [
        ("{-1d}", "2026-02-28"),
        ("{+31d}T09:30:00+00:00", "2026-04-01T09:30:00+00:00"),
        ("{x}", "{x}"),
        ("2026-01-01", "2026-01-01"),
    ] {
        assert_eq!(dates::expand(text, today), expected);
    }
}
