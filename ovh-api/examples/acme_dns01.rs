//! Answers the DNS challenge of an ACME server: `acme_dns01 auth|cleanup [DOMAIN VALUE]`.
//!
//! As a hook of certbot, it reads DOMAIN and VALUE from the variables that certbot sets:
//!
//! ```sh
//! certbot certonly --manual --preferred-challenges dns -d example.com \
//!     --manual-auth-hook 'acme_dns01 auth' --manual-cleanup-hook 'acme_dns01 cleanup'
//! ```
//!
//! Needs the feature `domain`, and keys with these rights:
//! <https://eu.api.ovh.com/createToken/?GET=/domain/zone&GET=/domain/zone/*&POST=/domain/zone/*&DELETE=/domain/zone/*>.
//! Reads the keys from the environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use std::env;

use ovh_api::Client;
use ovh_api::domain::zone::{RecordCreate, RecordType};

/// Any error is printed for the user.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() {
    let mut arguments = env::args().skip(1);
    let action = arguments.next().unwrap_or_default();
    let domain = arguments.next().or_else(|| env::var("CERTBOT_DOMAIN").ok());
    let value = arguments.next().or_else(|| env::var("CERTBOT_VALIDATION").ok());
    let ("auth" | "cleanup", Some(domain), Some(value), None) = (action.as_str(), domain, value, arguments.next())
    else {
        eprintln!("usage: acme_dns01 auth|cleanup [DOMAIN VALUE]; certbot sets CERTBOT_DOMAIN and CERTBOT_VALIDATION");
        std::process::exit(2);
    };
    let result = match Client::from_env() {
        Ok(client) if action == "auth" => publish(&client, &domain, &value).await,
        Ok(client) => remove(&client, &domain, &value).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Publishes the value. A name may have several at the same time: one for `example.com`, one for `*.example.com`.
pub async fn publish(client: &Client, domain: &str, value: &str) -> Result<()> {
    let (zone, name) = challenge(client, domain).await?;
    let record = RecordCreate::new(RecordType::Txt, quoted(value)).sub_domain(&*name).ttl(60);
    client.domain().zone_record_create(&zone, &record).await?;
    client.domain().zone_refresh(&zone).await?;
    println!("published the value at {name}.{zone}");
    Ok(())
}

/// Removes the value, and leaves other values of the name.
pub async fn remove(client: &Client, domain: &str, value: &str) -> Result<()> {
    let (zone, name) = challenge(client, domain).await?;
    let mut is_removed = false;
    for id in client.domain().zone_record(&zone).field_type(RecordType::Txt).sub_domain(&name).await? {
        let record = client.domain().zone_record_get(&zone, id).await?;
        if record.target.trim_matches('"') == value {
            client.domain().zone_record_delete(&zone, id).await?;
            is_removed = true;
        }
    }
    if !is_removed {
        println!("the value is not at {name}.{zone}");
        return Ok(());
    }
    client.domain().zone_refresh(&zone).await?;
    println!("removed the value from {name}.{zone}");
    Ok(())
}

/// Returns the zone of a domain, and the name of its challenge in the zone. The longest zone that fits is the right one:
/// `a.example.com` may be a zone beside `example.com`.
async fn challenge(client: &Client, domain: &str) -> Result<(String, String)> {
    let domain = domain.trim_start_matches("*.").trim_end_matches('.');
    let zones = client.domain().zone().await?;
    let fits = |zone: &&String| {
        domain.strip_suffix(zone.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let Some(zone) = zones.iter().filter(fits).max_by_key(|zone| zone.len()) else {
        return Err(format!("{domain} is not in a zone of the account; the zones are {}", zones.join(", ")).into());
    };
    let before = domain.strip_suffix(zone.as_str()).unwrap_or_default();
    let name = format!("_acme-challenge.{before}");
    Ok((zone.clone(), name.trim_end_matches('.').to_owned()))
}

/// Returns the value as a zone file has it.
fn quoted(value: &str) -> String {
    format!("\"{value}\"")
}
