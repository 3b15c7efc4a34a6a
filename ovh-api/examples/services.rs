//! Shows every service of the account with its details.
//!
//! Reads the keys as the official wrappers do: from the environment or from `ovh.conf`.

#![allow(clippy::print_stdout, clippy::print_stderr)] // It talks to a person.

use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let shown = match Client::from_env() {
        Ok(client) => show_services(&client).await,
        Err(error) => Err(error),
    };
    if let Err(error) = shown {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// One line for each service: what it is, what it is called, how it is and until when it is paid.
pub async fn show_services(client: &Client) -> Result<(), Error> {
    let ids = client.services().list().await?;
    println!("{} services", ids.len());
    for id in ids {
        let service = client.services().get(id).await?;
        let kind = service.route.and_then(|route| route.path).unwrap_or_else(|| "(no route)".to_owned());
        let paid = match service.billing.expiration_date {
            Some(time) => format!("paid until {time}"),
            None => "without end".to_owned(),
        };
        let resource = service.resource;
        println!("{id:>10}  {kind:<28} {:<30} {}, {paid}", resource.display_name, resource.state);
    }
    Ok(())
}
