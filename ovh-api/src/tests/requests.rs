//! Inspecting requests without sending them.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use super::client;
use super::sample::{Domain, RecordType, RecordUpdate};
use crate::{Method, Operation, Request, Unbound};

#[test]
fn request_accessors_return_what_will_be_sent() {
    let request = Domain::new(Unbound).zone_record("example.org").field_type(RecordType::Txt).sub_domain("a b&c=d+é");
    assert_eq!(request.operation().name, "domain.zone_record");
    assert_eq!(request.operation().to_string(), "GET /domain/zone/{zoneName}/record");
    assert_eq!(request.method(), Method::Get);
    assert_eq!(request.path(), "/domain/zone/example.org/record");
    assert_eq!(request.query_string(), Some("fieldType=TXT&subDomain=a%20b%26c%3Dd%2B%C3%A9"));
    assert_eq!(request.body(), None);
    assert!(request.headers().is_empty());

    let request = Domain::new(Unbound).order("192.0.2.0/24".parse().unwrap(), RecordType::A, &["x", "y"]);
    assert_eq!(request.operation().to_string(), "POST /v2/order/{ip}/now");
    assert_eq!(request.path(), "/order/192.0.2.0%2F24/now");
    assert_eq!(request.query_string(), Some("names=x&names=y"));
    assert_eq!(request.body(), Some(&br#"{"ip":"192.0.2.0/24","rule":"A","names":["x","y"]}"#[..]));
    let request = request.pagination_size(50).weight(0.5).weight(1.5);
    assert_eq!(request.headers()["x-pagination-size"], "50");
    assert!(request.body().unwrap().ends_with(br#","weight":1.5}"#));

    let request = Domain::new(Unbound).zone_record_update("z", -1, &RecordUpdate::default());
    assert_eq!(request.path(), "/domain/zone/z/record/-1");
    assert_eq!(request.query_string(), None);
}

#[test]
fn optional_parameter_set_again_is_replaced() {
    let tags = BTreeMap::from([("k".to_owned(), vec![RecordType::A.into()])]);
    let request =
        Domain::new(Unbound).zone_record("z").ids(&[1, 2]).sub_domain("x").iam_tags(&tags).ids(&[3, 4]).sub_domain("y");
    assert_eq!(request.query_string(), Some("iamTags=%7B%22k%22%3A%5B%22A%22%5D%7D&ids=3&ids=4&subDomain=y"));
    assert_eq!(request.ids(&[]).query_string(), Some("iamTags=%7B%22k%22%3A%5B%22A%22%5D%7D&subDomain=y"));
}

#[tokio::test]
async fn invalid_parameter_fails_when_sent() {
    // No server listens there: a request that is sent would be a connection error.
    let client = client("http://127.0.0.1:9/1.0");
    let domain = Domain::new(&client);
    for (request, wanted) in [
        (domain.zone_record(""), "path parameter zoneName is empty"),
        (domain.zone_record("."), "path parameter zoneName is \".\""),
        (domain.zone_record(".."), "path parameter zoneName is \".\""),
        (domain.zone_record("z").weight(f64::NAN), "parameter weight is infinite"),
    ] {
        let error = request.await.unwrap_err();
        let text = error.to_string();
        assert_eq!(error.kind(), crate::ErrorKind::Request, "{text}");
        assert!(text.starts_with(&format!("domain.zone_record: {wanted}")), "{text}");
        assert!(!error.may_have_been_sent());
    }
    let block = "192.0.2.0/24".parse().unwrap();
    let order = domain.order(block, RecordType::A, &["x"]);
    let error = order.clone().weight(f64::NAN).await.unwrap_err();
    assert!(error.to_string().contains("JSON cannot represent an infinite number"), "{error}");
    let error = order.pagination_cursor("a\nb").await.unwrap_err();
    assert!(error.to_string().contains("header X-Pagination-Cursor"), "{error}");
}

/// Appended to `https://eu.api.ovh.com/1.0`, such a path could name another host, which would get the credentials.
#[tokio::test]
async fn operation_path_without_leading_slash_is_not_sent() {
    let client = client("http://127.0.0.1:9/1.0");
    for path in ["", "vps", "@127.0.0.2:18500/x", ".evil.invalid/x", "//evil.invalid/x"] {
        let known = *Domain::new(Unbound).zone_record("z").operation();
        let operation: &'static Operation = Box::leak(Box::new(Operation { path, ..known }));
        let error = Request::<_, (), ()>::with_texts(&client, operation, &[]).await.unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Request, "{error}");
        assert!(error.to_string().contains(&format!("invalid operation path {path:?}")), "{error}");
        assert!(!error.may_have_been_sent());
    }
}

#[tokio::test]
async fn unbound_request_is_sent_after_bind() {
    let client = client("http://127.0.0.1:9/1.0");
    let request = Domain::new(Unbound).zone_record("z");
    let error = request.bind(&client).await.unwrap_err();
    assert!(!error.may_have_been_sent());
}

/// Futures can be spawned on multi-thread runtimes, with any arguments.
#[test]
fn futures_are_send() {
    fn assert_send(_: &(impl Send + Sync)) {}
    fn assert_future_send(_: &impl Send) {}
    struct NotSend(std::rc::Rc<str>);
    impl AsRef<str> for NotSend {
        fn as_ref(&self) -> &str {
            &self.0
        }
    }
    let client = client("http://127.0.0.1:9/1.0");
    let block = "192.0.2.0/24".parse().unwrap();
    let request: Request<_, _, _> = Domain::new(&client).order(block, RecordType::A, &[NotSend("x".into())]);
    assert_send(&request);
    assert_send(&client);
    assert_future_send(&request.into_future());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn path_value_is_encoded_as_one_segment(name in ".+") {
        prop_assume!(name != "." && name != "..");
        let request = Domain::new(Unbound).zone_record(&name).sub_domain(&name);
        let segments: Vec<_> = request.path().split('/').collect();
        prop_assert_eq!(segments.len(), 5);
        prop_assert_eq!(percent_decode_str(segments[3]).decode_utf8().unwrap(), name.as_str());
        // The URL parser does not change the URL.
        let text = format!("https://a.b/1.0{}?{}", request.path(), request.query_string().unwrap());
        prop_assert_eq!(String::from(url::Url::parse(&text).unwrap()), text);
    }
}
