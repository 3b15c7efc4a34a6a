//! Keys as header values.

use bytes::Bytes;
use http::HeaderValue;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, ErrorKind};

/// Returns `scheme` and the key as a sensitive header value. Copies share its memory, which is wiped when the last one
/// is dropped.
pub(in crate::auth) fn secret_header(scheme: &str, key: &SecretString) -> Result<HeaderValue, Error> {
    let key = key.expose_secret();
    // Allocated at its final size: a string that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(scheme.len() + key.len()));
    text.push_str(scheme);
    text.push_str(key);
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text))
        .map_err(|error| Error::new(ErrorKind::Credentials, "key contains invalid characters").with_source(error))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_header_debug_is_redacted() {
        let value = secret_header("Bearer ", &"canary".into()).unwrap();
        assert_eq!((value.to_str().unwrap(), format!("{value:?}").as_str()), ("Bearer canary", "Sensitive"));
        let error = secret_header("", &"canary\n".into()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
