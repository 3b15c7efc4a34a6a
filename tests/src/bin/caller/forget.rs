//! Clients of every kind that are used and dropped, with a pause after either for a look at the memory of this process.

use std::io::BufRead as _;

use ovh_api::bytes::Bytes;
use ovh_api::http::{Request, Response};
use ovh_api::secrecy::zeroize::Zeroizing;
use ovh_api::secrecy::{ExposeSecret as _, SecretString};
use ovh_api::{AccessRules, Client, ClientBuilder, Config, Endpoint, Transport, TransportError, TransportFuture};
use tokio::runtime::Runtime;

use crate::calls;
use crate::keys::Keys;

/// With a URL calls go there; with none to a transport that keeps nothing.
pub fn run(runtime: Runtime, service: &str, file: &str) {
    let clients = runtime.block_on(use_clients(Keys::read(), service, file));
    wait("held");
    drop(clients);
    drop(runtime);
    wait("dropped");
}

/// Until whoever looks has seen enough.
fn wait(stage: &str) {
    println!("{stage}");
    std::io::stdin().lock().read_line(&mut String::new()).unwrap();
}

async fn use_clients(keys: Keys, service: &str, file: &str) -> Vec<Client> {
    let describe = |builder: ClientBuilder| match service {
        "none" => builder.transport(Forgetful { token: keys.get("oauth2_token"), key: keys.get("asked_key") }),
        _ => builder,
    };
    let url = if service == "none" { "https://service.invalid/1.0" } else { service };
    let credentials = [keys.classic(), keys.application(), keys.oauth2(), keys.access_token()];
    let mut clients: Vec<_> = credentials.map(|way| describe(calls::builder(way, url)).build().unwrap()).into();
    let found = Config::new().without_environment().without_standard_files().file(file).builder().unwrap();
    clients.push(describe(found.endpoint(Endpoint::custom(url).unwrap())).build().unwrap());

    let asked = clients[1].request_consumer_key(&AccessRules::new()).await.unwrap();
    clients.push(clients[1].with_consumer_key(asked.consumer_key).unwrap());
    for client in clients.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, client)| client) {
        client.vps().list().await.unwrap();
    }
    clients
}

/// A transport that keeps no copy of what it is given, nor of what it answers.
struct Forgetful {
    token: SecretString,
    key: SecretString,
}

impl Transport for Forgetful {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let answer = match request.uri().path() {
            "/1.0/auth/time" => "1800000000".to_owned(),
            "/1.0/auth/credential" => self.answer(
                r#"{"validationUrl":"https://example.com","state":"pendingValidation","consumerKey":""#,
                &self.key,
            ),
            path if path.contains("token") => self.answer(r#"{"access_token":""#, &self.token),
            _ => "[]".to_owned(),
        };
        let answer = Bytes::from_owner(Zeroizing::new(answer));
        Box::pin(async { Ok::<_, TransportError>(Response::new(answer)) })
    }
}

impl Forgetful {
    fn answer(&self, before: &str, secret: &SecretString) -> String {
        let secret = secret.expose_secret();
        let mut answer = String::with_capacity(before.len() + secret.len() + 2);
        for part in [before, secret, "\"}"] {
            answer.push_str(part);
        }
        answer
    }
}
