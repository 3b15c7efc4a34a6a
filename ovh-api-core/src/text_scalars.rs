//! Dates, addresses, UUIDs and other types that JSON represents as strings.
//!
//! Each type is defined once, by a parse and a print function, for use in responses, bodies, paths and queries.

mod address;
mod time;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use jiff::civil::{Date, Time};
use jiff::{Span, Timestamp};
use macaddr::MacAddr6;
use uuid::Uuid;

/// `type = placeholder, expected form for errors, parse function, print function`. The placeholder is returned on a
/// mismatch, before the result is discarded.
macro_rules! text_scalars {
    ($( $(#[$meta:meta])* $type:ty = $placeholder:expr, $expected:literal, $parse:expr, $print:expr; )*) => {$(
        $(#[$meta])*
        impl crate::json::FromJson for $type {
            fn from_json(value: crate::json::Value<'_>) -> Self {
                value.as_str().and_then($parse).unwrap_or_else(|| {
                    value.fail($expected);
                    $placeholder
                })
            }

            fn is_absent(value: crate::json::Value<'_>) -> bool {
                value.is_null() || value.as_str().is_some_and(is_placeholder)
            }
        }

        impl crate::json::ToJson for $type {
            fn to_json(&self, writer: &mut crate::json::Writer) {
                let print: fn(&Self) -> String = $print;
                writer.text(&print(self));
            }
        }

        impl crate::parameter::sealed::Sealed for $type {}

        impl crate::parameter::Parameter for $type {
            fn text(&self) -> Option<std::borrow::Cow<'_, str>> {
                let print: fn(&Self) -> String = $print;
                Some(print(self).into())
            }
        }
    )*};
}

text_scalars! {
    /// Accepts RFC 3339 with any offset (`Z`, `+01:00`, `+0100`), and a space in place of the `T`. The offset defaults
    /// to UTC and the time to midnight, because the service does not always send them.
    ///
    /// Written with millisecond precision, like the official wrappers.
    Timestamp = Timestamp::UNIX_EPOCH, "a date and time (RFC 3339)", time::timestamp, time::print_timestamp;
    /// Also accepts a date and time, and ignores the time.
    Date = Date::default(), "a date (2006-01-02)", time::date, ToString::to_string;
    /// Written with millisecond precision.
    Time = Time::midnight(), "a time of day (15:04:05)", |text| text.parse().ok(), time::print_time;
    Span = Span::new(), "a duration (ISO 8601, P1DT2H)", |text| text.parse().ok(), ToString::to_string;
    Uuid = Uuid::nil(), "a UUID", |text| text.parse().ok(), ToString::to_string;
    IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED), "an IP address", |text| text.parse().ok(), ToString::to_string;
    Ipv4Addr = Ipv4Addr::UNSPECIFIED, "an IPv4 address", |text| text.parse().ok(), ToString::to_string;
    Ipv6Addr = Ipv6Addr::UNSPECIFIED, "an IPv6 address", |text| text.parse().ok(), ToString::to_string;
    /// Also accepts a single address.
    IpNet = IpNet::default(), "an IP block (192.0.2.0/24)", address::block::<IpNet, IpAddr>, ToString::to_string;
    /// Also accepts a single address.
    Ipv4Net = Ipv4Net::default(), "an IPv4 block (192.0.2.0/24)", address::block::<Ipv4Net, Ipv4Addr>, ToString::to_string;
    /// Also accepts a single address.
    Ipv6Net = Ipv6Net::default(), "an IPv6 block (2001:db8::/32)", address::block::<Ipv6Net, Ipv6Addr>, ToString::to_string;
    /// Written in lowercase.
    MacAddr6 = MacAddr6::nil(), "a MAC address", |text| text.parse().ok(), address::mac;
}

/// Returns whether backends send this string in place of `null`.
fn is_placeholder(text: &str) -> bool {
    text.is_empty() || text.starts_with("0000-00-00")
}
