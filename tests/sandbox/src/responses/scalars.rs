//! Generates values of scalars.

use fastrand::Rng;
use generator::model::Scalar;
use serde_json::Value;

use super::{Style, ValueGenerator, moments, names, numbers, typical};

/// The netmask of a network with 256 addresses.
const NETMASK: &str = "255.255.255.0";

impl ValueGenerator<'_> {
    pub(super) fn scalar(&self, scalar: Scalar, name: &str, rng: &mut Rng) -> Value {
        if self.style == Style::Arbitrary {
            return (scalar.facts().arbitrary)(rng);
        }
        match scalar {
            Scalar::Text => typical::text(name, self.today, rng).into(),
            Scalar::Long => numbers::integer(&names::words(name), self.today, rng).into(),
            Scalar::Double => numbers::number(&names::words(name), rng).into(),
            Scalar::Boolean => numbers::boolean(&names::words(name), rng).into(),
            Scalar::Date => moments::day(&names::words(name), self.today, rng).to_string().into(),
            Scalar::Timestamp => moments::timestamp(&names::words(name), self.today, rng).into(),
            Scalar::Ip | Scalar::Ipv4 if names::matches(&names::words(name), "netmask") => NETMASK.into(),
            other => (other.facts().typical)(rng),
        }
    }
}
