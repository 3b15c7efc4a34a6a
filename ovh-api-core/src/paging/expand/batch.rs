//! The undocumented strategy with `X-Ovh-Batch`: one request for up to fifty objects.

mod joint;

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, stream};

use super::super::background;
use super::single::{buffer, ids, object};
use super::{ExpandError, ExpandResult, Plan, is_outage};
use crate::client::{Client, RawResponse};
use crate::error::{Error, ErrorKind};
use crate::json::{FromJson, Json, Value};
use crate::request::RawRequest;
use joint::joint;

/// The maximum size of a batch.
const MAX_BATCH: usize = 50;
/// The maximum number of concurrent batches, each with fifty objects in memory.
const MAX_CONCURRENT: usize = 4;

/// Whether the service supports batches.
const UNKNOWN: u8 = 0;
const SUPPORTED: u8 = 1;
const UNSUPPORTED: u8 = 2;

/// The outcome of a batch for one object.
enum BatchOutcome<I, T> {
    Settled(ExpandResult<I, T>),
    /// To be fetched with its own request.
    Single(Box<RawRequest>, I),
}

pub(super) fn objects<'c, I, T>(plan: Plan<'c, I, T>) -> BoxStream<'c, ExpandResult<I, T>>
where
    I: FromJson + Clone + Send + 'static,
    T: FromJson + Send + 'static,
{
    let Plan { client, list, mut get, concurrency, ordered, .. } = plan;
    let support = Arc::new(AtomicU8::new(UNKNOWN));
    let batching = client.clone();
    let batches = ids::<I>(client.clone(), list)
        .map(move |id| id.map(|id| (get(id.clone()), id)))
        .chunks(MAX_BATCH)
        .map(move |members| batch(batching.clone(), members, Arc::clone(&support)));
    let outcomes = buffer(batches, concurrency.min(MAX_CONCURRENT), ordered).flat_map(stream::iter);
    let calls = outcomes.map(move |outcome| {
        let client = client.clone();
        async move {
            match outcome {
                BatchOutcome::Settled(result) => result,
                BatchOutcome::Single(parts, id) => object(client, parts, id).await,
            }
        }
    });
    buffer(calls, concurrency, ordered)
}

type Member<I> = (Box<RawRequest>, I);

async fn batch<I, T: FromJson>(
    client: Client,
    members: Vec<Result<Member<I>, ExpandError<I>>>,
    support: Arc<AtomicU8>,
) -> Vec<BatchOutcome<I, T>> {
    let (mut known, mut failed) = (Vec::new(), Vec::new());
    for member in members {
        match member {
            Ok(member) => known.push(member),
            Err(error) => failed.push(BatchOutcome::Settled(Err(error))),
        }
    }
    let joint = if support.load(Ordering::Relaxed) == UNSUPPORTED {
        None
    } else {
        joint(known.iter().map(|(parts, _)| &**parts))
    };
    let envelopes = match joint {
        None => None,
        Some(parts) => match background(client, parts).await.and_then(|response| envelopes(response, known.len())) {
            Ok(envelopes) => {
                support.store(SUPPORTED, Ordering::Relaxed);
                Some(envelopes)
            }
            // Fifty more requests would fail as well.
            Err(error) if is_outage(&error) => {
                let fail = |(_, id)| BatchOutcome::Settled(Err(ExpandError::new(Some(id), error.clone())));
                return known.into_iter().map(fail).chain(failed).collect();
            }
            Err(_) => {
                // A single object may be the reason if an earlier batch succeeded.
                let _ = support.compare_exchange(UNKNOWN, UNSUPPORTED, Ordering::Relaxed, Ordering::Relaxed);
                None
            }
        },
    };
    let mut envelopes = envelopes.unwrap_or_default().into_iter();
    let settle = |(parts, id): Member<I>| match envelopes.next().and_then(|envelope: Envelope<T>| envelope.value) {
        Some(object) => BatchOutcome::Settled(Ok((id, object))),
        None => BatchOutcome::Single(parts, id),
    };
    known.into_iter().map(settle).chain(failed).collect()
}

/// The undocumented element of a batch response.
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

/// Decodes one envelope per id, in the same order.
fn envelopes<T: FromJson>(response: RawResponse, wanted: usize) -> Result<Vec<Envelope<T>>, Error> {
    let envelopes = response.decode::<Vec<Envelope<T>>>()?;
    if envelopes.len() == wanted && envelopes.iter().any(|envelope| envelope.value.is_some()) {
        return Ok(envelopes);
    }
    Err(Error::new(ErrorKind::Decode, "invalid response to a batch request"))
}
