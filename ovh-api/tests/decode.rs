//! Decoding of responses through the public API.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use jiff::civil::{Date, Time};
use jiff::{Span, Timestamp};
use macaddr::MacAddr6;
use ovh_api::Patch;
use ovh_api::json::{FromJson, Json, Object, Value, decode, decode_strict};
use proptest::prelude::*;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

/// Decodes `json` without corrections. Returns `Debug` of the value, or the error.
fn read<T: FromJson + Debug>(json: &str) -> String {
    match decode_strict::<T>(json.as_bytes()) {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("error: {error}"),
    }
}

macro_rules! table {
    ($($type:ty: $($json:literal => $wanted:literal),+ $(,)?;)*) => {$($(
        assert_eq!(read::<$type>($json), $wanted, "{} from {}", stringify!($type), $json);
    )+)*};
}

#[test]
fn numbers_are_decoded_leniently() {
    table! {
        i64:
            "443" => "443",
            "-9223372036854775808" => "-9223372036854775808",
            "9223372036854775807" => "9223372036854775807",
            "9223372036854775808" => "error: $: expected an integer below 2^63, found a number",
            "-9223372036854775809" => "error: $: expected an integer, found a number",
            "9007199254740992.0" => "9007199254740992",
            "100.0" => "100",
            "1e3" => "1000",
            "-0.0" => "0",
            "9223372036854775808.0" => "error: $: expected an integer, found a number",
            "1e300" => "error: $: expected an integer, found a number",
            "1.5" => "error: $: expected an integer, found a number",
            "\"443\"" => "443",
            "\"443.0\"" => "443",
            "\"443.\"" => "error: $: expected an integer, found a string",
            "\"443.5\"" => "error: $: expected an integer, found a string",
            "\"9223372036854775808\"" => "error: $: expected an integer, found a string",
            "\" 443\"" => "error: $: expected an integer, found a string",
            "\"\"" => "error: $: expected an integer, found a string",
            "true" => "error: $: expected an integer, found a boolean",
            "null" => "error: $: expected an integer, found null",
            "" => "error: $: expected an integer, found an empty body",
            "[1]" => "error: $: expected an integer, found an array";
        f64:
            "9.99" => "9.99",
            "3" => "3.0",
            "18446744073709551615" => "1.8446744073709552e19",
            "\"2.50\"" => "2.5",
            "\"NaN\"" => "error: $: expected a number, found a string",
            "\"inf\"" => "error: $: expected a number, found a string",
            "{}" => "error: $: expected a number, found an object";
    }
}

#[test]
fn strings_and_booleans_are_decoded_leniently() {
    table! {
        String:
            "\"a\\n\\u00e9\"" => "\"a\\né\"",
            "42" => "\"42\"",
            "100.0" => "\"100.0\"",
            "18446744073709551615" => "\"18446744073709551615\"",
            "340282366920938463463374607431768211456" => "\"340282366920938463463374607431768211456\"",
            "1.50" => "\"1.50\"",
            "true" => "error: $: expected a string, found a boolean",
            "null" => "error: $: expected a string, found null",
            "{}" => "error: $: expected a string, found an object";
        bool:
            "true" => "true",
            "\"true\"" => "true",
            "1" => "true",
            "false" => "false",
            "\"false\"" => "false",
            "0" => "false",
            "2" => "error: $: expected a boolean, found a number",
            "\"yes\"" => "error: $: expected a boolean, found a string",
            "null" => "error: $: expected a boolean, found null";
    }
    let secret: SecretString = decode(b"\"canary\"").unwrap();
    assert_eq!(secret.expose_secret(), "canary");
    assert!(!format!("{secret:?}").contains("canary"));
}

#[test]
fn dates_are_decoded_leniently() {
    table! {
        Timestamp:
            "\"2026-08-01T12:20:30+02:00\"" => "2026-08-01T10:20:30Z",
            "\"2026-08-01 10:20:30\"" => "2026-08-01T10:20:30Z",
            "\"2026-08-01T12:20:30+0200\"" => "2026-08-01T10:20:30Z",
            "\"soon\"" => "error: $: expected a date and time (RFC 3339), found a string",
            "1" => "error: $: expected a date and time (RFC 3339), found a number";
        Date:
            "\"2026-08-01\"" => "2026-08-01",
            "\"2026-08-01T23:59:59+02:00\"" => "2026-08-01",
            "\"0000-00-00\"" => "error: $: expected a date (2006-01-02), found a string";
        Option<Date>:
            "\"2026-08-01\"" => "Some(2026-08-01)",
            "\"\"" => "None",
            "\"0000-00-00\"" => "None",
            "null" => "None",
            "\"0000-01-00\"" => "error: $: expected a date (2006-01-02), found a string";
        Option<Timestamp>:
            "\"0000-00-00 00:00:00\"" => "None",
            "\"0000-00-00T00:00:00Z\"" => "None";
        Time:
            "\"15:04\"" => "15:04:00",
            "\"15:04:05\"" => "15:04:05",
            "\"25:00\"" => "error: $: expected a time of day (15:04:05), found a string";
        Vec<Option<Time>>: "[\"\"]" => "[None]";
    }
    let span: Span = decode(b"\"P1Y2M10DT2H30M\"").unwrap();
    assert_eq!(span.to_string(), "P1Y2M10DT2H30M");
    assert_eq!(read::<Span>("\"always\""), "error: $: expected a duration (ISO 8601, P1DT2H), found a string");
}

#[test]
fn addresses_are_decoded() {
    table! {
        IpAddr: "\"192.0.2.1\"" => "192.0.2.1", "\"::1\"" => "::1",
            "\"192.0.2.256\"" => "error: $: expected an IP address, found a string";
        Ipv4Addr: "\"192.0.2.1\"" => "192.0.2.1",
            "\"::1\"" => "error: $: expected an IPv4 address, found a string";
        Ipv6Addr: "\"2001:DB8::1\"" => "2001:db8::1",
            "\"192.0.2.1\"" => "error: $: expected an IPv6 address, found a string";
        IpNet: "\"192.0.2.0/24\"" => "192.0.2.0/24", "\"192.0.2.1\"" => "192.0.2.1/32",
            "\"2001:db8::1\"" => "2001:db8::1/128",
            "\"192.0.2.0/33\"" => "error: $: expected an IP block (192.0.2.0/24), found a string";
        Ipv4Net: "\"192.0.2.1\"" => "192.0.2.1/32",
            "\"::1\"" => "error: $: expected an IPv4 block (192.0.2.0/24), found a string";
        Ipv6Net: "\"::1\"" => "::1/128",
            "\"\"" => "error: $: expected an IPv6 block (2001:db8::/32), found a string";
        Option<Ipv6Net>: "\"\"" => "None";
        MacAddr6: "\"0c:c4:7a:00:01:02\"" => "MacAddr6([12, 196, 122, 0, 1, 2])",
            "\"0c:c4:7a\"" => "error: $: expected a MAC address, found a string";
        Uuid: "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"" => "67e55044-10b1-426f-9247-bb680e5fe0c8",
            "\"x\"" => "error: $: expected a UUID, found a string";
    }
}

#[test]
fn lists_maps_and_objects_are_decoded() {
    table! {
        Vec<i64>:
            "[]" => "[]",
            "[1, \"2\", 3.0]" => "[1, 2, 3]",
            "[1, [], 3, {}]" => "error: $[1]: expected an integer, found an array",
            "{}" => "error: $: expected an array, found an object",
            "null" => "error: $: expected an array, found null";
        Option<Vec<Option<i64>>>:
            "null" => "None",
            "[null, 1, \"\"]" => "Some([None, Some(1), None])";
        BTreeMap<String, i64>:
            "{\"b\": 2, \"a\": 1}" => "{\"a\": 1, \"b\": 2}",
            "[]" => "{}",
            "[1]" => "error: $: expected an object, found an array",
            "{\"a b\": []}" => "error: $[\"a b\"]: expected an integer, found an array";
        BTreeMap<i64, bool>:
            "{\"7\": true}" => "{7: true}",
            "{\"x\": true}" => "error: $.x: expected an integer as its key, found a boolean";
        Node:
            "{\"n\": 1}" => "Node { n: 1, next: None }",
            "{\"n\": 1, \"next\": null}" => "Node { n: 1, next: None }",
            "{\"n\": 1, \"next\": {\"n\": 2}}" => "Node { n: 1, next: Some(Node { n: 2, next: None }) }",
            "{\"n\": 1, \"next\": {\"n\": 2, \"next\": 3}}" => "error: $.next.next: expected an object, found a number";
        Patch<i64>: "null" => "Null", "5" => "Value(5)";
        (): "null" => "()", "" => "()", "  " => "()", "{\"a\": 1}" => "()", "OK" => "()",
            "<html>" => "error: not JSON: expected value at line 1 column 1",
            " {" => "error: not JSON: EOF while parsing an object at line 1 column 2";
        Option<i64>: "" => "None", "<" => "error: not JSON: expected value at line 1 column 1";
    }
}

/// A recursive type.
#[derive(Debug)]
#[allow(dead_code)] // Read by `Debug`.
struct Node {
    n: i64,
    next: Option<Box<Self>>,
}

impl FromJson for Node {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self { n: object.get("n"), next: object.get_boxed("next") }
    }
}

#[test]
fn untyped_json_round_trips() {
    let text = r#"{"a":[1,-2,1.5,18446744073709551615,"x",true,null,{}],"b":[]}"#;
    let value: Json = decode(text.as_bytes()).unwrap();
    assert_eq!(value.to_string(), text);
}

#[test]
fn body_must_be_a_single_value() {
    for body in ["1 2", "[1],", "{} x", "[1", "{\"a\":}", "nul"] {
        assert!(decode::<Json>(body.as_bytes()).is_err(), "{body}");
    }
    assert_eq!(decode::<i64>(b"\xef\xbb\xbf 1 \r\n").unwrap(), 1);
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(decode::<Json>(nested(127).as_bytes()).is_ok());
    assert!(decode::<Json>(nested(100_000).as_bytes()).is_err());
}

#[derive(Debug)]
struct Service {
    billing: Billing,
    name: String,
    note: Option<String>,
    patch: Patch<i64>,
}

#[derive(Debug)]
struct Billing {
    states: Vec<State>,
}

#[derive(Debug)]
struct State {
    current: i64,
}

impl FromJson for Service {
    fn from_json(value: Value<'_>) -> Self {
        let object: Object<'_> = value.object();
        Self {
            billing: object.get("billing"),
            name: object.get("name"),
            note: object.get("note"),
            patch: object.get("patch"),
        }
    }
}

impl FromJson for Billing {
    fn from_json(value: Value<'_>) -> Self {
        Self { states: value.object().get("states") }
    }
}

impl FromJson for State {
    fn from_json(value: Value<'_>) -> Self {
        Self { current: value.object().get("current") }
    }
}

#[test]
fn fields_are_found_in_any_order_and_unknown_ignored() {
    let service: Service = decode(
        br#"{"new":{"name":"no"},"patch":null,"name":"yes","more":[[{}]],"billing":{"states":[{"x":1,"current":5}]}}"#,
    )
    .unwrap();
    assert_eq!(service.name, "yes");
    assert_eq!((service.note, service.patch), (None, Patch::Null));
    assert_eq!(service.billing.states[0].current, 5);
}

#[test]
fn decode_error_has_the_json_path() {
    table! {
        Service:
            r#"{"name":"","billing":{"states":[{"current":1},{"current":[]}]}}"#
                => "error: $.billing.states[1].current: expected an integer, found an array",
            r#"{"name":"","billing":{"states":[{"current":1},{}]}}"#
                => "error: $.billing.states[1].current: expected an integer, found nothing",
            r#"{"name":"","billing":{"states":[null]}}"#
                => "error: $.billing.states[0]: expected an object, found null",
            r#"{"name":"","billing":[]}"# => "error: $.billing.states: expected an array, found nothing",
            r#"{"name":""}"# => "error: $.billing: expected an object, found nothing",
            r#"{"billing":{"states":[]},"name":null,"note":[]}"#
                => "error: $.name: expected a string, found null",
            "[]" => "error: $.billing: expected an object, found nothing",
            "\"canary\"" => "error: $: expected an object, found a string";
    }
    let error = decode_strict::<Service>(b"{}").unwrap_err();
    assert_eq!(error.path(), Some("$.billing"));
    assert_eq!(decode_strict::<Service>(b"{").unwrap_err().path(), None);
}

#[test]
fn repeated_key_is_accepted() {
    let service: Service = decode(br#"{"name":"a","name":"b","billing":{"states":[]},"billing":[[]]}"#).unwrap();
    assert!(["a", "b"].contains(&service.name.as_str()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_do_not_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode::<Service>(&body);
        let _ = decode::<()>(&body);
    }

    #[test]
    fn arbitrary_json_does_not_panic(value in json()) {
        let text = value.to_string();
        for body in [text.clone(), format!(r#"{{"name":{text},"billing":{{"states":{text}}},"patch":{text}}}"#)] {
            let _ = decode::<Service>(body.as_bytes());
            let _ = decode_strict::<Service>(body.as_bytes());
            let _ = decode::<Vec<Option<i64>>>(body.as_bytes());
            let _ = decode::<BTreeMap<i64, bool>>(body.as_bytes());
            let _ = decode::<Option<Timestamp>>(body.as_bytes());
        }
        // Untyped JSON round-trips.
        prop_assert_eq!(decode::<Json>(text.as_bytes()).unwrap(), value);
    }
}

fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        ".*".prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::btree_map(".{0,3}|name|states|current", inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}
