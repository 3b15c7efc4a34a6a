//! Enums with unknown values.

use std::collections::{BTreeMap, HashMap};

use super::sample::{Hostile, RecordType, Void, Years};
use crate::json::decode;
use crate::{Enum, EnumValue, OpenEnum, Patch};

#[test]
fn enum_values_display_the_service_spelling() {
    for (text, known) in [("AAAA", Some(RecordType::Aaaa)), ("aaaa", None), ("", None), ("é\"", None)] {
        let value = OpenEnum::<RecordType>::from(text);
        assert_eq!(value.as_str(), text);
        assert_eq!(value.to_string(), text);
        assert_eq!(value.known(), known);
        assert_eq!(matches!(&value, OpenEnum::Unknown(unknown) if unknown.as_str() == text), known.is_none());
        assert_eq!(format!("{value:?}"), format!("RecordType({text:?})"));
    }
    assert_eq!(format!("{:?}", RecordType::Txt), "RecordType(\"TXT\")");
    assert_eq!(format!("{:>5}|", OpenEnum::Known(RecordType::Txt)), "  TXT|");
    assert_eq!(format!("{:>5}|", OpenEnum::<RecordType>::from("new")), "  new|");
}

#[test]
fn enum_values_compare_by_spelling() {
    let record = OpenEnum::from(RecordType::A);
    assert!(record == RecordType::A && record == OpenEnum::from("A"));
    assert!(record != RecordType::Txt && record != OpenEnum::from("a"));
    assert!(RecordType::A == RecordType::A && RecordType::A != RecordType::Txt);
    let [one, ten, unknown] = ["1", "10", "09"].map(OpenEnum::<Years>::from);
    assert!(ten > one && unknown < one);
    let by_hash = HashMap::from([(ten.clone(), "ten")]);
    assert_eq!(by_hash.get(&OpenEnum::Known(Years::Ten)), Some(&"ten"));
    let sorted = BTreeMap::from([(ten, 1), (one, 2), (unknown, 3)]);
    assert_eq!(sorted.into_values().collect::<Vec<_>>(), [3, 2, 1]);
}

#[test]
fn enum_parses_the_service_spelling_only() {
    assert_eq!(RecordType::parse("AAAA"), Ok(RecordType::Aaaa));
    assert_eq!(Years::parse("10").map(Years::as_str), Ok("10"));
    for text in ["aaaa", "", "AAAA "] {
        let error = RecordType::parse(text).unwrap_err();
        assert_eq!(error.to_string(), format!("unknown RecordType {text:?}; expected A, AAAA, TXT"));
    }
    assert_eq!(Void::parse("x").unwrap_err().to_string(), "unknown Void \"x\"; the schema has no values for it");
}

#[test]
fn enum_values_have_distinct_spellings() {
    assert_eq!(RecordType::values(), [RecordType::A, RecordType::Aaaa, RecordType::Txt]);
    let spelled = <Hostile as Enum>::values().iter().map(|value| value.as_str()).collect::<Vec<_>>();
    assert_eq!(spelled, ["Ok", "Err", "Some", "None", "String", "Self", "", "known", "NUMERIC", "as_str", "values"]);
    for value in <Hostile as Enum>::values() {
        assert_eq!(OpenEnum::from(value.as_str()), OpenEnum::Known(*value));
    }
    assert!(Void::values().is_empty());
    assert_eq!(OpenEnum::<Void>::from("x").as_str(), "x");
}

#[test]
fn enum_values_convert_to_field_types() {
    assert_eq!(Patch::from(RecordType::A), Patch::Value(OpenEnum::Known(RecordType::A)));
    fn open(value: impl EnumValue<RecordType>) -> OpenEnum<RecordType> {
        value.into()
    }
    assert_eq!(open(RecordType::A), open(OpenEnum::from("A")));
}

#[test]
fn enum_decodes_strings_and_numbers_only() {
    let read = |json: &str| decode::<OpenEnum<RecordType>>(json.as_bytes());
    assert_eq!(read("\"A\"").unwrap(), RecordType::A);
    assert_eq!(read("7").unwrap().as_str(), "7");
    for json in ["null", "true", "[]", "{}", ""] {
        let error = read(json).unwrap_err().to_string();
        assert!(error.starts_with("$: expected a string, found "), "{error}");
    }
    assert_eq!(decode::<Option<OpenEnum<RecordType>>>(b"null").unwrap(), None);
    // The empty string may be a value, so it is not decoded as `None`.
    assert_eq!(decode::<Option<OpenEnum<Hostile>>>(b"\"\"").unwrap(), Some(Hostile::Empty.into()));
    for json in ["10", "10.0", "\"10\""] {
        assert_eq!(decode::<OpenEnum<Years>>(json.as_bytes()).unwrap(), Years::Ten, "{json}");
    }
}
