//! Lists the domains, and adds, changes and deletes a TXT record: `dns_record ZONE`.
//!
//! Reads the keys as the official wrappers do: from the environment or from `ovh.conf`.

#![allow(clippy::print_stdout, clippy::print_stderr)] // It talks to a person.

use ovh_api::domain::zone::{RecordCreate, RecordType, RecordUpdate};
use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let Some(zone) = std::env::args().nth(1) else {
        eprintln!("usage: dns_record ZONE, such as dns_record example.com");
        std::process::exit(2);
    };
    let done = match Client::from_env() {
        Ok(client) => try_out(&client, &zone).await,
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Leaves the zone as it was.
pub async fn try_out(client: &Client, zone: &str) -> Result<(), Error> {
    println!("Your domains: {}", client.domain().list().await?.join(", "));

    let record = RecordCreate {
        sub_domain: "_hello".into(),
        ttl: Some(60),
        ..RecordCreate::new(RecordType::Txt, "\"it works\"")
    };
    let created = client.domain().zone_record_create(zone, &record).await?;
    println!("added    {}", shown(client, zone, created.id).await?);

    let change = RecordUpdate { target: Some("\"it still works\"".to_owned()), ..RecordUpdate::default() };
    client.domain().zone_record_update(zone, created.id, &change).await?;
    println!("changed  {}", shown(client, zone, created.id).await?);

    // Until a refresh the name servers know nothing of all this.
    client.domain().zone_refresh(zone).await?;
    println!("refreshed {zone}");

    client.domain().zone_record_delete(zone, created.id).await?;
    client.domain().zone_refresh(zone).await?;
    let left = client.domain().zone_record(zone).field_type(RecordType::Txt).sub_domain("_hello").await?;
    println!("deleted  {} record, {} left", record.field_type, left.len());
    Ok(())
}

async fn shown(client: &Client, zone: &str, id: i64) -> Result<String, Error> {
    let record = client.domain().zone_record_get(zone, id).await?;
    let name = record.sub_domain.unwrap_or_default();
    Ok(format!("{name}.{} {} {}", record.zone, record.field_type, record.target))
}
