//! Signed calls over HTTP.

use ovh_api::{Client, Endpoint};
use ovh_sandbox::Sandbox;

use crate::{CALLS, SEEDS, TypedCall};

pub fn client(sandbox: &Sandbox) -> Client {
    Client::builder()
        .strict_responses(true)
        .endpoint(Endpoint::custom(sandbox.url()).unwrap())
        .application_key(sandbox.application_key())
        .application_secret(sandbox.application_secret())
        .consumer_key(sandbox.consumer_key())
        .build()
        .unwrap()
}

/// Returns reads first, then writes, then deletions with the longest paths first, and the logout last.
fn in_order() -> Vec<&'static TypedCall> {
    let mut calls: Vec<&TypedCall> = CALLS.iter().collect();
    calls.sort_by_key(|call| {
        let rank = ["GET", "PATCH", "PUT", "POST", "DELETE"].iter().position(|method| *method == call.method);
        (call.path == "/auth/logout", rank, std::cmp::Reverse(call.path.matches('/').count()))
    });
    calls
}

/// Makes the calls.
async fn make(sandbox: &Sandbox, calls: impl IntoIterator<Item = &'static TypedCall>) {
    let client = client(sandbox);
    let mut failures = Vec::new();
    for call in calls {
        if call.path.starts_with("/me/task/contactChange/") {
            // Creates the task first.
            let vps = &client.vps().list().await.unwrap()[0];
            let body = ovh_api::services::ChangeContactInput {
                contact_tech: Some("gh1702-ovh".to_owned()),
                ..Default::default()
            };
            client.vps().change_contact(vps, &body).await.unwrap();
        }
        let Some(values) = sandbox.existing_path_values(call.method, call.path) else {
            failures.push(format!("{} {}: no object exists", call.method, call.path));
            continue;
        };
        if let Err(error) = (call.call)(&client, &values).response.await {
            failures.push(error.to_string());
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[tokio::test]
async fn every_operation_succeeds_without_a_seed() {
    let sandbox = Sandbox::start().await.unwrap();
    make(&sandbox, in_order()).await;
    for call in CALLS {
        assert!(sandbox.requests_to(call.method, call.path) > 0, "{} {} was not called", call.method, call.path);
    }
    assert_eq!(CALLS.len(), sandbox.operations().len());
}

/// Calls a twelfth of the operations of all APIs with each of four seeds: a third of them, to save time.
#[tokio::test]
async fn operations_succeed_with_4_seeds() {
    for seed in 0..4 {
        let sandbox = Sandbox::builder().seed(seed).start().await.unwrap();
        make(&sandbox, in_order().into_iter().skip(usize::try_from(seed).unwrap()).step_by(12)).await;
    }
}

/// Calls a 32nd of the operations of the everyday APIs with each seed, so that each operation is called with several
/// seeds.
#[tokio::test]
async fn everyday_operations_succeed_with_100_seeds() {
    let calls: Vec<&TypedCall> = in_order().into_iter().filter(|call| call.is_everyday()).collect();
    for seed in 0..SEEDS {
        let sandbox = Sandbox::builder().seed(seed).start().await.unwrap();
        make(&sandbox, calls.iter().copied().skip(usize::try_from(seed % 32).unwrap()).step_by(32)).await;
    }
}
