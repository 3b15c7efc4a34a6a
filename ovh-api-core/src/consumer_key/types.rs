//! What the service answers.

use std::fmt;

use ipnet::IpNet;
use jiff::Timestamp;
use secrecy::SecretString;

use crate::OpenEnum;
use crate::json::{FromJson, Value, open_enum};

open_enum! {
    /// How far a credential has come.
    pub enum CredentialState {
        /// Its time is over.
        Expired = "expired",
        /// The user has not agreed yet.
        PendingValidation = "pendingValidation",
        /// The user has not agreed, and will not.
        Refused = "refused",
        /// It works.
        Validated = "validated",
    }
}

open_enum! {
    /// What an application may do.
    pub enum ApplicationState {
        /// It works.
        Active = "active",
        /// OVHcloud has blocked it.
        Blocked = "blocked",
        /// It does not work.
        Inactive = "inactive",
        /// It works, and OVHcloud trusts it.
        Trusted = "trusted",
    }
}

/// A consumer key that was asked for. It works once the user has opened the page and agreed.
///
/// `Debug` shows neither the key nor the query of the page's address, which has a token in it.
#[derive(Clone)]
#[non_exhaustive]
pub struct ConsumerKey {
    /// The key. Keep it: nobody shows it again.
    pub consumer_key: SecretString,
    /// The page that the user has to open. Whoever opens it and logs in grants the rights on their own account, so it is
    /// not for everybody.
    pub validation_url: String,
    /// How far it has come: [`PendingValidation`](CredentialState::PendingValidation) at first.
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

/// A consumer key that there is, without the key itself.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApiCredential {
    /// Its number, which `ApiKeys::revoke_credential` takes.
    pub credential_id: i64,
    /// The application that asked for it.
    pub application_id: i64,
    /// How far it has come.
    pub status: OpenEnum<CredentialState>,
    /// The rights.
    pub rules: Vec<GrantedRule>,
    /// The addresses from which it may be used; none if from everywhere.
    pub allowed_ips: Option<Vec<IpNet>>,
    /// When it was asked for.
    pub creation: Timestamp,
    /// When it stops working; none if never.
    pub expiration: Option<Timestamp>,
    /// When it was last used.
    pub last_use: Option<Timestamp>,
    /// Whether it was made by OVHcloud's support.
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

/// A right as the service shows it: word for word, whatever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GrantedRule {
    /// The HTTP method.
    pub method: String,
    /// The path, with stars.
    pub path: String,
}

impl FromJson for GrantedRule {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self { method: object.get("method"), path: object.get("path") }
    }
}

/// An application that there is, without its secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApiApplication {
    /// Its number, which `ApiKeys::revoke_application` takes.
    pub application_id: i64,
    /// Its key, which is no secret: every call shows it.
    pub application_key: String,
    /// Its name.
    pub name: String,
    /// What its owner says about it.
    pub description: String,
    /// What it may do.
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
