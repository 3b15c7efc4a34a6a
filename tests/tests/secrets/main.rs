//! The promises of SECURITY.md about secrets.

mod canaries;
mod configuration;
#[cfg(target_os = "linux")]
mod memory;
mod printed;
mod process;
mod promises;
mod proxies;
mod redirects;
mod service;
mod tls;
