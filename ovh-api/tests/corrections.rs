//! Responses that violate their schema: absent values, and bytes that are not UTF-8.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::net::IpAddr;

use jiff::civil::{Date, Time};
use jiff::{Span, Timestamp};
use ovh_api::consumer_key::CredentialState;
use ovh_api::json::{FromJson, Json, Value, decode, decode_strict};
use ovh_api::testing::MockTransport;
use ovh_api::{Client, Method, OpenEnum};
use secrecy::SecretString;
use uuid::Uuid;

#[derive(Debug)]
#[allow(dead_code)] // Read by `Debug`.
struct Everything {
    text: String,
    number: i64,
    double: f64,
    flag: bool,
    list: Vec<String>,
    map: BTreeMap<String, i64>,
    state: OpenEnum<CredentialState>,
    secret: SecretString,
    inner: Inner,
    note: Option<String>,
}

impl FromJson for Everything {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            text: object.get("text"),
            number: object.get("number"),
            double: object.get("double"),
            flag: object.get("flag"),
            list: object.get("list"),
            map: object.get("map"),
            state: object.get("state"),
            secret: object.get("secret"),
            inner: object.get("inner"),
            note: object.get("note"),
        }
    }
}

#[derive(Debug)]
#[allow(dead_code)] // Read by `Debug`.
struct Inner {
    name: String,
    deeper: Deeper,
}

impl FromJson for Inner {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self { name: object.get("name"), deeper: object.get("deeper") }
    }
}

#[derive(Debug)]
#[allow(dead_code)] // Read by `Debug`.
struct Deeper {
    count: i64,
}

impl FromJson for Deeper {
    fn from_json(value: Value<'_>) -> Self {
        Self { count: value.object().get("count") }
    }
}

const ZERO: &str = "text: \"\", number: 0, double: 0.0, flag: false, list: [], map: {}, state: OpenEnum(\"\"), \
     secret: SecretBox<str>([REDACTED]), inner: Inner { name: \"\", deeper: Deeper { count: 0 } }, note: None }";

fn debug<T: Debug>(value: &T) -> String {
    // This test does not depend on how an enum displays an unknown value.
    format!("{value:?}").replace(&format!("{:?}", OpenEnum::<CredentialState>::from("")), "OpenEnum(\"\")")
}

#[test]
fn absent_values_become_zero_values() {
    let absent = decode::<Vec<Everything>>(b"[{}]").unwrap();
    assert_eq!(debug(&absent[0]), format!("Everything {{ {ZERO}"));
    let null = br#"[{"text":null,"number":null,"double":null,"flag":null,"list":null,"map":null,"state":null,
        "secret":null,"inner":null,"note":null}]"#;
    let null = decode::<Vec<Everything>>(null).unwrap();
    assert_eq!(debug(&null[0]), format!("Everything {{ {ZERO}"));
    assert_eq!(decode::<Vec<String>>(br#"["a",null]"#).unwrap(), ["a", ""]);
    assert_eq!(decode::<BTreeMap<String, i64>>(br#"{"a":null}"#).unwrap()["a"], 0);
    assert!(decode_strict::<Vec<Everything>>(b"[{}]").is_err());
    assert!(decode_strict::<Vec<String>>(br#"["a",null]"#).is_err());
}

/// An object with a field that is present, and a field of type `T`.
#[derive(Debug)]
struct Beside<T>(T);

impl<T: FromJson> FromJson for Beside<T> {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        let _: i64 = object.get("id");
        Self(object.get("field"))
    }
}

#[test]
fn types_without_a_zero_value_fail_with_their_path() {
    fn fails<T: FromJson + Debug>() {
        for body in [r#"{"id":1}"#, r#"{"id":1,"field":null}"#] {
            let error = decode::<Beside<T>>(body.as_bytes()).unwrap_err();
            assert_eq!(error.path(), Some("$.field"), "{body}");
        }
        let error = decode::<Vec<Beside<Beside<T>>>>(br#"[{"id":1}]"#).unwrap_err();
        assert_eq!(error.path(), Some("$[0].field.field"));
    }
    fails::<Timestamp>();
    fails::<Date>();
    fails::<Time>();
    fails::<Span>();
    fails::<Uuid>();
    fails::<IpAddr>();
    fails::<ipnet::IpNet>();
}

#[test]
fn value_of_another_type_is_an_error() {
    for body in [
        r#"{"id":1,"field":[7]}"#,
        r#"{"id":1,"field":"text"}"#,
        r#"{"id":1,"field":7}"#,
        r#"{"id":[],"field":{"count":1}}"#,
    ] {
        assert!(decode::<Beside<Deeper>>(body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn whole_response_is_never_corrected() {
    for body in ["null", "", "[]", "{}", r#"{"message":"x","class":"y"}"#, r#"{"note":"x"}"#, r#"{"text":null}"#] {
        assert!(decode::<Everything>(body.as_bytes()).is_err(), "{body}");
    }
    for body in ["null", ""] {
        assert!(decode::<Vec<i64>>(body.as_bytes()).is_err(), "{body:?}");
        assert!(decode::<String>(body.as_bytes()).is_err(), "{body:?}");
        assert!(decode::<BTreeMap<String, i64>>(body.as_bytes()).is_err(), "{body:?}");
    }
    let error = decode::<Everything>(br#"{"note":"x"}"#).unwrap_err();
    assert_eq!(error.to_string(), "$.text: expected a value, found nothing");
    // One required field is enough. A type without required fields accepts any object.
    assert!(decode::<Everything>(br#"{"flag":false}"#).is_ok());
    #[derive(Debug)]
    struct OptionalOnly(Option<i64>);
    impl FromJson for OptionalOnly {
        fn from_json(value: Value<'_>) -> Self {
            Self(value.object().get("a"))
        }
    }
    assert_eq!(decode::<OptionalOnly>(b"{}").unwrap().0, None);
}

#[test]
fn bytes_that_are_not_utf_8_become_replacement_characters() {
    assert_eq!(decode::<Vec<String>>(b"[\"FR1\",\"FR\xe9\"]").unwrap(), ["FR1", "FR\u{fffd}"]);
    let json: Json = decode(b"{\"cl\xe9\":\"\xe0 la\\ncarte\"}").unwrap();
    assert_eq!(json, serde_json::json!({"cl\u{fffd}": "\u{fffd} la\ncarte"}));
    assert!(decode::<Json>(b"{\"a\":\xe9}").is_err());
}

fn service(body: &str) -> (MockTransport, Client) {
    let service = MockTransport::new().answer(Method::Get, "/auth/currentCredential", 200, body.to_owned());
    let client = Client::builder()
        .credentials(ovh_api::Credentials::classic("k", "s", "c"))
        .transport(service.clone())
        .build()
        .unwrap();
    (service, client)
}

/// Without `status`, `rules` and `ovhSupport`.
const CREDENTIAL: &str =
    r#"{"credentialId":7,"applicationId":null,"creation":"2026-08-01T10:20:30+02:00","allowedIPs":null}"#;

#[tokio::test]
async fn corrections_are_listed_with_the_response() {
    let (_, client) = service(CREDENTIAL);
    let response = client.api_keys().current_credential().with_response().await.unwrap();
    assert_eq!(response.corrections(), ["$.applicationId", "$.status", "$.rules", "$.ovhSupport"]);
    assert_eq!((response.body().application_id, response.body().rules.len()), (0, 0));
    let complete = r#"{"credentialId":7,"applicationId":1,"status":"validated","rules":[],"ovhSupport":false,
        "creation":"2026-08-01T10:20:30+02:00"}"#;
    let (_, client) = service(complete);
    let response = client.api_keys().current_credential().with_response().await.unwrap();
    assert_eq!(response.corrections(), [""; 0]);
}

#[tokio::test]
async fn strict_requests_and_clients_reject_corrections() {
    let (service, client) = service(CREDENTIAL);
    let error = client.api_keys().current_credential().strict().await.unwrap_err();
    assert!(error.is_decode() && !error.is_transient());
    assert_eq!(error.json_path(), Some("$.applicationId"));
    assert!(client.api_keys().current_credential().await.is_ok());
    let strict = Client::builder()
        .credentials(ovh_api::Credentials::classic("k", "s", "c"))
        .transport(service)
        .strict_responses(true)
        .build()
        .unwrap();
    assert!(strict.api_keys().current_credential().await.unwrap_err().is_decode());
}
