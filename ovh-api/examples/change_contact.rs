//! Hands the technical side of a VPS to somebody else: `change_contact VPS CONTACT`.
//!
//! Reads the keys as the official wrappers do: from the environment or from `ovh.conf`.

#![allow(clippy::print_stdout, clippy::print_stderr)] // It talks to a person.

use ovh_api::services::ChangeContact;
use ovh_api::{Client, Error};

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [vps, contact] = arguments.as_slice() else {
        eprintln!("usage: change_contact VPS CONTACT, such as change_contact vps-1a2b3c4d.vps.ovh.net ab12345-ovh");
        std::process::exit(2);
    };
    let changed = match Client::from_env() {
        Ok(client) => change_contact(&client, vps, contact).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(true) => {}
        Ok(false) => std::process::exit(1),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}

/// Asks for the change, which both sides have to confirm by mail; false if there is no such VPS.
pub async fn change_contact(client: &Client, vps: &str, contact: &str) -> Result<bool, Error> {
    let contacts = ChangeContact { contact_tech: Some(contact.to_owned()), ..ChangeContact::default() };
    match client.vps().change_contact(vps, &contacts).await {
        Ok(tasks) => {
            println!("{vps}: {contact} is asked to be its technical contact (task {tasks:?})");
            println!("Both sides get a mail and have to accept.");
            Ok(true)
        }
        // A mistyped name deserves more than a 404.
        Err(error) if error.is_not_found() => {
            println!("You have no VPS called {vps}. Yours are:");
            for name in client.vps().list().await? {
                println!("    {name}");
            }
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
