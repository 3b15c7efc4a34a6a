//! Names of the hand-written part of `ovh-api`, which generated code must not use.
//!
//! `tests/robust/reserved.rs` compares each list with the sources of `ovh-api`, in both directions.

/// Modules and re-exported packages of the crate, and methods of its clients: an API is both a module and a client
/// method.
pub const MODULES: &[&str] = &[
    "api_keys",
    "as_async",
    "blocking",
    "builder",
    "bytes",
    "client",
    "config",
    "consumer_key",
    "endpoint",
    "from_env",
    "generated",
    "http",
    "ipnet",
    "jiff",
    "json",
    "macaddr",
    "missing",
    "modules",
    "new",
    "operations",
    "paging",
    "request",
    "request_consumer_key",
    "secrecy",
    "testing",
    "tests",
    "types",
    "uuid",
    "v2",
    "wait_until_validated",
    "with_consumer_key",
];

/// Cargo features of the crate; each API has a feature of its own.
pub const FEATURES: &[&str] = &["blocking", "default", "full", "native-tls", "rustls", "rustls-ring"];

/// Methods of `Request`; optional parameters are setters of it.
pub const REQUEST_METHODS: &[&str] = &[
    "bind",
    "body",
    "deadline",
    "expand",
    "headers",
    "idempotent",
    "into_future",
    "items",
    "method",
    "new",
    "operation",
    "pages",
    "path",
    "query",
    "raw",
    "retry",
    "send",
    "strict",
    "timeout",
    "with_body",
    "with_body_field",
    "with_header",
    "with_query",
    "with_query_json",
    "with_query_list",
    "with_query_texts",
    "with_response",
    "with_texts",
];
