//! The scalars of the format.

use crate::model::Scalar;

/// Every scalar name seen on the whole API by August 2026.
const SCALARS: &[(&str, Scalar)] = &[
    ("any", Scalar::Json),
    ("boolean", Scalar::Boolean),
    ("countryCode2LettersEnum", Scalar::Text),
    ("date", Scalar::Date),
    ("datetime", Scalar::Timestamp),
    ("double", Scalar::Double),
    ("duration", Scalar::Duration),
    ("internationalPhoneNumber", Scalar::Text),
    ("ip", Scalar::Ip),
    ("ipBlock", Scalar::IpBlock),
    ("ipInterface", Scalar::IpBlock),
    ("ipv4", Scalar::Ipv4),
    ("ipv4Block", Scalar::Ipv4Block),
    ("ipv6", Scalar::Ipv6),
    ("ipv6Block", Scalar::Ipv6Block),
    ("long", Scalar::Long),
    ("macAddress", Scalar::MacAddress),
    ("password", Scalar::Secret),
    ("phoneNumber", Scalar::Text),
    ("string", Scalar::Text),
    ("text", Scalar::Text),
    ("time", Scalar::Time),
    ("uuid", Scalar::Uuid),
    ("void", Scalar::Unit),
];

/// The scalar of that name.
pub fn scalar(name: &str) -> Option<Scalar> {
    SCALARS.iter().find(|(known, _)| *known == name).map(|(_, scalar)| *scalar)
}
