//! Secrets stay secret: what SECURITY.md promises, and that it promises what is tested.

mod canaries;
mod configuration;
#[cfg(target_os = "linux")]
mod memory;
mod printed;
mod process;
mod promises;
mod proxies;
mod redirections;
mod service;
mod tls;
