//! Tasks: objects with a status that moves from waiting to running to done.
//!
//! A type is a task if its field `status` or `state` is an enum with a word for done and one for waiting or running
//! (`todo`, `doing`, `done`, or `PENDING`, `RUNNING`, `DONE`, …), see [`phases`]. The words of the other fields follow
//! from their names, see [`moments`].

mod likeness;
mod moments;
mod phases;
mod variants;

use fastrand::Rng;
use generator::model::{Presence, Scalar, Type, TypeId, Types};
use serde_json::{Map, Value, json};

pub(crate) use self::likeness::ActionName;
use self::moments::Moment;
pub(crate) use self::moments::{format_time, new_object_dates, past_dates};
use self::phases::{DONE, RUNNING, WAITING, first_of};
pub(crate) use self::variants::{base_name, resembles};
use crate::values::{Direction, closed, enumeration, object};

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Waiting,
    Running,
    Done,
}

/// When a task was created, started and completed, in milliseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) born: i64,
    pub(crate) started: i64,
    pub(crate) done: i64,
}

/// The fields of a task type.
#[derive(Debug)]
pub(crate) struct Shape {
    status: String,
    waiting: Option<String>,
    running: Option<String>,
    done: Option<String>,
    dates: Vec<DateField>,
    /// The field of a number from 0 to 100.
    progress: Option<String>,
    /// The field that names the action.
    function: Option<Function>,
    /// Fields of errors, and whether each is a list.
    errors: Vec<(String, bool)>,
    /// Fields with lists of the steps of a task.
    steps: Vec<String>,
    /// Fields that may be null.
    nullable: Vec<String>,
}

/// The field that names the action of a task.
#[derive(Debug)]
struct Function {
    name: String,
    /// The values of its enum, or of the enum for a text.
    values: Vec<String>,
    is_text: bool,
}

#[derive(Debug)]
struct DateField {
    name: String,
    moment: Moment,
    nullable: bool,
    is_day: bool,
}

/// Fields that name the action of a task, in order of preference.
const FUNCTIONS: &[&str] = &["function", "action", "type", "operation", "name"];

impl Shape {
    /// Returns the fields of a task type. Returns `None` for other types.
    pub(crate) fn of(types: &Types, ty: &Type) -> Option<Self> {
        let Type::Defined(id, arguments) = ty else { return None };
        let shape = object(types, id, Direction::Output)?;
        let texts = |ty: &Type| match ty {
            Type::Defined(id, _) => enumeration(types, id)
                .map(|values| values.values.iter().map(|(_, value)| value.clone()).collect::<Vec<String>>()),
            _ => None,
        };
        let (status, values) = ["status", "state"].iter().find_map(|name| {
            let field = shape.field(name)?;
            Some((field.name.clone(), texts(&field.ty)?))
        })?;
        let is_named_task = id.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().contains("task");
        let (waiting, running) = (first_of(WAITING, &values), first_of(RUNNING, &values));
        let done = first_of(DONE, &values).or_else(|| first_of(&["ok"], &values).filter(|_| is_named_task));
        let moves = match done {
            Some(_) => waiting.is_some() || running.is_some(),
            None => is_named_task && waiting.is_some() && running.is_some(),
        };
        if !moves {
            return None;
        }
        let mut dates = Vec::new();
        let mut errors = Vec::new();
        let mut progress = None;
        let (mut steps, mut optional) = (Vec::new(), Vec::new());
        for field in &shape.fields {
            let nullable = field.presence == Presence::Nullable;
            if nullable {
                optional.push(field.name.clone());
            }
            let ty = closed(&field.ty, shape, arguments);
            match &*ty {
                Type::Scalar(scalar @ (Scalar::Timestamp | Scalar::Date)) => dates.push(DateField {
                    name: field.name.clone(),
                    moment: Moment::of(&field.name),
                    nullable,
                    is_day: *scalar == Scalar::Date,
                }),
                Type::Scalar(Scalar::Long | Scalar::Double) if field.name.eq_ignore_ascii_case("progress") => {
                    progress = Some(field.name.clone());
                }
                Type::List(item) if has_status(types, item) => steps.push(field.name.clone()),
                Type::List(_) if field.name == "errors" => errors.push((field.name.clone(), true)),
                _ if matches!(field.name.as_str(), "error" | "errors") && nullable => {
                    errors.push((field.name.clone(), false));
                }
                _ => {}
            }
        }
        let function = FUNCTIONS.iter().find_map(|name| {
            let field = shape.field(name)?;
            let is_text = field.ty == Type::Scalar(Scalar::Text);
            let values = if is_text { functions_nearby(types, id) } else { texts(&field.ty)? };
            Some(Function { name: field.name.clone(), values, is_text })
        });
        Some(Self { status, waiting, running, done, dates, progress, function, errors, steps, nullable: optional })
    }

    /// Returns the facts of a task in a phase. Dates that are not reached are null, or the date of birth if the field
    /// cannot be null.
    pub(crate) fn facts(&self, phase: Phase, progress: i64, times: Times, now: i64) -> Value {
        let status = self.status(phase);
        let mut facts = status.as_object().cloned().unwrap_or_default();
        for name in &self.steps {
            facts.insert(name.clone(), json!([{"name": "task", "status": status.get(&self.status)}]));
        }
        for date in &self.dates {
            let reached = match date.moment {
                Moment::Born => Some(times.born),
                Moment::Started => (phase >= Phase::Running).then_some(times.started),
                Moment::Done => (phase == Phase::Done).then_some(times.done),
                Moment::Updated => Some(now),
                Moment::Other => None,
            };
            let shown = match reached {
                Some(time) => format_time(time, date.is_day).into(),
                None if date.nullable => Value::Null,
                None => format_time(times.born, date.is_day).into(),
            };
            facts.insert(date.name.clone(), shown);
        }
        if let Some(name) = &self.progress {
            facts.insert(name.clone(), progress.into());
        }
        for (name, is_list) in &self.errors {
            facts.insert(name.clone(), if *is_list { json!([]) } else { Value::Null });
        }
        facts.into()
    }

    /// Returns null for each field that may be null.
    pub(crate) fn unset(&self) -> Value {
        self.nullable.iter().map(|name| (name.clone(), Value::Null)).collect::<Map<String, Value>>().into()
    }

    /// Returns the facts of a new task of an action.
    pub(crate) fn born(&self, action: &ActionName, times: Times) -> Value {
        let mut facts = self.facts(Phase::Waiting, 0, times, times.born);
        if let (Some(function), Some(entries)) = (&self.function, facts.as_object_mut())
            && let Some(text) = function.of(action)
        {
            entries.insert(function.name.clone(), text.into());
        }
        facts
    }

    /// Returns the facts of a task that was completed before the sandbox was started.
    pub(crate) fn past(&self, now: i64, rng: &mut Rng) -> Value {
        let born = now - rng.i64(1..300) * 86_400_000 - rng.i64(3_600..80_000) * 1_000;
        let times = Times { born, started: born + rng.i64(1..60) * 1_000, done: born + rng.i64(60..1_200) * 1_000 };
        self.facts(Phase::Done, 100, times, times.done)
    }

    /// Returns the status of a task in a phase.
    pub(crate) fn status(&self, phase: Phase) -> Value {
        let status = match phase {
            Phase::Waiting => self.waiting.as_ref().or(self.running.as_ref()),
            Phase::Running => self.running.as_ref().or(self.waiting.as_ref()),
            Phase::Done => self.done.as_ref().or(self.running.as_ref()),
        };
        status.map_or_else(|| json!({}), |status| json!({ &self.status: status }))
    }

    pub(crate) const fn has_progress(&self) -> bool {
        self.progress.is_some()
    }

    /// Returns the value of the field that names an action.
    #[cfg(test)]
    pub(crate) fn function_of(&self, action: &ActionName) -> Option<String> {
        self.function.as_ref()?.of(action)
    }
}

impl Function {
    fn of(&self, action: &ActionName) -> Option<String> {
        if self.is_text {
            return Some(action.named(&self.values).unwrap_or_else(|| action.text()).to_owned());
        }
        action.best(&self.values).map(str::to_owned)
    }
}

/// Returns whether objects of a type have a status of their own.
fn has_status(types: &Types, ty: &Type) -> bool {
    let Type::Defined(id, _) = ty else { return false };
    let status = object(types, id, Direction::Output).and_then(|shape| shape.field("status"));
    status.is_some_and(|field| matches!(&field.ty, Type::Defined(id, _) if enumeration(types, id).is_some()))
}

/// Returns the values of an enum such as `domain.OperationFunctionEnum` for the text `function` of `domain.Task`.
fn functions_nearby(types: &Types, id: &TypeId) -> Vec<String> {
    let Some((namespace, _)) = id.name.rsplit_once('.') else { return Vec::new() };
    let first = TypeId { branch: id.branch, name: format!("{namespace}.") };
    let nearby = types.range(&first..).take_while(|(other, _)| other.name.starts_with(&first.name));
    let functions: Vec<_> = nearby.filter(|(other, _)| other.name.ends_with("FunctionEnum")).collect();
    let depth = |name: &str| name.matches('.').count();
    let nearest = functions.iter().map(|(other, _)| depth(&other.name)).min();
    let near = functions.into_iter().filter(|(other, _)| Some(depth(&other.name)) == nearest);
    let values = near.filter_map(|(_, definition)| definition.as_enum()).flat_map(|values| &values.values);
    let mut values: Vec<String> = values.map(|(_, value)| value.clone()).collect();
    values.sort_unstable();
    values.dedup();
    values
}
