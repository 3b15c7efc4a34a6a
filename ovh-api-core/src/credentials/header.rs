//! Keys as they travel: header values.

use bytes::Bytes;
use http::HeaderValue;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, ErrorKind};

/// The header value `scheme` and the key, which no log shows. Its memory is wiped when the last copy of the value is
/// dropped: copies share it.
pub(crate) fn secret_header(scheme: &str, key: &SecretString) -> Result<HeaderValue, Error> {
    let key = key.expose_secret();
    // As long as it will be: a text that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(scheme.len() + key.len()));
    text.push_str(scheme);
    text.push_str(key);
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).map_err(|error| {
        Error::new(ErrorKind::Credentials, "a key has characters that no key has").with_source(error)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_log_shows_a_key() {
        let value = secret_header("Bearer ", &"canary".into()).unwrap();
        assert_eq!((value.to_str().unwrap(), format!("{value:?}").as_str()), ("Bearer canary", "Sensitive"));
        let error = secret_header("", &"canary\n".into()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
