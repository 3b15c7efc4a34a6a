//! Consumer keys: asking a user for one, and looking after those that there are.
//!
//! An application acts for a user with a consumer key. It asks for one with the [rights](crate::AccessRules) that it
//! needs; the user opens a page, logs in and agrees; from then on the key works, until it expires or is revoked:
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use ovh_api::{AccessRules, Client, Credentials, RuleSet};
//!
//! # async fn run() -> Result<(), ovh_api::Error> {
//! let application = Client::builder().credentials(Credentials::application("key", "secret")).build()?;
//! let rules = AccessRules::new().allow_recursive(RuleSet::ReadOnly, "/vps");
//! let asked = application.request_consumer_key(&rules).redirection("https://my-program.example/welcome").await?;
//! println!("Please open {}", asked.validation_url);
//!
//! let client = application.with_consumer_key(asked.consumer_key)?;
//! client.wait_until_validated().within(Duration::from_secs(300)).await?;
//! // `client` may read all about the user's VPSs now.
//! # Ok(())
//! # }
//! ```
//!
//! `cargo run --example consumer_key` does this with prompts for a person. [`ApiKeys`] lists and revokes.
//!
//! Everything here works without the feature of any API. The types are those of the service's schemas of `/auth` and
//! `/me`.

mod api_keys;

use ipnet::IpNet;
#[doc(inline)]
pub use ovh_api_core::consumer_key::*;

pub use self::api_keys::{ApiKeys, parameters};
use crate::{AccessRules, Client, Request};

/// Asking a user for rights.
impl Client {
    /// Asks for a consumer key with these rights: `POST /auth/credential`, unsigned. The client needs an application
    /// key; see [`Credentials::application`](crate::Credentials::application).
    ///
    /// Optional, chained: [`redirection`](Request::redirection), [`allowed_ips`](Request::allowed_ips).
    pub fn request_consumer_key(
        &self,
        rules: &AccessRules,
    ) -> Request<&Self, ConsumerKey, parameters::RequestConsumerKey> {
        Request::new(self, &REQUEST_CONSUMER_KEY, &[]).with_body_field("accessRules", rules)
    }

    /// Waits until the user has agreed to the rights that this client's consumer key was requested with.
    pub fn wait_until_validated(&self) -> Validation<'_> {
        Validation::new(&self.core)
    }

    /// The applications and credentials of the account: listing, inspecting, revoking.
    pub fn api_keys(&self) -> ApiKeys<&Self> {
        ApiKeys::new(self)
    }
}

/// Optional parameters of [`Client::request_consumer_key`].
impl<C> Request<C, ConsumerKey, parameters::RequestConsumerKey> {
    /// Where the service sends the user who has agreed, or refused.
    #[inline]
    pub fn redirection(self, url: &str) -> Self {
        self.with_body_field("redirection", &url)
    }

    /// The addresses from which the key may be used; from everywhere unless set.
    #[inline]
    pub fn allowed_ips(self, blocks: &[IpNet]) -> Self {
        self.with_body_field("allowedIPs", &blocks)
    }
}
