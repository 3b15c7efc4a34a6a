//! Fields of a value that depend on each other: parts of a price, and sums of prices.

use serde_json::{Map, Value};

/// The share of value added tax, in percent.
const TAX: f64 = 20.0;

/// Names of the fields that are the price without tax, the tax, and their sum.
const SUMS: &[[&str; 3]] = &[["priceWithoutTax", "tax", "priceWithTax"], ["withoutTax", "tax", "withTax"]];

/// Makes the dependent fields of a typical value consistent.
pub(crate) fn tidy(value: &mut Value) {
    match value {
        Value::Array(values) => {
            values.iter_mut().for_each(tidy);
            if values.iter().all(|value| value.is_string() || value.is_number()) {
                values.sort_by_key(Value::to_string);
                values.dedup();
            }
        }
        Value::Object(entries) => {
            sums(entries);
            price(entries);
            entries.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

fn cents(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

/// Returns the amount of a price.
fn amount(entries: &Map<String, Value>, name: &str) -> Option<f64> {
    entries.get(name)?.get("value")?.as_f64()
}

fn set(entries: &mut Map<String, Value>, name: &str, amount: f64) {
    if let Some(value) = entries.get_mut(name).and_then(|price| price.get_mut("value")) {
        *value = cents(amount).into();
    }
}

fn sums(entries: &mut Map<String, Value>) {
    for [net, tax, gross] in SUMS {
        if let (Some(amount_net), true, true) =
            (amount(entries, net), entries.contains_key(*tax), entries.contains_key(*gross))
        {
            let amount_tax = cents(amount_net * TAX / 100.0);
            set(entries, tax, amount_tax);
            set(entries, gross, amount_net + amount_tax);
        }
    }
    let quantity = entries.get("quantity").and_then(|quantity| match quantity {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    });
    if let (Some(quantity), Some(unit)) = (quantity, amount(entries, "unitPrice")) {
        let quantity: f64 = quantity;
        set(entries, "totalPrice", quantity * unit);
    }
}

/// Writes the amount of a price into its other forms.
fn price(entries: &mut Map<String, Value>) {
    let is_price = entries.contains_key("currencyCode") && entries.get("text").is_some_and(Value::is_string);
    let Some(value) = entries.get("value").and_then(Value::as_f64).filter(|_| is_price) else { return };
    entries.insert("text".to_owned(), format!("{value:.2} €").into());
    if let Some(ucents) = entries.get_mut("priceInUcents").filter(|ucents| !ucents.is_null()) {
        // An amount in cents fits.
        #[allow(clippy::cast_possible_truncation)]
        let cents = (value * 100.0).round() as i64;
        *ucents = cents.saturating_mul(1_000_000).into();
    }
}
