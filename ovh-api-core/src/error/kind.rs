//! The sorts of errors.

/// What went wrong, roughly. [`Error`](crate::Error) has methods for the questions that programs ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built from what it was given.
    Configuration,
    /// The operation needs keys that the client has not got.
    Credentials,
    /// The request cannot be sent as it is, such as one with an empty path parameter.
    Request,
    /// The service's clock, which calls are dated by, could not be read.
    Clock,
    /// There is no connection to the service.
    Connect,
    /// The answer, or its end, took too long.
    Timeout,
    /// The connection broke.
    Transport,
    /// The service refused the call: any status but success.
    Status,
    /// The answer is larger than the client's limit.
    TooLarge,
    /// The answer does not fit the type it was declared to have.
    Decode,
    /// A list that comes in pages has no end: the service gave the same cursor twice.
    Paging,
    /// The call was made where it cannot run: outside of a tokio runtime, or, by the blocking client, inside one.
    Runtime,
}
