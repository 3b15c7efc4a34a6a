//! Uses and drops clients, and pauses after both so that a test can inspect the memory of this process.

use std::io::BufRead as _;

use ovh_api::bytes::Bytes;
use ovh_api::http::{Request, Response};
use ovh_api::secrecy::zeroize::Zeroizing;
use ovh_api::secrecy::{ExposeSecret as _, SecretString};
use ovh_api::{AccessRules, Client, ClientBuilder, Config, Endpoint, Transport, TransportError, TransportFuture};
use tokio::runtime::Runtime;

use crate::calls;
use crate::keys::Keys;

/// Sends requests to `service`, or to a transport that keeps no copies if `service` is `none`.
pub fn run(runtime: Runtime, service: &str, file: &str) {
    let clients = runtime.block_on(use_clients(Keys::read(), service, file));
    pause("held");
    drop(clients);
    drop(runtime);
    pause("dropped");
}

/// Prints the stage and waits for a line on standard input.
fn pause(stage: &str) {
    println!("{stage}");
    std::io::stdin().lock().read_line(&mut String::new()).unwrap();
}

async fn use_clients(keys: Keys, service: &str, file: &str) -> Vec<Client> {
    let with_transport = |builder: ClientBuilder| match service {
        "none" => {
            builder.transport(WipingTransport { token: keys.get("oauth2_token"), key: keys.get("requested_key") })
        }
        _ => builder,
    };
    let url = if service == "none" { "https://service.invalid/1.0" } else { service };
    let credentials = [keys.classic(), keys.application(), keys.oauth2(), keys.access_token()];
    let mut clients: Vec<_> =
        credentials.map(|scheme| with_transport(calls::builder(scheme, url)).build().unwrap()).into();
    let found = Config::new().without_environment().without_standard_files().file(file).builder().unwrap();
    clients.push(with_transport(found.endpoint(Endpoint::custom(url).unwrap())).build().unwrap());

    let requested = clients[1].request_consumer_key(&AccessRules::new()).await.unwrap();
    clients.push(clients[1].with_consumer_key(requested.consumer_key).unwrap());
    for client in clients.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, client)| client) {
        client.vps().list().await.unwrap();
    }
    clients
}

/// A transport that keeps no copies of requests and responses.
struct WipingTransport {
    token: SecretString,
    key: SecretString,
}

impl Transport for WipingTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let body = match request.uri().path() {
            "/1.0/auth/time" => "1800000000".to_owned(),
            "/1.0/auth/credential" => self.with_secret(
                r#"{"validationUrl":"https://example.com","state":"pendingValidation","consumerKey":""#,
                &self.key,
            ),
            path if path.contains("token") => self.with_secret(r#"{"access_token":""#, &self.token),
            _ => "[]".to_owned(),
        };
        let body = Bytes::from_owner(Zeroizing::new(body));
        Box::pin(async { Ok::<_, TransportError>(Response::new(body)) })
    }
}

impl WipingTransport {
    fn with_secret(&self, before: &str, secret: &SecretString) -> String {
        let secret = secret.expose_secret();
        let mut body = String::with_capacity(before.len() + secret.len() + 2);
        for part in [before, secret, "\"}"] {
            body.push_str(part);
        }
        body
    }
}
