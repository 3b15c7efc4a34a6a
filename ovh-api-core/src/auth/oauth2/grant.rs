//! The token request and its response.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode, Uri};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

use crate::auth::credentials::is_header_text;
use crate::auth::service::Service;
use crate::error::{ApiError, Error, ErrorKind, ErrorResponse};
use crate::json::{FromJson, Json, Value, decode, decode_strict};
use crate::text::cut;
use crate::transport::{redirection, request_id};

/// The client credentials grant of RFC 6749, section 4.4, as the Go and Python wrappers send it: all parameters are in
/// the form, and the scope is `all`.
pub(super) struct Grant {
    pub(super) token_url: Uri,
    pub(super) client_id: SecretString,
    pub(super) client_secret: SecretString,
}

/// The length of the form without the keys. A byte of a key takes up to three bytes.
const FORM_AROUND_KEYS: usize = 96;

/// The maximum number of bytes of the service's message that an error contains.
const MAX_MESSAGE: usize = 500;

/// The maximum size of an error response that is parsed, in bytes.
const MAX_ERROR_SIZE: usize = 64 * 1024;

/// A granted token.
pub(super) struct Granted {
    pub(super) access_token: SecretString,
    /// `None` if the response does not contain it.
    pub(super) lifetime: Option<Duration>,
}

impl Grant {
    /// Requests a token. An error here means that the call that needed the token was not sent.
    pub(super) async fn request(&self, service: &impl Service) -> Result<Granted, Error> {
        match service.send(self.http_request()).await {
            Ok(response) => Self::read(&response),
            Err(error) => Err(Error::new(error.kind(), "cannot get an OAuth2 token").with_source(error)),
        }
    }

    fn http_request(&self) -> http::Request<Bytes> {
        let (id, secret) = (self.client_id.expose_secret(), self.client_secret.expose_secret());
        // Allocated at its final size: a string that grows leaves copies behind. Wiped when the request is dropped.
        let mut form = Zeroizing::new(String::with_capacity(FORM_AROUND_KEYS + 3 * (id.len() + secret.len())));
        form_urlencoded::Serializer::new(&mut *form)
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", id)
            .append_pair("client_secret", secret)
            .append_pair("scope", "all");
        let mut request = http::Request::new(Bytes::from_owner(form));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.token_url.clone();
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        request
    }

    fn read(response: &http::Response<Bytes>) -> Result<Granted, Error> {
        if !response.status().is_success() {
            return Err(Self::rejected(response));
        }
        // The response contains the token: the error names the JSON path, never the content.
        let token = decode_strict::<TokenResponse>(response.body()).map_err(|error| {
            let message = "invalid OAuth2 token response";
            let mismatch = Error::new(ErrorKind::Decode, error.to_string()).with_json_path(error.path());
            Error::new(ErrorKind::Credentials, message).with_source(mismatch)
        })?;
        if !token.token_type.is_none_or(|kind| kind.eq_ignore_ascii_case("bearer")) {
            return Err(Error::new(
                ErrorKind::Credentials,
                "invalid OAuth2 token response: the token type is not Bearer",
            ));
        }
        if !is_header_text(token.access_token.expose_secret()) {
            return Err(Error::new(
                ErrorKind::Credentials,
                "invalid OAuth2 token response: the token is empty or contains spaces or characters that are not ASCII",
            ));
        }
        let seconds = token.expires_in.map(|seconds| seconds.max(0.0));
        let lifetime = seconds.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
        Ok(Granted { access_token: token.access_token, lifetime })
    }

    /// Returns the error of an error response. A timeout, a rate limit or a server error can be retried; any other one
    /// is about the client id and its secret.
    fn rejected(response: &http::Response<Bytes>) -> Error {
        let status = response.status();
        let details = response
            .body()
            .get(..MAX_ERROR_SIZE)
            .map_or_else(|| decode(response.body()), |_| Ok(TokenError::default()))
            .unwrap_or_default();
        let parts = [details.error, details.error_description, details.message];
        let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let details =
            if parts.is_empty() { String::new() } else { format!(": {}", cut(parts.join(": "), MAX_MESSAGE)) };
        if matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS) || status.is_server_error() {
            let message = format!("cannot get an OAuth2 token{details}");
            let request_id = request_id(response.headers()).map(str::to_owned);
            return Error::new(ErrorKind::Status, message)
                .with_response(ErrorResponse { status, request_id, body: Vec::new(), api_error: ApiError::default() })
                .maybe_sent(false);
        }
        let moved = if status.is_redirection() { moved(response) } else { Cow::Borrowed("") };
        Error::new(ErrorKind::Credentials, format!("cannot get an OAuth2 token: {status}{details}{moved}"))
    }
}

/// Describes a redirection of the token service.
fn moved(response: &http::Response<Bytes>) -> Cow<'static, str> {
    let Some((_, target)) = redirection(response.headers()) else {
        return "; redirects are not followed".into();
    };
    format!(
        "; redirects are not followed (to {target}); if the token service has moved, set OVH_OAUTH2_TOKEN_URL, \
         oauth2_token_url= in ovh.conf, or oauth2_token_url on the builder"
    )
    .into()
}

struct TokenResponse {
    access_token: SecretString,
    token_type: Option<String>,
    /// In seconds. A value that is not a number is ignored: the token works without its lifetime.
    expires_in: Option<f64>,
}

impl FromJson for TokenResponse {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            access_token: object.get("access_token"),
            token_type: object.get("token_type"),
            expires_in: object.get::<Option<Json>>("expires_in").as_ref().and_then(Json::as_f64),
        }
    }
}

/// An error of the token service, in the form of RFC 6749, section 5.2, or in OVHcloud's.
#[derive(Default)]
struct TokenError {
    error: Option<String>,
    error_description: Option<String>,
    message: Option<String>,
}

impl FromJson for TokenError {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            error: object.get("error"),
            error_description: object.get("error_description"),
            message: object.get("message"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetime_that_is_not_a_number_is_ignored() {
        for (lifetime, seconds) in [
            ("3599", Some(3599)),
            ("3599.9", Some(3599)),
            ("-1", Some(0)),
            ("9223372036854775807", Some(1 << 63)),
            ("1e300", Some(u64::MAX)),
            ("null", None),
            ("\"soon\"", None),
            ("[1]", None),
        ] {
            let body = format!(r#"{{"access_token":"t","expires_in":{lifetime}}}"#);
            let granted = Grant::read(&http::Response::new(body.into())).unwrap();
            assert_eq!(granted.lifetime.map(|lifetime| lifetime.as_secs()), seconds, "{lifetime}");
        }
    }
}
