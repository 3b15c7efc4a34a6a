//! Generated operations over HTTP, against a server on this machine.

mod against_the_sandbox;
mod inspection;
mod over_http;
mod service;
