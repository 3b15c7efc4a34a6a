//! Waiting for tasks and conditions, with generated types and the mock transport.

#![cfg(all(feature = "vps", feature = "dedicated-server", feature = "domain", feature = "v2-domain"))]

use std::error::Error as _;
use std::time::Duration;

use ovh_api::testing::MockTransport;
use ovh_api::vps::Task;
use ovh_api::{
    Client, Credentials, Error, ErrorKind, Method, RetryPolicy, TaskFailure, TaskProgress, TransportError, WaitableTask,
};
use tokio::time::Instant;

const PATH: &str = "/vps/x/tasks/7";

fn client(service: &MockTransport) -> Client {
    let credentials = Credentials::classic("key", "secret", "consumer");
    Client::builder().credentials(credentials).transport(service.clone()).build().unwrap()
}

/// Answers with the states in order, the last one repeatedly.
fn service(states: &[&str]) -> MockTransport {
    states.iter().fold(MockTransport::new(), |service, state| service.answer(Method::Get, PATH, 200, task(state)))
}

fn task(state: &str) -> String {
    format!(r#"{{"id":7,"date":"2026-11-27T08:00:00Z","progress":1,"state":"{state}","type":"rebootVm"}}"#)
}

/// Returns how often the task was read.
fn reads(service: &MockTransport) -> usize {
    service.requests().iter().filter(|request| request.uri().path().ends_with(PATH)).count()
}

fn seconds(begin: Instant) -> u64 {
    begin.elapsed().as_secs()
}

#[tokio::test(start_paused = true)]
async fn task_is_returned_once_it_is_done() {
    let service = service(&["todo", "doing", "paused", "laterState", "done"]);
    let begin = Instant::now();
    let task = client(&service).vps().tasks_get("x", 7).wait_until_done().await.unwrap();
    assert_eq!((task.id, task.state.as_str()), (7, "done"));
    // 2 + 3 + 4.5 + 6.75 seconds.
    assert_eq!((reads(&service), seconds(begin)), (5, 16));
}

#[tokio::test(start_paused = true)]
async fn failed_task_is_an_error_with_id_and_status() {
    for state in ["error", "cancelled"] {
        let service = service(&["doing", state]);
        let error = client(&service).vps().tasks_get("x", 7).wait_until_done().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Task);
        let wanted = format!("vps.tasks_get: the task did not succeed: task 7 ended with the status {state:?}");
        assert_eq!(error.to_string(), wanted);
        let failure = error.source().unwrap().downcast_ref::<TaskFailure>().unwrap();
        assert_eq!((failure.id(), failure.status()), (Some("7"), state));
        assert_eq!(error.path(), Some(PATH));
    }
}

#[tokio::test(start_paused = true)]
async fn wait_ends_at_its_deadline() {
    let service = service(&["doing"]);
    let begin = Instant::now();
    let wait = client(&service).vps().tasks_get("x", 7).wait_until_done();
    let error = wait.interval(Duration::from_secs(10)).backoff(1.0).deadline(Duration::from_secs(65)).await;
    let error = error.unwrap_err();
    assert_eq!((error.kind(), seconds(begin), reads(&service)), (ErrorKind::Timeout, 65, 7));
    let wanted = "vps.tasks_get: the task has the status \"doing\" after 65 seconds and 7 requests";
    assert_eq!(error.to_string(), wanted);

    let begin = Instant::now();
    let error = client(&service).vps().tasks_get("x", 7).poll_until(|_| false).await.unwrap_err();
    assert_eq!((error.kind(), seconds(begin)), (ErrorKind::Timeout, 1800));
    assert!(error.to_string().contains("the condition does not hold after 1800 seconds and 65 requests"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn request_that_hangs_ends_at_the_deadline() {
    struct Hanging;
    impl ovh_api::Transport for Hanging {
        fn send(&self, _: http::Request<bytes::Bytes>) -> ovh_api::TransportFuture<'_> {
            Box::pin(std::future::pending())
        }
    }
    let credentials = Credentials::access_token("token");
    let client = Client::builder().credentials(credentials).transport(Hanging).build().unwrap();
    let begin = Instant::now();
    let wait = client.vps().tasks_get("x", 7).wait_until_done().deadline(Duration::from_secs(20));
    assert_eq!(wait.await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(seconds(begin), 20);
}

#[tokio::test(start_paused = true)]
async fn transient_errors_do_not_end_the_wait() {
    // Two rounds of four attempts, then the task.
    let mut service = MockTransport::new().answer(Method::Get, PATH, 200, task("doing"));
    for _ in 0..7 {
        service = service.answer(Method::Get, PATH, 503, "");
    }
    let service = service.fail(Method::Get, PATH, TransportError::timeout).answer(Method::Get, PATH, 200, task("done"));
    client(&service).vps().tasks_get("x", 7).wait_until_done().await.unwrap();
    assert_eq!(reads(&service), 10);
}

#[tokio::test(start_paused = true)]
async fn other_errors_end_the_wait() {
    let service =
        MockTransport::new().answer(Method::Get, PATH, 200, task("doing")).answer(Method::Get, PATH, 404, "{}");
    let error = client(&service).vps().tasks_get("x", 7).wait_until_done().await.unwrap_err();
    assert!(error.is_not_found() && reads(&service) == 2, "{error}");

    let service = MockTransport::new().answer(Method::Get, PATH, 503, "");
    let request = client(&service).vps().tasks_get("x", 7).retry(RetryPolicy::never()).bind(client(&service));
    assert!(request.wait_until_done().await.unwrap_err().is_server_fault());
    assert_eq!(reads(&service), 1);
}

#[tokio::test(start_paused = true)]
async fn timeout_has_the_last_error_as_its_source() {
    let service = MockTransport::new().answer(Method::Get, PATH, 503, "");
    let wait = client(&service).vps().tasks_get("x", 7).wait_until_done().deadline(Duration::from_secs(60));
    let error = wait.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.source().unwrap().downcast_ref::<Error>().unwrap().is_server_fault());
}

/// Repeating it would reboot the server every few seconds.
#[tokio::test]
async fn action_is_not_repeated() {
    let service = MockTransport::new().answer(Method::Post, "/vps/x/reboot", 200, task("todo"));
    let error = client(&service).vps().reboot("x").wait_until_done().await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Request, false));
    assert!(error.to_string().contains("only GET requests can be repeated"), "{error}");
    assert!(service.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn wait_can_be_spawned_and_joined() {
    let service = service(&["doing", "done"]);
    let client = client(&service);
    let spawned = tokio::spawn(client.vps().tasks_get("x", 7).wait_until_done().send());
    let owned = client.vps().tasks_get("x", 7).bind(client.clone());
    let spawned_too = tokio::spawn(owned.poll_until(|task: &Task| task.progress() == TaskProgress::Done).send());
    let mut seen = Vec::new();
    let condition = |task: &Task| {
        seen.push(task.state.to_string());
        true
    };
    let request = client.vps().tasks_get("x", 7).poll_until(condition);
    let (first, second) = tokio::try_join!(request.send(), client.vps().tasks_get("x", 7).send()).unwrap();
    assert_eq!((first.id, second.id), (7, 7));
    assert_eq!(seen.len(), 1);
    assert_eq!(spawned.await.unwrap().unwrap().id, 7);
    spawned_too.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn untyped_calls_can_wait() {
    let service = service(&["doing", "done"]);
    let client = client(&service);
    let json = client.call(Method::Get, PATH).poll_until(|task| task["state"] == "done").await.unwrap();
    assert_eq!(json["id"], 7);
    assert_eq!(client.call(Method::Get, PATH).decode::<Task>().wait_until_done().await.unwrap().id, 7);
}

#[test]
fn wait_outside_a_runtime_is_an_error() {
    let service = service(&["done"]);
    let client = client(&service);
    let wait = client.vps().tasks_get("x", 7).wait_until_done().into_future();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(wait).poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert_eq!(error.kind(), ErrorKind::Runtime),
        other => panic!("{other:?}"),
    }
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_client_waits() {
    use ovh_api::blocking;

    let service = service(&["doing", "done"]);
    let client = blocking::Client::new(client(&service)).unwrap();
    let short = Duration::from_millis(1);
    assert_eq!(client.vps().tasks_get("x", 7).wait_until_done().interval(short).send().unwrap().id, 7);
    let mut reads = 0;
    let request = client.vps().tasks_get("x", 7).poll_until(|_| {
        reads += 1;
        reads == 3
    });
    request.interval(short).max_interval(short).backoff(1.0).send().unwrap();
    assert_eq!(reads, 3);
    let error = client.vps().tasks_get("x", 7).poll_until(|_| false).interval(short).deadline(short).send();
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Timeout);
}

#[test]
fn types_with_the_status_of_a_task_are_tasks() {
    fn is_task<T: WaitableTask>() {}
    is_task::<ovh_api::dedicated_server::Task>();
    is_task::<ovh_api::domain::Task>();
    is_task::<ovh_api::domain::zone::Task>();
    is_task::<ovh_api::v2::types::common::Task>();
}

#[test]
fn every_status_of_a_task_has_its_progress() {
    use TaskProgress::{Done, Failed, Pending};
    use ovh_api::Enum;
    use ovh_api::types::dedicated::TaskStatus;

    let progress = TaskStatus::values().iter().map(|status| (status.as_str(), TaskProgress::of(status.as_str())));
    let wanted = [
        ("cancelled", Failed),
        ("customerError", Failed),
        ("doing", Pending),
        ("done", Done),
        ("init", Pending),
        ("ovhError", Failed),
        ("todo", Pending),
    ];
    assert_eq!(progress.collect::<Vec<_>>(), wanted);
}
