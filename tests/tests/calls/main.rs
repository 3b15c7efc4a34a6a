//! Generated operations over HTTP, against a server on this machine.

mod inspection;
mod over_http;
mod service;
