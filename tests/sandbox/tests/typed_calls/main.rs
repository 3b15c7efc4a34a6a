//! The typed client calls every operation of the committed APIs, and decodes every answer.

// Nobody reads documentation of tests, and a panic is how they fail.
#![allow(missing_docs, missing_debug_implementations)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
#![allow(deprecated)] // Some operations are; they are called all the same.

mod collections;
mod decoding;
mod over_http;
#[allow(dead_code)] // It writes the calls below, in the build script.
mod source;

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use ovh_api::json::{DecodeError, FromJson, decode_strict};
use ovh_api::secrecy::SecretString;
use ovh_api::{Client, Error, Request};

/// An operation and how the typed client calls it.
#[derive(Debug, Clone, Copy)]
pub struct TypedCall {
    pub method: &'static str,
    pub path: &'static str,
    pub call: for<'c> fn(&'c Client, &[String]) -> Outcome<'c>,
}

/// A call on its way, and how its answer is read.
pub struct Outcome<'c> {
    pub body: Option<Vec<u8>>,
    pub answer: Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'c>>,
    pub decode: fn(&[u8]) -> Result<(), DecodeError>,
}

fn finish<'c, T: FromJson + 'c, P: 'c>(request: Request<&'c Client, T, P>) -> Outcome<'c> {
    let body = request.body().map(<[u8]>::to_vec);
    let answer = request.into_future();
    Outcome {
        body,
        answer: Box::pin(async move { answer.await.map(drop) }),
        decode: |body| decode_strict::<T>(body).map(drop),
    }
}

fn read<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no {}", std::any::type_name::<T>()))
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

// Whether enums, maps and values of any form are needed depends on the schemas.
#[allow(unused_imports)]
use {ovh_api::OpenEnum, ovh_api::json::Json, std::collections::BTreeMap};

include!(concat!(env!("OUT_DIR"), "/typed_calls.rs"));
