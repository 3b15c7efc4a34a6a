//! Enums that keep what they do not know.

use super::sample::{Hostile, RecordType, Void, Years};
use crate::json::decode;

#[test]
fn known_and_unknown_values_print_as_the_service_spells_them() {
    for (text, known) in [("AAAA", true), ("aaaa", false), ("", false), ("é\"", false)] {
        let value = RecordType::from(text);
        assert_eq!(value.as_str(), text);
        assert_eq!(value.to_string(), text);
        assert_eq!(RecordType::VALUES.contains(&value), known);
        assert_eq!(matches!(value, RecordType::UnknownValue(_)), !known);
    }
    assert_eq!(format!("{:?}", RecordType::Txt), "RecordType(\"TXT\")");
    assert_eq!(format!("{:>5}|", RecordType::Txt), "  TXT|");
    assert!(Years::Ten > Years::One && Years::from("09") < Years::One);
}

#[test]
fn strings_and_numbers_and_nothing_else() {
    let read = |json: &str| decode::<RecordType>(json.as_bytes());
    assert_eq!(read("\"A\"").unwrap(), RecordType::A);
    assert_eq!(read("7").unwrap().as_str(), "7");
    for json in ["null", "true", "[]", "{}", ""] {
        let error = read(json).unwrap_err().to_string();
        assert!(error.starts_with("$: expected a string, found "), "{error}");
    }
    assert_eq!(decode::<Option<RecordType>>(b"null").unwrap(), None);
    // The empty text may be a value, so it does not stand for none.
    assert_eq!(decode::<Option<Hostile>>(b"\"\"").unwrap(), Some(Hostile::Empty));
    for json in ["10", "10.0", "\"10\""] {
        assert_eq!(decode::<Years>(json.as_bytes()).unwrap(), Years::Ten, "{json}");
    }
    assert_eq!(Void::from("x").as_str(), "x");
}
