//! Kinds of errors.

/// The kind of an [`Error`](crate::Error). The methods of `Error` distinguish more cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration of the client is invalid.
    Configuration,
    /// The operation requires credentials that are missing or could not be obtained.
    Credentials,
    /// The request is invalid, for example because a path parameter is empty.
    Request,
    /// Reading the time of the service failed. Signatures depend on it.
    Clock,
    /// Connecting to the service failed.
    Connect,
    /// A timeout or the deadline expired.
    Timeout,
    /// The connection failed during the request.
    Transport,
    /// The service returned an error response: any status other than success.
    Status,
    /// The response is larger than the limit of the client.
    TooLarge,
    /// The response does not match its type.
    Decode,
    /// The service returned the same cursor twice, so the list would never end.
    Paging,
    /// A task has failed or was cancelled. The source of the error is a [`TaskFailure`](crate::TaskFailure).
    Task,
    /// A future was polled outside a tokio runtime, or the blocking client was used inside one.
    Runtime,
}
