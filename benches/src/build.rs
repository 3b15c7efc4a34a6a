//! A call up to where it needs the network: what building and signing costs beyond the HTTP client's own work.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Waker};
use std::time::Instant;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use serde_json::{Value, json};

use crate::serve::{Settings, bind, serve};
use crate::{runtime, signing_client};

/// What one request took until it needed the network.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Nanoseconds, the mean of many; the least of several rounds.
    pub nanoseconds: f64,
    /// Pieces of memory.
    pub allocations: u64,
    /// Their size in bytes.
    pub bytes: u64,
}

/// Finds the server until it is told to find nothing any more, and to take its time for it.
#[derive(Debug)]
struct Resolver {
    server: SocketAddr,
    silent: AtomicBool,
}

#[derive(Debug, Clone)]
struct Shared(Arc<Resolver>);

impl Resolve for Shared {
    fn resolve(&self, _name: Name) -> Resolving {
        if self.0.silent.load(Ordering::Relaxed) {
            return Box::pin(std::future::pending());
        }
        let addresses: Addrs = Box::new(std::iter::once(self.0.server));
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// Both clients build `GET /services/{serviceId}` and hand it to the same HTTP client, which then waits for an address.
///
/// # Errors
///
/// If a client cannot be set up.
pub fn run(rounds: u32) -> anyhow::Result<Value> {
    let (bare, ours) = costs(rounds)?;
    let show = |cost: Cost| json!({"ns": cost.nanoseconds, "allocations": cost.allocations, "bytes": cost.bytes});
    Ok(json!({
        "bare": show(bare),
        "ours": show(ours),
        "beyond_ns": ours.nanoseconds - bare.nanoseconds,
        "beyond_allocations": ours.allocations.saturating_sub(bare.allocations),
    }))
}

/// What a request costs bare, and ours.
///
/// # Errors
///
/// If a client cannot be set up.
pub fn costs(rounds: u32) -> anyhow::Result<(Cost, Cost)> {
    let runtime = runtime()?;
    let listener = runtime.block_on(bind())?;
    let server = listener.local_addr()?;
    runtime.spawn(async move { serve(listener, &Settings { latency_ms: 0, answer_bytes: 0, services: 1 }).await });
    let resolver = Shared(Arc::new(Resolver { server, silent: AtomicBool::new(false) }));
    let http = description(&resolver).build()?;
    let url = format!("http://eu.api.ovh.test:{}/1.0", server.port());
    let client = signing_client(&url)?.allow_http().reqwest_0_13_builder(description(&resolver)).build()?;
    runtime.block_on(client.services().get(1).into_future())?; // The service's time is known from now on.
    resolver.0.silent.store(true, Ordering::Relaxed);

    // Outside of a task, where the runtime does not make futures that have done much wait.
    let _runtime = runtime.enter();
    let bare = cost(rounds, || http.get(format!("{url}/services/71935021")).send())?;
    let ours = cost(rounds, || client.services().get(71_935_021).into_future())?;
    Ok((bare, ours))
}

fn description(resolver: &Shared) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0)
        .dns_resolver(Arc::new(resolver.clone()))
}

fn cost<F: Future>(rounds: u32, start: impl Fn() -> F) -> anyhow::Result<Cost> {
    const REQUESTS: u32 = 100;
    let mut pending = true;
    let mut one = || {
        let future = pin!(start());
        pending &= future.poll(&mut Context::from_waker(Waker::noop())).is_pending();
    };
    one();
    let heap = allocation_counter::measure(&mut one);
    let mut nanoseconds = f64::INFINITY;
    for _ in 0..rounds {
        let begin = Instant::now();
        (0..REQUESTS).for_each(|_| one());
        nanoseconds = nanoseconds.min(begin.elapsed().as_secs_f64() * 1e9 / f64::from(REQUESTS));
    }
    anyhow::ensure!(pending, "a request has not waited for its address");
    Ok(Cost { nanoseconds, allocations: heap.count_total, bytes: heap.bytes_total })
}
