//! Generated operations over HTTP, with a local server.

mod inspection;
mod over_http;
mod sandbox;
mod service;
