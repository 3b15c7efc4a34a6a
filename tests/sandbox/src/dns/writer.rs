//! Writes zone files.

use serde_json::Value;

use super::{Record, data, name, types};
use crate::place::key_text;

/// A zone.
#[derive(Debug)]
pub(crate) struct Zone<'z> {
    pub(crate) name: &'z str,
    /// The response of `/domain/zone/{zoneName}/soa`.
    pub(crate) soa: &'z Value,
    /// Written if no record names the name servers of the zone, because a zone must have some.
    pub(crate) name_servers: &'z [String],
}

/// Time in seconds after which a secondary server retries; the API does not have this field.
const RETRY: u32 = 3600;

/// Writes a zone file. Returns `None` if it has more than `max` bytes.
pub(crate) fn write(zone: &Zone<'_>, records: &[Record], max: usize) -> Option<String> {
    let Zone { name, soa, name_servers } = zone;
    let text = |key: &str| soa.get(key).map(key_text).unwrap_or_default();
    let absolute = |key: &str, default: &str| {
        let given = text(key).replace('@', ".");
        let given = given.strip_suffix('.').unwrap_or(&given);
        name::target(&format!("{given}."), "").ok().filter(|name| name != ".").unwrap_or_else(|| default.to_owned())
    };
    let server = absolute("server", "dns100.ovh.net.");
    let mut file = format!("$TTL {}\n$ORIGIN {name}.\n", text("ttl"));
    file.push_str(&format!(
        "@\tIN SOA {server} {} ({} {} {RETRY} {} {})\n",
        absolute("email", "tech.ovh.net."),
        text("serial"),
        text("refresh"),
        text("expire"),
        text("nxDomainTtl"),
    ));
    let is_apex_ns = |record: &&Record| record.field_type == "NS" && record.owner(name) == "@";
    if !records.iter().any(|record| is_apex_ns(&record)) {
        let servers = if name_servers.is_empty() { std::slice::from_ref(&server) } else { *name_servers };
        file.extend(servers.iter().map(|server| format!("@\tIN NS {}.\n", server.trim_end_matches('.'))));
    }
    let (first, others): (Vec<_>, Vec<_>) = records.iter().partition(is_apex_ns);
    for record in first.into_iter().chain(others) {
        file.push_str(&line(record, name));
        if file.len() > max {
            return None;
        }
    }
    Some(file)
}

/// Returns the line of a record. Types without a form in zone files, and generated records, become comments.
fn line(record: &Record, zone: &str) -> String {
    let Record { sub_domain, field_type, target, ttl } = record;
    let ty = types::find(field_type);
    let parts = ty.and_then(|ty| {
        let owner = name::owner(sub_domain, zone).ok()?;
        Some((owner, ty, data::canonical(ty, target, zone).ok()?))
    });
    let Some((owner, ty, data)) = parts else {
        return format!("; a record of type {}\n", field_type.escape_default());
    };
    let ttl = if *ttl == 0 { String::new() } else { format!("{ttl} ") };
    // `import` reads the comment to restore the type.
    let comment = if ty.written == ty.name { String::new() } else { format!(" ; {}", ty.name) };
    format!("{owner}\t{ttl}IN {} {data}{comment}\n", ty.written)
}
