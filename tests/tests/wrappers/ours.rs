//! The requests of `wrappers/calls.json` with this crate.

use ovh_api::domain::zone::dyn_host::LoginChangePasswordInput;
use ovh_api::domain::zone::{RecordType, RecordUpdate};
use ovh_api::secrecy::SecretString;
use ovh_api::services::ChangeContactInput;
use ovh_api::{Client, Error, Patch};
use serde_json::Value;

use crate::recorder::Recorder;
use crate::{APPLICATION_KEY, APPLICATION_SECRET, CONSUMER_KEY};

fn client(recorder: &Recorder) -> Client {
    let certificate = std::fs::read(recorder.certificate()).unwrap();
    let http = reqwest::Client::builder()
        .resolve("eu.api.ovh.com", ([127, 0, 0, 1], recorder.port()).into())
        .tls_certs_only([reqwest::Certificate::from_pem(&certificate).unwrap()])
        .no_proxy();
    Client::builder()
        .application_key(APPLICATION_KEY)
        .application_secret(APPLICATION_SECRET)
        .consumer_key(CONSUMER_KEY)
        .reqwest_0_13_builder(http)
        .build()
        .unwrap()
}

pub async fn make_calls(recorder: &Recorder, calls: &[Value]) {
    let client = client(recorder);
    for call in calls {
        let name = call["name"].as_str().unwrap();
        make_call(&client, name).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

async fn make_call(client: &Client, name: &str) -> Result<(), Error> {
    let (zone, vps) = ("example.com", "vps-1.example");
    match name {
        "a list" => drop(client.services().list().await?),
        "a query" => {
            drop(client.domain().zone_record(zone).field_type(RecordType::Txt).sub_domain("www").await?);
        }
        "a boolean in the query" => drop(client.me().payment_method().default(true).await?),
        "a space in the query" => drop(client.domain().zone_record(zone).sub_domain("a b&é").await?),
        "a slash in the path" => {
            let block = "192.0.2.0/24".parse().unwrap();
            drop(client.vps().backup_ftp_access_delete(vps, block).raw().await?);
        }
        "a deletion" => client.me().api_application_delete(42).await?,
        "a creation" => {
            let body = LoginChangePasswordInput::new(SecretString::from("hello \"world\" \\ /"));
            client.domain().zone_dyn_host_login_change_password(zone, "me", &body).await?;
        }
        "an action" => client.domain().zone_refresh(zone).await?,
        "an action with a body" => {
            let contacts = ChangeContactInput {
                contact_admin: Some("ab1-ovh".to_owned()),
                contact_tech: Some("cd2-ovh".to_owned()),
                ..ChangeContactInput::default()
            };
            drop(client.vps().change_contact(vps, &contacts).await?);
        }
        "an update" => {
            let record = RecordUpdate { sub_domain: "www".into(), ttl: 60.into(), ..target("192.0.2.1") };
            client.domain().zone_record_update(zone, 7, &record).await?;
        }
        "null in a body" => {
            let record = RecordUpdate { sub_domain: Patch::Null, ..target("192.0.2.1") };
            client.domain().zone_record_update(zone, 7, &record).await?;
        }
        "more than ASCII in a body" => client.domain().zone_record_update(zone, 7, &target("é")).await?,
        "a public operation" => drop(client.vps().vps_datacenter().await?),
        other => panic!("unknown request `{other}`"),
    }
    Ok(())
}

fn target(target: &str) -> RecordUpdate {
    RecordUpdate { target: Some(target.to_owned()), ..RecordUpdate::default() }
}
