//! Classifies error responses by error code, or by class and message.
//!
//! The service has two formats of error responses. The older one has an `errorCode`. Since about mid 2024, most have
//! only a `class` and a `message`. The class `Client::Forbidden` alone does not indicate invalid credentials: locked
//! objects have it too. The messages are from recorded responses and from the issue trackers of published clients. Each
//! row accepts both formats.

use http::StatusCode;

use super::api_error::ApiError;
use crate::json::Json;

/// The reason of an error response that concerns credentials, time or an expired service, rather than the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// The access rules of the consumer key do not allow the request. The key itself is valid.
    NotGranted,
    /// No IAM policy allows the request. The credentials themselves are valid.
    MissingPermissions,
    /// The consumer key is not validated yet, or has expired.
    CredentialNotValid,
    /// The consumer key does not exist.
    UnknownCredential,
    /// The application key does not exist or belongs to another region.
    InvalidApplicationKey,
    /// The timestamp of the signature differs too much from the time of the service.
    OutOfTime,
    /// The object belongs to a service that has expired.
    ServiceExpired,
}

/// A reason, and the error responses that have it.
struct Row {
    reason: Rejection,
    codes: &'static [&'static str],
    /// Includes its subclasses, which follow after `::`.
    class: &'static str,
    messages: &'static [&'static str],
}

const FORBIDDEN: &str = "Client::Forbidden";

/// `NOT_CREDENTIAL` and `INVALID_CREDENTIAL` apply to unknown keys and to keys that are not validated yet. The message
/// distinguishes them, so it is compared before the code.
const TABLE: &[Row] = &[
    Row {
        reason: Rejection::NotGranted,
        codes: &["NOT_GRANTED_CALL"],
        class: FORBIDDEN,
        messages: &["This call has not been granted"],
    },
    Row {
        reason: Rejection::MissingPermissions,
        codes: &[],
        class: FORBIDDEN,
        messages: &["User not granted for this request"],
    },
    Row {
        reason: Rejection::UnknownCredential,
        codes: &[],
        class: FORBIDDEN,
        messages: &["This credential does not exist"],
    },
    Row {
        reason: Rejection::CredentialNotValid,
        codes: &["INVALID_CREDENTIAL", "NOT_CREDENTIAL"],
        class: FORBIDDEN,
        messages: &["This credential is not valid"],
    },
    Row {
        reason: Rejection::InvalidApplicationKey,
        codes: &["INVALID_KEY"],
        class: FORBIDDEN,
        messages: &["This application key is invalid"],
    },
    Row {
        reason: Rejection::OutOfTime,
        codes: &["QUERY_TIME_OUT"],
        class: "Client::BadRequest",
        messages: &["Query out of time"],
    },
    Row { reason: Rejection::ServiceExpired, codes: &[], class: "Client", messages: &["This service is expired"] },
];

/// The fields of `details` with missing IAM actions: a comma-separated string or a list.
const MISSING_ACTIONS: [&str; 2] = ["unauthorizedActionsByAuthentication", "unauthorizedActionsByIAM"];

impl Rejection {
    /// Returns the reason of an error response with this status, if known.
    pub(crate) fn of(error: &ApiError, status: StatusCode) -> Option<Self> {
        let by_message = TABLE.iter().find(|row| row.has_class(error, status) && row.has_message(error));
        let by_code = || TABLE.iter().find(|row| row.has_code(error));
        if let Some(row) = by_message.or_else(by_code) {
            return Some(row.reason);
        }
        let is_forbidden = status == StatusCode::FORBIDDEN;
        (is_forbidden && missing_actions(error).next().is_some()).then_some(Self::MissingPermissions)
    }

    /// Returns whether the credentials themselves are rejected.
    pub(crate) const fn is_invalid_credential(self) -> bool {
        matches!(self, Self::CredentialNotValid | Self::UnknownCredential | Self::InvalidApplicationKey)
    }

    /// Returns whether the credentials are valid but lack permission.
    pub(crate) const fn is_not_granted(self) -> bool {
        matches!(self, Self::NotGranted | Self::MissingPermissions)
    }
}

impl Row {
    fn has_code(&self, error: &ApiError) -> bool {
        error.error_code.as_deref().is_some_and(|code| self.codes.contains(&code))
    }

    /// Without a class, any client error status matches.
    fn has_class(&self, error: &ApiError, status: StatusCode) -> bool {
        match error.class.as_deref() {
            Some(class) => class.strip_prefix(self.class).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")),
            None => status.is_client_error(),
        }
    }

    fn has_message(&self, error: &ApiError) -> bool {
        let message = error.message.as_deref().unwrap_or_default().trim().trim_end_matches('.');
        self.messages.iter().any(|known| known.eq_ignore_ascii_case(message))
    }
}

/// Returns the missing IAM actions, possibly with duplicates.
pub(crate) fn missing_actions(error: &ApiError) -> impl Iterator<Item = &str> {
    let values = error.details.iter().flat_map(|details| MISSING_ACTIONS.iter().filter_map(|key| details.get(key)));
    let texts = values.flat_map(|value| match value {
        Json::Array(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    });
    texts.filter_map(Json::as_str).flat_map(|text| text.split(',')).map(str::trim).filter(|action| !action.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(status: u16, body: &str) -> Option<Rejection> {
        Rejection::of(&ApiError::parse(&body.to_owned().into()), StatusCode::from_u16(status).unwrap())
    }

    #[test]
    fn both_error_formats_have_the_same_reason() {
        for (status, body, wanted) in [
            (403, r#"{"errorCode":"NOT_GRANTED_CALL"}"#, Some(Rejection::NotGranted)),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"This call has not been granted"}"#,
                Some(Rejection::NotGranted),
            ),
            (403, r#"{"message":"This call has not been granted"}"#, Some(Rejection::NotGranted)),
            (
                403,
                r#"{"class":"Client::Forbidden::X","message":" this call has not been granted. "}"#,
                Some(Rejection::NotGranted),
            ),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"User not granted for this request"}"#,
                Some(Rejection::MissingPermissions),
            ),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"Non","details":{"unauthorizedActionsByIAM":["a"]}}"#,
                Some(Rejection::MissingPermissions),
            ),
            (403, r#"{"class":"Client::Forbidden","message":"Non","details":{"unauthorizedActionsByIAM":""}}"#, None),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"This credential is not valid"}"#,
                Some(Rejection::CredentialNotValid),
            ),
            (403, r#"{"errorCode":"INVALID_CREDENTIAL"}"#, Some(Rejection::CredentialNotValid)),
            (
                403,
                r#"{"errorCode":"NOT_CREDENTIAL","message":"This credential is not valid"}"#,
                Some(Rejection::CredentialNotValid),
            ),
            (
                403,
                r#"{"errorCode":"NOT_CREDENTIAL","message":"This credential does not exist"}"#,
                Some(Rejection::UnknownCredential),
            ),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"This credential does not exist"}"#,
                Some(Rejection::UnknownCredential),
            ),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"This application key is invalid"}"#,
                Some(Rejection::InvalidApplicationKey),
            ),
            (
                403,
                r#"{"errorCode":"INVALID_KEY","message":"Invalid application key"}"#,
                Some(Rejection::InvalidApplicationKey),
            ),
            (400, r#"{"errorCode":"QUERY_TIME_OUT"}"#, Some(Rejection::OutOfTime)),
            (400, r#"{"class":"Client::BadRequest","message":"Query out of time"}"#, Some(Rejection::OutOfTime)),
            (
                460,
                r#"{"class":"Client::Forbidden","message":"This service is expired"}"#,
                Some(Rejection::ServiceExpired),
            ),
            (403, r#"{"class":"Client::Forbidden","message":"Cluster x is locked"}"#, None),
            (403, r#"{"class":"Client::Forbiddenish","message":"This call has not been granted"}"#, None),
            (404, r#"{"class":"Client::NotFound","message":"This credential does not exist"}"#, None),
            (500, r#"{"message":"This call has not been granted"}"#, None),
            (403, "<html>", None),
        ] {
            assert_eq!(reason(status, body), wanted, "{body}");
        }
    }

    #[test]
    fn missing_actions_from_strings_and_lists() {
        let actions = |body: &str| {
            missing_actions(&ApiError::parse(&body.to_owned().into())).map(str::to_owned).collect::<Vec<_>>()
        };
        let body =
            r#"{"details":{"unauthorizedActionsByAuthentication":"a:b, c:d","unauthorizedActionsByIAM":["e:f",7]}}"#;
        assert_eq!(actions(body), ["a:b", "c:d", "e:f"]);
        for body in [r#"{"details":{"unauthorizedActionsByIAM":{"a":"b"}}}"#, r#"{"details":"x"}"#, "{}"] {
            assert_eq!(actions(body), [""; 0], "{body}");
        }
    }
}
