//! Requests that are dropped at any point.

use std::future::{Future, poll_fn};
use std::num::NonZeroU64;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use fastrand::Rng;
use ovh_api::domain::zone::{RecordCreate, RecordType};
use ovh_api::{Client, ClientBuilder, Credentials, Endpoint, Error};
use ovh_sandbox::Sandbox;

const ZONE: &str = "example.com";
const TASKS: u64 = 16;
const DROPS: u64 = 40;

/// The time limit of these tests.
const LIMIT: Duration = Duration::from_secs(30);

type Step<'c> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'c>>;
type Steps = [fn(&Client) -> Step<'_>; 4];

/// Polls a future at most `polls` times, then drops it.
async fn poll_and_drop<F: Future>(future: F, polls: u32) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        while let Some(fewer) = left.checked_sub(1) {
            left = fewer;
            match future.as_mut().poll(context) {
                Poll::Ready(output) => return Poll::Ready(Some(output)),
                Poll::Pending if left > 0 => return Poll::Pending,
                Poll::Pending => {}
            }
        }
        Poll::Ready(None)
    })
    .await
}

/// A read, a write, the items of a list, and a list of ids expanded to objects.
const STEPS: Steps = [
    |client| Box::pin(async { client.vps().list().await.map(drop) }),
    |client| {
        Box::pin(async {
            let record = RecordCreate::new(RecordType::Txt, "text");
            client.domain().zone_record_create(ZONE, &record).await.map(drop)
        })
    },
    |client| {
        Box::pin(async {
            let mut names = client.domain().list().items();
            while let Some(name) = names.next().await {
                name?;
            }
            Ok(())
        })
    },
    |client| {
        Box::pin(async {
            let mut services = client.services().list().expand(|id| client.services().get(id)).concurrency(4);
            while let Some(service) = services.next().await {
                service.map_err(|error| error.error().clone())?;
            }
            Ok(())
        })
    },
];

/// Returns a client with low limits, so that most requests wait.
fn client(sandbox: &Sandbox, credentials: Credentials) -> Client {
    let builder: ClientBuilder =
        Client::builder().endpoint(Endpoint::custom(sandbox.url()).unwrap()).strict_responses(true);
    let builder = builder.credentials(credentials).oauth2_token_url(sandbox.oauth2_token_url());
    builder.concurrency_limit(3).rate_limit(40, Duration::from_millis(50)).build().unwrap()
}

/// Starts requests in several tasks, and drops most of them: during time and token requests, in the queue, or between
/// pages.
async fn start_and_drop(client: &Client) -> usize {
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move {
            let mut rng = Rng::with_seed(task);
            let mut ended = 0;
            for _ in 0..DROPS {
                let step = rng.choice(STEPS).unwrap()(&client);
                ended += usize::from(poll_and_drop(step, rng.u32(0..14)).await.is_some());
            }
            ended
        });
    }
    tasks.join_all().await.into_iter().sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn client_is_usable_after_dropped_requests() {
    // The clock jumps often, so time and token are requested repeatedly.
    let every = NonZeroU64::new(50).unwrap();
    let sandbox = Sandbox::builder().latency(Duration::from_millis(1)).jump_every(every).start().await.unwrap();
    let classic = Credentials::classic(sandbox.application_key(), sandbox.application_secret(), sandbox.consumer_key());
    for credentials in [classic, Credentials::oauth2(sandbox.client_id(), sandbox.client_secret())] {
        let client = client(&sandbox, credentials);
        let ended = tokio::time::timeout(LIMIT, start_and_drop(&client)).await.expect("a task hangs");
        let started = usize::try_from(TASKS * DROPS).unwrap();
        assert!(ended > 0 && ended < started * 9 / 10, "{ended} of {started} ended: too few were dropped");

        // As many concurrent requests as the limit allows, so that a lost permit would block.
        let all = async {
            for step in STEPS {
                for _ in 0..5 {
                    let (one, two, three) = tokio::join!(step(&client), step(&client), step(&client));
                    one.and(two).and(three).unwrap();
                }
            }
        };
        tokio::time::timeout(LIMIT, all).await.expect("the client hangs");
    }
}
