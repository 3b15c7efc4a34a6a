//! Zone files.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// Writes a zone file.
pub(super) fn write(zone: &str, soa: &Value, records: &[Value]) -> String {
    let text = |value: &Value, key: &str| value.get(key).map(crate::place::key_text).unwrap_or_default();
    let mut file = format!("$TTL {}\n", text(soa, "ttl"));
    // Writing to a String cannot fail.
    let _ = writeln!(
        file,
        "@\tIN SOA {} {} ( {} {} 3600 {} {} )",
        text(soa, "server"),
        text(soa, "email"),
        text(soa, "serial"),
        text(soa, "refresh"),
        text(soa, "expire"),
        text(soa, "nxDomainTtl"),
    );
    for record in records {
        let name = match text(record, "subDomain").as_str() {
            "" | "null" => "@".to_owned(),
            name => name.to_owned(),
        };
        let ttl = match text(record, "ttl").as_str() {
            "" | "null" | "0" => String::new(),
            ttl => format!("{ttl} "),
        };
        let _ = writeln!(file, "{name}\t{ttl}IN {} {}", text(record, "fieldType"), text(record, "target"));
    }
    let _ = writeln!(file, "; {zone}");
    file
}

/// Parses the records of a zone file. An error is the number of an invalid line.
pub(super) fn parse(zone: &str, file: &str) -> Result<Vec<Value>, usize> {
    let mut records = Vec::new();
    for (index, line) in file.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with([';', '$']) || line.contains(" SOA ") {
            continue;
        }
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let mut rest: Vec<&str> = words.collect();
        let mut ttl = 0;
        if let Some(number) = rest.first().and_then(|word| word.parse::<i64>().ok()) {
            ttl = number;
            rest.remove(0);
        }
        if rest.first().is_some_and(|word| word.eq_ignore_ascii_case("in")) {
            rest.remove(0);
        }
        let Some((field_type, target)) = rest.split_first().filter(|(_, target)| !target.is_empty()) else {
            return Err(index + 1);
        };
        let below = name.strip_suffix('.').unwrap_or(name);
        let below = below.strip_suffix(zone).map_or(below, |below| below.trim_end_matches('.'));
        let sub_domain = if below == "@" { "" } else { below };
        records.push(json!({
            "zone": zone, "subDomain": sub_domain, "fieldType": field_type.to_uppercase(),
            "target": target.join(" "), "ttl": ttl,
        }));
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_records_are_parsed() {
        let records = [
            json!({"zone": "a.b", "subDomain": "", "fieldType": "MX", "target": "1 mx.a.b.", "ttl": 0}),
            json!({"zone": "a.b", "subDomain": "www", "fieldType": "A", "target": "192.0.2.1", "ttl": 60}),
        ];
        let file = write("a.b", &json!({"serial": 7, "ttl": 60}), &records);
        assert_eq!(parse("a.b", &file).unwrap(), records);
        assert_eq!(parse("a.b", "\nwww 60 IN A\n"), Err(2));
        assert_eq!(parse("a.b", "www.a.b. A 192.0.2.1").unwrap()[0]["subDomain"], "www");
    }
}
