//! Runs the other examples one after the other: `cargo run --example tour`.
//!
//! Without credentials it starts a sandbox, a local server that imitates the OVHcloud API, and runs all examples there.
//! With the credentials of a real account it runs only the examples that do not change anything.
#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

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
#[path = "dyndns.rs"]
mod dyndns;
#[allow(dead_code)]
#[path = "iam_policy.rs"]
mod iam_policy;
#[allow(dead_code)]
#[path = "inventory.rs"]
mod inventory;
#[allow(dead_code)]
#[path = "invoices.rs"]
mod invoices;
#[allow(dead_code)]
#[path = "reboot_and_wait.rs"]
mod reboot_and_wait;
#[allow(dead_code)]
#[path = "renewals.rs"]
mod renewals;
#[allow(dead_code)]
#[path = "services.rs"]
mod services;
#[allow(dead_code)]
#[path = "untyped.rs"]
mod untyped;
#[allow(dead_code)]
#[path = "vps_infos.rs"]
mod vps_infos;

use anstream::println;
use ovh_api::jiff::tz::TimeZone;
use ovh_api::jiff::{Timestamp, ToSpan as _};
use ovh_api::secrecy::ExposeSecret as _;
use ovh_api::{AccessRules, Client, Config, Credentials, Endpoint, Method};
use ovh_sandbox::Sandbox;

/// Any error is printed for the user.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() {
    if let Err(error) = tour().await {
        anstream::eprintln!("\nerror: {error}");
        std::process::exit(1);
    }
}

async fn tour() -> Result<()> {
    match Config::new().client() {
        Ok(client) if !client.endpoint().to_string().starts_with("http://127.0.0.1") => {
            println!("Using the credentials configured for {}: the tour only reads.", client.endpoint());
            run_reading(&client).await?;
            println!("\nSkipped the examples that change something: consumer_key, change_contact, dns_record,");
            println!("dyndns, iam_policy, reboot_and_wait.");
            println!("Without credentials, the tour runs them in a sandbox.");
        }
        Ok(client) => {
            println!("The configured endpoint {} is on this machine: running all examples.", client.endpoint());
            run_all(&client).await?;
        }
        // Do not hide invalid credentials by using the sandbox.
        Err(error) if !error.to_string().starts_with("no credentials found") => return Err(error.into()),
        Err(_) => {
            let sandbox = Sandbox::start().await?;
            println!("No credentials are configured. Started a sandbox, a local OVHcloud API, at {}", sandbox.url());
            println!("with a test account. It ends with this program.");
            let client = Client::builder()
                .endpoint(Endpoint::custom(sandbox.url())?)
                .credentials(Credentials::classic(
                    sandbox.application_key(),
                    sandbox.application_secret(),
                    sandbox.consumer_key(),
                ))
                .build()?;
            request_key(&client, &sandbox).await?;
            run_all(&client).await?;
            println!("\nSent {} requests. Each step is a separate example, such as", sandbox.requests());
            println!("`cargo run --example services`. `cargo sandbox` starts a sandbox for them.");
        }
    }
    Ok(())
}

async fn run_reading(client: &Client) -> Result<()> {
    heading("services", "all services of the account");
    services::show_services(client).await?;
    heading("vps_infos", "all VPS with their contracts");
    vps_infos::show_vps(client).await?;
    heading("inventory", "servers, IP blocks, Public Cloud projects and IAM policies");
    inventory::show_inventory(client).await?;
    heading("renewals", "services that end within 60 days");
    renewals::list(client, 60, renewals::Form::Table).await?;
    heading("invoices", "bills of the last year, with their sum");
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    invoices::list(client, today.saturating_sub(1.year()), today).await?;
    heading("untyped", "IAM policies, without generated types");
    untyped::show_policies(client).await?;
    heading("api_keys", "applications that may use the account");
    api_keys::show_and_revoke(client, None).await?;
    Ok(())
}

async fn run_all(client: &Client) -> Result<()> {
    run_reading(client).await?;
    heading("change_contact", "change the technical contact of a VPS");
    let mine = client.me().get().await?.nichandle;
    if let Some(vps) = client.vps().list().await?.first() {
        change_contact::change_contact(client, vps, &mine).await?;
    }
    println!("\nWith a mistyped name:");
    change_contact::change_contact(client, "vps-1a2b3c4e.vps.ovh.net", &mine).await?;
    heading("dns_record", "create, update and delete a TXT record");
    if let Some(zone) = client.domain().zone().await?.first() {
        dns_record::edit_record(client, zone).await?;
        heading("dyndns", "point a name at an address, once with a change and once without");
        dyndns::point(client, zone, "home", [192, 0, 2, 1].into()).await?;
        dyndns::point(client, zone, "home", [192, 0, 2, 1].into()).await?;
    }
    heading("iam_policy", "let a user reboot one VPS");
    let (users, servers) = (client.me().identity_user().await?, client.vps().list().await?);
    if let (Some(user), Some(vps)) = (users.first(), servers.first()) {
        iam_policy::try_policy(client, user, vps).await?;
    }
    heading("reboot_and_wait", "reboot all VPS and wait until they run again");
    reboot_and_wait::reboot_all(client, &client.vps().list().await?).await;
    Ok(())
}

/// Runs the example `consumer_key`, with the tour acting as the user.
async fn request_key(client: &Client, sandbox: &Sandbox) -> Result<()> {
    heading("consumer_key", "request access rights from a user");
    let rules = AccessRules::new().allow_path(Method::Get, "/me");
    let requested = client.request_consumer_key(&rules).await?;
    let rights: Vec<String> = rules.iter().map(ToString::to_string).collect();
    println!("The program requests the right to {}. The user would now open\n", rights.join(", "));
    println!("    {}\n", requested.validation_url);
    println!("and click Authorize. The tour does this for you.");
    sandbox.authorize(requested.consumer_key.expose_secret());
    let user = client.with_consumer_key(requested.consumer_key)?;
    user.wait_until_validated().await?;
    println!("Welcome, {}!", user.me().get().await?.firstname.unwrap_or_default());
    Ok(())
}

fn heading(example: &str, what: &str) {
    let (bold, dim) = (anstyle::Style::new().bold(), anstyle::Style::new().dimmed());
    println!("\n{bold}{example}{bold:#} {dim}— {what}{dim:#}\n");
}
