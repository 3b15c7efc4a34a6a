//! Recording the exchanges of a client, and replaying them.

#![cfg(all(feature = "services", feature = "me"))]
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use ovh_api::testing::{MockTransport, Recorder, Replay};
use ovh_api::{Client, Credentials, Error, ErrorKind, Method, Transport};
use serde_json::{Value as Json, json};

/// A file that is removed on drop.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("ovh-api-recorder-{}-{name}.json", std::process::id())))
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap()
    }

    fn json(&self) -> Json {
        serde_json::from_str(&self.text()).unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

fn client(credentials: Credentials, transport: impl Transport) -> Client {
    Client::builder().credentials(credentials).transport(transport).build().unwrap()
}

fn keys() -> Credentials {
    Credentials::classic("CANARYapplication", "CANARYsecret", "CANARYconsumer")
}

fn other_keys() -> Credentials {
    Credentials::classic("another-key", "another-secret", "another-consumer")
}

/// The code under test.
async fn run(client: &Client) -> Result<(Vec<i64>, Vec<i64>, String), Error> {
    let first = client.services().list().resource_name("a b/c").await?;
    let second = client.services().list().resource_name("a b/c").await?;
    let error = client.services().get(9).raw().await.unwrap_err();
    Ok((first, second, error.to_string()))
}

#[tokio::test]
async fn recording_is_replayed_in_order() {
    let service = MockTransport::new().answer(Method::Get, "/services?resourceName=a%20b%2Fc", 200, "[1, 2]").answer(
        Method::Get,
        "/services",
        200,
        "[3]",
    );
    let service = service.answer(Method::Get, "/services?resourceName=a%20b%2Fc", 200, "[3]");
    let recorder = Recorder::new();
    let recorded = run(&client(keys(), recorder.wrap(service))).await.unwrap();
    assert_eq!((&recorded.0[..], &recorded.1[..]), (&[1, 2][..], &[3][..]));
    let file = File::new("order");
    recorder.save(&file.0).unwrap();

    let exchanges = json!([
        {
            "request": {"method": "GET", "path": "/1.0/services", "query": [["resourceName", "a b/c"]]},
            "response": {"status": 200, "headers": [["content-type", "application/json"]], "body": {"json": [1, 2]}}
        },
        {
            "request": {"method": "GET", "path": "/1.0/services", "query": [["resourceName", "a b/c"]]},
            "response": {"status": 200, "headers": [["content-type", "application/json"]], "body": {"json": [3]}}
        },
        {
            "request": {"method": "GET", "path": "/1.0/services/9"},
            "response": {
                "status": 404,
                "body": {"json": {"class": "Client::NotFound", "message": "no response defined in the mock"}}
            }
        }
    ]);
    assert_eq!(file.json(), json!({"format": "ovh-api-exchanges", "version": 1, "exchanges": exchanges}));

    let replay = Recorder::replay(&file.0).unwrap();
    assert_eq!(replay.unused().len(), 3);
    assert_eq!(run(&client(other_keys(), replay.clone())).await.unwrap(), recorded);
    assert!(replay.unused().is_empty());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file.0).unwrap().permissions().mode() & 0o7777, 0o600);
    }
}

#[tokio::test]
async fn unmatched_request_fails_and_lists_unused_exchanges() {
    let service = MockTransport::new().answer(Method::Get, "/services", 200, "[1]").answer(
        Method::Put,
        "/services/1",
        200,
        "null",
    );
    let recorder = Recorder::new();
    let recording = client(keys(), recorder.wrap(service));
    let body = ovh_api::services::update::ServiceInput {
        display_name: ovh_api::Patch::Value("x".to_owned()),
        ..Default::default()
    };
    recording.services().list().await.unwrap();
    recording.services().update(1, &body).await.unwrap();
    let file = File::new("unmatched");
    recorder.save(&file.0).unwrap();
    let replayed = client(other_keys(), Recorder::replay(&file.0).unwrap());
    replayed.services().list().await.unwrap();
    let message = |error: Error| format!("{error}");
    let again = message(replayed.services().list().await.unwrap_err());
    assert!(
        again.contains(
            "all recorded exchanges are used for GET /1.0/services; \
             unused: PUT /1.0/services/1 with the body {\"displayName\":\"x\"}"
        ),
        "{again}"
    );
    let other = ovh_api::services::update::ServiceInput { display_name: ovh_api::Patch::Null, ..Default::default() };
    let other = message(replayed.services().update(1, &other).await.unwrap_err());
    assert!(
        other.contains("no recorded exchange for PUT /1.0/services/1 with the body {\"displayName\":null}"),
        "{other}"
    );
    let query = message(replayed.services().list().resource_name("x").await.unwrap_err());
    assert!(query.contains("no recorded exchange for GET /1.0/services?resourceName=x"), "{query}");
    replayed.services().update(1, &body).await.unwrap();
}

/// Echoes of keys, and secrets of all kinds.
const SECRETS: &str = r#"{
    "message": "signed with CANARYapplication and CANARYconsumer as \"$1$0123456789012345678901234567890123456789\"",
    "CANARYconsumer": "a name",
    "nested": [{"adminPassword": "CANARY1", "secrets": {"first": "CANARY2", "list": ["CANARY3", 12345]}}],
    "access_token": "CANARYtoken",
    "token": 424242,
    "echo": "value CANARYtoken of another field",
    "validationUrl": "https://eu.api.ovh.com/auth/?credentialToken=CANARY4",
    "upload": "put it to https://user:CANARY5@storage.example/x?temp_url_sig=CANARY6&part=1, then read",
    "pem": "-----BEGIN EC PRIVATE KEY-----\nCANARY7",
    "email": "CANARY@example.com",
    "kept": "open",
    "tokenId": 7,
    "tokenExpiration": null
}"#;

#[tokio::test]
async fn no_secret_of_an_exchange_is_in_the_file() {
    let service = MockTransport::new().otherwise(|_| {
        let mut response = http::Response::new(SECRETS.into());
        for (name, value) in
            [("set-cookie", "CANARYcookie"), ("x-other", "CANARY"), ("location", "https://a.example/?token=CANARY8")]
        {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        Ok(response)
    });
    let is_email = |name: &str, value: &str| name == "email" || value.contains("CANARYsegment");
    let recorder = Recorder::new().redact(is_email);
    let recording = recorder.wrap(service);
    client(keys(), recording.clone()).services().get(9).raw().await.unwrap();
    let oauth2 = Credentials::oauth2("CANARYid", "CANARYsecret");
    let _ = client(oauth2, recording.clone()).services().list().await;
    let bearer = client(Credentials::access_token("CANARYbearer"), recording.clone());
    bearer.me().api_application_get(5).raw().await.unwrap();
    let uri = "https://eu.api.ovh.com/1.0/x/CANARYsegment%2F/CANARYbearer?token=CANARY9&CANARYbearer=1&email=CANARY";
    for (kind, body) in [
        ("application/json", r#"{"password":"CANARYabc","again":"CANARYbearer"}"#),
        ("application/x-www-form-urlencoded", "client_secret=CANARYabc&text=CANARYbearer&x=1"),
        ("text/plain", "the CANARYbearer, and https://x:CANARY@y.example"),
    ] {
        let request = http::Request::post(uri).header("content-type", kind).body(body.into()).unwrap();
        recording.send(request).await.unwrap();
    }
    let request = http::Request::post(uri).body(b"\xffCANARY"[..].into()).unwrap();
    recording.send(request).await.unwrap();

    let file = File::new("secrets");
    recorder.save(&file.0).unwrap();
    let text = file.text();
    let leak = text.lines().find(|line| line.contains("CANARY") || line.contains("424242") || line.contains("12345"));
    assert_eq!(leak, None, "{text}");
    assert!(!text.contains("0123456789012345678901234567890123456789"), "{text}");
    assert!(!format!("{recorder:?} {:?}", recorder.wrap(MockTransport::new())).contains("CANARY"));
    let json = file.json();
    let exchanges = json["exchanges"].as_array().unwrap();
    assert_eq!(exchanges.len(), 8);
    let body = &exchanges[0]["response"]["body"]["json"];
    assert_eq!((&body["kept"], &body["tokenId"], &body["token"]), (&json!("open"), &json!(7), &json!(0)));
    assert_eq!(
        body["upload"],
        "put it to https://[redacted]@storage.example/x?temp_url_sig=[redacted]&part=1, then read"
    );
    assert_eq!(exchanges[4]["request"]["path"], "/1.0/x/%5Bredacted%5D/%5Bredacted%5D");

    // The same requests with other keys match.
    let replay = Recorder::replay(&file.0).unwrap().redact(is_email);
    client(other_keys(), replay.clone()).services().get(9).raw().await.unwrap();
    let oauth2 = Credentials::oauth2("another-id", "another-secret");
    let _ = client(oauth2, replay.clone()).services().list().await;
    assert_eq!(replay.unused().len(), 5, "{:?}", replay.unused());
}

#[test]
fn files_that_are_no_recordings_are_rejected() {
    let problem = |text: &str| {
        let file = File::new("invalid");
        std::fs::write(&file.0, text).unwrap();
        let error = Recorder::replay(&file.0).map(|_: Replay| ()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        error.to_string()
    };
    assert!(problem("[").contains("cannot read "));
    assert!(problem("{}").ends_with("not a recording, which has the format \"ovh-api-exchanges\""));
    let message = problem(r#"{"format": "ovh-api-exchanges", "version": 2}"#);
    assert!(message.ends_with("unknown version 2; this crate reads version 1"), "{message}");
    let message = problem(r#"{"format": "ovh-api-exchanges", "version": 1, "exchanges": [{"request": {}}]}"#);
    assert!(message.ends_with("invalid exchange 1"), "{message}");
    assert!(Recorder::replay("/no/such/file").unwrap_err().to_string().contains("cannot read /no/such/file"));
    assert!(Recorder::new().save("/no/such/file").unwrap_err().to_string().contains("cannot write /no/such/file"));
}
