//! Fields of a value that depend on each other: parts of a price, and sums of prices.

use serde_json::{Map, Value};

/// The share of value added tax, in percent.
const TAX: f64 = 20.0;

/// Names of the fields that are the price without tax, the tax, and their sum.
const SUMS: &[[&str; 3]] = &[["priceWithoutTax", "tax", "priceWithTax"], ["withoutTax", "tax", "withTax"]];

/// Names of two amounts and of their sum.
const TOTALS: &[[&str; 3]] = &[
    ["available_credit", "used_credit", "total_credit"],
    ["withoutTax", "reduction", "originalWithoutTax"],
    ["totalPrice", "reductionTotalPrice", "originalTotalPrice"],
];

/// Names of a list, and of the price of its entries and of the whole, which is their sum.
const PARTS: &[(&str, &str)] = &[
    ("elements", "price"),
    ("details", "price"),
    ("details", "totalPrice"),
    ("packsRepartition", "totalPrice"),
    ("priceByPlanFamily", "price"),
];

/// Names of the field that repeats the amount of a price in millionths of a cent.
const UCENTS: &[&str] = &["priceInUcents", "valueInUcents"];

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
            // A sum follows from the prices within its parts.
            entries.values_mut().for_each(tidy);
            sums(entries);
            price(entries);
            repeat_price(entries);
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

/// Sets the amount of a price in all its forms.
fn set(entries: &mut Map<String, Value>, name: &str, amount: f64) {
    let Some(Value::Object(fields)) = entries.get_mut(name) else { return };
    if let Some(value) = fields.get_mut("value") {
        // Some prices are whole numbers. An amount in whole units fits.
        #[allow(clippy::cast_possible_truncation)]
        let whole = amount.round() as i64;
        *value = if value.is_i64() { whole.into() } else { cents(amount).into() };
        price(fields);
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
    for (list, name) in PARTS {
        let Some(Value::Array(parts)) = entries.get(*list) else { continue };
        let amounts: Option<Vec<f64>> = parts.iter().map(|part| amount(part.as_object()?, name)).collect();
        if let Some(amounts) = amounts.filter(|amounts| !amounts.is_empty()) {
            set(entries, name, amounts.iter().sum());
        }
    }
    for [one, other, total] in TOTALS {
        if let (Some(one), Some(other)) = (amount(entries, one), amount(entries, other)) {
            set(entries, total, one + other);
        }
    }
}

/// Writes the amount of a price into its other forms.
fn price(entries: &mut Map<String, Value>) {
    let is_price = entries.contains_key("currencyCode") && entries.get("text").is_some_and(Value::is_string);
    let Some(value) = entries.get("value").and_then(Value::as_f64).filter(|_| is_price) else { return };
    entries.insert("text".to_owned(), format!("{value:.2} €").into());
    set_ucents(entries, value);
}

/// Writes the amount of the field `price` into the field beside it.
fn repeat_price(entries: &mut Map<String, Value>) {
    if let Some(value) = amount(entries, "price") {
        set_ucents(entries, value);
    }
}

fn set_ucents(entries: &mut Map<String, Value>, amount: f64) {
    // An amount in cents fits.
    #[allow(clippy::cast_possible_truncation)]
    let cents = (amount * 100.0).round() as i64;
    for name in UCENTS {
        if let Some(ucents) = entries.get_mut(*name).filter(|ucents| ucents.is_number()) {
            *ucents = cents.saturating_mul(1_000_000).into();
        }
    }
}
