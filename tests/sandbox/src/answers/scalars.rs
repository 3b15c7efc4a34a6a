//! Values of scalars.

use fastrand::Rng;
use generator::model::Scalar;
use serde_json::Value;

use super::{Answers, Style, tame};

impl Answers<'_> {
    pub(super) fn scalar(&self, scalar: Scalar, name: &str, rng: &mut Rng) -> Value {
        match self.style {
            Style::Tame if scalar == Scalar::Text => tame::text(name, rng).into(),
            Style::Tame => (scalar.facts().typical)(rng),
            Style::Wild => (scalar.facts().arbitrary)(rng),
        }
    }
}
