//! Calls that are dropped at any point of their way, and what is left of the client.

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

/// Longer than all that is here takes, by far.
const PATIENCE: Duration = Duration::from_secs(30);

type Step<'c> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'c>>;
type Steps = [fn(&Client) -> Step<'_>; 4];

/// Polls so often at most, then drops.
async fn dropped<F: Future>(future: F, polls: u32) -> Option<F::Output> {
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

/// A call, a write, a list item by item, a list of ids turned into objects.
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

/// Few turns, so that most calls wait for one.
fn client(sandbox: &Sandbox, credentials: Credentials) -> Client {
    let builder: ClientBuilder =
        Client::builder().endpoint(Endpoint::custom(sandbox.url()).unwrap()).strict_responses(true);
    let builder = builder.credentials(credentials).oauth2_token_url(sandbox.oauth2_token_url());
    builder.concurrency_limit(3).rate_limit(40, Duration::from_millis(50)).build().unwrap()
}

/// Many tasks drop what they have begun, some of it while the time or a token is asked for, in the queue, or between
/// two pages; some they let come to its end.
async fn begin_and_drop(client: &Client) -> usize {
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move {
            let mut rng = Rng::with_seed(task);
            let mut ended = 0;
            for _ in 0..DROPS {
                let step = rng.choice(STEPS).unwrap()(&client);
                ended += usize::from(dropped(step, rng.u32(0..14)).await.is_some());
            }
            ended
        });
    }
    tasks.join_all().await.into_iter().sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_are_dropped_anywhere_leave_the_client_usable() {
    // Time and token are asked for again and again.
    let every = NonZeroU64::new(50).unwrap();
    let sandbox = Sandbox::builder().latency(Duration::from_millis(1)).jump_every(every).start().await.unwrap();
    let classic = Credentials::classic(sandbox.application_key(), sandbox.application_secret(), sandbox.consumer_key());
    for credentials in [classic, Credentials::oauth2(sandbox.client_id(), sandbox.client_secret())] {
        let client = client(&sandbox, credentials);
        let ended = tokio::time::timeout(PATIENCE, begin_and_drop(&client)).await.expect("a task hangs");
        let begun = usize::try_from(TASKS * DROPS).unwrap();
        assert!(ended > 0 && ended < begun * 9 / 10, "{ended} of {begun} came to their end: hardly any was dropped");

        // As many at once as there are turns, so that a turn that was lost would be missed.
        let all = async {
            for step in STEPS {
                for _ in 0..5 {
                    let (one, two, three) = tokio::join!(step(&client), step(&client), step(&client));
                    one.and(two).and(three).unwrap();
                }
            }
        };
        tokio::time::timeout(PATIENCE, all).await.expect("the client hangs");
    }
}
