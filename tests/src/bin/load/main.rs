//! Many calls at once, and what became of each: `load CALLS TASKS RATE TIMEOUT`, in all, at once, in a second, and in
//! milliseconds; for the service that `OVH_ENDPOINT` names, with the keys of the environment.
//!
//! A test runs it as a process of its own, for the memory that it measures is to be the client's alone.

mod account;
mod life;
mod process;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ovh_api::{Client, Config, RetryPolicy};

use crate::account::Account;

fn main() {
    let numbers: Vec<u32> = std::env::args().skip(1).map(|number| number.parse().unwrap()).collect();
    let [calls, tasks, rate, timeout] = numbers[..] else { panic!("expected CALLS TASKS RATE TIMEOUT") };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let client = client(rate, Duration::from_millis(timeout.into()));
    let account = runtime.block_on(run(&client, calls as usize, tasks as usize));
    account.line(&format!("cpu_seconds {:.2}", process::seconds()));
    account.close();
}

/// As its builder makes it, but for the limits, and for waits that suit a service on this machine.
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

async fn run(client: &Client, calls: usize, tasks: usize) -> Arc<Account> {
    let account = Arc::new(Account::default());
    let begun = Arc::new(AtomicUsize::new(0));
    let mut running = tokio::task::JoinSet::new();
    for task in 0..tasks {
        let (client, account, begun) = (client.clone(), Arc::clone(&account), Arc::clone(&begun));
        running.spawn(async move {
            let next = || {
                let number = begun.fetch_add(1, Ordering::Relaxed);
                // After a tenth of the calls everything that is made once has been made.
                if number == calls / 10 || number == calls {
                    account.line(&format!("memory_kb {}", process::resident_kb()));
                }
                number < calls
            };
            life::of_records(&client, &account, task, next).await;
        });
    }
    while let Some(task) = running.join_next().await {
        task.unwrap();
    }
    account
}
