//! Compares decoding of large responses with serde derives for structs with the same fields.

use std::hint::black_box;
use std::time::Instant;

use anyhow::ensure;
use jiff::Timestamp;
use ovh_api::domain::zone;
use ovh_api::json::FromJson;
use ovh_api::types::billing::Bill;
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const RECORDS: u32 = 10_000;
const BILLS: u32 = 2_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded only")]
struct SerdeRecord {
    field_type: RecordType,
    id: i64,
    sub_domain: Option<String>,
    target: String,
    ttl: Option<i64>,
    zone: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum RecordType {
    A,
    Aaaa,
    Caa,
    Cname,
    Dkim,
    Dmarc,
    Dname,
    Https,
    Loc,
    Mx,
    Naptr,
    Ns,
    Ptr,
    Rp,
    Spf,
    Srv,
    Sshfp,
    Svcb,
    Tlsa,
    Txt,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded only")]
struct SerdeBill {
    bill_id: String,
    category: Category,
    date: Timestamp,
    e_invoicing_id: Option<String>,
    e_invoicing_status: Option<String>,
    order_id: i64,
    password: SecretString,
    pdf_url: String,
    price_with_tax: Price,
    price_without_tax: Price,
    tax: Price,
    url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Category {
    Autorenew,
    Earlyrenewal,
    Purchase,
    PurchaseCloud,
    PurchaseServers,
    PurchaseTelecom,
    PurchaseWeb,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded only")]
struct Price {
    currency_code: CurrencyCode,
    price_in_ucents: Option<i64>,
    text: String,
    value: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum CurrencyCode {
    Aud,
    Cad,
    Eur,
    Gbp,
    Usd,
}

/// The cost of decoding a body.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Milliseconds of the fastest round.
    pub milliseconds: f64,
    /// Number of allocations.
    pub allocations: u64,
    /// Allocated bytes.
    pub bytes: u64,
}

/// The cost of decoding the same body with both decoders.
#[derive(Debug)]
pub struct Comparison {
    /// The size of the body in bytes.
    pub size: usize,
    /// The decoder of ovh-api.
    pub ours: Cost,
    /// Serde derives.
    pub serde: Cost,
}

/// Decodes 10,000 DNS records and 2,000 bills, and prints the costs of both decoders.
///
/// # Errors
///
/// Fails if a decoder rejects a body.
pub fn run(rounds: u32) -> anyhow::Result<Value> {
    let show = |Comparison { size, ours, serde }: Comparison| {
        let show = |cost: Cost| json!({"ms": cost.milliseconds, "allocations": cost.allocations, "allocated_bytes": cost.bytes});
        json!({"bytes": size, "ours": show(ours), "serde": show(serde)})
    };
    Ok(json!({"records": show(records(rounds)?), "bills": show(bills(rounds)?)}))
}

/// Decodes DNS records.
///
/// # Errors
///
/// Fails if a decoder rejects them.
pub fn records(rounds: u32) -> anyhow::Result<Comparison> {
    compare::<zone::Record, SerdeRecord>(rounds, (0..RECORDS).map(record))
}

/// Decodes bills.
///
/// # Errors
///
/// Fails if a decoder rejects them.
pub fn bills(rounds: u32) -> anyhow::Result<Comparison> {
    compare::<Bill, SerdeBill>(rounds, (0..BILLS).map(bill))
}

fn compare<O: FromJson, S: DeserializeOwned>(
    rounds: u32,
    items: impl Iterator<Item = Value>,
) -> anyhow::Result<Comparison> {
    let body = Value::from_iter(items).to_string().into_bytes();
    let ours = || Ok(ovh_api::json::decode::<Vec<O>>(&body)?.len());
    let serde = || Ok(serde_json::from_slice::<Vec<S>>(&body)?.len());
    ensure!(ours()? == serde()?, "the decoders return different numbers of items");
    // In turns, so that other load on the machine affects both.
    let (mut ours_best, mut serde_best) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..rounds {
        ours_best = ours_best.min(milliseconds(ours)?);
        serde_best = serde_best.min(milliseconds(serde)?);
    }
    Ok(Comparison { size: body.len(), ours: cost(ours_best, ours), serde: cost(serde_best, serde) })
}

fn milliseconds(decode: impl Fn() -> anyhow::Result<usize>) -> anyhow::Result<f64> {
    let begin = Instant::now();
    black_box(decode()?);
    Ok(begin.elapsed().as_secs_f64() * 1e3)
}

fn cost(milliseconds: f64, decode: impl Fn() -> anyhow::Result<usize>) -> Cost {
    let heap = allocation_counter::measure(|| {
        let _ = black_box(decode());
    });
    Cost { milliseconds, allocations: heap.count_total, bytes: heap.bytes_total }
}

/// Returns a record of 150 bytes.
fn record(number: u32) -> Value {
    let types = ["A", "AAAA", "CNAME", "MX", "TXT"];
    json!({
        "id": 5_300_000_000_u64 + u64::from(number),
        "zone": "example.com",
        "subDomain": format!("host-{number:05}.department"),
        "fieldType": types.get(number as usize % types.len()),
        "target": format!("server-{number:05}.example.net."),
        "ttl": if number.is_multiple_of(3) { Value::Null } else { json!(3600) },
    })
}

fn bill(number: u32) -> Value {
    let price = |cents: u32| {
        json!({
            "currencyCode": "EUR",
            "priceInUcents": u64::from(cents) * 1_000_000,
            "text": format!("{}.{:02} €", cents / 100, cents % 100),
            "value": f64::from(cents) / 100.0,
        })
    };
    json!({
        "billId": format!("FR{:08}", 60_000_000 + number),
        "category": if number.is_multiple_of(2) { "autorenew" } else { "purchase-web" },
        "date": format!("2026-{:02}-{:02}T03:17:22+01:00", number % 12 + 1, number % 28 + 1),
        "eInvoicingId": null,
        "eInvoicingStatus": null,
        "orderId": 210_000_000 + number,
        "password": "a1B2",
        "pdfUrl": format!("https://www.example.com/cgi-bin/order/bill.pdf?reference=FR{number:08}&passwd=a1B2"),
        "priceWithTax": price(1200 + number),
        "priceWithoutTax": price(1000 + number),
        "tax": price(200),
        "url": format!("https://www.example.com/cgi-bin/order/bill.cgi?reference=FR{number:08}&passwd=a1B2"),
    })
}
