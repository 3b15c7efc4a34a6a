//! Dates, addresses and the like: values that JSON has as texts of a certain form.
//!
//! Each type says how it is parsed and printed, once; answers, bodies, paths, queries and map keys follow from that.

mod address;
mod time;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use jiff::civil::{Date, Time};
use jiff::{Span, Timestamp};
use macaddr::MacAddr6;
use uuid::Uuid;

/// `type = placeholder, what an error expects, how to parse, how to print`. The placeholder is what a faulty answer gives
/// until it is thrown away.
macro_rules! text_scalars {
    ($( $(#[$meta:meta])* $type:ty = $placeholder:expr, $expected:literal, $parse:expr, $print:expr; )*) => {$(
        $(#[$meta])*
        impl super::FromJson for $type {
            fn from_json(value: super::Value<'_>) -> Self {
                value.as_str().and_then($parse).unwrap_or_else(|| {
                    value.fail($expected);
                    $placeholder
                })
            }

            fn is_absent(value: super::Value<'_>) -> bool {
                value.is_null() || value.as_str().is_some_and(stands_for_none)
            }
        }

        impl super::ToJson for $type {
            fn to_json(&self, writer: &mut super::Writer) {
                let print: fn(&Self) -> String = $print;
                writer.text(&print(self));
            }
        }

        impl crate::parameter::Parameter for $type {
            fn text(&self) -> Option<std::borrow::Cow<'_, str>> {
                let print: fn(&Self) -> String = $print;
                Some(print(self).into())
            }
        }
    )*};
}

text_scalars! {
    /// Takes RFC 3339 with any offset (`Z`, `+01:00`, `+0100`) and a space for the `T`. The service does not promise an
    /// offset everywhere: a text without one is taken for UTC, one without a time for midnight.
    ///
    /// Written to the millisecond at most: no official wrapper sends more digits.
    Timestamp = Timestamp::UNIX_EPOCH, "a date and time (RFC 3339)", time::timestamp, time::print_timestamp;
    /// Takes a date and time as well, and leaves the time away.
    Date = Date::default(), "a date (2006-01-02)", time::date, ToString::to_string;
    /// Written to the millisecond at most.
    Time = Time::midnight(), "a time of day (15:04:05)", |text| text.parse().ok(), time::print_time;
    Span = Span::new(), "a duration (ISO 8601, P1DT2H)", |text| text.parse().ok(), ToString::to_string;
    Uuid = Uuid::nil(), "a UUID", |text| text.parse().ok(), ToString::to_string;
    IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED), "an IP address", |text| text.parse().ok(), ToString::to_string;
    Ipv4Addr = Ipv4Addr::UNSPECIFIED, "an IPv4 address", |text| text.parse().ok(), ToString::to_string;
    Ipv6Addr = Ipv6Addr::UNSPECIFIED, "an IPv6 address", |text| text.parse().ok(), ToString::to_string;
    /// Takes a bare address for the block of that one address.
    IpNet = IpNet::default(), "an IP block (192.0.2.0/24)", address::block::<IpNet, IpAddr>, ToString::to_string;
    /// Takes a bare address for the block of that one address.
    Ipv4Net = Ipv4Net::default(), "an IPv4 block (192.0.2.0/24)", address::block::<Ipv4Net, Ipv4Addr>, ToString::to_string;
    /// Takes a bare address for the block of that one address.
    Ipv6Net = Ipv6Net::default(), "an IPv6 block (2001:db8::/32)", address::block::<Ipv6Net, Ipv6Addr>, ToString::to_string;
    /// Written in lower case.
    MacAddr6 = MacAddr6::nil(), "a MAC address", |text| text.parse().ok(), address::mac;
}

/// Whether a text is what backends print for a value that they have not got.
fn stands_for_none(text: &str) -> bool {
    text.is_empty() || text.starts_with("0000-00-00")
}
