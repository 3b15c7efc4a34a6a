use std::collections::BTreeSet;

use super::*;

#[test]
fn names_are_unique() {
    let names: Vec<&str> = Scalar::ALL.iter().flat_map(|scalar| scalar.facts().names).copied().collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for scalar in Scalar::ALL {
        assert_eq!(Scalar::named(scalar.name()), Some(*scalar));
    }
}

#[test]
fn rust_types_parse_and_have_distinct_names() {
    let names: BTreeSet<&str> = Scalar::ALL.iter().map(|scalar| scalar.rust_name()).collect();
    assert_eq!(names.len(), Scalar::ALL.len());
    for scalar in Scalar::ALL {
        assert!(syn::parse_str::<syn::Type>(scalar.facts().rust).is_ok(), "{scalar:?}");
    }
}

#[test]
fn samples_parse() {
    for scalar in Scalar::ALL {
        assert!((scalar.facts().parse)(scalar.facts().sample).is_some(), "{scalar:?}");
    }
}

#[test]
fn generated_values_are_accepted() {
    let mut rng = Rng::with_seed(1);
    for scalar in Scalar::ALL {
        for make in [scalar.facts().typical, scalar.facts().arbitrary] {
            let value = make(&mut rng);
            assert!((0..200).all(|_| scalar.accepts(&make(&mut rng))), "{scalar:?}: {value}");
        }
    }
}

#[test]
fn values_of_another_form_are_rejected() {
    let cases = [
        (Scalar::Boolean, json!("true")),
        (Scalar::Long, json!(1.5)),
        (Scalar::Long, json!("1")),
        (Scalar::Double, json!("1")),
        (Scalar::Date, json!("2023-02-29")),
        (Scalar::Timestamp, json!("yesterday")),
        (Scalar::Duration, json!("soon")),
        (Scalar::Ip, json!("192.0.2.256")),
        (Scalar::Ipv4, json!("::1")),
        (Scalar::Ipv6Block, json!("192.0.2.0/24")),
        (Scalar::MacAddress, json!("02:00")),
        (Scalar::Text, json!(1)),
        (Scalar::Unit, json!("")),
        (Scalar::Uuid, json!("6f4d")),
    ];
    for (scalar, value) in cases {
        assert!(!scalar.accepts(&value), "{scalar:?}: {value}");
    }
    assert!(Scalar::Long.accepts(&json!(100.0)));
}
