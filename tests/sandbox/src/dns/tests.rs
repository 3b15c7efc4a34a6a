use fastrand::Rng;
use serde_json::json;

use super::types::{self, Field};
use super::{Names, Record, Zone, data, read, strings, write};

const ZONE: &str = "example.com";

fn record(sub_domain: &str, field_type: &str, target: &str, ttl: i64) -> Record {
    Record { sub_domain: sub_domain.to_owned(), field_type: field_type.to_owned(), target: target.to_owned(), ttl }
}

fn file(records: &[Record]) -> String {
    let soa = json!({"server": "dns100.ovh.net.", "email": "tech@ovh.net", "serial": 7, "refresh": 86_400,
        "expire": 3_600_000, "nxDomainTtl": 300, "ttl": 3600});
    let name_servers = ["dns100.ovh.net".to_owned(), "ns100.ovh.net".to_owned()];
    write(&Zone { name: ZONE, soa: &soa, name_servers: &name_servers }, records, usize::MAX).unwrap()
}

fn data_of(field_type: &str, target: &str) -> Option<String> {
    data::canonical(types::find(field_type).unwrap(), target, ZONE).ok()
}

/// Returns text with the characters that need care.
fn random_text(rng: &mut Rng, max: usize) -> String {
    const CHARACTERS: &[char] =
        &['a', 'Z', '0', ' ', '"', '\\', ';', '(', ')', '@', '$', '.', 'é', '€', '\n', '\t', '\0'];
    (0..rng.usize(1..=max)).map(|_| *rng.choice(CHARACTERS).unwrap()).collect()
}

fn random_name(rng: &mut Rng) -> String {
    const LABELS: &[&str] = &["www", "_sip", "a-b", "X1", "été", "xn--9ca"];
    let labels: Vec<&str> = (0..rng.usize(1..4)).map(|_| *rng.choice(LABELS).unwrap()).collect();
    labels.join(".")
}

fn random_field(field: Field, rng: &mut Rng) -> String {
    match field {
        Field::Number(max) => rng.u32(..=max).to_string(),
        Field::Ipv4 => std::net::Ipv4Addr::from(rng.u32(..)).to_string(),
        Field::Ipv6 => std::net::Ipv6Addr::from(rng.u128(..)).to_string(),
        Field::Host | Field::HostOrRoot | Field::Name => {
            let dot = if rng.bool() { "." } else { "" };
            format!("{}{dot}", random_name(rng))
        }
        Field::Tag => (rng.choice(["issue", "issuewild", "iodef"]).unwrap()).to_owned(),
        Field::Text | Field::Value => strings::write_one(random_text(rng, 3).as_bytes()),
        Field::Texts if rng.bool() => random_text(rng, 600),
        Field::Texts => strings::write(&[random_text(rng, 300).into_bytes(), Vec::new(), vec![0xff, 0x07]]),
        Field::Hex(_) => (0..rng.choice([4, 20, 32, 48, 64]).unwrap()).map(|_| format!("{:02x}", rng.u8(..))).collect(),
        Field::Location => (rng.choice(["52 N 4 53 E 1m", "1 2 3.5 S 4 5 6 W -7.25m 1m 2.5m 3m"]).unwrap()).to_owned(),
        Field::Parameters => (rng.choice(["", "alpn=h2,h3 port=443", "key600=\"a; b\""]).unwrap()).to_owned(),
    }
}

fn random_record(rng: &mut Rng) -> Record {
    let ty = rng.choice(types::all()).unwrap();
    let target: Vec<String> = ty.fields.iter().map(|field| random_field(*field, rng)).collect();
    let sub_domain = match rng.u8(..4) {
        0 => String::new(),
        1 => format!("*.{}", random_name(rng)),
        _ => random_name(rng),
    };
    record(&sub_domain, ty.name, target.join(" ").trim(), rng.choice([0, 60, 3600, 0x7fff_ffff]).unwrap())
}

#[test]
fn accepted_records_are_read_as_they_were_written() {
    let mut rng = Rng::with_seed(1);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..100 {
        let mut names = Names::default();
        let mut records: Vec<Record> = (0..30).map(|_| random_record(&mut rng)).collect();
        records.retain(|record| record.check(ZONE).is_ok() && names.add(record, ZONE).is_ok());
        seen.extend(records.iter().map(|record| record.field_type.clone()));
        let written = file(&records);
        let read = read(ZONE, 3600, &written).unwrap();
        // Quoting, punycode and the name servers are added; another round changes nothing.
        assert_eq!(file(&read), written);
        for record in &records {
            let canonical = data_of(&record.field_type, &record.target).unwrap();
            let same = |other: &&Record| other.owner(ZONE) == record.owner(ZONE) && other.target == canonical;
            let found = read.iter().find(|other| same(other) && other.field_type == record.field_type);
            assert!(found.is_some(), "{record:?}\n{written}");
        }
    }
    assert_eq!(seen.len(), types::all().len(), "{seen:?}");
}

#[test]
fn example_of_each_type_is_valid() {
    for ty in types::all() {
        record("a", ty.name, ty.example, 0).check(ZONE).unwrap();
    }
}

#[test]
fn data_is_written_in_canonical_form() {
    let long = "x".repeat(300);
    let split = format!("\"{}\" \"{}\"", "x".repeat(255), "x".repeat(45));
    for (field_type, target, expected) in [
        ("TXT", "world", "\"world\""),
        ("TXT", "\"world\"", "\"world\""),
        ("TXT", "\"a\" \"b\"", "\"a\" \"b\""),
        ("TXT", "quo\"te", "\"quo\\\"te\""),
        ("TXT", "\"quo\\\"te\"", "\"quo\\\"te\""),
        ("TXT", "semi; colon", "\"semi; colon\""),
        ("TXT", "back\\slash", "\"back\\\\slash\""),
        ("TXT", "é\n", "\"\\195\\169\\010\""),
        ("TXT", "\"\\195\\169\"", "\"\\195\\169\""),
        ("TXT", "\"open", "\"\\\"open\""),
        ("TXT", "\"\"", "\"\""),
        ("TXT", &long, &split),
        ("DKIM", "v=DKIM1;k=rsa;p=AQAB", "\"v=DKIM1;k=rsa;p=AQAB\""),
        ("CAA", "0 issue ca.example.net", "0 issue \"ca.example.net\""),
        ("CAA", "128 iodef \"mailto:a@example.com; b\"", "128 iodef \"mailto:a@example.com; b\""),
        ("MX", "010  mx", "10 mx"),
        ("MX", "0 .", "0 ."),
        ("NAPTR", "100 10 S SIP+D2U \"\" a.", "100 10 \"S\" \"SIP+D2U\" \"\" a."),
        ("NAPTR", "1 1 U E2U \"!(.*)!\\1@b!\" .", "1 1 \"U\" \"E2U\" \"!(.*)!\\\\1@b!\" ."),
        ("NAPTR", "1 1 U E2U \"!(.*)!\\\\1@b!\" .", "1 1 \"U\" \"E2U\" \"!(.*)!\\\\1@b!\" ."),
        ("SSHFP", "1 9 AB cd", "1 9 ABcd"),
        ("LOC", "52 22 23.0 n 4 53 32.1 E -2.00m 0", "52 22 23.000 N 4 53 32.100 E -2.00m 0.00m"),
        ("HTTPS", "0 example.net.", "0 example.net."),
        ("SVCB", "1 . alpn=\"h2\" no-default-alpn", "1 . alpn=\"h2\" no-default-alpn"),
        ("HTTPS", "1 . ohttp key7=/dns{?dns}", "1 . key8 key7=\"/dns{?dns}\""),
        ("HTTPS", "1 . mandatory=ohttp,port ohttp port=1", "1 . mandatory=\"key8,port\" key8 port=\"1\""),
        ("CNAME", "@", "@"),
        ("CNAME", "été.example.net.", "xn--t-9fab.example.net."),
    ] {
        assert_eq!(data_of(field_type, target).as_deref(), Some(expected), "{field_type} {target}");
    }
}

#[test]
fn invalid_data_is_rejected() {
    let too_long = "x".repeat(65_536);
    for (field_type, target) in [
        ("A", "2001:db8::1"),
        ("A", "192.0.2.1 192.0.2.2"),
        ("A", "192.0.2.256"),
        ("AAAA", "192.0.2.1"),
        ("MX", "mx.example.com."),
        ("MX", "10"),
        ("MX", "65536 mx.example.com."),
        ("MX", "10 192.0.2.1"),
        ("MX", "-1 mx.example.com."),
        ("SRV", "0 5 sip.example.com."),
        ("SRV", "0 5 70000 sip.example.com."),
        ("SRV", "a b c d."),
        ("CAA", "issue ca.example.net"),
        ("CAA", "256 issue \"ca.example.net\""),
        ("CAA", "0 is-sue \"ca.example.net\""),
        ("CAA", "0 issue"),
        ("CAA", "0 issue \"open"),
        ("CAA", "0 issue two words"),
        ("CAA", "0 issue \"two\"\"strings\""),
        ("CNAME", "two words"),
        ("CNAME", "."),
        ("CNAME", "a..b."),
        ("CNAME", "192.0.2.1"),
        ("NS", "ns!.example.com."),
        ("TXT", " "),
        ("TXT", too_long.as_str()),
        ("SSHFP", "1 1 ab"),
        ("SSHFP", "1 2 xyz"),
        ("TLSA", "3 1 1 ab"),
        ("TLSA", "3 1 1"),
        ("DS", "1 2 0 ab"),
        ("LOC", "91 N 4 E 1m"),
        ("LOC", "1 N 4 E"),
        ("LOC", "1 60 N 4 E 1m"),
        ("NAPTR", "100 10 S SIP+D2U a."),
        ("SVCB", "0 . alpn=h2"),
        ("SVCB", "1 . alpn=h2 alpn=h3"),
        ("SVCB", "1 . no-default-alpn"),
        ("SVCB", "1 . mandatory=port"),
        ("SVCB", "1 . colour=red"),
        ("SVCB", "1 . ipv4hint=2001:db8::1"),
        ("SVCB", "1 . ech=AAAA"),
        ("SVCB", "1 . key7=a dohpath=b"),
        ("SVCB", "1 . key3=1"),
        ("RP", "admin."),
    ] {
        assert_eq!(data_of(field_type, target), None, "{field_type} {target:.40}");
    }
}

#[test]
fn names_and_times_have_limits() {
    let check = |sub_domain: &str, ttl: i64| record(sub_domain, "TXT", "x", ttl).check(ZONE).map_err(|e| e.parameter);
    let label = "a".repeat(63);
    let three = [label.as_str(); 3].join(".");
    // 253 characters with the zone.
    let longest = format!("{three}.{}", "a".repeat(253 - 11 - 1 - three.len() - 1));
    for name in ["", "@", "www", "_a._b", "*", "*.www", "été", &label, &longest] {
        assert_eq!(check(name, 0), Ok(()), "{name}");
    }
    let (label, longest) = (format!("{label}a"), format!("{longest}a"));
    for name in [".", "a.", ".a", "a..b", "a b", "a.*", "**", "a\"b", "a\\b", "ü\u{0}", &label, &longest] {
        assert_eq!(check(name, 0), Err("subDomain"), "{name}");
    }
    for ttl in [0, 60, 0x7fff_ffff] {
        assert_eq!(check("a", ttl), Ok(()), "{ttl}");
    }
    for ttl in [-1, 1, 59, 0x8000_0000, i64::MIN] {
        assert_eq!(check("a", ttl), Err("ttl"), "{ttl}");
    }
}

#[test]
fn alias_has_its_name_alone() {
    let fits = |records: &[(&str, &str, &str)]| {
        let mut names = Names::default();
        records.iter().all(|(name, ty, target)| names.add(&record(name, ty, target, 0), ZONE).is_ok())
    };
    assert!(fits(&[("a", "A", "192.0.2.1"), ("a", "A", "192.0.2.2"), ("a", "TXT", "x"), ("b", "CNAME", "a")]));
    assert!(!fits(&[("a", "A", "192.0.2.1"), ("A", "CNAME", "b")]));
    assert!(!fits(&[("a", "CNAME", "b"), ("a", "TXT", "x")]));
    assert!(!fits(&[("a", "CNAME", "b"), ("a", "CNAME", "b")]));
    assert!(!fits(&[("a", "DNAME", "b"), ("a", "DNAME", "c")]));
    assert!(!fits(&[("@", "CNAME", "b")]));
}

#[test]
fn other_forms_of_zone_files_are_read() {
    let text = "; a comment\n$TTL 1h\n$ORIGIN example.com.\n@ IN SOA a. b. (\n 1 2 ; serial\n 3 4 5 )\n\
        \tIN NS ns.other.example.\nwww 300 IN A 192.0.2.1\n 2m AAAA 2001:db8::1\nwww2.Example.COM. in 60 CNAME www\n\
        t TXT one \"two words\" ; not text\n$ORIGIN sub\nb MX 1 mx\n$TTL 120\n@ SRV 1 2 3 @\r\n";
    let target = |sub_domain: &str, field_type: &str, target: &str, ttl: i64| {
        assert!(
            read(ZONE, 3600, text).unwrap().contains(&record(sub_domain, field_type, target, ttl)),
            "{sub_domain} {field_type}"
        );
    };
    assert_eq!(read(ZONE, 3600, text).unwrap().len(), 7);
    target("", "NS", "ns.other.example.", 0);
    target("www", "A", "192.0.2.1", 300);
    target("www", "AAAA", "2001:db8::1", 120);
    target("www2", "CNAME", "www", 60);
    target("t", "TXT", "\"one\" \"two words\"", 0);
    target("b.sub", "MX", "1 mx.sub.example.com.", 0);
    target("sub", "SRV", "1 2 3 sub.example.com.", 120);
    for (text, line) in [
        ("nonsense", 1),
        ("\nwww 60 IN A\n", 2),
        ("a A 192.0.2.1\nb.example.net. A 192.0.2.1", 2),
        ("a TXT \"open", 1),
        ("a MX (\n1 mx", 1),
        ("a A 192.0.2.1 )", 1),
        ("$INCLUDE other", 1),
        ("\tA 192.0.2.1", 1),
        ("a WKS 1", 1),
        ("$TTL x", 1),
    ] {
        assert_eq!(read(ZONE, 3600, text).unwrap_err().0, line, "{text}");
    }
}

#[test]
fn zone_file_without_name_servers_gets_them() {
    let text = file(&[record("", "DKIM", "v=DKIM1;p=", 60), record("a", "WKS", "new\nline", 0)]);
    let expected = "$TTL 3600\n$ORIGIN example.com.\n\
        @\tIN SOA dns100.ovh.net. tech.ovh.net. (7 86400 3600 3600000 300)\n\
        @\tIN NS dns100.ovh.net.\n@\tIN NS ns100.ovh.net.\n\
        @\t60 IN TXT \"v=DKIM1;p=\" ; DKIM\n; a record of type WKS\n";
    assert_eq!(text, expected);
    let own = file(&[record("", "TXT", "x", 0), record("", "NS", "ns.example.net.", 0)]);
    assert!(own.ends_with("@\tIN NS ns.example.net.\n@\tIN TXT \"x\"\n"), "{own}");
    let zone = Zone { name: ZONE, soa: &json!({}), name_servers: &[] };
    assert_eq!(write(&zone, &[record("", "TXT", &"x".repeat(1000), 0)], 500), None);
}
