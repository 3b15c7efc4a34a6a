//! Tests of what profiles inherit from the section of their endpoint.

use super::*;

const HOME: &str = "[ovh-ca]\napplication_key=k\napplication_secret=s\nconsumer_key=other\n";
const CUSTOMER: &str = "[profile:customer]\nendpoint=ovh-ca\nconsumer_key=c\n";
const FOUND: &str = "ovh-ca application_key=k application_secret=s consumer_key=c";

#[test]
fn profile_inherits_application_of_its_endpoint() {
    let both = format!("{HOME}{CUSTOMER}");
    for variables in ["", "OVH_PROFILE=customer"] {
        assert_eq!(find_profile("customer", variables, &[&both]), FOUND);
        assert_eq!(find_profile("customer", variables, &[HOME, CUSTOMER]), FOUND);
        assert_eq!(find_profile("customer", variables, &[CUSTOMER, HOME]), FOUND);
    }
    assert_eq!(find("OVH_PROFILE=customer", &[HOME, CUSTOMER]), FOUND);
    // From the section of another spelling, and from the defaults of Python's parser.
    let url = HOME.replace("ovh-ca", "https://ca.api.ovh.com/1.0");
    assert_eq!(find_profile("customer", "", &[&url, CUSTOMER]), FOUND);
    let default = "[DEFAULT]\napplication_secret=s\n[ovh-ca]\napplication_key=k";
    assert_eq!(find_profile("customer", "", &[default, CUSTOMER]), FOUND);
    // The endpoint of the environment or the default endpoint selects the section.
    let bare = CUSTOMER.replace("endpoint=ovh-ca\n", "");
    assert_eq!(find_profile("customer", "OVH_ENDPOINT=ovh-ca", &[HOME, &bare]), FOUND);
    assert_eq!(find_profile("customer", "", &[HOME, &format!("{bare}[default]\nendpoint=ovh-ca")]), FOUND);
    // The section of another endpoint is not used.
    let message = find_profile("customer", "", &[HOME, &bare]);
    assert_eq!(
        message,
        "~/.ovh.conf, line 2: consumer_key in [profile:customer] requires application_secret, which neither \
         [profile:customer] nor [ovh-eu] sets"
    );
}

#[test]
fn profile_with_an_application_inherits_no_consumer_key() {
    let own = "[profile:x]\nendpoint=ovh-ca\napplication_key=k2\napplication_secret=s2";
    assert_eq!(find_profile("x", "", &[HOME, own]), "ovh-ca application_key=k2 application_secret=s2");
    // Other schemes inherit nothing.
    let client = "[profile:x]\nendpoint=ovh-ca\nclient_id=i\nclient_secret=s";
    assert_eq!(find_profile("x", "", &[HOME, client]), "ovh-ca client_id=i client_secret=s");
    let token = "[profile:x]\nendpoint=ovh-ca\naccess_token=t";
    assert_eq!(find_profile("x", "", &[HOME, token]), "ovh-ca access_token=t");
}

#[test]
fn halves_of_two_applications_are_not_combined() {
    let half = |key: &str| format!("[profile:x]\nendpoint=ovh-ca\nconsumer_key=c\n{key}=CANARY");
    let message = find_profile("x", "", &[HOME, &half("application_key")]);
    assert_eq!(
        message,
        "~/.ovh.conf, line 4: application_key in [profile:x] requires application_secret, which is not set next to \
         it; [profile:x] inherits a key and its secret from [ovh-ca] only together"
    );
    let message = find_profile("x", "", &[HOME, &half("application_secret")]);
    assert!(message.contains("application_secret in [profile:x] requires application_key"), "{message}");
    let client = "[profile:x]\nendpoint=ovh-ca\nclient_id=CANARY";
    let message = find_profile("x", "", &["[ovh-ca]\nclient_id=i\nclient_secret=s", client]);
    assert!(message.contains("client_id in [profile:x] requires client_secret"), "{message}");
    // Neither with a half of the environment, nor with halves of two files.
    let message = find_profile("customer", "OVH_APPLICATION_KEY=CANARY", &[HOME, CUSTOMER]);
    assert!(message.starts_with("OVH_APPLICATION_KEY in the environment requires OVH_APPLICATION_SECRET"), "{message}");
    let message = find_profile("customer", "", &[HOME, &format!("{CUSTOMER}[ovh-ca]\napplication_key=CANARY")]);
    assert_eq!(
        message,
        "~/.ovh.conf, line 5: application_key in [ovh-ca] requires application_secret, which neither \
         [profile:customer] nor [ovh-ca] sets"
    );
}

#[test]
fn defaults_of_another_file_are_not_inherited() {
    let home = "[DEFAULT]\napplication_key=CANARY\napplication_secret=CANARY\n[default]";
    let here = "[https://evil.example/1.0]\n[profile:x]\nendpoint=https://evil.example/1.0\nconsumer_key=c";
    let message = find_profile("x", "", &["", home, here]);
    assert!(message.contains("which neither [profile:x] nor [https://evil.example/1.0] sets"), "{message}");
}
