//! Changes the technical contact of a VPS: `change_contact VPS CONTACT`.
//!
//! Reads the keys from the environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use ovh_api::services::ChangeContactInput;
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

/// Requests the change, which both contacts must confirm by email. Returns `false` if the VPS does not exist.
pub async fn change_contact(client: &Client, vps: &str, contact: &str) -> Result<bool, Error> {
    let contacts = ChangeContactInput { contact_tech: Some(contact.to_owned()), ..ChangeContactInput::default() };
    match client.vps().change_contact(vps, &contacts).await {
        Ok(tasks) => {
            println!("{vps}: requested {contact} as technical contact (task {tasks:?})");
            println!("Both contacts receive an email and must accept the change.");
            Ok(true)
        }
        // Help with mistyped names.
        Err(error) if error.is_not_found() => {
            println!("VPS {vps} does not exist in your account. Your VPS are:");
            for name in client.vps().list().await? {
                println!("    {name}");
            }
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
