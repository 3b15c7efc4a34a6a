//! The tables of generated values.

use fastrand::Rng;
use generator::model::{Scalar, Type, Types};
use jiff::civil::date;
use serde_json::json;

use super::names::words;
use super::{Style, ValueGenerator, numbers, tidy, typical};

#[test]
fn texts_fit_the_last_words_of_their_names() {
    for seed in 0..20 {
        let text = |name: &str| typical::text(name, date(2026, 1, 1), &mut Rng::with_seed(seed));
        for name in ["macUrl", "sshUrl", "zoneFileUrl", "certificateUri"] {
            assert!(text(name).starts_with("https://"), "{name} {}", text(name));
        }
        assert!(text("contentType").contains('/'));
        assert_eq!(text("organisationType"), "SARL");
        assert!(text("directoryServiceCode").parse::<u32>().is_ok());
        for name in ["terminate", "confirmTermination"] {
            assert!(text(name).contains(" service"), "{name} {}", text(name));
        }
        for name in ["serverType", "domainType", "osType"] {
            assert_eq!(text(name), "standard", "{name}");
        }
        for name in ["organisationId", "websiteId", "versionId", "id", "imageId"] {
            assert_eq!(text(name).len(), 36, "{name} {}", text(name));
        }
        for (name, wanted) in [
            ("siret", "42742103100015"),
            ("apeCode", "6201Z"),
            ("streetNumber", "12"),
            ("ownerAddress", "12 rue des Tilleuls"),
            ("cron", "0 3 * * *"),
        ] {
            assert_eq!(text(name), wanted, "{name}");
        }
        assert!(!text("directoryServiceDescription").starts_with('/'));
        assert!(text("memory").starts_with("ram-") && text("systemStorage").starts_with("softraid-"));
        assert!(text("mailingListAddress").contains('@'));
        assert!(text("macAddress").starts_with("02:"));
    }
}

#[test]
fn numbers_fit_their_names() {
    for seed in 0..20 {
        let number = |name: &str| numbers::integer(&words(name), date(2026, 1, 1), &mut Rng::with_seed(seed));
        for (name, port) in [("https port", 443), ("http port", 80), ("smtp port", 25), ("dns port", 53)] {
            assert_eq!(number(name), port, "{name}");
        }
        assert!((8..=32).contains(&number("cidrNetmask")));
        assert!(number("directoryServiceCode") > 100_000);
    }
}

#[test]
fn netmask_is_no_address_of_a_host() {
    let types = Types::new();
    let generator = ValueGenerator { types: &types, style: Style::Typical, today: date(2026, 1, 1) };
    for scalar in [Scalar::Ip, Scalar::Ipv4, Scalar::Text] {
        let value = |name: &str| generator.value(&Type::Scalar(scalar), name, &mut Rng::with_seed(1));
        assert_eq!(value("netmask"), "255.255.255.0");
        assert_ne!(value("gateway"), "255.255.255.0");
    }
}

#[test]
fn forms_of_a_price_agree() {
    let price = |value: f64| json!({"currencyCode": "EUR", "text": "", "value": value, "valueInUcents": 1});
    let element = |first: f64, second: f64| json!({"price": price(1.0), "details": [{"price": price(first)}, {"price": price(second)}]});
    let mut usage = json!({"price": price(2.0), "elements": [element(3.25, 4.5), element(10.0, 0.25)]});
    tidy(&mut usage);
    assert_eq!(usage["elements"][0]["price"]["value"], 7.75);
    assert_eq!(
        usage["price"],
        json!({"currencyCode": "EUR", "text": "18.00 €", "value": 18.0, "valueInUcents": 1_800_000_000})
    );
    let mut pricing = json!({"price": {"currencyCode": "EUR", "text": "", "value": 3.5}, "priceInUcents": 9});
    tidy(&mut pricing);
    assert_eq!(pricing["priceInUcents"], 350_000_000);
    let whole = |value: i64| json!({"currencyCode": "EUR", "text": "", "value": value});
    let mut flat = json!({"totalPrice": whole(1), "details": [{"totalPrice": whole(3)}, {"totalPrice": whole(4)}]});
    tidy(&mut flat);
    assert_eq!(flat["totalPrice"]["value"], 7);
    let mut credit = json!({"available_credit": price(5.0), "used_credit": price(2.5), "total_credit": price(1.0)});
    tidy(&mut credit);
    assert_eq!((&credit["total_credit"]["value"], &credit["total_credit"]["text"]), (&json!(7.5), &json!("7.50 €")));
}
