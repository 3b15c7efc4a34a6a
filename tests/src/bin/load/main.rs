//! Sends concurrent requests and prints their outcomes: `load REQUESTS TASKS RATE TIMEOUT`. RATE is per second, TIMEOUT
//! in milliseconds. Endpoint and keys come from the environment.
//!
//! A test runs it as a separate process, so that the measured memory is that of the client.

mod process;
mod reads;
mod report;
mod task;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ovh_api::{Client, Config, RetryPolicy};

use crate::report::Report;

fn main() {
    let numbers: Vec<u32> = std::env::args().skip(1).map(|number| number.parse().unwrap()).collect();
    let [requests, tasks, rate, timeout] = numbers[..] else { panic!("expected REQUESTS TASKS RATE TIMEOUT") };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let client = client(rate, Duration::from_millis(timeout.into()));
    let report = runtime.block_on(run(&client, requests as usize, tasks as usize));
    report.line(&format!("cpu_seconds {:.2}", process::seconds()));
    report.close();
}

/// Returns a client with limits, and with short delays for a local service.
fn client(rate: u32, timeout: Duration) -> Client {
    let mut builder = Config::new().without_standard_files().builder().unwrap();
    if let Ok(url) = std::env::var("LOAD_TOKEN_URL") {
        builder = builder.oauth2_token_url(url);
    }
    builder
        .timeout(timeout)
        .strict_responses(true)
        .rate_limit(rate, Duration::from_secs(1))
        .retry(RetryPolicy::default().initial_backoff(Duration::from_millis(20)))
        .build()
        .unwrap()
}

async fn run(client: &Client, requests: usize, tasks: usize) -> Arc<Report> {
    let report = Arc::new(Report::default());
    let started = Arc::new(AtomicUsize::new(0));
    let mut running = tokio::task::JoinSet::new();
    for task in 0..tasks {
        let (client, report, started) = (client.clone(), Arc::clone(&report), Arc::clone(&started));
        running.spawn(async move {
            let next = || {
                let number = started.fetch_add(1, Ordering::Relaxed);
                // After a tenth of the requests, everything that is allocated once has been allocated.
                if number == requests / 10 || number == requests {
                    report.line(&format!("memory_kb {}", process::resident_kb()));
                }
                number < requests
            };
            task::edit_records(&client, &report, task, next).await;
        });
    }
    while let Some(task) = running.join_next().await {
        task.unwrap();
    }
    report
}
