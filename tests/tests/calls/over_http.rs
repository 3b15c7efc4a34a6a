//! Requests as sent, and decoded responses.

use std::collections::BTreeMap;

use ovh_api::Patch;
use ovh_api::domain::zone::{RecordCreate, RecordType, RecordUpdate};
use ovh_api::secrecy::ExposeSecret as _;
use ovh_api::types::iam::resource::TagFilterInput;
use ovh_api::types::iam::resource::tag_filter::Operator;
use sha1::{Digest as _, Sha1};

use crate::service::{APPLICATION_SECRET, CONSUMER_KEY, SERVER_TIME, client, header, last_request, respond, start};

const SERVICE: &str = r#"{
    "serviceId": 5000000000, "domain": "vps-1", "status": "ok", "creation": "2024-02-29", "expiration": "2027-03-01",
    "contactAdmin": "ab1-ovh", "contactTech": "ab1-ovh", "contactBilling": "ab1-ovh", "engagedUpTo": null,
    "canDeleteAtExpiration": false, "possibleRenewPeriod": [1, 12.0, "24"], "renewalType": "automaticV3000",
    "renew": {"automatic": true, "deleteAtExpiration": false, "forced": false, "manualPayment": null, "period": 1},
    "addedLastWeek": {"deep": [1, 2]}
}"#;

#[tokio::test]
async fn request_is_signed_and_response_decoded() {
    let server = start().await;
    respond(&server, "GET", "/vps/vps-1/serviceInfos", 200, SERVICE).await;

    let infos = client(&server).vps().service_infos("vps-1").await.unwrap();
    assert_eq!(infos.service_id, 5_000_000_000);
    assert_eq!(infos.expiration.to_string(), "2027-03-01");
    assert_eq!(infos.possible_renew_period, Some(vec![1, 12, 24]));
    assert_eq!(infos.renewal_type.as_str(), "automaticV3000");
    assert!(infos.renew.unwrap().automatic);

    let request = last_request(&server).await;
    let timestamp: i64 = header(&request, "X-Ovh-Timestamp").unwrap().parse().unwrap();
    assert!((-1..60).contains(&(timestamp - SERVER_TIME)), "{timestamp}");
    let url = format!("{}/1.0/vps/vps-1/serviceInfos", server.uri());
    let signed = format!("{APPLICATION_SECRET}+{CONSUMER_KEY}+GET+{url}++{timestamp}");
    let digest: String = Sha1::digest(signed).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(header(&request, "X-Ovh-Signature"), Some(format!("$1${digest}").as_str()));
    assert_eq!(header(&request, "X-Ovh-Application"), Some("7kbG7Bk7S9Nt7ZSV"));
    assert_eq!(header(&request, "X-Ovh-Consumer"), Some(CONSUMER_KEY));
}

#[tokio::test]
async fn public_operations_are_sent_unsigned() {
    let server = start().await;
    respond(&server, "GET", "/vps/datacenter", 200, r#"["GRA", "SBG"]"#).await;
    assert_eq!(client(&server).vps().vps_datacenter().await.unwrap(), ["GRA", "SBG"]);
    let request = last_request(&server).await;
    assert_eq!(header(&request, "X-Ovh-Signature"), None);
    assert_eq!(header(&request, "X-Ovh-Consumer"), None);
}

#[tokio::test]
async fn optional_parameters_are_sent() {
    let server = start().await;
    respond(&server, "GET", "/domain/zone/example.com/record", 200, "[1, 2]").await;
    let client = client(&server);
    let ids = client.domain().zone_record("example.com").field_type(RecordType::Txt).sub_domain("www").await.unwrap();
    assert_eq!(ids, [1, 2]);
    assert_eq!(last_request(&server).await.url.query(), Some("fieldType=TXT&subDomain=www"));
}

#[tokio::test]
async fn map_in_the_query_is_sent_as_json() {
    let server = start().await;
    respond(&server, "GET", "/vps", 200, "[]").await;
    let filter = TagFilterInput { operator: Operator::Eq.into(), value: Some("production".to_owned()) };
    let tags = BTreeMap::from([("environment".to_owned(), vec![filter])]);
    client(&server).vps().list().iam_tags(&tags).await.unwrap();
    let url = last_request(&server).await.url;
    let (_, value) = url.query_pairs().find(|(name, _)| name == "iamTags").unwrap();
    assert_eq!(value, r#"{"environment":[{"operator":"EQ","value":"production"}]}"#);
}

#[tokio::test]
async fn bodies_contain_only_the_fields_set() {
    let server = start().await;
    let record = r#"{"fieldType":"TXT","id":7,"subDomain":null,"target":"hello","ttl":60,"zone":"example.com"}"#;
    respond(&server, "POST", "/domain/zone/example.com/record", 200, record).await;
    respond(&server, "PUT", "/domain/zone/example.com/record/7", 200, "null").await;
    let client = client(&server);

    let create = RecordCreate { ttl: Some(60), ..RecordCreate::new(RecordType::Txt, "hello") };
    let created = client.domain().zone_record_create("example.com", &create).await.unwrap();
    assert_eq!((created.id, created.sub_domain), (7, None));
    assert_eq!(last_request(&server).await.body, br#"{"fieldType":"TXT","target":"hello","ttl":60}"#);

    let update = RecordUpdate { sub_domain: Patch::Null, ttl: Patch::Value(120), ..RecordUpdate::default() };
    client.domain().zone_record_update("example.com", created.id, &update).await.unwrap();
    assert_eq!(last_request(&server).await.body, br#"{"subDomain":null,"ttl":120}"#);
}

#[tokio::test]
async fn path_value_is_sent_as_one_segment() {
    let server = start().await;
    respond(
        &server,
        "DELETE",
        "/vps/vps-1/backupftp/access/192.0.2.0%2F24",
        404,
        r#"{"class":"Client::NotFound","message":"No such block"}"#,
    )
    .await;
    let error =
        client(&server).vps().backup_ftp_access_delete("vps-1", "192.0.2.0/24".parse().unwrap()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(error.class(), Some("Client::NotFound"));
    assert!(error.to_string().starts_with("vps.backup_ftp_access_delete: 404"), "{error}");
}

#[tokio::test]
async fn password_is_decoded_as_secret() {
    let server = start().await;
    respond(&server, "GET", "/domain/example.com/authInfo", 200, r#""canary-7431""#).await;
    let secret = client(&server).domain().auth_info("example.com").await.unwrap();
    assert_eq!(secret.expose_secret(), "canary-7431");
    assert!(!format!("{secret:?}").contains("canary"));
}

#[tokio::test]
async fn decode_error_has_the_json_path() {
    let server = start().await;
    let broken = SERVICE.replace("\"2027-03-01\"", "{}");
    respond(&server, "GET", "/vps/vps-1/serviceInfos", 200, &broken).await;
    let error = client(&server).vps().service_infos("vps-1").await.unwrap_err();
    assert!(error.is_decode());
    assert!(error.to_string().contains("$.expiration"), "{error}");
}
