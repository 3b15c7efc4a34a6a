//! Values that hold secrets without a call: what is on its way between program and client.

use ovh_api::bytes::Bytes;
use ovh_api::http::Response;
use ovh_api::json::decode;
use ovh_api::secrecy::SecretString;
use ovh_api::testing::MockTransport;
use ovh_api::{Client, Credentials, Expand, Method, Patch, TransportError};

use crate::keys::Keys;
use crate::show;

pub async fn every_one(keys: &Keys) {
    let password = keys.exposed("password").replace('"', "");
    let body = format!("[{password:?}]");
    let service = MockTransport::new().answer(Method::Get, "/services", 200, body.clone());
    let builder = Client::builder().credentials(keys.classic()).transport(service.clone());
    show::value("builder with a transport", &builder);
    let client = builder.build().unwrap();
    let services = client.services();
    show::value("items", &services.list().items());
    show::value("pages", &services.list().pages());
    let mut objects: Expand<'_, _, _> = services.list().expand(|id| services.get(id));
    show::value("expand", &objects);
    if let Some(Err(error)) = objects.next().await {
        show::result::<(), _>("expand", Err(error));
    }
    show::value("mock", &service);
    show::value("headers", &service.requests().iter().map(|request| request.headers().clone()).collect::<Vec<_>>());

    let partial = Response::builder().header("set-cookie", password.as_str()).body(Bytes::from(body.clone())).unwrap();
    show::value("partial answer", &TransportError::timeout().with_partial_response(partial));
    show::result("misfit", decode::<bool>(body.as_bytes()));
    show::result("list of misfits", decode::<Vec<i64>>(body.as_bytes()));
    show::result("garbage", decode::<bool>(password.as_bytes()));
    show::result("secret", decode::<SecretString>(format!("{password:?}").as_bytes()));
    show::result("list of secrets", decode::<Vec<SecretString>>(body.as_bytes()));
    show::value("patch", &Patch::Value(keys.get("password")));
    show::value("credentials", &Some(Credentials::access_token(keys.get("access_token"))));
}
