//! Generates values of scalars.

use fastrand::Rng;
use generator::model::Scalar;
use serde_json::Value;

use super::{Style, ValueGenerator, typical};

impl ValueGenerator<'_> {
    pub(super) fn scalar(&self, scalar: Scalar, name: &str, rng: &mut Rng) -> Value {
        match self.style {
            Style::Typical if scalar == Scalar::Text => typical::text(name, rng).into(),
            Style::Typical => (scalar.facts().typical)(rng),
            Style::Arbitrary => (scalar.facts().arbitrary)(rng),
        }
    }
}
