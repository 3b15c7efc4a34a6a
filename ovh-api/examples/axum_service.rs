//! A web service that answers with the VPS of the account as JSON: `axum_service [ADDRESS]`.
//!
//! `GET /vps` lists the names, and `GET /vps/{name}` returns the state and the end of the contract. All requests share
//! one client, its connections and its limits.
//!
//! Needs the feature `vps`, and keys with the right to `GET /vps` and `GET /vps/*`. Reads the keys from the environment
//! or from `ovh.conf`, like the official wrappers.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use ovh_api::{Client, Error, ErrorKind};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Browsers do not wait longer than this.
const DEADLINE: Duration = Duration::from_secs(20);

#[tokio::main]
async fn main() {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    if let Err(error) = serve(&address).await {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

async fn serve(address: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let listener = TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    println!("listening on http://{}", listener.local_addr()?);
    // A client is cheap to clone: clones share its state.
    let routes = Router::new().route("/vps", get(list)).route("/vps/{name}", get(show)).with_state(client);
    Ok(axum::serve(listener, routes).await?)
}

async fn list(State(client): State<Client>) -> Result<Json<Vec<String>>, ApiError> {
    Ok(Json(client.vps().list().deadline(DEADLINE).await?))
}

async fn show(State(client): State<Client>, Path(name): Path<String>) -> Result<Json<Value>, ApiError> {
    let (vps, contract) = tokio::try_join!(
        client.vps().get(&name).deadline(DEADLINE).send(),
        client.vps().service_infos(&name).deadline(DEADLINE).send()
    )?;
    Ok(Json(json!({
        "name": vps.name,
        "state": vps.state.as_str(),
        "paidUntil": contract.expiration.to_string(),
    })))
}

/// An error of the API as a response.
struct ApiError(Error);

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self(error) = self;
        let status = match (error.status(), error.kind()) {
            (Some(status @ (StatusCode::NOT_FOUND | StatusCode::TOO_MANY_REQUESTS)), _) => status,
            (_, ErrorKind::Timeout) => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::BAD_GATEWAY,
        };
        // Only the log has the details: they may name other objects of the account.
        eprintln!("{error}");
        (status, Json(json!({ "error": status.canonical_reason() }))).into_response()
    }
}
