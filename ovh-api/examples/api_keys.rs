//! Lists the applications that may use the account with their access rules, and revokes one: `api_keys [ID]`.
//!
//! Reads the keys from the environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let revoked = match std::env::args().nth(1).map(|id| id.parse()) {
        None => None,
        Some(Ok(id)) => Some(id),
        Some(Err(_)) => {
            eprintln!("usage: api_keys [ID], where ID is the id of the application to revoke");
            std::process::exit(2);
        }
    };
    let result = match Client::from_env() {
        Ok(client) => show_and_revoke(&client, revoked).await,
        Err(error) => Err(error),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Prints all applications with their credentials, and revokes the application `revoked`, if any.
pub async fn show_and_revoke(client: &Client, revoked: Option<i64>) -> Result<(), Error> {
    for id in client.me().api_application().await? {
        let application = client.me().api_application_get(id).await?;
        println!("{id}  {} ({}), {}", application.name, application.description, application.status);
        for credential in client.me().api_credential().application_id(id).await? {
            let credential = client.me().api_credential_get(credential).await?;
            let rights: Vec<String> =
                credential.rules.iter().map(|rule| format!("{} {}", rule.method, rule.path)).collect();
            println!("    {} {}: {}", credential.credential_id, credential.status, rights.join(", "));
        }
    }
    if let Some(id) = revoked {
        match client.me().api_application_delete(id).await {
            Ok(()) => println!("revoked application {id} and its credentials"),
            Err(error) if error.is_not_found() => println!("application {id} does not exist"),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
