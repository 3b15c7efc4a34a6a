//! Shows each VPS: what it is, and what its contract says.
//!
//! Reads the keys as the official wrappers do: from the environment or from `ovh.conf`.

#![allow(clippy::print_stdout, clippy::print_stderr)] // It talks to a person.

use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let shown = match Client::from_env() {
        Ok(client) => show_vps(&client).await,
        Err(error) => Err(error),
    };
    if let Err(error) = shown {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// A paragraph for each VPS.
pub async fn show_vps(client: &Client) -> Result<(), Error> {
    for name in client.vps().list().await? {
        let vps = client.vps().get(&name).await?;
        let infos = client.vps().service_infos(&name).await?;
        println!("{name} ({})", vps.display_name.as_deref().unwrap_or("no name of its own"));
        println!("    {}, {} cores, {} MiB, in {}", vps.state, vps.vcore, vps.memory_limit, vps.zone);
        println!("    {} until {}, technical contact {}", infos.status, infos.expiration, infos.contact_tech);
        match infos.renew {
            Some(renew) if renew.automatic => println!("    renewed by itself"),
            _ => println!("    not renewed by itself"),
        }
    }
    Ok(())
}
