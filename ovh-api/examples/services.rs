//! Lists all services of the account.
//!
//! Reads the keys from the environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let result = match Client::from_env() {
        Ok(client) => show_services(&client).await,
        Err(error) => Err(error),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Prints one line per service: id, kind, name, state and expiration.
pub async fn show_services(client: &Client) -> Result<(), Error> {
    let ids = client.services().list().await?;
    println!("{} services", ids.len());
    for id in ids {
        let service = client.services().get(id).await?;
        let kind = service.route.and_then(|route| route.path).unwrap_or_else(|| "(no route)".to_owned());
        let paid = match service.billing.expiration_date {
            Some(time) => format!("paid until {time}"),
            None => "no expiration".to_owned(),
        };
        let resource = service.resource;
        println!("{id:>10}  {kind:<28} {:<30} {}, {paid}", resource.display_name, resource.state);
    }
    Ok(())
}
