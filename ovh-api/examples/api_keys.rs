//! Lists the applications that may use the account, shows what each may do, and revokes one: `api_keys [ID]`.
//!
//! Reads the keys as the official wrappers do: from the environment or from `ovh.conf`.

#![allow(clippy::print_stdout, clippy::print_stderr)] // It talks to a person.

use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let revoked = match std::env::args().nth(1).map(|id| id.parse()) {
        None => None,
        Some(Ok(id)) => Some(id),
        Some(Err(_)) => {
            eprintln!("usage: api_keys [ID], where ID is the number of the application to revoke");
            std::process::exit(2);
        }
    };
    let done = match Client::from_env() {
        Ok(client) => show_and_revoke(&client, revoked).await,
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Shows all applications and their credentials; revokes one if told which.
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
            Ok(()) => println!("{id} is revoked, and its credentials with it"),
            Err(error) if error.is_not_found() => println!("There is no application {id}."),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
