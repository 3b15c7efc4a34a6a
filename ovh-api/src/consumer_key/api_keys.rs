//! Operations on the applications and credentials of an account.

use ipnet::IpNet;

use super::{ApiApplication, ApiCredential, CredentialState};
use crate::{EnumValue, Request};

/// Operations on the applications and credentials of an account, and on the client's own credential.
///
/// Operations below `/me/api` need access rules, such as `AccessRules::new().allow(&consumer_key::CREDENTIALS)`.
///
/// ```no_run
/// # async fn run(client: ovh_api::Client) -> Result<(), ovh_api::Error> {
/// use ovh_api::consumer_key::CredentialState;
///
/// // Revoke keys that were requested but never validated.
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

// Not derived, because that compiles slower (docs/performance.md).
impl<C: Copy> Copy for ApiKeys<C> {}

impl<C: Clone> Clone for ApiKeys<C> {
    #[inline]
    fn clone(&self) -> Self {
        Self::new(self.client.clone())
    }
}

impl<C> ApiKeys<C> {
    /// Creates the operations for `client`. With [`Unbound`](crate::Unbound), requests can be built and inspected but
    /// not sent.
    #[inline]
    pub const fn new(client: C) -> Self {
        Self { client }
    }

    /// Returns the credential that the client uses: `GET /auth/currentCredential`.
    #[inline]
    pub fn current_credential(self) -> Request<C, ApiCredential> {
        Request::new(self.client, &super::CURRENT_CREDENTIAL, &[])
    }

    /// Expires the credential that the client uses: `POST /auth/logout`.
    #[inline]
    pub fn logout(self) -> Request<C, ()> {
        Request::new(self.client, &super::LOGOUT, &[])
    }

    /// Returns the ids of all applications: `GET /me/api/application`.
    #[inline]
    pub fn applications(self) -> Request<C, Vec<i64>> {
        Request::new(self.client, &super::APPLICATIONS, &[])
    }

    /// Returns an application: `GET /me/api/application/{applicationId}`.
    #[inline]
    pub fn application(self, application_id: i64) -> Request<C, ApiApplication> {
        Request::new(self.client, &super::APPLICATION, &[&application_id])
    }

    /// Deletes an application and all its credentials: `DELETE /me/api/application/{applicationId}`.
    #[inline]
    pub fn revoke_application(self, application_id: i64) -> Request<C, ()> {
        Request::new(self.client, &super::REVOKE_APPLICATION, &[&application_id])
    }

    /// Returns the ids of all credentials: `GET /me/api/credential`.
    ///
    /// Optional parameters: [`application_id`](Request::application_id), [`status`](Request::status).
    #[inline]
    pub fn credentials(self) -> Request<C, Vec<i64>, parameters::Credentials> {
        Request::new(self.client, &super::CREDENTIALS, &[])
    }

    /// Returns a credential: `GET /me/api/credential/{credentialId}`.
    #[inline]
    pub fn credential(self, credential_id: i64) -> Request<C, ApiCredential> {
        Request::new(self.client, &super::CREDENTIAL, &[&credential_id])
    }

    /// Returns the application that a credential belongs to: `GET /me/api/credential/{credentialId}/application`.
    #[inline]
    pub fn credential_application(self, credential_id: i64) -> Request<C, ApiApplication> {
        Request::new(self.client, &super::CREDENTIAL_APPLICATION, &[&credential_id])
    }

    /// Sets the IP addresses that may use a credential: `PUT /me/api/credential/{credentialId}`.
    #[inline]
    pub fn set_allowed_ips(self, credential_id: i64, blocks: &[IpNet]) -> Request<C, ()> {
        Request::new(self.client, &super::SET_ALLOWED_IPS, &[&credential_id]).with_body_field("allowedIPs", &blocks)
    }

    /// Deletes a credential, so that its consumer key no longer works: `DELETE /me/api/credential/{credentialId}`.
    #[inline]
    pub fn revoke_credential(self, credential_id: i64) -> Request<C, ()> {
        Request::new(self.client, &super::REVOKE_CREDENTIAL, &[&credential_id])
    }
}

/// Optional parameters of [`ApiKeys::credentials`].
impl<C> Request<C, Vec<i64>, parameters::Credentials> {
    /// Returns only credentials of this application.
    #[inline]
    pub fn application_id(self, application_id: i64) -> Self {
        self.with_query("applicationId", &application_id)
    }

    /// Returns only credentials in this state.
    #[inline]
    #[allow(clippy::needless_pass_by_value)] // Callers pass enum variants by value.
    pub fn status(self, status: impl EnumValue<CredentialState>) -> Self {
        self.with_query("status", &status)
    }
}

/// Marker types of operations with optional parameters.
#[allow(missing_debug_implementations)]
pub mod parameters {
    /// [`Client::request_consumer_key`](crate::Client::request_consumer_key)
    pub enum RequestConsumerKey {}

    /// [`ApiKeys::credentials`](super::ApiKeys::credentials)
    pub enum Credentials {}
}
