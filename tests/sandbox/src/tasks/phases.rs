//! The words for the phases of a task.

use crate::words::plain_name;

/// Words for a task that has not started, in order of preference.
pub(super) const WAITING: &[&str] = &[
    "todo",
    "created",
    "pending",
    "init",
    "scheduled",
    "planned",
    "queued",
    "waiting",
    "inserted",
    "received",
    "waitingtodo",
    "tocreate",
];

/// Words for a task that is performed.
pub(super) const RUNNING: &[&str] =
    &["doing", "inprogress", "running", "processing", "ongoing", "started", "syncing", "inserting"];

/// Words for a completed task.
pub(super) const DONE: &[&str] = &["done", "completed", "success", "successful", "succeeded", "finished"];

/// Returns the value that is the first of these words, in any spelling.
pub(crate) fn first_of(words: &[&str], values: &[String]) -> Option<String> {
    words.iter().find_map(|word| values.iter().find(|value| plain_name(value) == *word)).cloned()
}
