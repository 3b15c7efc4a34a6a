//! Tasks: objects with a status that ends.

use std::fmt;

/// A task of the service, such as `vps::Task`: an object with a status that changes until it has ended.
///
/// Generated types implement it by a rule. The type has a field `status` or `state` that is never null. The values of
/// this field are an enum with a word for success, as in [`TaskProgress`], and one of `todo`, `doing`, `pending`,
/// `running`, `started` and `in progress`. The id is the field `id`, `taskId`, `operationId` or `uuid`, in this order,
/// if there is one that is never null.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a task",
    note = "a task has a status with values such as `todo`, `doing` and `done`",
    note = "use `poll_until` with a condition for other types"
)]
pub trait WaitableTask {
    /// Returns the status in the spelling of the service.
    #[must_use]
    fn status(&self) -> &str;

    /// Returns the id of the task, if it has one.
    #[must_use]
    fn id(&self) -> Option<String>;

    /// Returns what the status means.
    #[must_use]
    fn progress(&self) -> TaskProgress {
        TaskProgress::of(self.status())
    }
}

/// What the status of a task means.
///
/// | progress | words, in upper or lower case |
/// |---|---|
/// | `Done` | `done`, `completed`, `finished`, `ok`, `success`, `succeeded` |
/// | `Failed` | `cancelled`, `canceled`, `aborted`, `denied`, `expired`, `failure`, `interrupted`, `refused`, `revoked`, `timeout`, and each word that ends in `error` or `failed`, such as `customerError` and `ovhError` |
/// | `Pending` | any other, such as `todo`, `init`, `doing`, `paused`, `blocked` and `problem` |
///
/// `problem`, `blocked` and similar words are not final: OVHcloud's support or the customer continues such a task. Words
/// that a later version of the service adds count as pending, unless they end in `error` or `failed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskProgress {
    /// The task has not ended.
    Pending,
    /// The task has succeeded.
    Done,
    /// The task has failed, or was cancelled.
    Failed,
}

const DONE: [&str; 6] = ["done", "completed", "finished", "ok", "success", "succeeded"];

const FAILED: [&str; 10] = [
    "cancelled",
    "canceled",
    "aborted",
    "denied",
    "expired",
    "failure",
    "interrupted",
    "refused",
    "revoked",
    "timeout",
];

impl TaskProgress {
    /// Returns what a status means.
    ///
    /// ```
    /// use ovh_api::TaskProgress;
    ///
    /// assert_eq!(TaskProgress::of("DOING"), TaskProgress::Pending);
    /// assert_eq!(TaskProgress::of("ovhError"), TaskProgress::Failed);
    /// ```
    #[must_use]
    pub fn of(status: &str) -> Self {
        let status = status.to_ascii_lowercase();
        if DONE.contains(&status.as_str()) {
            Self::Done
        } else if FAILED.contains(&status.as_str()) || status.ends_with("error") || status.ends_with("failed") {
            Self::Failed
        } else {
            Self::Pending
        }
    }
}

/// The source of the error of a task that has failed: `task 42 ended with the status "error"`.
///
/// ```
/// use std::error::Error as _;
///
/// use ovh_api::TaskFailure;
///
/// fn failed_task(error: &ovh_api::Error) -> Option<&TaskFailure> {
///     error.source()?.downcast_ref()
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFailure {
    id: Option<String>,
    status: String,
}

impl TaskFailure {
    pub(super) fn of(task: &impl WaitableTask) -> Self {
        Self { id: task.id(), status: task.status().to_owned() }
    }

    /// Returns the id of the task, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the status in the spelling of the service.
    #[must_use]
    pub fn status(&self) -> &str {
        &self.status
    }
}

impl fmt::Display for TaskFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(formatter, "task {id} ended with the status {:?}", self.status),
            None => write!(formatter, "it ended with the status {:?}", self.status),
        }
    }
}

impl std::error::Error for TaskFailure {}

/// Implements [`WaitableTask`] for a struct, from its status and its id.
#[doc(hidden)]
#[macro_export]
macro_rules! task {
    ($name:ident $(<$($generic:ident),+>)? : $status:ident $($id:ident)?) => {
        impl $(<$($generic),+>)? $crate::WaitableTask for $name $(<$($generic),+>)? {
            fn status(&self) -> &::core::primitive::str {
                self.$status.as_str()
            }

            fn id(&self) -> ::core::option::Option<::std::string::String> {
                $crate::internal::first(&[$(&self.$id as &dyn ::core::fmt::Display)?])
            }
        }
    };
}

/// Returns the text of the id, if the task has one.
pub fn first(ids: &[&dyn fmt::Display]) -> Option<String> {
    ids.first().map(ToString::to_string)
}
