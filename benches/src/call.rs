//! Sends sequential requests over one connection.

use anyhow::Context as _;
use serde_json::Value;

use crate::figures::Watch;
use crate::{runtime, signing_client};

/// Number of requests before the measurement.
const WARM_UP: u32 = 200;

/// The client to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// reqwest: unsigned requests, decoded to a JSON value.
    Bare,
    /// ovh-api: signed requests, decoded to a type.
    Ours,
}

/// Sends `requests` requests for `GET /services/{serviceId}`.
///
/// # Errors
///
/// Fails if a request fails.
pub fn run(kind: Kind, url: &str, requests: u32) -> anyhow::Result<Value> {
    runtime()?.block_on(async {
        match kind {
            Kind::Bare => {
                let client = reqwest::Client::new();
                bare(&client, url, WARM_UP).await?;
                let watch = Watch::start()?;
                bare(&client, url, requests).await?;
                watch.figures(requests)
            }
            Kind::Ours => {
                let client = signing_client(url)?.build()?;
                ours(&client, WARM_UP).await?;
                let watch = Watch::start()?;
                ours(&client, requests).await?;
                watch.figures(requests)
            }
        }
    })
}

async fn bare(client: &reqwest::Client, url: &str, requests: u32) -> anyhow::Result<()> {
    for id in ids(requests) {
        let response = client.get(format!("{url}/services/{id}")).send().await?.error_for_status()?;
        let service: Value = serde_json::from_slice(&response.bytes().await?)?;
        anyhow::ensure!(service.get("serviceId").and_then(Value::as_i64) == Some(id), "response for another service");
    }
    Ok(())
}

async fn ours(client: &ovh_api::Client, requests: u32) -> anyhow::Result<()> {
    for id in ids(requests) {
        let service = client.services().get(id).await.context("request failed")?;
        anyhow::ensure!(service.service_id == id, "response for another service");
    }
    Ok(())
}

/// Returns the ids of the first fifty services, repeatedly.
fn ids(requests: u32) -> impl Iterator<Item = i64> {
    (0..i64::from(requests)).map(|number| number % 50 + 1)
}
