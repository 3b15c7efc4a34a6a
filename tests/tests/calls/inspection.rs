//! Inspecting requests without a client.

use ovh_api::domain::DomainApi;
use ovh_api::domain::zone::{RecordType, RecordUpdate, dyn_host};
use ovh_api::json::{decode_strict, encode};
use ovh_api::me::payment::method::{CallbackUrlInput, fields};
use ovh_api::me::{self, MeApi};
use ovh_api::vps::{SERVICE_INFOS, VpsApi};
use ovh_api::{Method, Patch, Unbound};

#[test]
fn unbound_request_has_method_path_query_and_body() {
    let request = VpsApi::new(Unbound).service_infos("vps 1/ä");
    assert_eq!(request.operation(), &SERVICE_INFOS);
    assert_eq!(request.method(), Method::Get);
    assert_eq!(request.path(), "/vps/vps%201%2F%C3%A4/serviceInfos");
    assert_eq!(request.query_string(), None);
    assert_eq!(request.body(), None);

    let request = DomainApi::new(Unbound).zone_record("example.com").field_type(RecordType::Aaaa).sub_domain("a&b");
    assert_eq!(request.query_string(), Some("fieldType=AAAA&subDomain=a%26b"));

    let update = RecordUpdate { target: Some("192.0.2.1".to_owned()), ttl: Patch::Null, ..RecordUpdate::default() };
    let request = DomainApi::new(Unbound).zone_record_update("example.com", 7, &update);
    assert_eq!(request.method(), Method::Put);
    assert_eq!(request.body(), Some(br#"{"target":"192.0.2.1","ttl":null}"#.as_slice()));
}

#[test]
fn arguments_by_name_are_sent() {
    let arguments = me::arguments::SshKeyCreate { key: "ssh-ed25519 AAAA", key_name: "laptop" };
    let request = MeApi::new(Unbound).ssh_key_create(arguments.clone());
    assert_eq!(request.body(), Some(br#"{"key":"ssh-ed25519 AAAA","keyName":"laptop"}"#.as_slice()));
    assert_eq!(format!("{arguments:?}"), r#"SshKeyCreate { key: "ssh-ed25519 AAAA", key_name: "laptop" }"#);
}

#[test]
fn fields_by_name_are_encoded() {
    let fields = fields::CallbackUrlInput { cancel: "c", error: "e", failure: "f", pending: "p", success: "s" };
    let urls = encode(&CallbackUrlInput::new(fields)).unwrap();
    assert_eq!(urls, br#"{"cancel":"c","error":"e","failure":"f","pending":"p","success":"s"}"#);
}

#[test]
fn request_from_a_response_omits_null() {
    let response = br#"{"id": 7, "ip": "192.0.2.7", "subDomain": null, "ttl": 60, "zone": "example.com"}"#;
    let record: dyn_host::Record = decode_strict(response).unwrap();
    let mut input = dyn_host::RecordInput::from(record);
    assert_eq!(encode(&input).unwrap(), br#"{"ip":"192.0.2.7"}"#);
    input.sub_domain = Patch::Value("home".to_owned());
    assert_eq!(encode(&input).unwrap(), br#"{"ip":"192.0.2.7","subDomain":"home"}"#);
}

#[test]
fn descriptor_has_path_actions_and_authentication() {
    assert_eq!(SERVICE_INFOS.path, "/vps/{serviceName}/serviceInfos");
    assert!(SERVICE_INFOS.iam_actions().eq(["vps:apiovh:serviceInfos/get"]));
    assert!(SERVICE_INFOS.authenticated);
}
