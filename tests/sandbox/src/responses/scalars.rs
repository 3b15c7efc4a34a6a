//! Values of the types that every schema knows.

use fastrand::Rng;
use generator::model::Scalar;
use serde_json::{Value, json};

use super::{Answers, Style, arbitrary, typical};

impl Answers<'_> {
    pub(super) fn scalar(&self, scalar: Scalar, name: &str, rng: &mut Rng) -> Value {
        let wild = self.style == Style::Wild;
        match scalar {
            Scalar::Boolean => rng.bool().into(),
            Scalar::Long if wild => arbitrary::long(rng).into(),
            Scalar::Long => rng.i64(1..500).into(),
            Scalar::Double if wild => arbitrary::double(rng).into(),
            #[allow(clippy::cast_precision_loss)] // Small.
            Scalar::Double => (rng.i64(0..10_000) as f64 / 100.0).into(),
            Scalar::Json if wild => arbitrary::json(rng),
            Scalar::Json => json!({"value": rng.i64(1..500)}),
            Scalar::Unit => Value::Null,
            Scalar::Text if wild => arbitrary::text(rng).into(),
            Scalar::Text => typical::text(name, rng).into(),
            Scalar::Secret if wild => arbitrary::text(rng).into(),
            Scalar::Date if wild => arbitrary::date(rng).into(),
            Scalar::Timestamp if wild => arbitrary::timestamp(rng).into(),
            Scalar::Time if wild => arbitrary::time(rng).into(),
            Scalar::Duration if wild => arbitrary::duration(rng).into(),
            Scalar::Ip | Scalar::Ipv4 | Scalar::Ipv6 if wild => arbitrary::ip(scalar, rng).into(),
            Scalar::IpBlock | Scalar::Ipv4Block | Scalar::Ipv6Block if wild => arbitrary::block(scalar, rng).into(),
            other => typical::formed(other, rng).into(),
        }
    }
}
