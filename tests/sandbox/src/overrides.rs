//! Operations whose meaning does not follow from their paths.

mod cart;
mod contacts;
mod credentials;
mod delivery;
mod login;
mod oauth2_clients;
mod offers;
mod order;
mod routing;
mod services;
mod zone;
mod zone_file;
mod zone_state;

use generator::schema::Method;
use serde_json::Value;

use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::routes::Route;
use crate::world::World;

/// Performs an operation and returns its response body.
pub(crate) type Run = fn(&World, &Call<'_>) -> Result<Value, ErrorResponse>;

/// The implementation of one operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Override {
    /// Whether the objects that the path leads through must exist in the state.
    pub(crate) guarded: bool,
    pub(crate) run: Run,
}

/// Method, path on branch v1, and implementation.
type Row = (Method, &'static str, Run);

use Method::{Delete, Get, Post, Put};

/// Operations on objects of the state.
const OF_STATE: &[Row] = &[
    (Get, "/domain/zone/{zoneName}/record", zone::list_records),
    (Post, "/domain/zone/{zoneName}/record", zone::create_record),
    (Put, "/domain/zone/{zoneName}/record/{id}", zone::change_record),
    (Delete, "/domain/zone/{zoneName}/record/{id}", zone::delete_record),
    (Post, "/domain/zone/{zoneName}/refresh", zone_file::refresh),
    (Get, "/domain/zone/{zoneName}/export", zone_file::export),
    (Post, "/domain/zone/{zoneName}/import", zone_file::import),
    (Post, "/domain/zone/{zoneName}/reset", zone_file::reset),
    (Put, "/domain/zone/{zoneName}/soa", zone_file::change_soa),
    (Post, "/vps/{serviceName}/changeContact", contacts::change),
    (Post, "/domain/{serviceName}/changeContact", contacts::change),
    (Post, "/domain/zone/{zoneName}/changeContact", contacts::change),
    (Post, "/me/task/contactChange/{id}/accept", contacts::accept),
    (Post, "/me/task/contactChange/{id}/refuse", contacts::refuse),
    (Get, "/services", services::list),
    (Put, "/services/{serviceId}", services::change),
    (Post, "/order/cart", cart::create),
    (Get, "/order/cart/{cartId}", cart::show),
    (Put, "/order/cart/{cartId}", cart::show),
    (Get, "/ip/{ip}/move", routing::destinations),
    (Get, "/order/cart/{cartId}/checkout", cart::preview),
    (Get, "/order/cart/{cartId}/summary", cart::preview),
    (Post, "/order/cart/{cartId}/checkout", cart::checkout),
    (Post, "/me/api/oauth2/client", oauth2_clients::create),
    (Delete, "/me/api/oauth2/client/{clientId}", oauth2_clients::delete),
];

/// Operations on keys.
const OF_KEYS: &[Row] = &[
    (Get, "/auth/time", login::time),
    (Post, "/auth/credential", login::request_credential),
    (Get, "/auth/currentCredential", login::current_credential),
    (Get, "/auth/details", login::details),
    (Post, "/auth/logout", login::log_out),
    (Get, "/me/api/application", credentials::applications),
    (Get, "/me/api/application/{applicationId}", credentials::application),
    (Delete, "/me/api/application/{applicationId}", credentials::delete_application),
    (Get, "/me/api/credential", credentials::list),
    (Get, "/me/api/credential/{credentialId}", credentials::get),
    (Put, "/me/api/credential/{credentialId}", credentials::change),
    (Delete, "/me/api/credential/{credentialId}", credentials::delete),
    (Get, "/me/api/credential/{credentialId}/application", credentials::application_of),
];

/// Operations on the caller's own credentials, which need no access rule.
const ABOUT_CALLER: [(Method, &str); 3] =
    [(Get, "/auth/currentCredential"), (Get, "/auth/details"), (Post, "/auth/logout")];

/// Returns whether an operation is about the caller's own credentials and needs no access rule.
pub(crate) fn is_about_caller(route: &Route) -> bool {
    ABOUT_CALLER.iter().any(|(method, path)| route.is(*method, path))
}

/// Returns the override of an operation, if it has one.
pub(crate) fn find(route: &Route) -> Option<Override> {
    let find = |table: &[Row]| table.iter().find(|(method, path, _)| route.is(*method, path)).map(|(.., run)| *run);
    let item = || (route.operation.method == Post && cart::adds_item(route)).then_some(cart::add_item as Run);
    let offers = || offers::lists_offers(route).then_some(offers::list as Run);
    let of_state = find(OF_STATE).or_else(item).or_else(offers).map(|run| Override { guarded: true, run });
    of_state.or_else(|| find(OF_KEYS).map(|run| Override { guarded: false, run }))
}
