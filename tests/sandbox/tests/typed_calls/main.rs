//! Calls every operation of the committed APIs with the typed client and decodes every response.

#![allow(missing_docs, missing_debug_implementations)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
#![allow(deprecated)] // Deprecated operations are called too.

mod collections;
mod creation;
mod decoding;
mod over_http;
#[allow(dead_code)] // The build script uses it to write the calls below.
mod source;

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use ovh_api::json::{DecodeError, FromJson, decode_strict};
use ovh_api::secrecy::SecretString;
use ovh_api::{Client, Error, Request};

/// An operation and its call by the typed client.
#[derive(Debug, Clone, Copy)]
pub struct TypedCall {
    pub method: &'static str,
    pub path: &'static str,
    pub returns_map: bool,
    pub call: for<'c> fn(&'c Client, &[String]) -> Outcome<'c>,
}

/// A pending call and the decoder of its response.
pub struct Outcome<'c> {
    pub body: Option<Vec<u8>>,
    pub response: Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'c>>,
    pub decode: fn(&[u8]) -> Result<(), DecodeError>,
}

/// The APIs that most programs use, which are called with more seeds than the others.
const EVERYDAY: [&str; 5] = ["/auth", "/domain", "/me", "/services", "/vps"];
/// Number of seeds for the everyday APIs.
const SEEDS: u64 = 100;
/// Number of seeds for the other APIs: they have nine times as many operations, and all tests of this file should take
/// about 50 seconds of CPU time in a development build.
const SEEDS_OF_OTHERS: u64 = 5;

impl TypedCall {
    fn is_everyday(&self) -> bool {
        let is_below =
            |root: &&str| self.path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        EVERYDAY.iter().any(is_below)
    }

    fn seeds(&self) -> u64 {
        if self.is_everyday() { SEEDS } else { SEEDS_OF_OTHERS }
    }
}

fn finish<'c, T: FromJson + 'c, P: 'c>(request: Request<&'c Client, T, P>) -> Outcome<'c> {
    let body = request.body().map(<[u8]>::to_vec);
    let response = request.into_future();
    Outcome {
        body,
        response: Box::pin(async move { response.await.map(drop) }),
        decode: |body| decode_strict::<T>(body).map(drop),
    }
}

fn read<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is not a valid {}", std::any::type_name::<T>()))
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

// Whether these are used depends on the schemas.
#[allow(unused_imports)]
use {ovh_api::OpenEnum, ovh_api::json::Json, std::collections::BTreeMap};

include!(concat!(env!("OUT_DIR"), "/typed_calls.rs"));
