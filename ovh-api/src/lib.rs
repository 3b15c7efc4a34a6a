//! A strongly typed client for the OVHcloud API.
