//! The table of scalars: types that schemas use without defining them.
//!
//! A row has everything that the generator, the tests and the sandbox know about a scalar; a new scalar is a new row,
//! plus its JSON form in `ovh-api-core`.

#[cfg(test)]
mod tests;
mod values;

use fastrand::Rng;
use serde_json::{Value, json};

pub use self::values::parse_timestamp;
use self::values::{any_text, date, hex, json_value, mac_address, network, one_of, parsed, text, uuid};

/// The JSON form of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonForm {
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string of the scalar's own format.
    Text,
    /// Any JSON.
    Any,
    /// `null`.
    Null,
}

/// A row of the table.
#[derive(Debug)]
pub struct Facts {
    /// The names in schemas, the most common one first.
    pub names: &'static [&'static str],
    /// The path of the Rust type, without `::` in front.
    pub rust: &'static str,
    /// The JSON form.
    pub form: JsonForm,
    /// Whether generated methods take the type by reference.
    pub by_reference: bool,
    /// A value as Rust writes it, or as text if the JSON form is a string.
    pub sample: &'static str,
    /// Parses plain text into the canonical spelling and the JSON form of a value.
    pub parse: fn(&str) -> Option<(String, Value)>,
    /// Makes a value that a reader expects to see.
    pub typical: fn(&mut Rng) -> Value,
    /// Makes any valid value, often an edge case.
    pub arbitrary: fn(&mut Rng) -> Value,
}

/// The values of columns that most rows leave out.
const DEFAULTS: Facts = Facts {
    names: &[],
    rust: "",
    form: JsonForm::Text,
    by_reference: false,
    sample: "",
    parse: any_text,
    typical: |_| Value::Null,
    arbitrary: |_| Value::Null,
};

macro_rules! scalars {
    ($($(#[$doc:meta])* $scalar:ident { $($fact:ident: $value:expr,)* })*) => {
        /// A type that needs no definition.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Scalar { $($(#[$doc])* $scalar),* }

        impl Scalar {
            /// All scalars.
            pub const ALL: &[Self] = &[$(Self::$scalar),*];

            /// Returns the scalar's row of the table.
            pub const fn facts(self) -> &'static Facts {
                match self { $(Self::$scalar => const { &Facts { $($fact: $value,)* ..DEFAULTS } }),* }
            }
        }
    };
}

scalars! {
    /// `true` or `false`.
    Boolean {
        names: &["boolean"],
        rust: "bool",
        form: JsonForm::Boolean,
        sample: "true",
        parse: |text| match text {
            "true" | "1" => Some(("true".to_owned(), true.into())),
            "false" | "0" => Some(("false".to_owned(), false.into())),
            _ => None,
        },
        typical: |rng| rng.bool().into(),
        arbitrary: |rng| rng.bool().into(),
    }
    /// A day.
    Date {
        names: &["date"],
        rust: "jiff::civil::Date",
        sample: "2026-08-01",
        parse: parsed::<jiff::civil::Date>,
        typical: |rng| date(rng).into(),
        arbitrary: |rng| one_of(rng, &[
            "0001-01-01", "1970-01-01", "1999-12-31", "2000-02-29", "2024-02-29", "2038-01-19", "9999-12-31",
        ]).into(),
    }
    /// A number of double precision.
    Double {
        names: &["double"],
        rust: "f64",
        form: JsonForm::Number,
        sample: "1.5",
        parse: |text| {
            let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
            Some((number.to_string(), number.into()))
        },
        typical: |rng| (rng.i64(0..10_000) as f64 / 100.0).into(),
        arbitrary: |rng| if rng.bool() {
            one_of(rng, &[0.0, -0.0, 0.1, -1.5, 1e-7, 5e-324, f64::MAX, f64::MIN, 1e21, 100.0, 0.1 + 0.2]).into()
        } else {
            (rng.f64() * 1000.0).into()
        },
    }
    /// An ISO 8601 duration.
    Duration {
        names: &["duration"],
        rust: "jiff::Span",
        sample: "P1M",
        parse: parsed::<jiff::Span>,
        typical: |rng| format!("P{}M", rng.u8(1..25)).into(),
        arbitrary: |rng| one_of(rng, &["PT0S", "P1D", "P1M", "P1Y", "P1Y2M3DT4H5M6S", "P1DT2H", "PT36H", "P2W"]).into(),
    }
    /// An IP address of either version.
    Ip {
        names: &["ip"],
        rust: "std::net::IpAddr",
        sample: "192.0.2.7",
        parse: parsed::<std::net::IpAddr>,
        typical: |rng| (Scalar::Ipv4.facts().typical)(rng),
        arbitrary: |rng| {
            let version = if rng.bool() { Scalar::Ipv4 } else { Scalar::Ipv6 };
            (version.facts().arbitrary)(rng)
        },
    }
    /// An IP network of either version; a plain address is a network of one address.
    IpBlock {
        names: &["ipBlock", "ipInterface"],
        rust: "ipnet::IpNet",
        sample: "203.0.113.64/27",
        parse: network::<ipnet::IpNet, std::net::IpAddr>,
        typical: |rng| (Scalar::Ipv4Block.facts().typical)(rng),
        arbitrary: |rng| {
            let version = if rng.bool() { Scalar::Ipv4Block } else { Scalar::Ipv6Block };
            (version.facts().arbitrary)(rng)
        },
    }
    /// An IPv4 address.
    Ipv4 {
        names: &["ipv4"],
        rust: "std::net::Ipv4Addr",
        sample: "192.0.2.7",
        parse: parsed::<std::net::Ipv4Addr>,
        typical: |rng| format!("192.0.2.{}", rng.u8(1..255)).into(),
        arbitrary: |rng| one_of(rng, &["0.0.0.0", "127.0.0.1", "192.0.2.1", "255.255.255.255"]).into(),
    }
    /// An IPv4 network; a plain address is a network of one address.
    Ipv4Block {
        names: &["ipv4Block"],
        rust: "ipnet::Ipv4Net",
        sample: "203.0.113.64/27",
        parse: network::<ipnet::Ipv4Net, std::net::Ipv4Addr>,
        typical: |rng| format!("198.51.100.{}/30", rng.u8(..64) * 4).into(),
        arbitrary: |rng| one_of(rng, &[
            "0.0.0.0/0", "192.0.2.0/24", "198.51.100.4/30", "203.0.113.7/32", "192.0.2.9",
        ]).into(),
    }
    /// An IPv6 address.
    Ipv6 {
        names: &["ipv6"],
        rust: "std::net::Ipv6Addr",
        sample: "2001:db8::7",
        parse: parsed::<std::net::Ipv6Addr>,
        typical: |rng| format!("2001:db8::{:x}", rng.u16(1..)).into(),
        arbitrary: |rng| one_of(rng, &[
            "::", "::1", "2001:db8::1", "::ffff:192.0.2.1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        ]).into(),
    }
    /// An IPv6 network; a plain address is a network of one address.
    Ipv6Block {
        names: &["ipv6Block"],
        rust: "ipnet::Ipv6Net",
        sample: "2001:db8:77::/56",
        parse: network::<ipnet::Ipv6Net, std::net::Ipv6Addr>,
        typical: |rng| format!("2001:db8:{:x}::/56", rng.u16(1..)).into(),
        arbitrary: |rng| one_of(rng, &["::/0", "2001:db8::/32", "2001:db8::1/128", "2001:db8::7"]).into(),
    }
    /// Any JSON.
    Json {
        names: &["any"],
        rust: "crate::json::Json",
        form: JsonForm::Any,
        by_reference: true,
        sample: "null",
        typical: |rng| json!({"value": rng.i64(1..500)}),
        arbitrary: json_value,
    }
    /// A signed integer of 64 bits.
    Long {
        names: &["long"],
        rust: "i64",
        form: JsonForm::Integer,
        sample: "7",
        // One spelling only: `+5` and `05` would be other paths to the same object, past the rules of a key.
        parse: |text| {
            let number: i64 = text.parse().ok().filter(|number: &i64| number.to_string() == text)?;
            Some((text.to_owned(), number.into()))
        },
        typical: |rng| rng.i64(1..500).into(),
        arbitrary: |rng| match rng.u8(..3) {
            0 => one_of(rng, &[
                0, 1, -1, i64::MAX, i64::MIN, i32::MAX as i64 + 1, i32::MIN as i64 - 1,
                // A double cannot represent the last two.
                9_007_199_254_740_992, 9_007_199_254_740_993, -9_007_199_254_740_993,
            ]).into(),
            1 => rng.i64(..1000).into(),
            _ => rng.i64(..).into(),
        },
    }
    /// A MAC address of 6 bytes.
    MacAddress {
        names: &["macAddress"],
        rust: "macaddr::MacAddr6",
        sample: "02:00:00:00:00:07",
        parse: |text| Some((text.parse::<macaddr::MacAddr6>().ok()?.to_string().to_ascii_lowercase(), text.into())),
        typical: |rng| mac_address(rng).into(),
        arbitrary: |rng| mac_address(rng).into(),
    }
    /// A text that is redacted and wiped.
    Secret {
        names: &["password"],
        rust: "secrecy::SecretString",
        by_reference: true,
        sample: "hidden",
        typical: |rng| hex(rng).into(),
        arbitrary: |rng| text(rng).into(),
    }
    /// A text.
    Text {
        names: &["string", "countryCode2LettersEnum", "internationalPhoneNumber", "phoneNumber", "text"],
        rust: "std::string::String",
        by_reference: true,
        sample: "sample",
        typical: |rng| hex(rng).into(),
        arbitrary: |rng| text(rng).into(),
    }
    /// A time of day.
    Time {
        names: &["time"],
        rust: "jiff::civil::Time",
        sample: "10:20:30",
        parse: parsed::<jiff::civil::Time>,
        typical: |rng| format!("{:02}:{:02}:00", rng.u8(..24), rng.u8(..60)).into(),
        arbitrary: |rng| one_of(rng, &["00:00:00", "12:30:00", "23:59:59"]).into(),
    }
    /// A point in time, RFC 3339.
    Timestamp {
        names: &["datetime"],
        rust: "jiff::Timestamp",
        sample: "2026-08-01T10:20:30Z",
        parse: |text| Some((parse_timestamp(text)?.to_string(), text.into())),
        typical: |rng| {
            format!("{}T{:02}:{:02}:{:02}+02:00", date(rng), rng.u8(..24), rng.u8(..60), rng.u8(..60)).into()
        },
        arbitrary: |rng| one_of(rng, &[
            "0001-01-01T00:00:00+00:00", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:00",
            "2024-02-29T23:59:59+14:00", "2026-03-29T02:30:00+02:00", "2026-08-01T10:20:30.123456Z",
            "2038-01-19T03:14:08+00:00", "9999-12-30T00:00:00-02:00",
        ]).into(),
    }
    /// The absence of a value: the response of an operation that returns nothing.
    Unit {
        names: &["void"],
        rust: "()",
        form: JsonForm::Null,
        sample: "()",
    }
    /// A UUID.
    Uuid {
        names: &["uuid"],
        rust: "uuid::Uuid",
        sample: "6f4d3c2b-1a09-4876-8543-210fedcba987",
        parse: parsed::<uuid::Uuid>,
        typical: |rng| uuid(rng).into(),
        arbitrary: |rng| uuid(rng).into(),
    }
}

impl Scalar {
    /// Returns the scalar that schemas call `name`.
    ///
    /// The table has every name in the schemas of August 2026.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|scalar| scalar.facts().names.contains(&name)).copied()
    }

    /// Returns the most common name in schemas.
    pub fn name(self) -> &'static str {
        self.facts().names.first().copied().unwrap_or_default()
    }

    /// Returns the Rust type without its path: `Date`.
    pub fn rust_name(self) -> &'static str {
        let rust = self.facts().rust;
        rust.rsplit_once("::").map_or(rust, |(_, name)| name)
    }

    /// Returns whether a JSON value is one of the scalar's.
    pub fn accepts(self, value: &Value) -> bool {
        match (self.facts().form, value) {
            (JsonForm::Any, _) | (JsonForm::Null, Value::Null) => true,
            (JsonForm::Boolean, Value::Bool(_)) | (JsonForm::Number, Value::Number(_)) => true,
            // Many JSON libraries write the integer 100 as `100.0`.
            (JsonForm::Integer, Value::Number(number)) => {
                let is_whole = |number: f64| number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
                number.as_i64().is_some() || number.as_f64().is_some_and(is_whole)
            }
            (JsonForm::Text, Value::String(text)) => (self.facts().parse)(text).is_some(),
            _ => false,
        }
    }
}
