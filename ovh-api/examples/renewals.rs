//! Lists the services that end within a number of days: `renewals DAYS [--json|--csv]`.
//!
//! Needs the feature `services`, and keys with the right to `GET /services` and `GET /services/*`. Reads the keys from
//! the environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use futures_util::TryStreamExt as _;
use ovh_api::Client;
use ovh_api::jiff::{SignedDuration, Timestamp};
use ovh_api::services::expanded::Service;
use serde_json::json;

/// Any error is printed for the user.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The form of the output.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    Table,
    Json,
    Csv,
}

/// A service that ends soon.
struct Renewal {
    name: String,
    product: String,
    end: Timestamp,
    is_automatic: bool,
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let form = match arguments.get(1).map(String::as_str) {
        None => Some(Form::Table),
        Some("--json") => Some(Form::Json),
        Some("--csv") => Some(Form::Csv),
        Some(_) => None,
    };
    let days: Option<u32> = arguments.first().and_then(|days| days.parse().ok());
    let (Some(days), Some(form), ..=2) = (days, form, arguments.len()) else {
        eprintln!("usage: renewals DAYS [--json|--csv], such as renewals 30");
        std::process::exit(2);
    };
    let result = match Client::from_env() {
        Ok(client) => list(&client, days, form).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Prints the services that end within `days`, the first one to end first.
pub async fn list(client: &Client, days: u32, form: Form) -> Result<()> {
    let limit = Timestamp::now() + SignedDuration::from_hours(24 * i64::from(days));
    let services = client.services().list().expand(|id| client.services().get(id));
    let services: Vec<_> = services.map_ok(|(_, service)| service).try_collect().await?;
    let mut renewals: Vec<Renewal> = services.into_iter().filter_map(|service| renewal(service, limit)).collect();
    renewals.sort_by(|one, other| (one.end, &one.name).cmp(&(other.end, &other.name)));
    match form {
        Form::Table => table(&renewals),
        Form::Json => println!("{:#}", json(&renewals)),
        Form::Csv => csv(&renewals),
    }
    Ok(())
}

fn renewal(service: Service, limit: Timestamp) -> Option<Renewal> {
    let end = service.billing.expiration_date.filter(|end| *end <= limit)?;
    let mode = service.billing.renew.and_then(|renew| renew.current.mode);
    Some(Renewal {
        name: service.resource.display_name,
        product: service.resource.product.map(|product| product.name).unwrap_or_default(),
        end,
        is_automatic: mode.is_some_and(|mode| mode.as_str() == "automatic"),
    })
}

fn table(renewals: &[Renewal]) {
    for Renewal { name, product, end, is_automatic } in renewals {
        let renewed = if *is_automatic { "renewed automatically" } else { "NOT renewed automatically" };
        println!("paid until {}  {name:<32} {product:<16} {renewed}", end.strftime("%F"));
    }
}

fn json(renewals: &[Renewal]) -> serde_json::Value {
    let entry = |renewal: &Renewal| {
        json!({
            "name": renewal.name,
            "product": renewal.product,
            "end": renewal.end.to_string(),
            "automatic": renewal.is_automatic,
        })
    };
    renewals.iter().map(entry).collect()
}

fn csv(renewals: &[Renewal]) {
    println!("name,product,end,automatic");
    for Renewal { name, product, end, is_automatic } in renewals {
        println!("{},{},{end},{is_automatic}", quoted(name), quoted(product));
    }
}

/// Returns a field of RFC 4180: in quotes if it contains a character with a meaning.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
