//! Requests a consumer key from a user, step by step.
//!
//!     cargo run --example consumer_key
//!     cargo run --example consumer_key -- "GET /vps" "GET /vps/*" "POST /vps/*/reboot"
//!
//! The arguments are the requested access rules; the default is read access to everything. The endpoint, application
//! key and secret come from the environment or from `ovh.conf`, or are prompted for. The example needs no API feature;
//! with that of `/me` it greets the user by name.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use ovh_api::secrecy::ExposeSecret;
use ovh_api::{AccessRule, AccessRules, Client, Config, Credentials, Endpoint, Method};

/// Any error is printed for the user.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let rules = rules(std::env::args().skip(1))?;
    let (application, mut lines) = application()?;

    println!("\nRequesting these access rules from {}:", application.endpoint());
    for rule in rules.iter() {
        println!("    {rule}");
    }
    let requested = application.request_consumer_key(&rules).await?;
    println!("\nOpen this page, log in, choose how long the key is valid, and agree:\n");
    println!("    {}\n", requested.validation_url);
    println!("Waiting for up to 15 minutes; press Ctrl+C to cancel.");

    let client = application.with_consumer_key(requested.consumer_key.clone())?;
    client.wait_until_validated().within(Duration::from_secs(15 * 60)).await?;
    println!("\nWelcome{}! The key works.", name(&client).await);

    lines += &format!("consumer_key={}\n", requested.consumer_key.expose_secret());
    println!("\nSave these lines in ovh.conf, and keep the file secret:\n\n{lines}");
    println!("`Client::from_env()` reads ./ovh.conf, ~/.ovh.conf and /etc/ovh.conf.");
    Ok(())
}

fn rules(arguments: impl Iterator<Item = String>) -> Result<AccessRules> {
    let mut rules = AccessRules::new();
    for argument in arguments {
        rules.extend([argument.parse::<AccessRule>()?]);
    }
    Ok(if rules.is_empty() { rules.allow_path(Method::Get, "/*") } else { rules })
}

/// Returns a client for the application, and the lines of `ovh.conf` that precede the consumer key.
fn application() -> Result<(Client, String)> {
    match Config::new().client() {
        // A client that accepts a consumer key has an application key and secret.
        Ok(client) if client.with_consumer_key("any").is_ok() => {
            println!("Using the application key from the environment or ovh.conf.");
            let lines = format!("[{}]\n", client.endpoint());
            return Ok((client, lines));
        }
        Ok(_) => println!("The credentials in the environment or ovh.conf do not include an application key."),
        Err(error) => println!("No application key found ({error})."),
    }
    println!(
        "\nWhich endpoint has your account? One of ovh-eu, ovh-ca, ovh-us, kimsufi-eu, kimsufi-ca, soyoustart-eu,"
    );
    println!("soyoustart-ca, or a URL.");
    let endpoint: Endpoint = match prompt("Endpoint [ovh-eu]")?.as_str() {
        "" => Endpoint::OvhEu,
        name => name.parse()?,
    };
    println!("\nIf you have no application yet, create one at {}", endpoint.application_page());
    let key = prompt("Application key")?;
    let secret = prompt("Application secret")?;
    let lines =
        format!("[default]\nendpoint={endpoint}\n\n[{endpoint}]\napplication_key={key}\napplication_secret={secret}\n");
    let client = Client::builder().endpoint(endpoint).credentials(Credentials::application(key, secret)).build()?;
    Ok((client, lines))
}

fn prompt(what: &str) -> Result<String> {
    print!("{what}: ");
    io::stdout().flush()?;
    let mut line = String::new();
    if io::stdin().read_line(&mut line)? == 0 {
        return Err("unexpected end of input".into());
    }
    Ok(line.trim().to_owned())
}

/// Returns the first name of the user with a leading space, or an empty string without the right to read it.
#[cfg(feature = "me")]
async fn name(client: &Client) -> String {
    let me = client.me().get().await;
    me.ok().and_then(|me| me.firstname).map_or_else(String::new, |name| format!(" {name}"))
}

#[cfg(not(feature = "me"))]
async fn name(_client: &Client) -> String {
    String::new()
}
