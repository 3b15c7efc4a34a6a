//! Values with secrets that are used without a request.

use ovh_api::bytes::Bytes;
use ovh_api::http::Response;
use ovh_api::json::decode;
use ovh_api::secrecy::SecretString;
use ovh_api::testing::MockTransport;
use ovh_api::{Client, Credentials, Expand, Method, Patch, TransportError};

use crate::keys::Keys;
use crate::print;

pub async fn all(keys: &Keys) {
    let password = keys.exposed("password").replace('"', "");
    let body = format!("[{password:?}]");
    let service = MockTransport::new().answer(Method::Get, "/services", 200, body.clone());
    let builder = Client::builder().credentials(keys.classic()).transport(service.clone());
    print::value("builder with a transport", &builder);
    let client = builder.build().unwrap();
    let services = client.services();
    print::value("items", &services.list().items());
    print::value("pages", &services.list().pages());
    let mut objects: Expand<'_, _, _> = services.list().expand(|id| services.get(id));
    print::value("expand", &objects);
    if let Some(Err(error)) = objects.next().await {
        print::result::<(), _>("expand", Err(error));
    }
    print::value("mock", &service);
    print::value("headers", &service.requests().iter().map(|request| request.headers().clone()).collect::<Vec<_>>());

    let partial = Response::builder().header("set-cookie", password.as_str()).body(Bytes::from(body.clone())).unwrap();
    print::value("partial response", &TransportError::timeout().with_partial_response(partial));
    print::result("mistyped", decode::<bool>(body.as_bytes()));
    print::result("list of mistyped", decode::<Vec<i64>>(body.as_bytes()));
    print::result("garbage", decode::<bool>(password.as_bytes()));
    print::result("secret", decode::<SecretString>(format!("{password:?}").as_bytes()));
    print::result("list of secrets", decode::<Vec<SecretString>>(body.as_bytes()));
    print::value("patch", &Patch::Value(keys.get("password")));
    print::value("credentials", &Some(Credentials::access_token(keys.get("access_token"))));
}
