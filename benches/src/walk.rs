//! Lists all services of an account with their details, as a stream.

use serde_json::Value;

use crate::figures::Watch;
use crate::{runtime, signing_client};

/// Lists all services with `in_flight` concurrent requests. Connecting and the requests for the time and the list of
/// ids are measured too.
///
/// # Errors
///
/// Fails if a request fails.
pub fn run(url: &str, in_flight: usize, unordered: bool) -> anyhow::Result<Value> {
    let client = signing_client(url)?.build()?;
    let runtime = runtime()?;
    let watch = Watch::start()?;
    let mut outcome = Ok(0);
    // Counts the current thread, which is the only one.
    let heap = allocation_counter::measure(|| outcome = runtime.block_on(walk(&client, in_flight, unordered)));
    let mut figures = watch.figures(outcome?)?;
    if let Some(figures) = figures.as_object_mut() {
        figures.insert("peak_heap_bytes".to_owned(), heap.bytes_max.into());
    }
    Ok(figures)
}

async fn walk(client: &ovh_api::Client, in_flight: usize, unordered: bool) -> anyhow::Result<u32> {
    let mut services = client.services().list().expand(|id| client.services().get(id)).concurrency(in_flight);
    if unordered {
        services = services.unordered();
    }
    let mut seen = 0;
    while let Some(service) = services.next().await {
        let (id, service) = service?;
        anyhow::ensure!(service.service_id == id, "response for another service");
        seen += 1;
    }
    Ok(seen)
}
