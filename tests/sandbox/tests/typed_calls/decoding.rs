//! What a hundred seeds answer, read by the typed client without a socket in between.

use std::collections::BTreeSet;

use ovh_api::{Client, Endpoint};
use ovh_sandbox::samples::Samples;

use crate::CALLS;

fn idle_client() -> Client {
    let endpoint = Endpoint::custom("http://127.0.0.1:9/1.0").unwrap();
    Client::builder().endpoint(endpoint).strict_responses(true).build().unwrap()
}

#[test]
fn a_hundred_seeds_decode() {
    let samples = Samples::new().unwrap();
    let client = idle_client();
    for call in CALLS {
        let values = samples.path_values(call.method, call.path).unwrap();
        let decode = (call.call)(&client, &values).decode;
        for seed in 0..100 {
            let answer = samples.response(call.method, call.path, seed).unwrap();
            if let Err(error) = decode(answer.to_string().as_bytes()) {
                panic!("{} {} with seed {seed}: {error}\n{answer}", call.method, call.path);
            }
        }
    }
}

/// What is never answered is never tested.
#[test]
fn a_hundred_seeds_answer_everything_that_the_schemas_allow() {
    let samples = Samples::new().unwrap();
    let mut unseen: BTreeSet<String> = samples.expected_values();
    assert!(unseen.len() > 1500, "{}", unseen.len());
    for seed in 0..100 {
        for call in CALLS {
            samples.remove_seen(call.method, call.path, seed, &mut unseen);
        }
    }
    assert!(unseen.is_empty(), "never answered in a hundred seeds: {unseen:#?}");
}

#[test]
fn a_seed_answers_the_same_again() {
    let (one, other) = (Samples::new().unwrap(), Samples::new().unwrap());
    let mut differs = false;
    for call in CALLS {
        let answer = one.response(call.method, call.path, 7);
        assert_eq!(answer, other.response(call.method, call.path, 7), "{} {}", call.method, call.path);
        differs |= answer != one.response(call.method, call.path, 8);
    }
    assert!(differs);
}
