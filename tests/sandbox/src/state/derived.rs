//! Fields that follow from the path of an object.

use generator::model::Type;
use serde_json::{Value, json};

use super::State;
use crate::account::NICHANDLE;
use crate::place::Place;
use crate::routes::{parameter, segments};

/// Path template, field, and its text, in which `{account}` is the account, and others are the parameters of the path.
const DERIVED: &[(&str, &str, &str)] = &[
    ("/email/domain/{domain}/account/{name}", "email", "{name}@{domain}"),
    ("/me/identity/group/{name}", "urn", "urn:v1:eu:identity:group:{account}/{name}"),
    ("/me/identity/user/{name}", "urn", "urn:v1:eu:identity:user:{account}/{name}"),
];

impl State {
    /// Sets the fields of an object that follow from its path.
    pub(super) fn derive(&mut self, place: &Place, ty: &Type, value: &mut Value) {
        for (template, field, text) in DERIVED {
            if let Some(text) = filled(template, text, place) {
                self.merge(ty, value, &json!({ *field: text }));
            }
        }
    }
}

/// Returns a text with the parameters of a path, if the path fits the template.
fn filled(template: &str, text: &str, place: &Place) -> Option<String> {
    if !place.as_str().starts_with(template.split('{').next()?) {
        return None;
    }
    let values: Vec<String> = place.segments().collect();
    if segments(template).count() != values.len() {
        return None;
    }
    let mut filled = text.replace("{account}", NICHANDLE);
    for (segment, value) in segments(template).zip(&values) {
        match parameter(segment) {
            Some(name) => filled = filled.replace(&format!("{{{name}}}"), value),
            None if segment == value => {}
            None => return None,
        }
    }
    Some(filled)
}
