//! Lists the bills of a period with the sum of each currency: `invoices FROM TO`, such as `invoices 2026-01-01
//! 2026-12-31`.
//!
//! Needs the feature `me`, and keys with the right to `GET /me/bill` and `GET /me/bill/*`. Reads the keys from the
//! environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use ovh_api::Client;
use ovh_api::jiff::civil::Date;
use ovh_api::jiff::tz::TimeZone;
use ovh_api::types::order::Price;

/// Any error is printed for the user.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let dates: Vec<Date> = arguments.iter().filter_map(|date| date.parse().ok()).collect();
    let ([_, _], [from, to]) = (&arguments[..], &dates[..]) else {
        eprintln!("usage: invoices FROM TO, such as invoices 2026-01-01 2026-12-31");
        std::process::exit(2);
    };
    let result = match Client::from_env() {
        Ok(client) => list(&client, *from, *to).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Lists the bills from the first to the last day, in UTC.
pub async fn list(client: &Client, first: Date, last: Date) -> Result<()> {
    let begin = first.to_zoned(TimeZone::UTC)?.timestamp();
    let end = last.tomorrow()?.to_zoned(TimeZone::UTC)?.timestamp();
    // The service returns ids; `expand` requests the bills, several at the same time.
    let bills = client.me().bill().date_from(begin).date_to(end).expand(|id| client.me().bill_get(&id));
    let mut bills: Vec<_> = bills.map_ok(|(_, bill)| bill).try_collect().await?;
    bills.sort_by_key(|bill| bill.date);

    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for bill in &bills {
        let (without, tax, with) = (&bill.price_without_tax, &bill.tax, &bill.price_with_tax);
        println!(
            "{}  {:<12} {:>12} {:>12} {:>12} {}",
            bill.date.strftime("%F"),
            bill.bill_id,
            amount(cents(without)),
            amount(cents(tax)),
            amount(cents(with)),
            with.currency_code
        );
        *sums.entry(with.currency_code.to_string()).or_default() += cents(with);
    }
    println!("{} bills", bills.len());
    for (currency, sum) in sums {
        println!("total {} {currency}", amount(sum));
    }
    Ok(())
}

/// Returns a price in hundredths of its currency. Sums of floating-point numbers would be wrong by a cent sooner or
/// later.
#[allow(clippy::cast_possible_truncation)] // Prices are far below 2^53 cents.
fn cents(price: &Price) -> i64 {
    (price.value * 100.0).round() as i64
}

fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}
