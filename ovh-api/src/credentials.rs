//! Who calls.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, ErrorKind};
use crate::signature::{Signed, sign};

/// The keys of an application, and of the user who lets it act.
///
/// Create all three at `https://eu.api.ovh.com/createToken/`. `Debug` shows none of them.
#[derive(Clone, Default)]
pub struct Credentials {
    application_key: Option<SecretString>,
    application_secret: Option<SecretString>,
    consumer_key: Option<SecretString>,
}

impl Credentials {
    /// An application key, its secret, and a consumer key: what signed calls need.
    pub fn classic(
        application_key: impl Into<SecretString>,
        application_secret: impl Into<SecretString>,
        consumer_key: impl Into<SecretString>,
    ) -> Self {
        Self {
            application_key: Some(application_key.into()),
            application_secret: Some(application_secret.into()),
            consumer_key: Some(consumer_key.into()),
        }
    }

    pub(crate) fn set_application_key(&mut self, key: SecretString) {
        self.application_key = Some(key);
    }

    pub(crate) fn set_application_secret(&mut self, secret: SecretString) {
        self.application_secret = Some(secret);
    }

    pub(crate) fn set_consumer_key(&mut self, key: SecretString) {
        self.consumer_key = Some(key);
    }

    /// Refuses keys that cannot be of use, naming the one that is missing or empty.
    ///
    /// An application key alone serves public operations; with its secret it can also ask for a consumer key.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let keys = [
            ("consumer key", &self.consumer_key),
            ("application secret", &self.application_secret),
            ("application key", &self.application_key),
        ];
        let mut needed_by = None;
        for (name, key) in keys {
            let problem = match (key, needed_by) {
                (Some(key), _) if !is_header_text(key.expose_secret()) => {
                    format!("the {name} is empty or holds characters that no key has")
                }
                (Some(_), _) => {
                    needed_by = Some(name);
                    continue;
                }
                (None, None) => continue,
                (None, Some(other)) => format!("the {other} is of no use without an {name}"),
            };
            return Err(Error::new(ErrorKind::Configuration, problem));
        }
        Ok(())
    }

    pub(crate) fn application_key(&self) -> Option<&str> {
        self.application_key.as_ref().map(ExposeSecret::expose_secret)
    }

    /// The keys of a signed call; none unless all three are known.
    pub(crate) fn signer(&self) -> Option<Signer<'_>> {
        Some(Signer {
            application_key: self.application_key()?,
            application_secret: self.application_secret.as_ref()?.expose_secret(),
            consumer_key: self.consumer_key.as_ref()?.expose_secret(),
        })
    }
}

/// The three keys that a signed call needs.
#[derive(Clone, Copy)]
pub(crate) struct Signer<'k> {
    pub(crate) application_key: &'k str,
    application_secret: &'k str,
    pub(crate) consumer_key: &'k str,
}

impl Signer<'_> {
    pub(crate) fn sign(&self, signed: Signed<'_>) -> String {
        sign(self.application_secret, self.consumer_key, signed)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = |key: &Option<SecretString>| key.as_ref().map(|_| "[hidden]");
        formatter
            .debug_struct("Credentials")
            .field("application_key", &known(&self.application_key))
            .field("application_secret", &known(&self.application_secret))
            .field("consumer_key", &known(&self.consumer_key))
            .finish()
    }
}

/// A key read from a file with its line end would make headers that cannot be sent.
fn is_header_text(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_set_of_keys_names_what_is_missing() {
        let mut credentials = Credentials::default();
        assert!(credentials.check().is_ok());
        credentials.set_consumer_key("c".into());
        let error = credentials.check().unwrap_err().to_string();
        assert_eq!(error, "the consumer key is of no use without an application secret");
        credentials.set_application_secret("s".into());
        let error = credentials.check().unwrap_err().to_string();
        assert_eq!(error, "the application secret is of no use without an application key");
        credentials.set_application_key("k\n".into());
        let error = credentials.check().unwrap_err().to_string();
        assert!(error.starts_with("the application key is empty or"), "{error}");
        credentials.set_application_key("k".into());
        assert!(credentials.check().is_ok() && credentials.signer().is_some());
    }
}
