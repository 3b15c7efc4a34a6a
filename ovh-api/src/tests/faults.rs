//! Requests over connections with faults.

use std::time::Duration;

use super::faulty_server::{Fault, FaultyServer};
use super::sample::Domain;
use crate::{Client, Credentials, Error, ErrorKind, RetryPolicy};

fn client(server: &FaultyServer) -> Client {
    Client::builder()
        .endpoint(server.base().parse().unwrap())
        .credentials(Credentials::classic("k", "s", "c"))
        .timeout(Duration::from_secs(1))
        .retry(RetryPolicy::default().initial_backoff(Duration::ZERO))
        .build()
        .unwrap()
}

#[tokio::test]
async fn get_is_retried_after_each_fault() {
    for fault in Fault::ALL {
        let server = FaultyServer::start(vec![fault, fault]);
        let client = client(&server);
        let response = Domain::new(&client).zone_record("z").with_response().await.unwrap();
        assert_eq!((response.attempts(), server.received()), (3, 3), "{fault:?}");
    }
}

fn assert_error(error: &Error, fault: Fault) {
    let kind = match fault {
        Fault::Stall | Fault::StallWithin => ErrorKind::Timeout,
        _ => ErrorKind::Transport,
    };
    assert_eq!(error.kind(), kind, "{fault:?}: {error}");
    assert!(error.may_have_been_sent() && error.is_transient(), "{fault:?}: {error}");
    // The received part of the response is kept.
    let part = matches!(fault, Fault::StallWithin | Fault::Truncate);
    assert_eq!(error.body(), part.then_some(&b"[1,2"[..]), "{fault:?}");
    assert_eq!(error.request_id(), part.then_some("EU.1"), "{fault:?}");
    assert_eq!(error.status().is_some(), part, "{fault:?}");
}

#[tokio::test]
async fn post_is_not_retried_after_any_fault() {
    for fault in Fault::ALL {
        let server = FaultyServer::start(vec![fault]);
        let client = client(&server);
        let error = Domain::new(&client).reboot("z").await.unwrap_err();
        assert_error(&error, fault);
        assert_eq!((error.attempts(), server.received()), (1, 1), "{fault:?}");

        let server = FaultyServer::start(vec![fault]);
        let client = self::client(&server);
        Domain::new(&client).reboot("z").idempotent().await.unwrap();
        assert_eq!(server.received(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn persistent_fault_is_reported() {
    let server = FaultyServer::start(vec![Fault::Truncate; 4]);
    let error = Domain::new(&client(&server)).zone_record("z").await.unwrap_err();
    assert_error(&error, Fault::Truncate);
    assert_eq!((error.attempts(), server.received()), (4, 4));
    assert!(error.to_string().contains(" lost: end of file"), "{error}");
}
