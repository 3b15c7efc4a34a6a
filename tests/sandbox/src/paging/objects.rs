//! Pages of branch v1, as OVHcloud's web manager requests them: objects instead of ids.

use std::cmp::Ordering;

use generator::schema::{Branch, Method};
use http::header::HeaderName;
use serde_json::Value;

use super::{header, invalid};
use crate::call::Call;
use crate::dispatch::perform;
use crate::error_response::ErrorResponse;
use crate::pattern::like;
use crate::place::key_text;
use crate::reply::Reply;
use crate::routes::{Meaning, Route};
use crate::values::timestamp;
use crate::world::World;

const DEFAULT_SIZE: usize = 25;
const MAX_SIZE: usize = 5000;

static ELEMENTS: HeaderName = HeaderName::from_static("x-pagination-elements");

pub(super) fn paged(world: &World, call: &Call<'_>) -> Option<Result<Reply, ErrorResponse>> {
    let mode = header(call, "x-pagination-mode")?;
    let is_list = call.route.branch == Branch::V1 && matches!(call.route.meaning, Meaning::List(_));
    (is_list && mode.eq_ignore_ascii_case("CachedObjectList-Pages")).then(|| page(world, call))
}

fn page(world: &World, call: &Call<'_>) -> Result<Reply, ErrorResponse> {
    let number = |name: &str, default: usize, most: usize| match header(call, name) {
        None => Ok(default),
        Some(text) => text.parse().ok().filter(|number| (1..=most).contains(number)).ok_or_else(|| invalid(name, text)),
    };
    let page = number("X-Pagination-Number", 1, usize::MAX)?;
    let size = number("X-Pagination-Size", DEFAULT_SIZE, MAX_SIZE)?;
    let mut objects = objects(world, call)?;
    if let Some(filter) = header(call, "X-Pagination-Filter") {
        let conditions = filter.split('&').filter(|condition| !condition.is_empty());
        let conditions: Vec<Condition> = conditions
            .map(|condition| Condition::read(condition).ok_or_else(|| invalid("X-Pagination-Filter", condition)))
            .collect::<Result<_, _>>()?;
        objects.retain(|object| conditions.iter().all(|condition| condition.holds(object)));
    }
    if let Some(field) = header(call, "X-Pagination-Sort") {
        objects.sort_by(|one, other| compare(at(one, field), at(other, field)));
        if header(call, "X-Pagination-Sort-Order").is_some_and(|order| order.eq_ignore_ascii_case("DESC")) {
            objects.reverse();
        }
    }
    let total = objects.len();
    let start = (page - 1).saturating_mul(size);
    let values: Vec<Value> = objects.into_iter().skip(start).take(size).collect();
    Ok(Reply::json(&Value::Array(values)).with(ELEMENTS.clone(), &total.to_string()))
}

/// Returns the objects of a list, each as its own path returns it.
fn objects(world: &World, call: &Call<'_>) -> Result<Vec<Value>, ErrorResponse> {
    let listed = perform(world, call)?;
    let listed = listed.as_array().cloned().unwrap_or_default();
    let Some(reader) = reader(world, call) else { return Ok(listed) };
    if listed.iter().all(Value::is_object) {
        return Ok(listed);
    }
    let mut objects = Vec::new();
    for key in listed {
        let mut segments = call.segments().to_vec();
        segments.push(key_text(&key));
        let one = Call::parse(&world.api, reader, segments, None, &[], call.headers, call.origin)?;
        world.check_rules(call.caller.as_ref(), Method::Get, &one.place)?;
        objects.push(perform(world, &one)?);
    }
    Ok(objects)
}

/// Returns the operation that reads one object of a list.
fn reader<'w>(world: &'w World, call: &Call<'_>) -> Option<&'w Route> {
    let template = format!("{}/{{}}", call.route.operation.path);
    world.api.table.by_template(call.route.branch, Method::Get, &template)
}

/// A filter such as `state:eq=running`.
struct Condition {
    field: String,
    operator: String,
    operand: String,
}

impl Condition {
    fn read(text: &str) -> Option<Self> {
        let (left, operand) = text.split_once('=')?;
        let (field, operator) = left.rsplit_once(':').unwrap_or((left, "eq"));
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let known = ["eq", "ne", "like", "nlike", "gt", "ge", "lt", "le", "in", "nin"].contains(&operator);
        known.then(|| Self { field: decoded(field), operator: operator.to_owned(), operand: decoded(operand) })
    }

    fn holds(&self, object: &Value) -> bool {
        let value = at(object, &self.field);
        let text = match value {
            Value::Null => String::new(),
            other => key_text(other),
        };
        let wanted = match value {
            Value::Number(_) => serde_json::from_str(&self.operand).unwrap_or_else(|_| self.operand.as_str().into()),
            _ => Value::from(self.operand.as_str()),
        };
        let order = || compare(value, &wanted);
        match self.operator.as_str() {
            "eq" => text == self.operand,
            "ne" => text != self.operand,
            "like" => like(&text, &self.operand),
            "nlike" => !like(&text, &self.operand),
            "in" => self.operand.split(',').any(|one| one == text),
            "nin" => !self.operand.split(',').any(|one| one == text),
            "gt" => order().is_gt(),
            "ge" => order().is_ge(),
            "lt" => order().is_lt(),
            _ => order().is_le(),
        }
    }
}

/// Returns a field by its name; a dot separates the names of nested fields.
fn at<'v>(object: &'v Value, field: &str) -> &'v Value {
    field.split('.').try_fold(object, |value, name| value.get(name)).unwrap_or(&Value::Null)
}

fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one.as_f64().unwrap_or_default().total_cmp(&other.as_f64().unwrap_or_default())
        }
        (Value::String(one), Value::String(other)) => match (timestamp(one), timestamp(other)) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => one.cmp(other),
        },
        _ => one.to_string().cmp(&other.to_string()),
    }
}
