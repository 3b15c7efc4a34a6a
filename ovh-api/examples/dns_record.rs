//! Lists the domains, then creates, updates and deletes a TXT record: `dns_record ZONE`.
//!
//! Reads the keys from the environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use ovh_api::domain::zone::{RecordCreate, RecordType, RecordUpdate};
use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let Some(zone) = std::env::args().nth(1) else {
        eprintln!("usage: dns_record ZONE, such as dns_record example.com");
        std::process::exit(2);
    };
    let result = match Client::from_env() {
        Ok(client) => edit_record(&client, &zone).await,
        Err(error) => Err(error),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Creates, updates and deletes a TXT record. The zone has the same records afterwards.
pub async fn edit_record(client: &Client, zone: &str) -> Result<(), Error> {
    println!("Your domains: {}", client.domain().list().await?.join(", "));

    let record = RecordCreate::new(RecordType::Txt, "\"it works\"").sub_domain("_hello").ttl(60);
    let created = client.domain().zone_record_create(zone, &record).await?;
    println!("created  {}", describe(client, zone, created.id).await?);

    let change = RecordUpdate::default().target("\"it still works\"");
    client.domain().zone_record_update(zone, created.id, &change).await?;
    println!("updated  {}", describe(client, zone, created.id).await?);

    // Changes reach the name servers only after a refresh.
    client.domain().zone_refresh(zone).await?;
    println!("refreshed {zone}");

    client.domain().zone_record_delete(zone, created.id).await?;
    client.domain().zone_refresh(zone).await?;
    let left = client.domain().zone_record(zone).field_type(RecordType::Txt).sub_domain("_hello").await?;
    println!("deleted  {} record, {} left", record.field_type, left.len());
    Ok(())
}

async fn describe(client: &Client, zone: &str, id: i64) -> Result<String, Error> {
    let record = client.domain().zone_record_get(zone, id).await?;
    let name = record.sub_domain.unwrap_or_default();
    Ok(format!("{name}.{} {} {}", record.zone, record.field_type, record.target))
}
