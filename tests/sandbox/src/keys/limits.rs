//! Limits of keys, which are searched linearly and must not fill the memory.

use super::{Application, Credential, KeyRing};
use crate::error_response::ErrorResponse;

const MAX_APPLICATIONS: usize = 1_000;
/// Maximum number of consumer keys in any state.
const MAX_CREDENTIALS: usize = 2_000;
/// Maximum number of OAuth2 clients.
const MAX_CLIENTS: usize = 1_000;
/// Maximum number of OAuth2 tokens that have not expired.
pub(super) const MAX_TOKENS: usize = 10_000;
/// Maximum number of deleted consumer keys that are remembered for the message "This credential does not exist".
pub(super) const MAX_DELETED: usize = 1_000;

/// Maximum number of access rules of a consumer key.
pub(crate) const MAX_RULES: usize = 500;
/// Maximum number of allowed address blocks of a consumer key.
pub(crate) const MAX_ADDRESSES: usize = 100;
/// Maximum length of a rule's path, a redirection or an application's name, in bytes.
pub(crate) const MAX_TEXT: usize = 2_048;

impl KeyRing {
    /// Checks that a consumer key and an application can be added.
    pub(crate) fn room_for_keys(&self) -> Result<(), ErrorResponse> {
        room(self.applications.len(), MAX_APPLICATIONS, "applications")?;
        room(self.credentials.len(), MAX_CREDENTIALS, "consumer keys")
    }

    /// Checks that an OAuth2 client can be added.
    pub(crate) fn room_for_client(&self) -> Result<(), ErrorResponse> {
        room(self.clients.len(), MAX_CLIENTS, "OAuth2 clients")
    }

    /// Returns the estimated size of all keys, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let applications: usize = self.applications.iter().map(Application::weight).sum();
        let credentials: usize = self.credentials.iter().map(|credential| credential.weight).sum();
        applications + credentials + 200 * (self.clients.len() + self.tokens.len() + self.deleted.len())
    }
}

impl Application {
    const fn weight(&self) -> usize {
        400 + self.name.len() + self.description.len()
    }
}

impl Credential {
    /// Returns the maximum estimated size of a credential with these rules, in bytes.
    pub(super) fn weight_of(rules: &[super::Rule]) -> usize {
        let rules: usize = rules.iter().map(super::Rule::weight).sum();
        rules + MAX_TEXT + MAX_ADDRESSES * 20 + 600
    }
}

fn room(count: usize, most: usize, what: &str) -> Result<(), ErrorResponse> {
    if count < most {
        return Ok(());
    }
    Err(ErrorResponse::full(format!("The sandbox has its maximum of {most} {what}: delete some or restart it")))
}
