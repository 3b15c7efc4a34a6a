//! Calls operations by their path, without generated types: `untyped`, or `untyped METHOD PATH [NAME=VALUE …] [JSON]`.
//!
//! Without arguments, it lists the IAM policies and their resources. With arguments, it sends one request with these
//! query parameters and this body, and prints the response:
//!
//! ```sh
//! cargo run --example untyped -- GET /domain/zone/example.com/record fieldType=TXT
//! cargo run --example untyped -- PUT /vps/vps-1a2b3c4d.vps.ovh.net '{"displayName": "web"}'
//! ```
//!
//! Needs no feature of an API. The list of policies needs the right to `GET /v2/iam/*`. Reads the keys from the
//! environment or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use std::error::Error;

use ovh_api::json::Json;
use ovh_api::{Client, Method, path};
use serde::Deserialize;

const USAGE: &str = "usage: untyped [METHOD PATH [NAME=VALUE …] [JSON]], such as untyped GET /v2/iam/policy";

#[tokio::main]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let client = Client::from_env()?;
    match arguments.as_slice() {
        [] => show_policies(&client).await?,
        [method, path, parts @ ..] => println!("{:#}", send(&client, method.parse()?, path, parts).await?),
        [_] => return Err(USAGE.into()),
    }
    Ok(())
}

/// The fields of a policy that this program reads.
#[derive(Deserialize)]
struct Policy {
    id: String,
    name: String,
    #[serde(rename = "readOnly", default)]
    read_only: bool,
}

/// Prints the IAM policies, each with its resources.
pub async fn show_policies(client: &Client) -> Result<(), ovh_api::Error> {
    for policy in client.call(Method::Get, "/v2/iam/policy").decode::<Vec<Policy>>().await? {
        println!("{}{}", policy.name, if policy.read_only { " (read-only)" } else { "" });
        // The id is encoded as one segment of the path. Without `decode`, the response is JSON of any form.
        let details = client.call(Method::Get, path!("/v2/iam/policy/{}", policy.id)).query("details", true).await?;
        for resource in details["resources"].as_array().into_iter().flatten() {
            println!("    {}", resource["urn"].as_str().unwrap_or("unnamed resource"));
        }
    }
    Ok(())
}

/// Sends a request: `NAME=VALUE` is a query parameter, and anything else is the body.
async fn send(client: &Client, method: Method, path: &str, parts: &[String]) -> Result<Json, Box<dyn Error>> {
    let mut request = client.call(method, path);
    for part in parts {
        request = match part.split_once('=') {
            Some((name, value)) if !part.starts_with(['{', '[', '"']) => request.query(name, value),
            _ => {
                let body: Json = part.parse().map_err(|error| format!("the body {part:?} is not JSON: {error}"))?;
                request.json(&body)
            }
        };
    }
    Ok(request.await?)
}
