//! The question for a token, and its answers.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode, Uri};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

use crate::authentication::Service;
use crate::client::{redirection, request_id};
use crate::credentials::is_header_text;
use crate::error::{Error, ErrorKind, FailedAnswer, Refusal};
use crate::json::{FromJson, Value, decode, decode_strict};
use crate::text::cut;

/// The client credentials grant of RFC 6749, section 4.4, as the Go and Python wrappers send it: everything in the
/// form, nothing in a header, the scope `all`.
pub(super) struct Grant {
    pub(super) token_url: Uri,
    pub(super) client_id: SecretString,
    pub(super) client_secret: SecretString,
}

/// At most as many bytes of the form are not of the keys, each byte of which takes three at most.
const FORM_AROUND_KEYS: usize = 96;

/// As many bytes of what a refusal says are kept.
const SAID: usize = 500;

/// A longer body of a refusal is not read.
const LONGEST_REFUSAL: usize = 64 * 1024;

/// What was granted.
pub(super) struct Granted {
    pub(super) access_token: SecretString,
    /// How long it is valid, if the service said so.
    pub(super) lifetime: Option<Duration>,
}

impl Grant {
    /// Asks for a token. Whatever goes wrong here, the call that needed it has not been sent.
    pub(super) async fn ask(&self, service: &impl Service) -> Result<Granted, Error> {
        match service.send(self.request()).await {
            Ok(answer) => self.read(&answer),
            // The call that needed the token has not been sent, whatever became of the question.
            Err(error) => Err(Error::new(error.kind(), "cannot get an OAuth2 token").with_source(error)),
        }
    }

    fn request(&self) -> http::Request<Bytes> {
        let (id, secret) = (self.client_id.expose_secret(), self.client_secret.expose_secret());
        // With room for all: a text that grows leaves copies behind. It is wiped when the request is dropped.
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

    fn read(&self, answer: &http::Response<Bytes>) -> Result<Granted, Error> {
        if !answer.status().is_success() {
            return Err(self.refusal(answer));
        }
        // The answer holds the token: an error says where it does not fit, never what it holds.
        let answer = decode_strict::<Answer>(answer.body()).map_err(|error| {
            let message = "the answer to the question for an OAuth2 token makes no sense";
            let misfit = Error::new(ErrorKind::Decode, error.to_string()).with_json_path(error.path());
            Error::new(ErrorKind::Credentials, message).with_source(misfit)
        })?;
        if !answer.token_type.is_none_or(|kind| kind.eq_ignore_ascii_case("bearer")) {
            return Err(Error::new(ErrorKind::Credentials, "the OAuth2 token is not of the type Bearer"));
        }
        if !is_header_text(answer.access_token.expose_secret()) {
            return Err(Error::new(
                ErrorKind::Credentials,
                "the OAuth2 token is empty or holds characters that no token has",
            ));
        }
        let lifetime = answer.expires_in.map(|seconds| Duration::from_secs(seconds.try_into().unwrap_or(0)));
        Ok(Granted { access_token: answer.access_token, lifetime })
    }

    /// Too many questions, a timeout, or a fault of the service, is worth another try; every other refusal is about the client id
    /// and its secret.
    fn refusal(&self, answer: &http::Response<Bytes>) -> Error {
        let status = answer.status();
        let fault = answer
            .body()
            .get(..LONGEST_REFUSAL)
            .map_or_else(|| decode(answer.body()), |_| Ok(Fault::default()))
            .unwrap_or_default();
        let words = [fault.error, fault.error_description, fault.message];
        let said: Vec<_> = words.into_iter().flatten().filter(|word| !word.is_empty()).collect();
        let said = if said.is_empty() { String::new() } else { format!(": {}", cut(said.join(": "), SAID)) };
        if matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS) || status.is_server_error() {
            let message = format!("cannot get an OAuth2 token{said}");
            let request_id = request_id(answer.headers()).map(str::to_owned);
            return Error::new(ErrorKind::Status, message)
                .with_answer(FailedAnswer { status, request_id, body: Vec::new(), refusal: Refusal::default() })
                .maybe_sent(false);
        }
        let moved = if status.is_redirection() { moved(answer) } else { Cow::Borrowed("") };
        Error::new(ErrorKind::Credentials, format!("cannot get an OAuth2 token: {status}{said}{moved}"))
    }
}

/// Where a redirection leads, and how to set it if the token service has moved.
fn moved(answer: &http::Response<Bytes>) -> Cow<'static, str> {
    let Some((_, target)) = redirection(answer.headers()) else {
        return "; redirections are not followed".into();
    };
    format!(
        "; redirections are not followed, here to {target}; if the token service has moved, set OVH_OAUTH2_TOKEN_URL, \
         oauth2_token_url= in ovh.conf, or oauth2_token_url on the builder"
    )
    .into()
}

struct Answer {
    access_token: SecretString,
    token_type: Option<String>,
    /// In seconds.
    expires_in: Option<i64>,
}

impl FromJson for Answer {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            access_token: object.get("access_token"),
            token_type: object.get("token_type"),
            expires_in: object.get("expires_in"),
        }
    }
}

/// Section 5.2 of the RFC, and OVHcloud's own form of errors.
#[derive(Default)]
struct Fault {
    error: Option<String>,
    error_description: Option<String>,
    message: Option<String>,
}

impl FromJson for Fault {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            error: object.get("error"),
            error_description: object.get("error_description"),
            message: object.get("message"),
        }
    }
}
