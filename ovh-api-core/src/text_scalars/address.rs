//! IP blocks and MAC addresses in the format of the service.

use std::str::FromStr;

use macaddr::MacAddr6;

/// Parses a block in CIDR notation, or a single address.
pub(super) fn block<B: FromStr + From<A>, A: FromStr>(text: &str) -> Option<B> {
    text.parse().ok().or_else(|| text.parse::<A>().ok().map(B::from))
}

/// Prints lowercase digits like the service, whose paths contain MAC addresses.
pub(super) fn mac(address: &MacAddr6) -> String {
    address.to_string().to_ascii_lowercase()
}
