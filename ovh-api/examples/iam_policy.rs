//! Lets a user of the account reboot one VPS: creates a policy, shows it, and deletes it: `iam_policy USER VPS`.
//!
//! Needs the features `me` and `v2-iam`. Reads the keys from the environment or from `ovh.conf`, like the official
//! wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use ovh_api::Client;
use ovh_api::v2::iam::policy::{ActionInput, PermissionsInput, PolicyCreation, PolicyResponse, ResourceInput, fields};

/// Any error is printed for the user.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [user, vps] = &arguments[..] else {
        eprintln!("usage: iam_policy USER VPS, such as iam_policy alice vps-1a2b3c4d.vps.ovh.net");
        std::process::exit(2);
    };
    let result = match Client::from_env() {
        Ok(client) => try_policy(&client, user, vps).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Creates the policy, shows it and deletes it.
pub async fn try_policy(client: &Client, user: &str, vps: &str) -> Result<()> {
    let identity = client.me().identity_user_get(user).await?.urn;
    // IAM names resources by URN.
    let resources = client.v2().iam().resource().resource_name(&[vps]).await?;
    let Some(resource) = resources.into_iter().find(|resource| resource.type_ == "vps") else {
        return Err(format!("{vps} is not a VPS of the account").into());
    };
    let actions = ["vps:apiovh:get", "vps:apiovh:reboot"];
    let permissions = PermissionsInput::default().allow(actions.map(ActionInput::new));
    let policy = PolicyCreation::new(fields::PolicyCreation {
        identities: vec![identity],
        name: &format!("reboot-{user}"),
        permissions,
        resources: vec![ResourceInput::new(resource.urn)],
    });
    let policy = policy.description(format!("{user} may reboot {vps}"));
    let created = client.v2().iam().policy_create(&policy).await?;
    println!("created {}", created.name);

    show(&client.v2().iam().policy_get(created.id).await?);

    client.v2().iam().policy_delete(created.id).await?;
    println!("deleted {}", created.name);
    Ok(())
}

fn show(policy: &PolicyResponse) {
    println!("  {}", policy.description.as_deref().unwrap_or("no description"));
    for identity in &policy.identities {
        println!("  identity {identity}");
    }
    for resource in &policy.resources {
        println!("  resource {}", resource.urn);
    }
    for allowed in policy.permissions.allow.iter().flatten() {
        println!("  allows   {}", allowed.action);
    }
}
