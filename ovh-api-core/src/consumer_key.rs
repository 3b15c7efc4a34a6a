//! Consumer keys: their operations and response types, and waiting for validation by the user.

mod operations;
mod types;
mod validation;

pub use self::operations::*;
pub use self::types::{ApiApplication, ApiCredential, ApplicationState, ConsumerKey, CredentialState, GrantedRule};
pub use self::validation::Validation;
