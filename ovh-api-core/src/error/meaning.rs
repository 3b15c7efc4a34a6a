//! What a refusal means, from its error code or from its class and message.
//!
//! The service has two shapes of refusals. The older one has an `errorCode`. Since about mid 2024 most refusals carry a
//! `class` and a `message` only, and the class `Client::Forbidden` alone says nothing about credentials: a locked
//! object has it too. The texts are those of recorded responses and of the issue trackers of published clients; every
//! row accepts either shape.

use http::StatusCode;

use super::service::Refusal;
use crate::json::Json;

/// A refusal that is about who calls or when, rather than about the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The access rules of the consumer key do not cover the call. The key itself is valid.
    NotGranted,
    /// An IAM policy does not allow the call. The credentials themselves are valid.
    MissingPermissions,
    /// The consumer key is not validated yet, or has expired.
    CredentialNotValid,
    /// The consumer key does not exist.
    UnknownCredential,
    /// The application key does not exist, or belongs to another region.
    InvalidApplicationKey,
    /// The timestamp of the signature is too far from the service's clock.
    OutOfTime,
    /// The object belongs to a service that has expired.
    ServiceExpired,
}

/// One meaning and the ways in which the service expresses it.
struct Row {
    meaning: Meaning,
    codes: &'static [&'static str],
    /// With the subclasses that follow after `::`.
    class: &'static str,
    messages: &'static [&'static str],
}

const FORBIDDEN: &str = "Client::Forbidden";

/// `NOT_CREDENTIAL` and `INVALID_CREDENTIAL` are used for keys that are unknown and for keys that are not validated yet.
/// The message decides between the two, so it is compared before the code.
const TABLE: &[Row] = &[
    Row {
        meaning: Meaning::NotGranted,
        codes: &["NOT_GRANTED_CALL"],
        class: FORBIDDEN,
        messages: &["This call has not been granted"],
    },
    Row {
        meaning: Meaning::MissingPermissions,
        codes: &[],
        class: FORBIDDEN,
        messages: &["User not granted for this request"],
    },
    Row {
        meaning: Meaning::UnknownCredential,
        codes: &[],
        class: FORBIDDEN,
        messages: &["This credential does not exist"],
    },
    Row {
        meaning: Meaning::CredentialNotValid,
        codes: &["INVALID_CREDENTIAL", "NOT_CREDENTIAL"],
        class: FORBIDDEN,
        messages: &["This credential is not valid"],
    },
    Row {
        meaning: Meaning::InvalidApplicationKey,
        codes: &["INVALID_KEY"],
        class: FORBIDDEN,
        messages: &["This application key is invalid"],
    },
    Row {
        meaning: Meaning::OutOfTime,
        codes: &["QUERY_TIME_OUT"],
        class: "Client::BadRequest",
        messages: &["Query out of time"],
    },
    Row { meaning: Meaning::ServiceExpired, codes: &[], class: "Client", messages: &["This service is expired"] },
];

/// The keys of `details` that name missing IAM actions: a comma-separated string or a list.
const MISSING_ACTIONS: [&str; 2] = ["unauthorizedActionsByAuthentication", "unauthorizedActionsByIAM"];

impl Meaning {
    /// The meaning of a refusal with this status.
    pub(crate) fn of(refusal: &Refusal, status: StatusCode) -> Option<Self> {
        let by_message = TABLE.iter().find(|row| row.has_class(refusal, status) && row.has_message(refusal));
        let by_code = || TABLE.iter().find(|row| row.has_code(refusal));
        if let Some(row) = by_message.or_else(by_code) {
            return Some(row.meaning);
        }
        let is_forbidden = status == StatusCode::FORBIDDEN;
        (is_forbidden && missing_actions(refusal).next().is_some()).then_some(Self::MissingPermissions)
    }

    /// Whether the service does not accept the credentials themselves.
    pub(crate) const fn is_invalid_credential(self) -> bool {
        matches!(self, Self::CredentialNotValid | Self::UnknownCredential | Self::InvalidApplicationKey)
    }

    /// Whether the credentials are valid and have no right to the call.
    pub(crate) const fn is_not_granted(self) -> bool {
        matches!(self, Self::NotGranted | Self::MissingPermissions)
    }
}

impl Row {
    fn has_code(&self, refusal: &Refusal) -> bool {
        refusal.error_code.as_deref().is_some_and(|code| self.codes.contains(&code))
    }

    /// Every key of a refusal is optional; without a class the status stands in for it.
    fn has_class(&self, refusal: &Refusal, status: StatusCode) -> bool {
        match refusal.class.as_deref() {
            Some(class) => class.strip_prefix(self.class).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")),
            None => status.is_client_error(),
        }
    }

    fn has_message(&self, refusal: &Refusal) -> bool {
        let message = refusal.message.as_deref().unwrap_or_default().trim().trim_end_matches('.');
        self.messages.iter().any(|known| known.eq_ignore_ascii_case(message))
    }
}

/// The IAM actions that the caller lacks, each as often as the service names it.
pub(crate) fn missing_actions(refusal: &Refusal) -> impl Iterator<Item = &str> {
    let values = refusal.details.iter().flat_map(|details| MISSING_ACTIONS.iter().filter_map(|key| details.get(key)));
    let texts = values.flat_map(|value| match value {
        Json::Array(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    });
    texts.filter_map(Json::as_str).flat_map(|text| text.split(',')).map(str::trim).filter(|action| !action.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(status: u16, body: &str) -> Option<Meaning> {
        Meaning::of(&Refusal::parse(&body.to_owned().into()), StatusCode::from_u16(status).unwrap())
    }

    #[test]
    fn refusal_in_either_shape_has_one_meaning() {
        for (status, body, wanted) in [
            (403, r#"{"errorCode":"NOT_GRANTED_CALL"}"#, Some(Meaning::NotGranted)),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"This call has not been granted"}"#,
                Some(Meaning::NotGranted),
            ),
            (403, r#"{"message":"This call has not been granted"}"#, Some(Meaning::NotGranted)),
            (
                403,
                r#"{"class":"Client::Forbidden::X","message":" this call has not been granted. "}"#,
                Some(Meaning::NotGranted),
            ),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"User not granted for this request"}"#,
                Some(Meaning::MissingPermissions),
            ),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"Non","details":{"unauthorizedActionsByIAM":["a"]}}"#,
                Some(Meaning::MissingPermissions),
            ),
            (403, r#"{"class":"Client::Forbidden","message":"Non","details":{"unauthorizedActionsByIAM":""}}"#, None),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"This credential is not valid"}"#,
                Some(Meaning::CredentialNotValid),
            ),
            (403, r#"{"errorCode":"INVALID_CREDENTIAL"}"#, Some(Meaning::CredentialNotValid)),
            (
                403,
                r#"{"errorCode":"NOT_CREDENTIAL","message":"This credential is not valid"}"#,
                Some(Meaning::CredentialNotValid),
            ),
            (
                403,
                r#"{"errorCode":"NOT_CREDENTIAL","message":"This credential does not exist"}"#,
                Some(Meaning::UnknownCredential),
            ),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"This credential does not exist"}"#,
                Some(Meaning::UnknownCredential),
            ),
            (
                403,
                r#"{"class":"Client::Forbidden","message":"This application key is invalid"}"#,
                Some(Meaning::InvalidApplicationKey),
            ),
            (
                403,
                r#"{"errorCode":"INVALID_KEY","message":"Invalid application key"}"#,
                Some(Meaning::InvalidApplicationKey),
            ),
            (400, r#"{"errorCode":"QUERY_TIME_OUT"}"#, Some(Meaning::OutOfTime)),
            (400, r#"{"class":"Client::BadRequest","message":"Query out of time"}"#, Some(Meaning::OutOfTime)),
            (
                460,
                r#"{"class":"Client::Forbidden","message":"This service is expired"}"#,
                Some(Meaning::ServiceExpired),
            ),
            (403, r#"{"class":"Client::Forbidden","message":"Cluster x is locked"}"#, None),
            (403, r#"{"class":"Client::Forbiddenish","message":"This call has not been granted"}"#, None),
            (404, r#"{"class":"Client::NotFound","message":"This credential does not exist"}"#, None),
            (500, r#"{"message":"This call has not been granted"}"#, None),
            (403, "<html>", None),
        ] {
            assert_eq!(meaning(status, body), wanted, "{body}");
        }
    }

    #[test]
    fn missing_actions_come_from_texts_and_lists() {
        let actions = |body: &str| {
            missing_actions(&Refusal::parse(&body.to_owned().into())).map(str::to_owned).collect::<Vec<_>>()
        };
        let body =
            r#"{"details":{"unauthorizedActionsByAuthentication":"a:b, c:d","unauthorizedActionsByIAM":["e:f",7]}}"#;
        assert_eq!(actions(body), ["a:b", "c:d", "e:f"]);
        for body in [r#"{"details":{"unauthorizedActionsByIAM":{"a":"b"}}}"#, r#"{"details":"x"}"#, "{}"] {
            assert_eq!(actions(body), [""; 0], "{body}");
        }
    }
}
