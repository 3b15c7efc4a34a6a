//! Encoding of request bodies.

use std::collections::BTreeMap;

use super::sample::{RecordUpdate, Years};
use crate::json::{EncodeError, Json, ToJson, encode};
use crate::{OpenEnum, Patch};

fn text(value: &(impl ToJson + ?Sized)) -> String {
    String::from_utf8(encode(value).unwrap()).unwrap()
}

#[test]
fn update_encodes_only_the_fields_set() {
    let mut update = RecordUpdate::default();
    assert_eq!(text(&update), r#"{"names":[],"note":null}"#);
    update.sub_domain = Patch::Null;
    update.ttl = 60.into();
    update.target = Some("a\"b\\\u{1}é".to_owned());
    update.names = vec!["{".to_owned(), "[".to_owned()];
    update.parent = Some(Box::default());
    assert_eq!(
        text(&update),
        concat!(
            r#"{"subDomain":null,"target":"a\"b\\\u0001é","ttl":60,"#,
            r#""parent":{"names":[],"note":null},"names":["{","["],"note":null}"#
        )
    );
}

#[test]
fn recursive_type_is_encoded_boxed() {
    struct Node(Option<Box<Self>>, Patch<Box<Self>>);
    impl crate::json::ToJson for Node {
        fn to_json(&self, writer: &mut crate::json::Writer) {
            writer.begin_object();
            writer.field_boxed("a", &self.0);
            writer.patch_boxed("b", &self.1);
            writer.end_object();
        }
    }
    let leaf = |patch| Box::new(Node(None, patch));
    assert_eq!(text(&*leaf(Patch::Absent)), r#"{"a":null}"#);
    assert_eq!(text(&*leaf(Patch::Null)), r#"{"a":null,"b":null}"#);
    let node = Node(Some(leaf(Patch::Absent)), leaf(Patch::Null).into());
    assert_eq!(text(&node), r#"{"a":{"a":null},"b":{"a":null,"b":null}}"#);
}

#[test]
fn scalars_are_encoded() {
    assert_eq!(text(&i64::MIN), "-9223372036854775808");
    assert_eq!(text(&[1.0, 2.5]), "[1.0,2.5]");
    assert_eq!(text(&[Some(true), None]), "[true,null]");
    assert_eq!(text(&()), "null");
    assert_eq!(text(&secrecy::SecretString::from("s")), "\"s\"");
    assert_eq!(text(&serde_json::json!({"b": [1]})), r#"{"b":[1]}"#);
    assert_eq!(text(&Patch::<i64>::Absent), "null");
    let map = BTreeMap::from([("a\"".to_owned(), Json::Null), ("b".to_owned(), 1.into())]);
    assert_eq!(text(&map), r#"{"a\"":null,"b":1}"#);
    let map = BTreeMap::from([(OpenEnum::from(Years::Ten), 1_i64), (OpenEnum::from("NEW"), 2)]);
    assert_eq!(text(&map), r#"{"10":1,"NEW":2}"#);
    assert_eq!(text(&[OpenEnum::from(Years::Ten), OpenEnum::from("x")]), r#"[10,"x"]"#);
}

#[test]
fn formatted_strings_round_trip() {
    fn same<T: ToJson + crate::json::FromJson>(json: &str) {
        let value: T = crate::json::decode(json.as_bytes()).unwrap();
        assert_eq!(text(&value), json);
    }
    same::<jiff::Timestamp>("\"2026-08-01T10:20:30Z\"");
    same::<jiff::civil::Date>("\"2026-08-01\"");
    same::<jiff::civil::Time>("\"15:04:05\"");
    same::<jiff::Span>("\"P1Y2M\"");
    same::<uuid::Uuid>("\"67e55044-10b1-426f-9247-bb680e5fe0c8\"");
    same::<std::net::IpAddr>("\"2001:db8::1\"");
    same::<ipnet::IpNet>("\"192.0.2.0/24\"");
    same::<macaddr::MacAddr6>("\"0c:c4:7a:00:01:02\"");
}

#[test]
fn non_finite_number_fails_to_encode() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = encode(&[Some(number), None]).unwrap_err();
        assert_eq!(error, EncodeError::NotFinite);
    }
}
