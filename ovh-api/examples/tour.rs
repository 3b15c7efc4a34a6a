//! Plays the other examples one after the other: `cargo run --example tour`.
//!
//! Where no credentials are configured it starts a sandbox, an OVHcloud API on this machine, and plays all of them there.
//! With credentials of a real account it plays those that only read.
#![allow(clippy::print_stdout, clippy::print_stderr)] // It talks to a person.

#[allow(dead_code)]
#[path = "api_keys.rs"]
mod api_keys;
#[allow(dead_code)]
#[path = "change_contact.rs"]
mod change_contact;
#[allow(dead_code)]
#[path = "dns_record.rs"]
mod dns_record;
#[allow(dead_code)]
#[path = "services.rs"]
mod services;
#[allow(dead_code)]
#[path = "vps_infos.rs"]
mod vps_infos;

use anstream::println;
use ovh_api::secrecy::ExposeSecret as _;
use ovh_api::{AccessRules, Client, Config, Credentials, Endpoint, Method};
use ovh_sandbox::Sandbox;

/// Whatever goes wrong here is for a person to read.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() {
    if let Err(error) = tour().await {
        anstream::eprintln!("\nThis did not work: {error}");
        std::process::exit(1);
    }
}

async fn tour() -> Result<()> {
    match Config::new().client() {
        Ok(client) if !client.endpoint().to_string().starts_with("http://127.0.0.1") => {
            println!(
                "Credentials for {} are configured: this tour looks around and changes nothing.",
                client.endpoint()
            );
            look_around(&client).await?;
            println!(
                "\nThe examples that change something (consumer_key, change_contact, dns_record) are left out here."
            );
            println!("Without credentials, the tour plays them too, in a sandbox.");
        }
        Ok(client) => {
            println!("The configured endpoint {} is on this machine: everything is played.", client.endpoint());
            play_all(&client).await?;
        }
        // Credentials that are there and wrong are no reason to play elsewhere.
        Err(error) if !error.to_string().starts_with("no credentials found") => return Err(error.into()),
        Err(_) => {
            let sandbox = Sandbox::start().await?;
            println!("No credentials are configured, so here is a sandbox: an OVHcloud API at {}", sandbox.url());
            println!("with an account that belongs to nobody. Change in it what you like; it ends with this program.");
            let client = Client::builder()
                .endpoint(Endpoint::custom(sandbox.url())?)
                .credentials(Credentials::classic(
                    sandbox.application_key(),
                    sandbox.application_secret(),
                    sandbox.consumer_key(),
                ))
                .build()?;
            ask_for_a_key(&client, &sandbox).await?;
            play_all(&client).await?;
            println!("\nThat was all, {} requests. Each step is an example of its own, such as", sandbox.requests());
            println!("`cargo run --example services`, and `cargo sandbox` starts a sandbox to try them on.");
        }
    }
    Ok(())
}

async fn look_around(client: &Client) -> Result<()> {
    heading("services", "every service with its details");
    services::show_services(client).await?;
    heading("vps_infos", "each VPS and what its contract says");
    vps_infos::show_vps(client).await?;
    heading("api_keys", "who may use the account");
    api_keys::show_and_revoke(client, None).await?;
    Ok(())
}

async fn play_all(client: &Client) -> Result<()> {
    look_around(client).await?;
    heading("change_contact", "hand the technical side of a VPS to somebody else");
    let mine = client.me().get().await?.nichandle;
    if let Some(vps) = client.vps().list().await?.first() {
        change_contact::change_contact(client, vps, &mine).await?;
    }
    println!("\nAnd with a name that is not quite right:");
    change_contact::change_contact(client, "vps-1a2b3c4e.vps.ovh.net", &mine).await?;
    heading("dns_record", "add, change and delete a TXT record");
    if let Some(zone) = client.domain().zone().await?.first() {
        dns_record::try_out(client, zone).await?;
    }
    Ok(())
}

/// The example `consumer_key`, with the tour in the place of the person who agrees.
async fn ask_for_a_key(client: &Client, sandbox: &Sandbox) -> Result<()> {
    heading("consumer_key", "ask a user for rights, and greet");
    let rules = AccessRules::new().allow_path(Method::Get, "/me");
    let asked = client.request_consumer_key(&rules).await?;
    let rights: Vec<String> = rules.iter().map(ToString::to_string).collect();
    println!("The program asks for the right to {}. Its user would now open\n", rights.join(", "));
    println!("    {}\n", asked.validation_url);
    println!("and click on Authorize. The tour does it for you.");
    sandbox.authorize(asked.consumer_key.expose_secret());
    let user = client.with_consumer_key(asked.consumer_key)?;
    user.wait_until_validated().await?;
    println!("Welcome, {}!", user.me().get().await?.firstname.unwrap_or_default());
    Ok(())
}

fn heading(example: &str, what: &str) {
    let (bold, dim) = (anstyle::Style::new().bold(), anstyle::Style::new().dimmed());
    println!("\n{bold}{example}{bold:#} {dim}— {what}{dim:#}\n");
}
