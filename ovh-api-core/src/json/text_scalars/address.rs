//! IP blocks and MAC addresses as the service writes them.

use std::str::FromStr;

use macaddr::MacAddr6;

/// A block in CIDR notation; a bare address is the block of that address alone.
pub(super) fn block<B: FromStr + From<A>, A: FromStr>(text: &str) -> Option<B> {
    text.parse().ok().or_else(|| text.parse::<A>().ok().map(B::from))
}

/// In lower case: this is how the service prints them, and the path of an interface holds its address.
pub(super) fn mac(address: &MacAddr6) -> String {
    address.to_string().to_ascii_lowercase()
}
