//! Sentences written by hand, for the operations that are called most.

mod cloud;
mod connectivity;
mod domain;
mod email;
mod iam;
mod ip;
mod me;
mod order;
mod server;
mod services;
mod telephony;
mod vps;

use super::Table;
use crate::schema::Method;

/// The sentences of the APIs whose paths start with a word. Each table is sorted by request line, without the names of
/// path parameters.
fn rows(word: &str) -> Table {
    match word {
        "auth" | "me" => me::ROWS,
        "cloud" => cloud::ROWS,
        "connectivity" | "contact" | "newAccount" | "overTheBox" => connectivity::ROWS,
        "dedicated" => server::ROWS,
        "domain" => domain::ROWS,
        "email" => email::ROWS,
        "ip" => ip::ROWS,
        "order" => order::ROWS,
        "services" => services::ROWS,
        "sms" | "support" | "telephony" => telephony::ROWS,
        "v2" => iam::ROWS,
        "vps" => vps::ROWS,
        _ => &[],
    }
}

/// Returns the sentence of an operation, by its path without names.
pub fn sentence(method: Method, path: &str) -> Option<&'static str> {
    let word = path.split('/').nth(1).unwrap_or_default();
    let rows = rows(word);
    let key = |row: &str| {
        let (own, rest) = row.split_once(' ').unwrap_or_default();
        (own, rest).cmp(&(method.as_str(), path))
    };
    let place = rows.binary_search_by(|(row, _)| key(row)).ok()?;
    rows.get(place).map(|(_, sentence)| *sentence)
}

/// Returns all tables.
#[cfg(test)]
pub fn all() -> impl Iterator<Item = Table> {
    [
        cloud::ROWS,
        connectivity::ROWS,
        domain::ROWS,
        email::ROWS,
        iam::ROWS,
        ip::ROWS,
        me::ROWS,
        order::ROWS,
        server::ROWS,
        services::ROWS,
        telephony::ROWS,
        vps::ROWS,
    ]
    .into_iter()
}
