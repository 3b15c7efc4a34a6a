//! Reboots VPS at the same time, and waits until all of them run again: `reboot_and_wait VPS…`.
//!
//! Needs the feature `vps`, and the rights to `GET /vps/*` and `POST /vps/*/reboot`. Reads the keys from the
//! environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use std::time::Duration;

use futures_util::future::join_all;
use ovh_api::vps::VpsState;
use ovh_api::{Client, Error, ErrorKind};

#[tokio::main]
async fn main() {
    let names: Vec<String> = std::env::args().skip(1).collect();
    if names.is_empty() {
        eprintln!("usage: reboot_and_wait VPS…, such as reboot_and_wait vps-1a2b3c4d.vps.ovh.net");
        std::process::exit(2);
    }
    let all_run = match Client::from_env() {
        Ok(client) => reboot_all(&client, &names).await,
        Err(error) => {
            eprintln!("{error}");
            false
        }
    };
    if !all_run {
        std::process::exit(1);
    }
}

/// Reboots these VPS and returns whether all of them run again. Prints a line for each.
pub async fn reboot_all(client: &Client, names: &[String]) -> bool {
    let results = join_all(names.iter().map(|name| reboot(client, name))).await;
    let mut all_run = true;
    for (name, result) in names.iter().zip(results) {
        match result {
            Ok(()) => println!("{name} runs again"),
            Err(error) => {
                all_run = false;
                println!("{name}: {}", explain(&error));
            }
        }
    }
    all_run
}

async fn reboot(client: &Client, name: &str) -> Result<(), Error> {
    let vps = client.vps();
    // The reboot is sent once. Only the request that reads its task is repeated.
    let task = vps.reboot(name).await?;
    vps.tasks_get(name, task.id).wait_until_done().interval(Duration::from_secs(1)).await?;
    // The task ends when the machine has started; the state of the VPS may follow later.
    vps.get(name).poll_until(|vps| vps.state == VpsState::Running).deadline(Duration::from_secs(300)).await?;
    Ok(())
}

fn explain(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Task => format!("the reboot failed ({error})"),
        ErrorKind::Timeout => format!("the VPS does not run yet ({error})"),
        _ => error.to_string(),
    }
}
