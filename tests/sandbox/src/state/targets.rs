//! Parameters that must name an existing object, such as the image of a new installation.

use std::sync::Arc;

use generator::schema::{Branch, Method};
use serde_json::Value;

use super::State;
use super::routing::DESTINATIONS;
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::place::key_text;

/// A parameter of an operation that names an object.
struct Parameter {
    method: Method,
    path: &'static str,
    name: &'static str,
    /// The list of the objects.
    list: &'static str,
    /// The path whose value is the chosen object when the task is done.
    chosen: Option<&'static str>,
}

const PARAMETERS: &[Parameter] = &[
    Parameter {
        method: Method::Post,
        path: "/vps/{serviceName}/rebuild",
        name: "imageId",
        list: "/vps/{serviceName}/images/available",
        chosen: Some("/vps/{serviceName}/images/current"),
    },
    Parameter {
        method: Method::Post,
        path: "/vps/{serviceName}/reinstall",
        name: "templateId",
        list: "/vps/{serviceName}/templates",
        chosen: Some("/vps/{serviceName}/distribution"),
    },
    Parameter {
        method: Method::Post,
        path: "/dedicated/server/{serviceName}/reinstall",
        name: "operatingSystem",
        list: "/dedicated/installationTemplate",
        chosen: None,
    },
    Parameter {
        method: Method::Put,
        path: "/dedicated/server/{serviceName}",
        name: "bootId",
        list: "/dedicated/server/{serviceName}/boot",
        chosen: None,
    },
];

impl State {
    /// Rejects a call whose parameters name objects that do not exist.
    pub(super) fn guard_targets(&mut self, call: &Call<'_>) -> Result<(), ErrorResponse> {
        if self.is_arbitrary() {
            return Ok(());
        }
        let api = Arc::clone(&self.api);
        for parameter in PARAMETERS.iter().filter(|parameter| call.route.is(parameter.method, parameter.path)) {
            let (Some(given), Some(id)) = (given(call, parameter.name), api.table.collection_at(parameter.list)) else {
                continue;
            };
            let list = call.place_like(parameter.list);
            if self.entry(&list, id, &given).is_none() {
                return Err(ErrorResponse::no_such_object(parameter.name, &given));
            }
        }
        if call.route.is(Method::Post, "/ip/{ip}/move")
            && let Some(to) = given(call, "to")
            && !DESTINATIONS.iter().any(|(list, _)| self.keys_at(list).contains(&to))
        {
            return Err(ErrorResponse::no_such_service());
        }
        check_hosts(call)
    }

    /// Lets the object that was chosen be the current one when the task is done.
    pub(super) fn follow_target(&mut self, call: &Call<'_>) {
        let api = Arc::clone(&self.api);
        for parameter in PARAMETERS.iter().filter(|parameter| call.route.is(parameter.method, parameter.path)) {
            let (Some(given), Some(chosen)) = (given(call, parameter.name), parameter.chosen) else { continue };
            let Some(id) = api.table.collection_at(parameter.list) else { continue };
            let list = call.place_like(parameter.list);
            let object = self.entry(&list, id, &given).and_then(|entry| self.item(&list, id, &entry));
            let read = api.table.by_template(Branch::V1, Method::Get, chosen);
            if let (Some(object), Some(read)) = (object, read) {
                self.create_later(&call.place_like(chosen), &read.operation.response, object);
            }
        }
    }
}

/// Returns a parameter of the body as the key of an object.
fn given(call: &Call<'_>, name: &str) -> Option<String> {
    call.body.get(name).filter(|value| value.is_string() || value.is_number()).map(key_text)
}

/// Rejects an empty list of name servers, and invalid hosts.
fn check_hosts(call: &Call<'_>) -> Result<(), ErrorResponse> {
    let is_about_name_servers = ["/domain/{serviceName}/nameServers/update", "/domain/{serviceName}/nameServer"];
    if !is_about_name_servers.iter().any(|path| call.route.is(Method::Post, path)) {
        return Ok(());
    }
    let refuse = |text: &str| {
        let message = format!("[nameServers] Given data ({text}) is not valid");
        Err(ErrorResponse::bad_request(message).detail("parameter", "nameServers"))
    };
    let Some(servers) = ["nameServers", "nameServer"].iter().find_map(|name| call.body.get(name)?.as_array()) else {
        return Ok(());
    };
    if servers.is_empty() {
        return refuse("[]");
    }
    let hosts = servers.iter().filter_map(|server| server.get("host").and_then(Value::as_str));
    hosts.filter(|host| !is_host(host)).map(refuse).next().unwrap_or(Ok(()))
}

/// Returns whether a text is a full host name.
fn is_host(text: &str) -> bool {
    let bare = text.strip_suffix('.').unwrap_or(text);
    let is_label = |label: &str| {
        let is_inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        is_inner && (1..64).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_address = bare.parse::<std::net::IpAddr>().is_ok();
    bare.len() < 254 && bare.contains('.') && bare.split('.').all(is_label) && !is_address
}
