//! Lists servers, IP blocks, Public Cloud projects and IAM policies of the account: eleven operations of four APIs.
//!
//! In a project of your own, the crate needs the features of these APIs:
//! `cargo add ovh-api --features cloud,dedicated-server,ip,v2-iam`.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let result = match Client::from_env() {
        Ok(client) => show_inventory(&client).await,
        Err(error) => Err(error),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Prints a section for each of the four APIs.
pub async fn show_inventory(client: &Client) -> Result<(), Error> {
    show_servers(client).await?;
    show_addresses(client).await?;
    show_projects(client).await?;
    show_policies(client).await
}

async fn show_servers(client: &Client) -> Result<(), Error> {
    println!("Dedicated servers");
    for name in client.dedicated_server().list().await? {
        let server = client.dedicated_server().get(&name).await?;
        let contract = client.dedicated_server().service_infos(&name).await?;
        println!("  {name}: {} in {}, {}", server.ip, server.datacenter, server.state);
        println!("    {}, power {}, paid until {}", server.os, server.power_state, contract.expiration);
    }
    Ok(())
}

async fn show_addresses(client: &Client) -> Result<(), Error> {
    println!("IP blocks");
    for block in client.ip().list().await? {
        let details = client.ip().get(block).await?;
        let target = details.routed_to.and_then(|target| target.service_name);
        println!("  {block}: {}, routed to {}", details.type_, target.as_deref().unwrap_or("no service"));
        for address in client.ip().reverse(block).await? {
            let reverse = client.ip().reverse_get(block, address).await?;
            println!("    {address} is {}", reverse.reverse);
        }
    }
    Ok(())
}

async fn show_projects(client: &Client) -> Result<(), Error> {
    println!("Public Cloud projects");
    for id in client.cloud().list().await? {
        let project = client.cloud().get(&id).await?;
        println!("  {id}: {}, {}", project.description.as_deref().unwrap_or("no description"), project.status);
        for instance in client.cloud().instance(&id).await? {
            println!("    instance {} in {}: {}", instance.name, instance.region, instance.status);
        }
        for volume in client.cloud().volume(&id).await? {
            println!("    volume {} in {}: {} GiB, {}", volume.name, volume.region, volume.size, volume.status);
        }
    }
    Ok(())
}

async fn show_policies(client: &Client) -> Result<(), Error> {
    println!("IAM policies");
    for policy in client.v2().iam().policy().await? {
        println!("  {}: {} identities, {} resources", policy.name, policy.identities.len(), policy.resources.len());
    }
    Ok(())
}
