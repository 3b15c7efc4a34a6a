//! Points a name at an address, for a connection whose address changes: `dyndns ZONE NAME ADDRESS`.
//!
//! Changes nothing if the name has this address already, so it can run every few minutes. An empty NAME is the zone
//! itself. A name with several addresses of the same family is left alone.
//!
//! Needs the feature `domain`, and keys with these rights:
//! <https://eu.api.ovh.com/createToken/?GET=/domain/zone/*&POST=/domain/zone/*&PUT=/domain/zone/*>. Reads the keys from
//! the environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use std::net::IpAddr;

use ovh_api::Client;
use ovh_api::domain::zone::{RecordCreate, RecordType, RecordUpdate};

/// Any error is printed for the user.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Resolvers forget the old address after a minute.
const TTL: i64 = 60;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [zone, name, address] = &arguments[..] else {
        eprintln!("usage: dyndns ZONE NAME ADDRESS, such as dyndns example.com home 192.0.2.1");
        std::process::exit(2);
    };
    // Routers pass their address to such a program. Elsewhere, ask a server that returns the address of its caller.
    let address: IpAddr = match address.parse() {
        Ok(address) => address,
        Err(error) => {
            eprintln!("invalid address {address:?}: {error}");
            std::process::exit(2);
        }
    };
    let result = match Client::from_env() {
        Ok(client) => point(&client, zone, name, address).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Creates or changes the record of the name, unless it has this address.
pub async fn point(client: &Client, zone: &str, name: &str, address: IpAddr) -> Result<()> {
    let domain = client.domain();
    let full_name = if name.is_empty() { zone.to_owned() } else { format!("{name}.{zone}") };
    let kind = if address.is_ipv4() { RecordType::A } else { RecordType::Aaaa };
    let ids = domain.zone_record(zone).field_type(kind).sub_domain(name).await?;
    match ids[..] {
        [] => {
            let record = RecordCreate::new(kind, address.to_string()).sub_domain(name).ttl(TTL);
            domain.zone_record_create(zone, &record).await?;
            println!("{full_name} is new, with the address {address}");
        }
        [id] => {
            let record = domain.zone_record_get(zone, id).await?;
            // An address can be spelled in several ways: 2001:db8::1 and 2001:0DB8:0::1.
            if record.target.parse() == Ok(address) {
                println!("{full_name} has the address {address} already");
                return Ok(());
            }
            domain.zone_record_update(zone, id, &RecordUpdate::default().target(address.to_string()).ttl(TTL)).await?;
            println!("{full_name} has the address {address} instead of {}", record.target);
        }
        _ => return Err(format!("{full_name} has several addresses; delete all but one of the records {ids:?}").into()),
    }
    // Changes reach the name servers only after a refresh. The next run would not know that it is missing.
    domain.zone_refresh(zone).await.map_err(|error| {
        format!("the record is saved, but the name servers still have the old one; refresh the zone {zone}: {error}")
    })?;
    println!("refreshed {zone}");
    Ok(())
}
