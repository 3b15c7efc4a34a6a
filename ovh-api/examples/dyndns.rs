//! Points a name at an address, for a connection whose address changes: `dyndns ZONE NAME ADDRESS`.
//!
//! Changes something only if the address differs, so it can run every few minutes. It needs the rights
//! `GET`, `POST`, `PUT` and `DELETE` of `/domain/zone/*`.
//!
//! Reads the keys from the environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use std::net::IpAddr;

use ovh_api::domain::zone::{RecordCreate, RecordType, RecordUpdate};
use ovh_api::{Client, Error};

/// Resolvers forget the old address after a minute.
const TTL: i64 = 60;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [zone, name, address] = &arguments[..] else {
        eprintln!("usage: dyndns ZONE NAME ADDRESS, such as dyndns example.com home 192.0.2.1");
        std::process::exit(2);
    };
    // A router passes its address to such a program. Elsewhere, ask a server that returns the address of its caller.
    let address: IpAddr = match address.parse() {
        Ok(address) => address,
        Err(error) => {
            eprintln!("invalid address {address:?}: {error}");
            std::process::exit(2);
        }
    };
    let result = match Client::from_env() {
        Ok(client) => point(&client, zone, name, address).await,
        Err(error) => Err(error),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Makes the only record of the name and of the address's family point at the address.
pub async fn point(client: &Client, zone: &str, name: &str, address: IpAddr) -> Result<(), Error> {
    let domain = client.domain();
    let kind = if address.is_ipv4() { RecordType::A } else { RecordType::Aaaa };
    let target = address.to_string();
    let ids = domain.zone_record(zone).field_type(kind).sub_domain(name).await?;
    let mut is_changed = false;
    match ids.split_first() {
        None => {
            let record = RecordCreate::new(kind, target).sub_domain(name).ttl(TTL);
            let created = domain.zone_record_create(zone, &record).await?;
            println!("created  {name}.{zone} {} {}", created.field_type, created.target);
            is_changed = true;
        }
        Some((first, others)) => {
            let record = domain.zone_record_get(zone, *first).await?;
            // The same address can be spelled in several ways: 2001:db8::1 and 2001:0DB8:0::1.
            if record.target.parse() == Ok(address) {
                println!("kept     {name}.{zone} {} {}", record.field_type, record.target);
            } else {
                domain.zone_record_update(zone, *first, &RecordUpdate::default().target(target).ttl(TTL)).await?;
                println!("changed  {name}.{zone} {} from {} to {address}", record.field_type, record.target);
                is_changed = true;
            }
            for id in others {
                domain.zone_record_delete(zone, *id).await?;
                println!("deleted  another record of {name}.{zone}");
                is_changed = true;
            }
        }
    }
    if is_changed {
        // Changes reach the name servers only after a refresh.
        domain.zone_refresh(zone).await?;
        println!("refreshed {zone}");
    }
    Ok(())
}
