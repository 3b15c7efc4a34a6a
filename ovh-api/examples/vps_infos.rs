//! Lists all VPS with their contracts.
//!
//! Reads the keys from the environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use ovh_api::types::service::State;
use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let result = match Client::from_env() {
        Ok(client) => show_vps(&client).await,
        Err(error) => Err(error),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Prints a paragraph for each VPS.
pub async fn show_vps(client: &Client) -> Result<(), Error> {
    for name in client.vps().list().await? {
        let vps = client.vps().get(&name).await?;
        let infos = client.vps().service_infos(&name).await?;
        println!("{name} ({})", vps.display_name.as_deref().unwrap_or("no display name"));
        println!("    {}, {} cores, {} MiB, in {}", vps.state, vps.vcore, vps.memory_limit, vps.zone);
        let paid = if infos.status == State::Expired { "expired on" } else { "paid until" };
        println!("    {paid} {}, technical contact {}", infos.expiration, infos.contact_tech);
        let renewed = infos.renew.is_some_and(|renew| renew.automatic);
        println!("    automatic renewal: {}", if renewed { "yes" } else { "no" });
    }
    Ok(())
}
