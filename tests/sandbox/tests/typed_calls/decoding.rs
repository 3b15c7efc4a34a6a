//! Decodes generated responses of many seeds with the typed client, without HTTP.

use ovh_api::{Client, Endpoint};
use ovh_sandbox::samples::Samples;

use crate::{CALLS, SEEDS, TypedCall};

fn idle_client() -> Client {
    let endpoint = Endpoint::custom("http://127.0.0.1:9/1.0").unwrap();
    Client::builder().endpoint(endpoint).strict_responses(true).build().unwrap()
}

#[test]
fn responses_of_many_seeds_decode() {
    let samples = Samples::new().unwrap();
    let client = idle_client();
    for call in CALLS {
        let values = samples.path_values(call.method, call.path).unwrap();
        let decode = (call.call)(&client, &values).decode;
        for seed in 0..call.seeds() {
            let response = samples.response(call.method, call.path, seed).unwrap();
            if let Err(error) = decode(response.to_string().as_bytes()) {
                panic!("{} {} with seed {seed}: {error}\n{response}", call.method, call.path);
            }
        }
    }
}

/// Covers the everyday APIs: rare values of the others need more seeds than they are decoded with.
#[test]
fn responses_of_100_seeds_cover_all_values() {
    let samples = Samples::new().unwrap();
    let calls: Vec<&TypedCall> = CALLS.iter().filter(|call| call.is_everyday()).collect();
    let mut unseen = samples.expected_values(calls.iter().map(|call| (call.method, call.path)));
    assert!(unseen.len() > 1500, "{}", unseen.len());
    for seed in 0..SEEDS {
        for call in &calls {
            samples.remove_seen(call.method, call.path, seed, &mut unseen);
        }
        if unseen.is_empty() {
            return;
        }
    }
    panic!("values that never occur: {unseen:#?}");
}

#[test]
fn seed_reproduces_samples() {
    let (one, other) = (Samples::new().unwrap(), Samples::new().unwrap());
    let mut differs = false;
    for call in CALLS.iter().filter(|call| call.is_everyday()) {
        let response = one.response(call.method, call.path, 7);
        assert_eq!(response, other.response(call.method, call.path, 7), "{} {}", call.method, call.path);
        differs |= response != one.response(call.method, call.path, 8);
    }
    assert!(differs);
}
