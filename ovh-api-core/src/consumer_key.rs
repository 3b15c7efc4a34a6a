//! Consumer keys: the operations around them, what the service answers, and waiting until a user has agreed.

mod operations;
mod types;
mod validation;

pub use self::operations::*;
pub use self::types::{ApiApplication, ApiCredential, ApplicationState, ConsumerKey, CredentialState, GrantedRule};
pub use self::validation::Validation;
