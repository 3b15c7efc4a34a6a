//! Recognizes tasks: objects with a status that ends.

use super::definition::{Field, Object, Presence, Types};
use super::types::Type;
use crate::scalars::Scalar;

/// Fields that hold the status of a task, in order of preference.
const STATUS: [&str; 2] = ["status", "state"];

/// Fields that identify a task, in order of preference.
const ID: [&str; 4] = ["id", "taskId", "operationId", "uuid"];

/// Values that mean success, among those that `TaskProgress` in `ovh-api-core` knows.
const DONE: [&str; 6] = ["done", "completed", "finished", "ok", "success", "succeeded"];

/// Values of a task that has not ended. A type without any of them is a result or a setting, not a task.
const PENDING: [&str; 8] =
    ["todo", "doing", "pending", "running", "started", "in progress", "in-progress", "in_progress"];

/// The fields of a task that a program waits for.
#[derive(Debug, Clone, Copy)]
pub struct Task<'o> {
    /// The status.
    pub status: &'o Field,
    /// The id, if the task has one.
    pub id: Option<&'o Field>,
}

impl Object {
    /// Returns the fields of a task, or `None` for any other object. `WaitableTask` in `ovh-api-core` documents the
    /// rule.
    pub fn task(&self, types: &Types) -> Option<Task<'_>> {
        let status = STATUS.iter().filter_map(|name| self.always(name)).find(|field| ends(field, types))?;
        let is_id = |field: &&Field| matches!(field.ty, Type::Scalar(Scalar::Text | Scalar::Long | Scalar::Uuid));
        let id = ID.iter().filter_map(|name| self.always(name)).find(is_id);
        Some(Task { status, id })
    }

    /// Returns a field that is never null.
    fn always(&self, name: &str) -> Option<&Field> {
        self.field(name).filter(|field| field.presence == Presence::Value && !field.boxed)
    }
}

/// Returns whether the type of a field is an enum with values for a task that has succeeded and one that has not ended.
fn ends(field: &Field, types: &Types) -> bool {
    let Type::Defined(id, _) = &field.ty else {
        return false;
    };
    let Some(own) = types.get(id).and_then(|definition| definition.as_enum()) else {
        return false;
    };
    let has = |words: &[&str]| own.values.iter().any(|(_, value)| words.contains(&value.to_lowercase().as_str()));
    !own.numeric && has(&DONE) && has(&PENDING)
}
