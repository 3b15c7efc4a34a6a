//! Through a socket, signed, one after the other.

use ovh_api::{Client, Endpoint};
use ovh_sandbox::Sandbox;

use crate::{CALLS, TypedCall};

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

/// What reads goes first, then what writes; what removes comes last, the deepest first; and the key ends at the end.
fn in_order() -> Vec<&'static TypedCall> {
    let mut calls: Vec<&TypedCall> = CALLS.iter().collect();
    calls.sort_by_key(|call| {
        let rank = ["GET", "PUT", "POST", "DELETE"].iter().position(|method| *method == call.method);
        (call.path == "/auth/logout", rank, std::cmp::Reverse(call.path.matches('/').count()))
    });
    calls
}

/// Makes every `step`th call, from the `first` on.
async fn all(sandbox: &Sandbox, first: usize, step: usize) {
    let client = client(sandbox);
    let mut failures = Vec::new();
    for call in in_order().into_iter().skip(first).step_by(step) {
        if call.path.starts_with("/me/task/contactChange/") {
            // There is no such task before somebody asks for one.
            let vps = &client.vps().list().await.unwrap()[0];
            let body = ovh_api::types::services::ChangeContact {
                contact_tech: Some("gh1702-ovh".to_owned()),
                ..Default::default()
            };
            client.vps().change_contact(vps, &body).await.unwrap();
        }
        let Some(values) = sandbox.existing_path_values(call.method, call.path) else {
            failures.push(format!("{} {}: nothing exists there", call.method, call.path));
            continue;
        };
        if let Err(error) = (call.call)(&client, &values).answer.await {
            failures.push(error.to_string());
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[tokio::test]
async fn every_operation_of_a_believable_account() {
    let sandbox = Sandbox::start().await.unwrap();
    all(&sandbox, 0, 1).await;
    for call in CALLS {
        assert!(sandbox.requests_to(call.method, call.path) > 0, "{} {} was not called", call.method, call.path);
    }
    assert_eq!(CALLS.len(), sandbox.operations().len());
}

#[tokio::test]
async fn every_operation_with_odd_answers() {
    for seed in 0..4 {
        let sandbox = Sandbox::builder().seed(seed).start().await.unwrap();
        all(&sandbox, 0, 1).await;
    }
}

/// A hundred seeds, each for some of the operations, so that each operation has its turn with several seeds.
#[tokio::test]
async fn a_hundred_seeds() {
    for seed in 0..100 {
        let sandbox = Sandbox::builder().seed(seed).start().await.unwrap();
        all(&sandbox, usize::try_from(seed % 16).unwrap(), 16).await;
    }
}
