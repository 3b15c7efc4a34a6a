//! Turns OVHcloud API schemas into Rust source.
