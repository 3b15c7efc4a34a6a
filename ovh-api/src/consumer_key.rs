//! Requesting, listing and revoking consumer keys.
//!
//! A consumer key lets an application act for a user. The application requests a key with the
//! [rights](crate::AccessRules) that it needs. The user opens a page, logs in and agrees. The key then works until it
//! expires or is revoked:
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use ovh_api::{AccessRules, Client, Credentials, RuleSet};
//!
//! # async fn run() -> Result<(), ovh_api::Error> {
//! let application = Client::builder().credentials(Credentials::application("key", "secret")).build()?;
//! let rules = AccessRules::new().allow_recursive(RuleSet::ReadOnly, "/vps");
//! let requested = application.request_consumer_key(&rules).redirection("https://my-program.example/welcome").await?;
//! println!("Please open {}", requested.validation_url);
//!
//! let client = application.with_consumer_key(requested.consumer_key)?;
//! client.wait_until_validated().within(Duration::from_secs(300)).await?;
//! // `client` now has read access to the user's VPS.
//! # Ok(())
//! # }
//! ```
//!
//! `cargo run --example consumer_key` prompts for these steps. [`ApiKeys`] lists and revokes keys.
//!
//! This module needs no API feature. Its types follow the service's schemas of `/auth` and `/me`.

mod api_keys;

use ipnet::IpNet;
#[doc(inline)]
pub use ovh_api_core::consumer_key::*;

pub use self::api_keys::{ApiKeys, parameters};
use crate::{AccessRules, Client, Request};

/// Requesting consumer keys.
impl Client {
    /// Requests a consumer key with these rights: `POST /auth/credential`, unsigned. The client needs an application
    /// key; see [`Credentials::application`](crate::Credentials::application).
    ///
    /// Optional parameters: [`redirection`](Request::redirection), [`allowed_ips`](Request::allowed_ips).
    pub fn request_consumer_key(
        &self,
        rules: &AccessRules,
    ) -> Request<&Self, ConsumerKey, parameters::RequestConsumerKey> {
        Request::new(self, &REQUEST_CONSUMER_KEY, &[]).with_body_field("accessRules", rules)
    }

    /// Waits until the user has validated the consumer key of this client.
    pub fn wait_until_validated(&self) -> Validation<'_> {
        Validation::new(&self.core)
    }

    /// Returns the operations that list, inspect and revoke the applications and credentials of the account.
    pub fn api_keys(&self) -> ApiKeys<&Self> {
        ApiKeys::new(self)
    }
}

/// Optional parameters of [`Client::request_consumer_key`].
impl<C> Request<C, ConsumerKey, parameters::RequestConsumerKey> {
    /// Sets the URL that the service redirects the user to after the decision.
    #[inline]
    pub fn redirection(self, url: &str) -> Self {
        self.with_body_field("redirection", &url)
    }

    /// Restricts the IP addresses that may use the key. Default: all.
    #[inline]
    pub fn allowed_ips(self, blocks: &[IpNet]) -> Self {
        self.with_body_field("allowedIPs", &blocks)
    }
}
