//! How many keys there may be.
//!
//! Every call looks through them, and everything that a caller can make more of without end would fill the memory.

use super::{Application, Credential, KeyRing};
use crate::error_response::ErrorResponse;

const MAX_APPLICATIONS: usize = 1_000;
/// Consumer keys in any state.
const MAX_CREDENTIALS: usize = 2_000;
/// OAuth2 clients.
const MAX_CLIENTS: usize = 1_000;
/// OAuth2 tokens that have not expired.
pub(super) const MAX_TOKENS: usize = 10_000;
/// Deleted consumer keys that are remembered, for the message "This credential does not exist".
pub(super) const MAX_DELETED: usize = 1_000;

/// Access rules of a consumer key.
pub(crate) const MAX_RULES: usize = 500;
/// Allowed address blocks of a consumer key.
pub(crate) const MAX_ADDRESSES: usize = 100;
/// Bytes of the path of a rule, of a redirection, and of the name of an application.
pub(crate) const MAX_TEXT: usize = 2_048;

impl KeyRing {
    /// Whether one more consumer key may be made, and an application for it.
    ///
    /// # Errors
    ///
    /// If there are too many.
    pub(crate) fn room_for_keys(&self) -> Result<(), ErrorResponse> {
        room(self.applications.len(), MAX_APPLICATIONS, "applications")?;
        room(self.credentials.len(), MAX_CREDENTIALS, "consumer keys")
    }

    /// Whether one more OAuth2 client may be made.
    ///
    /// # Errors
    ///
    /// If there are too many.
    pub(crate) fn room_for_client(&self) -> Result<(), ErrorResponse> {
        room(self.clients.len(), MAX_CLIENTS, "OAuth2 clients")
    }

    /// About how many bytes all keys take.
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
    /// About how many bytes one with these rules takes, whatever its other fields hold.
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
