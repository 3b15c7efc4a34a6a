//! The operations of consumer keys, which are available with any features.

use crate::operation::{Branch, Method, Operation};

const fn operation(name: &'static str, method: Method, path: &'static str, iam_actions: &'static str) -> Operation {
    Operation { name, method, branch: Branch::V1, path, authenticated: true, iam_actions }
}

const GET_APPLICATION: &str = "account:apiovh:me/api/application/get";
const DELETE_APPLICATION: &str = "account:apiovh:me/api/application/delete";
const GET_CREDENTIAL: &str = "account:apiovh:me/api/credential/get";
const DELETE_CREDENTIAL: &str = "account:apiovh:me/api/credential/delete";
const EDIT_CREDENTIAL: &str = "account:apiovh:me/api/credential/edit";
const GET_CREDENTIAL_APPLICATION: &str = "account:apiovh:me/api/credential/application/get";

/// `POST /auth/credential`, public.
pub static REQUEST_CONSUMER_KEY: Operation =
    Operation { authenticated: false, ..operation("request_consumer_key", Method::Post, "/auth/credential", "") };
/// `GET /auth/currentCredential`
pub static CURRENT_CREDENTIAL: Operation =
    operation("api_keys.current_credential", Method::Get, "/auth/currentCredential", "");
/// `POST /auth/logout`
pub static LOGOUT: Operation = operation("api_keys.logout", Method::Post, "/auth/logout", "");
/// `GET /me/api/application`
pub static APPLICATIONS: Operation =
    operation("api_keys.applications", Method::Get, "/me/api/application", GET_APPLICATION);
/// `GET /me/api/application/{applicationId}`
pub static APPLICATION: Operation =
    operation("api_keys.application", Method::Get, "/me/api/application/{applicationId}", GET_APPLICATION);
/// `DELETE /me/api/application/{applicationId}`
pub static REVOKE_APPLICATION: Operation =
    operation("api_keys.revoke_application", Method::Delete, "/me/api/application/{applicationId}", DELETE_APPLICATION);
/// `GET /me/api/credential`
pub static CREDENTIALS: Operation =
    operation("api_keys.credentials", Method::Get, "/me/api/credential", GET_CREDENTIAL);
/// `GET /me/api/credential/{credentialId}`
pub static CREDENTIAL: Operation =
    operation("api_keys.credential", Method::Get, "/me/api/credential/{credentialId}", GET_CREDENTIAL);
/// `PUT /me/api/credential/{credentialId}`
pub static SET_ALLOWED_IPS: Operation =
    operation("api_keys.set_allowed_ips", Method::Put, "/me/api/credential/{credentialId}", EDIT_CREDENTIAL);
/// `DELETE /me/api/credential/{credentialId}`
pub static REVOKE_CREDENTIAL: Operation =
    operation("api_keys.revoke_credential", Method::Delete, "/me/api/credential/{credentialId}", DELETE_CREDENTIAL);
/// `GET /me/api/credential/{credentialId}/application`
pub static CREDENTIAL_APPLICATION: Operation = operation(
    "api_keys.credential_application",
    Method::Get,
    "/me/api/credential/{credentialId}/application",
    GET_CREDENTIAL_APPLICATION,
);
