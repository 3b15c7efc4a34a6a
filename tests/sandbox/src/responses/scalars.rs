//! Generates values of scalars.

use fastrand::Rng;
use generator::model::Scalar;
use serde_json::{Value, json};

use super::{Style, ValueGenerator, arbitrary, typical};

impl ValueGenerator<'_> {
    pub(super) fn scalar(&self, scalar: Scalar, name: &str, rng: &mut Rng) -> Value {
        let is_arbitrary = self.style == Style::Arbitrary;
        match scalar {
            Scalar::Boolean => rng.bool().into(),
            Scalar::Long if is_arbitrary => arbitrary::long(rng).into(),
            Scalar::Long => rng.i64(1..500).into(),
            Scalar::Double if is_arbitrary => arbitrary::double(rng).into(),
            #[allow(clippy::cast_precision_loss)] // Small.
            Scalar::Double => (rng.i64(0..10_000) as f64 / 100.0).into(),
            Scalar::Json if is_arbitrary => arbitrary::json(rng),
            Scalar::Json => json!({"value": rng.i64(1..500)}),
            Scalar::Unit => Value::Null,
            Scalar::Text if is_arbitrary => arbitrary::text(rng).into(),
            Scalar::Text => typical::text(name, rng).into(),
            Scalar::Secret if is_arbitrary => arbitrary::text(rng).into(),
            Scalar::Date if is_arbitrary => arbitrary::date(rng).into(),
            Scalar::Timestamp if is_arbitrary => arbitrary::timestamp(rng).into(),
            Scalar::Time if is_arbitrary => arbitrary::time(rng).into(),
            Scalar::Duration if is_arbitrary => arbitrary::duration(rng).into(),
            Scalar::Ip | Scalar::Ipv4 | Scalar::Ipv6 if is_arbitrary => arbitrary::ip(scalar, rng).into(),
            Scalar::IpBlock | Scalar::Ipv4Block | Scalar::Ipv6Block if is_arbitrary => {
                arbitrary::block(scalar, rng).into()
            }
            other => typical::formed(other, rng).into(),
        }
    }
}
