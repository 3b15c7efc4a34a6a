//! Asks a user for a consumer key, step by step.
//!
//!     cargo run --example consumer_key
//!     cargo run --example consumer_key -- "GET /vps" "GET /vps/*" "POST /vps/*/reboot"
//!
//! The arguments are the rights to ask for, reading everything if there are none. Endpoint, application key and secret
//! come from the environment or from `ovh.conf`, and are asked for if they are not there. No API's feature is needed;
//! with the one of `/me` the user is greeted by name.

#![allow(clippy::print_stdout, clippy::print_stderr)] // It talks to a person.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use ovh_api::secrecy::ExposeSecret;
use ovh_api::{AccessRule, AccessRules, Client, Config, Credentials, Endpoint, Method};

/// Whatever goes wrong here is for a person to read.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    match walk().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThis did not work: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn walk() -> Result<()> {
    let rules = rules(std::env::args().skip(1))?;
    let (application, mut lines) = application()?;

    println!("\nYour program asks {} for these rights:", application.endpoint());
    for rule in rules.iter() {
        println!("    {rule}");
    }
    let asked = application.request_consumer_key(&rules).await?;
    println!("\nOpen this page, log in, choose how long the key shall be valid, and agree:\n");
    println!("    {}\n", asked.validation_url);
    println!("Waiting for you, a quarter of an hour at most; Ctrl+C gives up.");

    let client = application.with_consumer_key(asked.consumer_key.clone())?;
    client.wait_until_validated().within(Duration::from_secs(15 * 60)).await?;
    println!("\nWelcome{}! The key works.", name(&client).await);

    lines += &format!("consumer_key={}\n", asked.consumer_key.expose_secret());
    println!("\nKeep it in ovh.conf, and keep that file to yourself:\n\n{lines}");
    println!("`Client::from_env()` finds it there: in ./ovh.conf, ~/.ovh.conf or /etc/ovh.conf.");
    Ok(())
}

fn rules(arguments: impl Iterator<Item = String>) -> Result<AccessRules> {
    let mut rules = AccessRules::new();
    for argument in arguments {
        rules.extend([argument.parse::<AccessRule>()?]);
    }
    Ok(if rules.is_empty() { rules.allow_path(Method::Get, "/*") } else { rules })
}

/// A client for the application, and the lines of `ovh.conf` that come before the consumer key.
fn application() -> Result<(Client, String)> {
    match Config::new().client() {
        // A client that can take a consumer key has an application key and its secret.
        Ok(client) if client.with_consumer_key("any").is_ok() => {
            println!("The application key was found in the environment or in ovh.conf.");
            let lines = format!("[{}]\n", client.endpoint());
            return Ok((client, lines));
        }
        Ok(_) => println!("The credentials that were found are none that a consumer key belongs to."),
        Err(error) => println!("No application key was found ({error})."),
    }
    println!("\nWhere is your account? One of ovh-eu, ovh-ca, ovh-us, kimsufi-eu, kimsufi-ca, soyoustart-eu,");
    println!("soyoustart-ca, or a URL.");
    let endpoint: Endpoint = match ask("Endpoint [ovh-eu]")?.as_str() {
        "" => Endpoint::OvhEu,
        name => name.parse()?,
    };
    println!("\nIf you have no application yet, create one at {}", endpoint.application_page());
    let key = ask("Application key")?;
    let secret = ask("Application secret")?;
    let lines =
        format!("[default]\nendpoint={endpoint}\n\n[{endpoint}]\napplication_key={key}\napplication_secret={secret}\n");
    let client = Client::builder().endpoint(endpoint).credentials(Credentials::application(key, secret)).build()?;
    Ok((client, lines))
}

fn ask(what: &str) -> Result<String> {
    print!("{what}: ");
    io::stdout().flush()?;
    let mut line = String::new();
    if io::stdin().read_line(&mut line)? == 0 {
        return Err("the input ended before the answer".into());
    }
    Ok(line.trim().to_owned())
}

/// ` Ada`, if the key has the right to know.
#[cfg(feature = "me")]
async fn name(client: &Client) -> String {
    let me = client.me().get().await;
    me.ok().and_then(|me| me.firstname).map_or_else(String::new, |name| format!(" {name}"))
}

#[cfg(not(feature = "me"))]
async fn name(_client: &Client) -> String {
    String::new()
}
