//! Response types.

use std::fmt;

use ipnet::IpNet;
use jiff::Timestamp;
use secrecy::SecretString;

use crate::enums::OpenEnum;
use crate::json::{FromJson, Value, open_enum};

open_enum! {
    /// The state of a credential.
    pub enum CredentialState {
        /// The credential has expired.
        Expired = "expired",
        /// The user has not granted access yet.
        PendingValidation = "pendingValidation",
        /// The user has denied access.
        Refused = "refused",
        /// The credential is valid.
        Validated = "validated",
    }
}

open_enum! {
    /// The state of an application.
    pub enum ApplicationState {
        /// The application can be used.
        Active = "active",
        /// OVHcloud has blocked the application.
        Blocked = "blocked",
        /// The application cannot be used.
        Inactive = "inactive",
        /// The application can be used, and OVHcloud trusts it.
        Trusted = "trusted",
    }
}

/// A requested consumer key. It is valid after the user has opened the page and granted access.
///
/// `Debug` redacts the key and the query of the URL, which contains a token.
#[derive(Clone)]
#[non_exhaustive]
pub struct ConsumerKey {
    /// The key. Store it: it cannot be retrieved again.
    pub consumer_key: SecretString,
    /// The URL of the page that the user must open. Anyone who opens it and logs in grants access to their own account,
    /// so do not share it.
    pub validation_url: String,
    /// The state, initially [`PendingValidation`](CredentialState::PendingValidation).
    pub state: OpenEnum<CredentialState>,
}

impl fmt::Debug for ConsumerKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let page = self.validation_url.split(['?', '#']).next().unwrap_or_default();
        formatter
            .debug_struct("ConsumerKey")
            .field("consumer_key", &self.consumer_key)
            .field("validation_url", &page)
            .field("state", &self.state)
            .finish()
    }
}

impl FromJson for ConsumerKey {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            consumer_key: object.get("consumerKey"),
            validation_url: object.get("validationUrl"),
            state: object.get("state"),
        }
    }
}

/// An existing consumer key, without the key itself.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApiCredential {
    /// The id, for `ApiKeys::revoke_credential`.
    pub credential_id: i64,
    /// The id of the application that requested it.
    pub application_id: i64,
    /// The state.
    pub status: OpenEnum<CredentialState>,
    /// The access rules.
    pub rules: Vec<GrantedRule>,
    /// The addresses from which it may be used. `None` if unrestricted.
    pub allowed_ips: Option<Vec<IpNet>>,
    /// The time of the request.
    pub creation: Timestamp,
    /// The time of expiration. `None` if it does not expire.
    pub expiration: Option<Timestamp>,
    /// The time of the last use.
    pub last_use: Option<Timestamp>,
    /// Whether it was created by OVHcloud's support.
    pub ovh_support: bool,
}

impl FromJson for ApiCredential {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            credential_id: object.get("credentialId"),
            application_id: object.get("applicationId"),
            status: object.get("status"),
            rules: object.get("rules"),
            allowed_ips: object.get("allowedIPs"),
            creation: object.get("creation"),
            expiration: object.get("expiration"),
            last_use: object.get("lastUse"),
            ovh_support: object.get("ovhSupport"),
        }
    }
}

/// An access rule as returned by the service, without validation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GrantedRule {
    /// The HTTP method.
    pub method: String,
    /// The path pattern.
    pub path: String,
}

impl FromJson for GrantedRule {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self { method: object.get("method"), path: object.get("path") }
    }
}

/// An existing application, without its secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApiApplication {
    /// The id, for `ApiKeys::revoke_application`.
    pub application_id: i64,
    /// The application key. Not a secret: it is sent with every request.
    pub application_key: String,
    /// The name.
    pub name: String,
    /// The description.
    pub description: String,
    /// The state.
    pub status: OpenEnum<ApplicationState>,
}

impl FromJson for ApiApplication {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            application_id: object.get("applicationId"),
            application_key: object.get("applicationKey"),
            name: object.get("name"),
            description: object.get("description"),
            status: object.get("status"),
        }
    }
}
