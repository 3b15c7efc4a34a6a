//! Plausible values.

use fastrand::Rng;
use generator::model::Scalar;

const WORDS: &[&str] = &[
    "amber", "birch", "cobalt", "delta", "ember", "fjord", "garnet", "harbor", "indigo", "juniper", "kestrel", "linden",
];

/// Returns a string that fits the name of a field.
pub(super) fn text(name: &str, rng: &mut Rng) -> String {
    let word = rng.choice(WORDS).copied().unwrap_or("amber");
    let number = rng.u16(1..1000);
    let lower = name.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if has(&["mail"]) {
        format!("{word}@example.org")
    } else if has(&["url", "redirection", "link"]) {
        format!("https://www.example.org/{word}/{number}")
    } else if has(&["phone", "fax"]) {
        format!("+33.1000{number:05}")
    } else if has(&["description", "comment", "message", "text", "reason", "title"]) {
        format!("Something about {word}")
    } else if has(&["domain", "host", "zone"]) {
        format!("{word}.example.org")
    } else if has(&["contact", "account", "nic"]) {
        format!("{}{number:05}-ovh", word.get(..2).unwrap_or("ab"))
    } else {
        format!("{word}-{number}")
    }
}

/// Returns a string in the format of a scalar.
pub(super) fn formed(scalar: Scalar, rng: &mut Rng) -> String {
    match scalar {
        Scalar::Date => date(rng),
        Scalar::Timestamp => {
            format!("{}T{:02}:{:02}:{:02}+02:00", date(rng), rng.u8(..24), rng.u8(..60), rng.u8(..60))
        }
        Scalar::Time => format!("{:02}:{:02}:00", rng.u8(..24), rng.u8(..60)),
        Scalar::Duration => format!("P{}M", rng.u8(1..25)),
        Scalar::Ip | Scalar::Ipv4 => format!("192.0.2.{}", rng.u8(1..255)),
        Scalar::Ipv6 => format!("2001:db8::{:x}", rng.u16(1..)),
        Scalar::IpBlock | Scalar::Ipv4Block => format!("198.51.100.{}/30", rng.u8(..64) * 4),
        Scalar::Ipv6Block => format!("2001:db8:{:x}::/56", rng.u16(1..)),
        Scalar::MacAddress => mac(rng),
        Scalar::Uuid => uuid(rng),
        Scalar::Secret => format!("{:016x}", rng.u64(..)),
        Scalar::Text | Scalar::Boolean | Scalar::Double | Scalar::Json | Scalar::Long | Scalar::Unit => String::new(),
    }
}

fn date(rng: &mut Rng) -> String {
    format!("{}-{:02}-{:02}", rng.u16(2024..2028), rng.u8(1..13), rng.u8(1..29))
}

fn mac(rng: &mut Rng) -> String {
    let [_, _, a, b, c, d, e, f] = rng.u64(..).to_be_bytes();
    // A locally administered address.
    format!("{:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}", (a & 0xfc) | 2)
}

/// Returns a UUID of version 4.
fn uuid(rng: &mut Rng) -> String {
    uuid::Builder::from_random_bytes(rng.u128(..).to_be_bytes()).into_uuid().to_string()
}
