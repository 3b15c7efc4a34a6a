//! Values of the types that every schema knows.

use fastrand::Rng;
use generator::model::Scalar;
use serde_json::{Value, json};

use super::{Answers, Style, tame, wild};

impl Answers<'_> {
    pub(super) fn scalar(&self, scalar: Scalar, name: &str, rng: &mut Rng) -> Value {
        let wild = self.style == Style::Wild;
        match scalar {
            Scalar::Boolean => rng.bool().into(),
            Scalar::Long if wild => wild::long(rng).into(),
            Scalar::Long => rng.i64(1..500).into(),
            Scalar::Double if wild => wild::double(rng).into(),
            #[allow(clippy::cast_precision_loss)] // Small.
            Scalar::Double => (rng.i64(0..10_000) as f64 / 100.0).into(),
            Scalar::Json if wild => wild::json(rng),
            Scalar::Json => json!({"value": rng.i64(1..500)}),
            Scalar::Unit => Value::Null,
            Scalar::Text if wild => wild::text(rng).into(),
            Scalar::Text => tame::text(name, rng).into(),
            Scalar::Secret if wild => wild::text(rng).into(),
            Scalar::Date if wild => wild::date(rng).into(),
            Scalar::Timestamp if wild => wild::timestamp(rng).into(),
            Scalar::Time if wild => wild::time(rng).into(),
            Scalar::Duration if wild => wild::duration(rng).into(),
            Scalar::Ip | Scalar::Ipv4 | Scalar::Ipv6 if wild => wild::ip(scalar, rng).into(),
            Scalar::IpBlock | Scalar::Ipv4Block | Scalar::Ipv6Block if wild => wild::block(scalar, rng).into(),
            other => tame::formed(other, rng).into(),
        }
    }
}
