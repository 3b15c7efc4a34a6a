//! The undocumented way by `X-Ovh-Batch`: a call for fifty objects.

mod joint;

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, stream};

use super::super::background;
use super::single::{at_once, ids, object};
use super::{ExpandError, Found, Plan, is_outage};
use crate::client::Client;
use crate::client::RawResponse;
use crate::error::Error;
use crate::json::{FromJson, Json, Value};
use crate::request::RawRequest;
use joint::joint;

/// More are not taken.
const MOST: usize = 50;
/// Batches at once: fifty objects each are kept in memory.
const AT_ONCE: usize = 4;

/// What is known of the service's mind about batches.
const UNKNOWN: u8 = 0;
const TAKEN: u8 = 1;
const REFUSED: u8 = 2;

/// An object as far as its batch settled it.
enum Step<I, T> {
    Settled(Found<I, T>),
    /// Asked for by itself.
    Single(Box<RawRequest>, I),
}

pub(super) fn objects<'c, I, T>(plan: Plan<'c, I, T>) -> BoxStream<'c, Found<I, T>>
where
    I: FromJson + Clone + Send + 'static,
    T: FromJson + Send + 'static,
{
    let Plan { client, list, mut get, concurrency, ordered, .. } = plan;
    let mind = Arc::new(AtomicU8::new(UNKNOWN));
    let batching = client.clone();
    let batches = ids::<I>(client.clone(), list)
        .map(move |id| id.map(|id| (get(id.clone()), id)))
        .chunks(MOST)
        .map(move |members| batch(batching.clone(), members, Arc::clone(&mind)));
    let steps = at_once(batches, concurrency.min(AT_ONCE), ordered).flat_map(stream::iter);
    let calls = steps.map(move |step| {
        let client = client.clone();
        async move {
            match step {
                Step::Settled(found) => found,
                Step::Single(parts, id) => object(client, parts, id).await,
            }
        }
    });
    at_once(calls, concurrency, ordered)
}

type Member<I> = (Box<RawRequest>, I);

async fn batch<I, T: FromJson>(
    client: Client,
    members: Vec<Result<Member<I>, ExpandError<I>>>,
    mind: Arc<AtomicU8>,
) -> Vec<Step<I, T>> {
    let (mut known, mut failed) = (Vec::new(), Vec::new());
    for member in members {
        match member {
            Ok(member) => known.push(member),
            Err(error) => failed.push(Step::Settled(Err(error))),
        }
    }
    let joint =
        if mind.load(Ordering::Relaxed) == REFUSED { None } else { joint(known.iter().map(|(parts, _)| &**parts)) };
    let envelopes = match joint {
        None => None,
        Some(parts) => match background(client, parts).await.and_then(|answer| envelopes(answer, known.len())) {
            Ok(envelopes) => {
                mind.store(TAKEN, Ordering::Relaxed);
                Some(envelopes)
            }
            // Nothing that fifty calls more would mend.
            Err(error) if is_outage(&error) => {
                let fail = |(_, id)| Step::Settled(Err(ExpandError::new(Some(id), error.clone())));
                return known.into_iter().map(fail).chain(failed).collect();
            }
            Err(_) => {
                // One object of many may be the reason, unless no batch has ever been taken.
                let _ = mind.compare_exchange(UNKNOWN, REFUSED, Ordering::Relaxed, Ordering::Relaxed);
                None
            }
        },
    };
    let mut envelopes = envelopes.unwrap_or_default().into_iter();
    let settle = |(parts, id): Member<I>| match envelopes.next().and_then(|envelope: Envelope<T>| envelope.value) {
        Some(object) => Step::Settled(Ok((id, object))),
        None => Step::Single(parts, id),
    };
    known.into_iter().map(settle).chain(failed).collect()
}

/// What an object comes in. The service's own name for it is not known, nor whether there is more in it.
struct Envelope<T> {
    value: Option<T>,
}

impl<T: FromJson> FromJson for Envelope<T> {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        let failed = object.get::<Option<Json>>("error").is_some();
        Self { value: if failed { None } else { object.get("value") } }
    }
}

/// As many envelopes as ids, in their order.
fn envelopes<T: FromJson>(answer: RawResponse, wanted: usize) -> Result<Vec<Envelope<T>>, Error> {
    let envelopes: Vec<Envelope<T>> = answer.decode()?;
    if envelopes.len() == wanted && envelopes.iter().any(|envelope| envelope.value.is_some()) {
        return Ok(envelopes);
    }
    Err(Error::new(crate::ErrorKind::Decode, "the answer to a batch has not the form of one"))
}
