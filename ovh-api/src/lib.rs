//! A strongly typed client for the OVHcloud API: every operation is a method, every response a type.
//!
//! ```no_run
//! use ovh_api::{Client, Error};
//!
//! # #[cfg(feature = "vps")]
//! async fn show(client: &Client) -> Result<(), Error> {
//!     for name in client.vps().list().await? {
//!         let infos = client.vps().service_infos(&name).await?;
//!         println!("{name} is paid until {}", infos.expiration);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # Authentication
//!
//! [`Client::from_env`] reads the endpoint and the credentials from environment variables and from `ovh.conf`, like
//! OVHcloud's official wrappers. [`Config`] documents the rules and selects a profile or a file. [`Client::builder`]
//! takes everything from the program:
//!
//! ```no_run
//! use ovh_api::{Client, Config, Credentials, Endpoint};
//!
//! # fn main() -> Result<(), ovh_api::Error> {
//! let client = Client::from_env()?;
//! let client = Config::new().profile("backup").client()?;
//! let client = Config::new().file("/run/secrets/ovh.conf").client()?;
//! let credentials = Credentials::oauth2("client-id", "client-secret");
//! let client = Client::builder().endpoint(Endpoint::OvhCa).credentials(credentials).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! | scheme | [`Credentials`] | environment | `ovh.conf`, in `[ovh-eu]` |
//! |---|---|---|---|
//! | signed requests | [`classic`](Credentials::classic) | `OVH_APPLICATION_KEY`, `OVH_APPLICATION_SECRET`, `OVH_CONSUMER_KEY` | `application_key`, `application_secret`, `consumer_key` |
//! | OAuth2 client, token refreshed automatically | [`oauth2`](Credentials::oauth2) | `OVH_CLIENT_ID`, `OVH_CLIENT_SECRET`, optionally `OVH_OAUTH2_TOKEN_URL` | `client_id`, `client_secret`, optionally `oauth2_token_url` |
//! | existing access token | [`access_token`](Credentials::access_token) | `OVH_ACCESS_TOKEN` | `access_token` |
//! | no authentication, for public operations | [`none`](Credentials::none) | | |
//!
//! The endpoint is `OVH_ENDPOINT`, else `endpoint` in `[default]`, else `ovh-eu`. The endpoints `ovh-eu`, `ovh-ca` and
//! `ovh-us` have an OAuth2 token service. With any other endpoint, set the URL of a token service with
//! `OVH_OAUTH2_TOKEN_URL`, `oauth2_token_url` or [`ClientBuilder::oauth2_token_url`].
//!
//! **Access rights.** [`AccessRules`] lists the operations that a program calls. It turns the list into a link to the
//! page that creates all three keys with exactly these rights, into the actions of an IAM policy, or into the body of a
//! consumer key request:
//!
//! ```no_run
//! use ovh_api::{AccessRules, Client, Credentials, Endpoint, Method};
//!
//! # async fn run() -> Result<(), ovh_api::Error> {
//! // Or .allow(&ovh_api::vps::SERVICE_INFOS)
//! let rules = AccessRules::new().allow_path(Method::Get, "/vps/*/serviceInfos");
//! println!("{}", rules.token_page(&Endpoint::OvhEu));
//!
//! // Request a consumer key, which works once the user has opened a page and agreed.
//! let credentials = Credentials::application("key", "secret");
//! let application = Client::builder().credentials(credentials).build()?;
//! let requested = application.request_consumer_key(&rules).await?;
//! println!("Please open {}", requested.validation_url);
//! let client = application.with_consumer_key(requested.consumer_key)?;
//! client.wait_until_validated().await?;
//! # Ok(())
//! # }
//! ```
//!
//! `cargo run --example consumer_key` guides through these steps and prints the lines for `ovh.conf`. The module
//! [`consumer_key`] also lists and revokes keys. `Debug` output, errors and traces never contain a key.
//!
//! # Requests
//!
//! The client has one method per API, each behind a cargo feature of the same name, and each API has one method per
//! operation. Names start with the nouns of the path and end in the verb: `zone_record(zone)`,
//! `zone_record_get(zone, id)`, `zone_record_create(zone, &record)`.
//!
//! The types of an API are in its module: `services::Service`, `domain::zone::Record`. [`types`] has all others.
//!
//! The values of the path are arguments, and so are up to three other required ones. Where there are more, or two
//! neighbours of one type could be swapped, they are the fields of one struct:
//! `me().ssh_key_create(me::arguments::SshKeyCreate { key, key_name })`. The same holds for `new` of request types:
//! `CallbackUrlInput::new(fields::CallbackUrlInput { cancel, error, failure, pending, success })`.
//!
//! An operation returns a [`Request`]. Set optional parameters by chaining methods, then await the request to send it.
//! A request can be inspected before it is sent, and can be built without a client ([`Unbound`]). Awaiting it needs a
//! tokio runtime.
//!
//! - [`Request::expand`] turns a list of ids into a stream of objects. [`Request::items`] turns a paginated list into a
//!   stream of its items.
//! - Idempotent requests are retried after transient failures; see [`RetryPolicy`].
//! - Requests are signed with the time of the service, so the local clock may be wrong.
//!
//! # Updates
//!
//! The request form of a type `X` is `XInput`. An update sends the fields that are set; a field that may be null is a
//! [`Patch`]. Where each field of `XInput` is also in `X`, it implements `From<X>`, to read, modify and write an
//! object:
//!
//! ```no_run
//! use ovh_api::{Client, Error, Patch};
//! # #[cfg(feature = "domain")]
//! use ovh_api::domain::zone::dyn_host::RecordInput;
//!
//! # #[cfg(feature = "domain")]
//! async fn move_host(client: &Client) -> Result<(), Error> {
//!     let record = client.domain().zone_dyn_host_record_get("example.com", 7).strict().await?;
//!     let mut input = RecordInput::from(record);
//!     input.sub_domain = Patch::Value("home".to_owned());
//!     client.domain().zone_dyn_host_record_update("example.com", 7, &input).await
//! }
//! ```
//!
//! Sending an unchanged object changes nothing: a field that is null in the response is [`Patch::Absent`], which keeps
//! its value. [`Request::strict`] rejects a response that lacks a required value, which would otherwise be
//! [corrected](json#absent-values) and then sent.
//!
//! # Responses
//!
//! Responses are decoded leniently; see [`json`]. A value that the service omits against its schema is corrected and
//! [reported](json#absent-values).
//!
//! Enum values are of type [`OpenEnum`], which also holds values that this version of the crate does not know. They can
//! be compared with variants of the enum. Methods accept variants directly; to set a field, convert with `.into()`.
//!
//! Every failure is an [`Error`], displayed as one sentence. Its methods classify the error responses of the service.
//!
//! # Testing
//!
//! [`testing::MockTransport`] tests your own code without a network.
//!
//! # Features
//!
//! - One feature per API, and `full` for all of them.
//! - `rustls` (default): TLS. Without it, `https` endpoints cannot be reached.
//! - `blocking`: the module `blocking`, a client for synchronous programs.

#![cfg_attr(docsrs, feature(doc_cfg))]
// The workspace's lints. They are attributes because lints in the manifest become compiler arguments, which compile
// slower (docs/performance.md).
#![forbid(unsafe_code)]
#![warn(missing_docs, missing_debug_implementations, rust_2018_idioms, rustdoc::all)]
#![warn(
    clippy::all,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::todo,
    clippy::unimplemented,
    clippy::dbg_macro,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::needless_pass_by_value,
    clippy::semicolon_if_nothing_returned,
    clippy::uninlined_format_args,
    clippy::doc_markdown,
    clippy::redundant_closure_for_method_calls
)]

#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod config;
pub mod consumer_key;
mod operations;
mod paging;
mod request;
#[cfg(test)]
mod tests;

pub use client::{Client, ClientBuilder};
pub use config::Config;
pub use operations::operations;
pub use request::{Call, Request, WithResponse};

#[doc(inline)]
pub use ovh_api_core::{
    AccessRule, AccessRules, Branch, Credentials, CustomEndpoint, Endpoint, Enum, EnumValue, Error, ErrorKind, Expand,
    ExpandError, Items, Method, OpenEnum, Operation, Page, Pages, Parameter, Patch, Response, RetryBudget, RetryPolicy,
    RuleSet, Transport, TransportError, TransportFuture, Unbound, UnknownValue, json, testing,
};

pub use {bytes, http, ipnet, jiff, macaddr, secrecy, uuid};

// Last of the private modules, so that rustdoc lists the methods of all requests before those of single operations.
#[rustfmt::skip]
mod generated;

// The modules below are written by `cargo xtask codegen`: one for each API, and the types that they share.
#[cfg(feature = "alldom")]
#[rustfmt::skip]
#[path = "generated/alldom.rs"]
pub mod alldom;

#[cfg(feature = "auth")]
#[rustfmt::skip]
#[path = "generated/auth.rs"]
pub mod auth;

#[rustfmt::skip]
#[cfg(all(not(feature = "auth"), feature = "me"))]
#[doc(inline)]
pub use types::auth;

#[cfg(feature = "cdn-dedicated")]
#[rustfmt::skip]
#[path = "generated/cdn_dedicated.rs"]
pub mod cdn_dedicated;

#[cfg(feature = "cloud")]
#[rustfmt::skip]
#[path = "generated/cloud.rs"]
pub mod cloud;

#[cfg(feature = "cluster-hadoop")]
#[rustfmt::skip]
#[path = "generated/cluster_hadoop.rs"]
pub mod cluster_hadoop;

#[cfg(feature = "connectivity")]
#[rustfmt::skip]
#[path = "generated/connectivity.rs"]
pub mod connectivity;

#[rustfmt::skip]
#[cfg(all(not(feature = "connectivity"), any(feature = "pack-xdsl", feature = "xdsl")))]
#[doc(inline)]
pub use types::connectivity;

#[cfg(feature = "contact")]
#[rustfmt::skip]
#[path = "generated/contact.rs"]
pub mod contact;

#[rustfmt::skip]
#[cfg(all(not(feature = "contact"), feature = "me"))]
#[doc(inline)]
pub use types::contact;

#[cfg(feature = "dbaas-logs")]
#[rustfmt::skip]
#[path = "generated/dbaas_logs.rs"]
pub mod dbaas_logs;

#[rustfmt::skip]
#[cfg(all(not(feature = "dbaas-logs"), any(feature = "cdn-dedicated", feature = "cloud", feature = "email-exchange", feature = "hosting-private-database", feature = "hosting-web", feature = "me", feature = "over-the-box", feature = "ovhcloud-connect", feature = "xdsl")))]
#[doc(inline)]
pub use types::dbaas::logs as dbaas_logs;

#[cfg(feature = "dedicated-ceph")]
#[rustfmt::skip]
#[path = "generated/dedicated_ceph.rs"]
pub mod dedicated_ceph;

#[cfg(feature = "dedicated-cluster")]
#[rustfmt::skip]
#[path = "generated/dedicated_cluster.rs"]
pub mod dedicated_cluster;

#[cfg(feature = "dedicated-housing")]
#[rustfmt::skip]
#[path = "generated/dedicated_housing.rs"]
pub mod dedicated_housing;

#[rustfmt::skip]
#[cfg(all(not(feature = "dedicated-housing"), feature = "order"))]
#[doc(inline)]
pub use types::dedicated::housing as dedicated_housing;

#[cfg(feature = "dedicated-installation-template")]
#[rustfmt::skip]
#[path = "generated/dedicated_installation_template.rs"]
pub mod dedicated_installation_template;

#[cfg(feature = "dedicated-nasha")]
#[rustfmt::skip]
#[path = "generated/dedicated_nasha.rs"]
pub mod dedicated_nasha;

#[cfg(feature = "dedicated-server")]
#[rustfmt::skip]
#[path = "generated/dedicated_server.rs"]
pub mod dedicated_server;

#[rustfmt::skip]
#[cfg(all(not(feature = "dedicated-server"), any(feature = "dedicated-cluster", feature = "dedicated-housing", feature = "dedicated-installation-template", feature = "order", feature = "vps", feature = "vrack")))]
#[doc(inline)]
pub use types::dedicated::server as dedicated_server;

#[cfg(feature = "dedicated-cloud")]
#[rustfmt::skip]
#[path = "generated/dedicated_cloud.rs"]
pub mod dedicated_cloud;

#[rustfmt::skip]
#[cfg(all(not(feature = "dedicated-cloud"), feature = "order"))]
#[doc(inline)]
pub use types::dedicated_cloud;

#[cfg(feature = "domain")]
#[rustfmt::skip]
#[path = "generated/domain.rs"]
pub mod domain;

#[rustfmt::skip]
#[cfg(all(not(feature = "domain"), any(feature = "email-domain", feature = "me")))]
#[doc(inline)]
pub use types::domain;

#[cfg(feature = "email-domain")]
#[rustfmt::skip]
#[path = "generated/email_domain.rs"]
pub mod email_domain;

#[rustfmt::skip]
#[cfg(all(not(feature = "email-domain"), feature = "order"))]
#[doc(inline)]
pub use types::email::domain as email_domain;

#[cfg(feature = "email-exchange")]
#[rustfmt::skip]
#[path = "generated/email_exchange.rs"]
pub mod email_exchange;

#[rustfmt::skip]
#[cfg(all(not(feature = "email-exchange"), any(feature = "ms-services", feature = "order")))]
#[doc(inline)]
pub use types::email::exchange as email_exchange;

#[cfg(feature = "email-mxplan")]
#[rustfmt::skip]
#[path = "generated/email_mxplan.rs"]
pub mod email_mxplan;

#[cfg(feature = "email-pro")]
#[rustfmt::skip]
#[path = "generated/email_pro.rs"]
pub mod email_pro;

#[rustfmt::skip]
#[cfg(all(not(feature = "email-pro"), any(feature = "email-mxplan", feature = "xdsl")))]
#[doc(inline)]
pub use types::email::pro as email_pro;

#[cfg(feature = "freefax")]
#[rustfmt::skip]
#[path = "generated/freefax.rs"]
pub mod freefax;

#[rustfmt::skip]
#[cfg(all(not(feature = "freefax"), feature = "order"))]
#[doc(inline)]
pub use types::freefax;

#[cfg(feature = "horizon-view")]
#[rustfmt::skip]
#[path = "generated/horizon_view.rs"]
pub mod horizon_view;

#[cfg(feature = "hosting-private-database")]
#[rustfmt::skip]
#[path = "generated/hosting_private_database.rs"]
pub mod hosting_private_database;

#[cfg(feature = "hosting-web")]
#[rustfmt::skip]
#[path = "generated/hosting_web.rs"]
pub mod hosting_web;

#[rustfmt::skip]
#[cfg(all(not(feature = "hosting-web"), feature = "order"))]
#[doc(inline)]
pub use types::hosting::web as hosting_web;

#[cfg(feature = "ip")]
#[rustfmt::skip]
#[path = "generated/ip.rs"]
pub mod ip;

#[rustfmt::skip]
#[cfg(all(not(feature = "ip"), feature = "me"))]
#[doc(inline)]
pub use types::ip;

#[cfg(feature = "ip-loadbalancing")]
#[rustfmt::skip]
#[path = "generated/ip_loadbalancing.rs"]
pub mod ip_loadbalancing;

#[cfg(feature = "license-cloudlinux")]
#[rustfmt::skip]
#[path = "generated/license_cloudlinux.rs"]
pub mod license_cloudlinux;

#[cfg(feature = "license-cpanel")]
#[rustfmt::skip]
#[path = "generated/license_cpanel.rs"]
pub mod license_cpanel;

#[cfg(feature = "license-directadmin")]
#[rustfmt::skip]
#[path = "generated/license_directadmin.rs"]
pub mod license_directadmin;

#[cfg(feature = "license-hycu")]
#[rustfmt::skip]
#[path = "generated/license_hycu.rs"]
pub mod license_hycu;

#[cfg(feature = "license-office")]
#[rustfmt::skip]
#[path = "generated/license_office.rs"]
pub mod license_office;

#[rustfmt::skip]
#[cfg(all(not(feature = "license-office"), feature = "license-office-prepaid"))]
#[doc(inline)]
pub use types::license::office as license_office;

#[cfg(feature = "license-office-prepaid")]
#[rustfmt::skip]
#[path = "generated/license_office_prepaid.rs"]
pub mod license_office_prepaid;

#[rustfmt::skip]
#[cfg(all(not(feature = "license-office-prepaid"), feature = "license-office"))]
#[doc(inline)]
pub use types::license::office_prepaid as license_office_prepaid;

#[cfg(feature = "license-plesk")]
#[rustfmt::skip]
#[path = "generated/license_plesk.rs"]
pub mod license_plesk;

#[cfg(feature = "license-redhat")]
#[rustfmt::skip]
#[path = "generated/license_redhat.rs"]
pub mod license_redhat;

#[cfg(feature = "license-sql-server")]
#[rustfmt::skip]
#[path = "generated/license_sql_server.rs"]
pub mod license_sql_server;

#[cfg(feature = "license-virtuozzo")]
#[rustfmt::skip]
#[path = "generated/license_virtuozzo.rs"]
pub mod license_virtuozzo;

#[cfg(feature = "license-windows")]
#[rustfmt::skip]
#[path = "generated/license_windows.rs"]
pub mod license_windows;

#[cfg(feature = "license-worklight")]
#[rustfmt::skip]
#[path = "generated/license_worklight.rs"]
pub mod license_worklight;

#[cfg(feature = "me")]
#[rustfmt::skip]
#[path = "generated/me.rs"]
pub mod me;

#[cfg(feature = "metrics")]
#[rustfmt::skip]
#[path = "generated/metrics.rs"]
pub mod metrics;

#[cfg(feature = "ms-services")]
#[rustfmt::skip]
#[path = "generated/ms_services.rs"]
pub mod ms_services;

#[rustfmt::skip]
#[cfg(all(not(feature = "ms-services"), feature = "saas-csp2"))]
#[doc(inline)]
pub use types::ms_services;

#[cfg(feature = "new-account")]
#[rustfmt::skip]
#[path = "generated/new_account.rs"]
pub mod new_account;

#[cfg(feature = "nutanix")]
#[rustfmt::skip]
#[path = "generated/nutanix.rs"]
pub mod nutanix;

#[cfg(feature = "order")]
#[rustfmt::skip]
#[path = "generated/order.rs"]
pub mod order;

#[rustfmt::skip]
#[cfg(all(not(feature = "order"), any(feature = "cloud", feature = "dedicated-cloud", feature = "hosting-web", feature = "me", feature = "new-account", feature = "over-the-box", feature = "pack-xdsl", feature = "price", feature = "products", feature = "service", feature = "services", feature = "sms", feature = "telephony", feature = "xdsl")))]
#[doc(inline)]
pub use types::order;

#[cfg(feature = "over-the-box")]
#[rustfmt::skip]
#[path = "generated/over_the_box.rs"]
pub mod over_the_box;

#[rustfmt::skip]
#[cfg(all(not(feature = "over-the-box"), feature = "order"))]
#[doc(inline)]
pub use types::over_the_box;

#[cfg(feature = "ovhcloud-connect")]
#[rustfmt::skip]
#[path = "generated/ovhcloud_connect.rs"]
pub mod ovhcloud_connect;

#[cfg(feature = "pack-siptrunk")]
#[rustfmt::skip]
#[path = "generated/pack_siptrunk.rs"]
pub mod pack_siptrunk;

#[cfg(feature = "pack-xdsl")]
#[rustfmt::skip]
#[path = "generated/pack_xdsl.rs"]
pub mod pack_xdsl;

#[cfg(feature = "partner")]
#[rustfmt::skip]
#[path = "generated/partner.rs"]
pub mod partner;

#[cfg(feature = "price")]
#[rustfmt::skip]
#[path = "generated/price.rs"]
pub mod price;

#[rustfmt::skip]
#[cfg(all(not(feature = "price"), feature = "over-the-box"))]
#[doc(inline)]
pub use types::price;

#[cfg(feature = "products")]
#[rustfmt::skip]
#[path = "generated/products.rs"]
pub mod products;

#[cfg(feature = "saas-csp2")]
#[rustfmt::skip]
#[path = "generated/saas_csp2.rs"]
pub mod saas_csp2;

#[cfg(feature = "secret")]
#[rustfmt::skip]
#[path = "generated/secret.rs"]
pub mod secret;

#[cfg(feature = "service")]
#[rustfmt::skip]
#[path = "generated/service.rs"]
pub mod service;

#[rustfmt::skip]
#[cfg(all(not(feature = "service"), any(feature = "alldom", feature = "cdn-dedicated", feature = "cloud", feature = "cluster-hadoop", feature = "dbaas-logs", feature = "dedicated-ceph", feature = "dedicated-cloud", feature = "dedicated-cluster", feature = "dedicated-housing", feature = "dedicated-nasha", feature = "dedicated-server", feature = "domain", feature = "email-domain", feature = "email-exchange", feature = "email-pro", feature = "freefax", feature = "horizon-view", feature = "hosting-private-database", feature = "hosting-web", feature = "ip", feature = "ip-loadbalancing", feature = "license-cloudlinux", feature = "license-cpanel", feature = "license-directadmin", feature = "license-hycu", feature = "license-office", feature = "license-office-prepaid", feature = "license-plesk", feature = "license-redhat", feature = "license-sql-server", feature = "license-virtuozzo", feature = "license-windows", feature = "license-worklight", feature = "metrics", feature = "ms-services", feature = "nutanix", feature = "over-the-box", feature = "ovhcloud-connect", feature = "pack-siptrunk", feature = "pack-xdsl", feature = "saas-csp2", feature = "sms", feature = "ssl", feature = "ssl-gateway", feature = "stack-mis", feature = "storage", feature = "telephony", feature = "veeam-cloud-connect", feature = "veeam-enterprise", feature = "vip", feature = "vps", feature = "vrack", feature = "xdsl")))]
#[doc(inline)]
pub use types::service;

#[cfg(feature = "services")]
#[rustfmt::skip]
#[path = "generated/services.rs"]
pub mod services;

#[rustfmt::skip]
#[cfg(all(not(feature = "services"), any(feature = "alldom", feature = "cdn-dedicated", feature = "cloud", feature = "cluster-hadoop", feature = "dbaas-logs", feature = "dedicated-ceph", feature = "dedicated-cloud", feature = "dedicated-cluster", feature = "dedicated-housing", feature = "dedicated-nasha", feature = "dedicated-server", feature = "domain", feature = "email-domain", feature = "email-exchange", feature = "email-pro", feature = "freefax", feature = "horizon-view", feature = "hosting-private-database", feature = "hosting-web", feature = "ip", feature = "ip-loadbalancing", feature = "license-cloudlinux", feature = "license-cpanel", feature = "license-directadmin", feature = "license-hycu", feature = "license-office", feature = "license-office-prepaid", feature = "license-plesk", feature = "license-redhat", feature = "license-sql-server", feature = "license-virtuozzo", feature = "license-windows", feature = "license-worklight", feature = "me", feature = "metrics", feature = "ms-services", feature = "nutanix", feature = "over-the-box", feature = "ovhcloud-connect", feature = "pack-siptrunk", feature = "pack-xdsl", feature = "saas-csp2", feature = "sms", feature = "ssl", feature = "ssl-gateway", feature = "stack-mis", feature = "storage", feature = "telephony", feature = "veeam-cloud-connect", feature = "veeam-enterprise", feature = "vip", feature = "vps", feature = "vrack", feature = "xdsl")))]
#[doc(inline)]
pub use types::services;

#[cfg(feature = "sms")]
#[rustfmt::skip]
#[path = "generated/sms.rs"]
pub mod sms;

#[rustfmt::skip]
#[cfg(all(not(feature = "sms"), feature = "order"))]
#[doc(inline)]
pub use types::sms;

#[cfg(feature = "ssl")]
#[rustfmt::skip]
#[path = "generated/ssl.rs"]
pub mod ssl;

#[cfg(feature = "ssl-gateway")]
#[rustfmt::skip]
#[path = "generated/ssl_gateway.rs"]
pub mod ssl_gateway;

#[cfg(feature = "stack-mis")]
#[rustfmt::skip]
#[path = "generated/stack_mis.rs"]
pub mod stack_mis;

#[cfg(feature = "startup")]
#[rustfmt::skip]
#[path = "generated/startup.rs"]
pub mod startup;

#[cfg(feature = "storage")]
#[rustfmt::skip]
#[path = "generated/storage.rs"]
pub mod storage;

#[cfg(feature = "supply-mondial-relay")]
#[rustfmt::skip]
#[path = "generated/supply_mondial_relay.rs"]
pub mod supply_mondial_relay;

#[cfg(feature = "support")]
#[rustfmt::skip]
#[path = "generated/support.rs"]
pub mod support;

#[rustfmt::skip]
#[cfg(all(not(feature = "support"), feature = "dedicated-server"))]
#[doc(inline)]
pub use types::support;

#[cfg(feature = "telephony")]
#[rustfmt::skip]
#[path = "generated/telephony.rs"]
pub mod telephony;

#[rustfmt::skip]
#[cfg(all(not(feature = "telephony"), any(feature = "freefax", feature = "me", feature = "order", feature = "sms", feature = "xdsl")))]
#[doc(inline)]
pub use types::telephony;

#[cfg(feature = "veeam-enterprise")]
#[rustfmt::skip]
#[path = "generated/veeam_enterprise.rs"]
pub mod veeam_enterprise;

#[cfg(feature = "veeam-cloud-connect")]
#[rustfmt::skip]
#[path = "generated/veeam_cloud_connect.rs"]
pub mod veeam_cloud_connect;

#[rustfmt::skip]
#[cfg(all(not(feature = "veeam-cloud-connect"), feature = "order"))]
#[doc(inline)]
pub use types::veeam_cloud_connect;

#[cfg(feature = "vip")]
#[rustfmt::skip]
#[path = "generated/vip.rs"]
pub mod vip;

#[cfg(feature = "vps")]
#[rustfmt::skip]
#[path = "generated/vps.rs"]
pub mod vps;

#[rustfmt::skip]
#[cfg(all(not(feature = "vps"), feature = "order"))]
#[doc(inline)]
pub use types::vps;

#[cfg(feature = "vrack")]
#[rustfmt::skip]
#[path = "generated/vrack.rs"]
pub mod vrack;

#[rustfmt::skip]
#[cfg(all(not(feature = "vrack"), any(feature = "dedicated-cloud", feature = "dedicated-server")))]
#[doc(inline)]
pub use types::vrack;

#[cfg(feature = "xdsl")]
#[rustfmt::skip]
#[path = "generated/xdsl.rs"]
pub mod xdsl;

#[rustfmt::skip]
#[cfg(all(not(feature = "xdsl"), any(feature = "connectivity", feature = "me", feature = "pack-xdsl")))]
#[doc(inline)]
pub use types::xdsl;

#[rustfmt::skip]
#[path = "generated/types/mod.rs"]
pub mod types;

#[rustfmt::skip]
#[path = "generated/v2/mod.rs"]
pub mod v2;
