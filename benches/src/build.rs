//! Measures building and signing a request, beyond the work of the HTTP client.

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

/// The cost of a request until it needs the network.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Mean time in nanoseconds, of the fastest round.
    pub nanoseconds: f64,
    /// Number of allocations.
    pub allocations: u64,
    /// Allocated bytes.
    pub bytes: u64,
}

/// Resolves names to the server, or never if `silent` is set.
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

/// Builds `GET /services/{serviceId}` with both clients, and passes it to the same HTTP client, which waits for an
/// address.
///
/// # Errors
///
/// Fails if a client cannot be created.
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

/// Returns the cost of a bare request and of ours.
///
/// # Errors
///
/// Fails if a client cannot be created.
pub fn costs(rounds: u32) -> anyhow::Result<(Cost, Cost)> {
    let runtime = runtime()?;
    let listener = runtime.block_on(bind())?;
    let server = listener.local_addr()?;
    runtime.spawn(async move { serve(listener, &Settings { latency_ms: 0, response_bytes: 0, services: 1 }).await });
    let resolver = Shared(Arc::new(Resolver { server, silent: AtomicBool::new(false) }));
    let http = http_client(&resolver).build()?;
    let url = format!("http://eu.api.ovh.test:{}/1.0", server.port());
    let client = signing_client(&url)?.allow_http().reqwest_0_13_builder(http_client(&resolver)).build()?;
    runtime.block_on(client.services().get(1).into_future())?; // Reads the server's time.
    resolver.0.silent.store(true, Ordering::Relaxed);

    // Outside a task, where the runtime does not limit the work of futures.
    let _runtime = runtime.enter();
    let bare = cost(rounds, || http.get(format!("{url}/services/71935021")).send())?;
    let ours = cost(rounds, || client.services().get(71_935_021).into_future())?;
    Ok((bare, ours))
}

fn http_client(resolver: &Shared) -> reqwest::ClientBuilder {
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
    anyhow::ensure!(pending, "a request did not wait for its address");
    Ok(Cost { nanoseconds, allocations: heap.count_total, bytes: heap.bytes_total })
}
