//! All services of an account with their details, as a stream.

use serde_json::Value;

use crate::figures::Watch;
use crate::{runtime, signing_client};

/// Takes every service, `in_flight` calls at once, and keeps none. What comes before the first service counts: the
/// question for the time, the list of ids, and connecting.
///
/// # Errors
///
/// If a call fails.
pub fn run(url: &str, in_flight: usize, unordered: bool) -> anyhow::Result<Value> {
    let client = signing_client(url)?.build()?;
    let runtime = runtime()?;
    let watch = Watch::start()?;
    let mut outcome = Ok(0);
    // Of the one thread there is.
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
        anyhow::ensure!(service.service_id == id, "not what was asked for");
        seen += 1;
    }
    Ok(seen)
}
