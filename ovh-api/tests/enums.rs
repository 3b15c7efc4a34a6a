//! Enums as keys of maps and as values of command-line arguments.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, HashMap};

use clap::{Arg, Command};
use ovh_api::domain::zone::RecordType;
use ovh_api::{Enum, OpenEnum};

#[test]
fn open_enum_as_map_key_finds_known_and_unknown_values() {
    let types = ["A", "TXT", "A", "NEW"].map(OpenEnum::<RecordType>::from);
    let mut hashed: HashMap<OpenEnum<RecordType>, usize> = HashMap::new();
    let mut sorted: BTreeMap<OpenEnum<RecordType>, usize> = BTreeMap::new();
    for record_type in types {
        *hashed.entry(record_type.clone()).or_default() += 1;
        *sorted.entry(record_type).or_default() += 1;
    }
    assert_eq!(hashed.get(&RecordType::A.into()), Some(&2));
    assert_eq!(hashed.get(&OpenEnum::from("NEW")), Some(&1));
    assert_eq!(sorted.keys().map(OpenEnum::as_str).collect::<Vec<_>>(), ["A", "NEW", "TXT"]);
}

#[test]
fn enum_as_clap_value_rejects_unknown_values() {
    let command = Command::new("records").arg(Arg::new("type").required(true).value_parser(RecordType::parse));
    let matches = command.clone().try_get_matches_from(["records", "AAAA"]).unwrap();
    assert_eq!(matches.get_one::<RecordType>("type").unwrap().as_str(), "AAAA");

    let message = command.try_get_matches_from(["records", "NEW"]).unwrap_err().to_string();
    assert!(message.contains("unknown RecordType \"NEW\"; expected A, AAAA"), "{message}");
}
