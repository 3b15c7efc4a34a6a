//! Responses of a service before and after a mutation: unchanged fields have the same value, even if they are renamed.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Returns a name without case and separators: `createdAt`, `created-at` and `CreatedAt` are the same.
pub fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Makes the responses of a service; `before` is the service that the program was written for.
pub struct Responses<'s> {
    pub now: &'s [Value],
    pub before: &'s [Value],
}

impl Responses<'_> {
    /// Returns a response of a type, with all values or with as many nulls as possible.
    pub fn of(&self, ty: &str, is_full: bool) -> Value {
        self.value(ty, ty, is_full, 0)
    }

    fn value(&self, ty: &str, seed: &str, is_full: bool, depth: usize) -> Value {
        if let Some(item) = ty.strip_suffix("[]") {
            return json!([self.value(item, seed, is_full, depth + 1)]);
        }
        if let Some((_, value)) = ty.strip_prefix("map[").and_then(|rest| rest.split_once(']')) {
            return json!({"on": self.value(value, seed, is_full, depth + 1)});
        }
        let number: i64 = seed.bytes().map(i64::from).sum();
        match ty {
            "long" => json!(number),
            "double" => json!(number as f64 + 0.5),
            "boolean" => json!(number % 2 == 0),
            "datetime" => json!(format!("2020-01-01T00:{:02}:{:02}Z", number / 60 % 60, number % 60)),
            "date" => json!(format!("2020-01-{:02}", number % 28 + 1)),
            "uuid" => json!(format!("00000000-0000-4000-8000-{number:012}")),
            "any" => json!({"is": seed}),
            "void" => Value::Null,
            _ => self.defined(ty, seed, is_full, depth),
        }
    }

    fn defined(&self, ty: &str, seed: &str, is_full: bool, depth: usize) -> Value {
        let (name, argument) = match ty.strip_suffix('>').and_then(|ty| ty.split_once('<')) {
            Some((name, argument)) => (format!("{name}<"), Some(argument)),
            None => (ty.to_owned(), None),
        };
        let find = |schemas: &[Value]| -> Option<Value> {
            let mut models = schemas.iter().flat_map(|schema| schema["models"].as_object().into_iter().flatten());
            let found = models.find(|(known, _)| **known == name || argument.is_some() && known.starts_with(&name));
            found.map(|(_, model)| model.clone())
        };
        let Some(model) = find(self.now) else { return json!(seed) };
        if let Some(values) = model["enum"].as_array() {
            let number = |value: &Value| value.as_str().unwrap().parse::<i64>().unwrap();
            return if model["enumType"] == "long" { json!(number(&values[0])) } else { values[0].clone() };
        }
        let before = find(self.before).unwrap_or_default();
        let fields = model["properties"].as_object().unwrap();
        let mut response = Map::new();
        for (field, property) in fields {
            let is_new = before["properties"].get(field).is_none();
            let has_twin = fields.keys().any(|other| other != field && plain(other) == plain(field));
            let twin = if is_new && has_twin { " the second" } else { "" };
            let seed = format!("{}{twin}", plain(field));
            let declared = property["type"].as_str().unwrap();
            let is_argument = model["generics"].as_array().is_some_and(|names| names.contains(&json!(declared)));
            let ty = argument.filter(|_| is_argument).unwrap_or(declared);
            let is_null = property["canBeNull"] == true && (!is_full || depth > 4);
            response
                .insert(field.clone(), if is_null { Value::Null } else { self.value(ty, &seed, is_full, depth + 1) });
        }
        Value::Object(response)
    }
}

/// Returns the plain names of all fields of a service.
pub fn known(schemas: &[Value]) -> BTreeSet<String> {
    let models = schemas.iter().flat_map(|schema| schema["models"].as_object().into_iter().flatten());
    let fields = models.flat_map(|(_, model)| model["properties"].as_object().into_iter().flatten());
    fields.map(|(name, _)| plain(name)).collect()
}

fn operations(schemas: &[Value]) -> impl Iterator<Item = &Value> {
    let apis = schemas.iter().flat_map(|schema| schema["apis"].as_array().unwrap());
    apis.flat_map(|api| api["operations"].as_array().unwrap())
}

/// Returns the names of all named parameters.
pub fn parameters(schemas: &[Value]) -> BTreeSet<String> {
    let parameters = operations(schemas).flat_map(|operation| operation["parameters"].as_array().unwrap());
    parameters.filter_map(|parameter| Some(parameter["name"].as_str()?.to_owned())).collect()
}

/// Returns the optional IAM actions.
pub fn optional_actions(schemas: &[Value]) -> BTreeSet<String> {
    let actions = operations(schemas).flat_map(|operation| operation["iamActions"].as_array().into_iter().flatten());
    actions
        .filter(|action| action["required"] == false)
        .map(|action| action["name"].as_str().unwrap().to_owned())
        .collect()
}
