//! Applications and credentials of an account.

use ipnet::IpNet;

use super::{ApiApplication, ApiCredential, CredentialState};
use crate::{EnumValue, Request};

/// Operations on the applications and credentials of an account, and on the credential that is in use.
///
/// Those below `/me/api` need rights of their own; `AccessRules::new().allow(&consumer_key::CREDENTIALS)` and its like
/// ask for them.
///
/// ```no_run
/// # async fn run(client: ovh_api::Client) -> Result<(), ovh_api::Error> {
/// use ovh_api::consumer_key::CredentialState;
///
/// // Throw away what was asked for and never validated.
/// let keys = client.api_keys();
/// for id in keys.credentials().status(CredentialState::PendingValidation).await? {
///     keys.revoke_credential(id).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ApiKeys<C> {
    client: C,
}

// By hand: beside `Copy` a derive implements a trait of the standard library's own for `Clone`, and then a compiler reads all its
// implementations in all crates (docs/performance.md).
impl<C: Copy> Copy for ApiKeys<C> {}

impl<C: Clone> Clone for ApiKeys<C> {
    #[inline]
    fn clone(&self) -> Self {
        Self::new(self.client.clone())
    }
}

impl<C> ApiKeys<C> {
    /// Calls through `client`; with [`Unbound`](crate::Unbound) requests can be built and looked at alone.
    #[inline]
    pub const fn new(client: C) -> Self {
        Self { client }
    }

    /// The credential that the client calls with: `GET /auth/currentCredential`.
    #[inline]
    pub fn current_credential(self) -> Request<C, ApiCredential> {
        Request::new(self.client, &super::CURRENT_CREDENTIAL, &[])
    }

    /// Makes the credential that the client calls with expire: `POST /auth/logout`.
    #[inline]
    pub fn logout(self) -> Request<C, ()> {
        Request::new(self.client, &super::LOGOUT, &[])
    }

    /// The numbers of all applications: `GET /me/api/application`.
    #[inline]
    pub fn applications(self) -> Request<C, Vec<i64>> {
        Request::new(self.client, &super::APPLICATIONS, &[])
    }

    /// One application: `GET /me/api/application/{applicationId}`.
    #[inline]
    pub fn application(self, application_id: i64) -> Request<C, ApiApplication> {
        Request::new(self.client, &super::APPLICATION, &[&application_id])
    }

    /// Removes an application and all its credentials: `DELETE /me/api/application/{applicationId}`.
    #[inline]
    pub fn revoke_application(self, application_id: i64) -> Request<C, ()> {
        Request::new(self.client, &super::REVOKE_APPLICATION, &[&application_id])
    }

    /// The numbers of all credentials: `GET /me/api/credential`.
    ///
    /// Optional, chained: [`application_id`](Request::application_id), [`status`](Request::status).
    #[inline]
    pub fn credentials(self) -> Request<C, Vec<i64>, parameters::Credentials> {
        Request::new(self.client, &super::CREDENTIALS, &[])
    }

    /// One credential: `GET /me/api/credential/{credentialId}`.
    #[inline]
    pub fn credential(self, credential_id: i64) -> Request<C, ApiCredential> {
        Request::new(self.client, &super::CREDENTIAL, &[&credential_id])
    }

    /// The application that a credential belongs to: `GET /me/api/credential/{credentialId}/application`.
    #[inline]
    pub fn credential_application(self, credential_id: i64) -> Request<C, ApiApplication> {
        Request::new(self.client, &super::CREDENTIAL_APPLICATION, &[&credential_id])
    }

    /// Sets the addresses from which a credential may be used: `PUT /me/api/credential/{credentialId}`.
    #[inline]
    pub fn set_allowed_ips(self, credential_id: i64, blocks: &[IpNet]) -> Request<C, ()> {
        Request::new(self.client, &super::SET_ALLOWED_IPS, &[&credential_id]).with_body_field("allowedIPs", &blocks)
    }

    /// Removes a credential, so that its consumer key works no more: `DELETE /me/api/credential/{credentialId}`.
    #[inline]
    pub fn revoke_credential(self, credential_id: i64) -> Request<C, ()> {
        Request::new(self.client, &super::REVOKE_CREDENTIAL, &[&credential_id])
    }
}

/// Optional parameters of [`ApiKeys::credentials`].
impl<C> Request<C, Vec<i64>, parameters::Credentials> {
    /// Those of one application only.
    #[inline]
    pub fn application_id(self, application_id: i64) -> Self {
        self.with_query("applicationId", &application_id)
    }

    /// Those that have come this far only.
    #[inline]
    #[allow(clippy::needless_pass_by_value)] // Calls take values of enums as they are.
    pub fn status(self, status: impl EnumValue<CredentialState>) -> Self {
        self.with_query("status", &status)
    }
}

/// Names for operations with optional parameters.
#[allow(missing_debug_implementations)]
pub mod parameters {
    /// [`Client::request_consumer_key`](crate::Client::request_consumer_key)
    pub enum RequestConsumerKey {}

    /// [`ApiKeys::credentials`](super::ApiKeys::credentials)
    pub enum Credentials {}
}
