//! Names of fields and parameters whose values are secret.

/// The ends of names, in lower case and without separators: `adminPassword`, `access_token`.
const ENDS: &[&str] = &[
    "accesskey",
    "apikey",
    "applicationkey",
    "authinfo",
    "consumerkey",
    "credential",
    "encryptionkey",
    "passphrase",
    "passwd",
    "password",
    "presharedkey",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "securitykey",
    "signature",
    "token",
    "voucher",
];

/// Whole names, in lower case and without separators.
const NAMES: &[&str] = &[
    "assertion",
    "authorization",
    "clientassertion",
    "clientid",
    "cookie",
    "dp",
    "dq",
    "jwt",
    "kubeconfig",
    "mastersap",
    "mastersaphana",
    "otp",
    "pin",
    "privatekeypem",
    "qi",
    "qrcodehelper",
    "sftparchive",
    "sftpstorage",
    "sidadm",
    "swiftarchive",
    "swiftstorage",
    "validationurl",
];

/// Names of objects and lists in which all values are secret.
const GROUPS: &[&str] = &["credentials", "httpheaders", "passwords", "secrets", "tokens"];

/// Names that an API declares as passwords, and that others use for values that are not secret. The paths are below
/// branch v1, or begin with `/v2`.
const IN_APIS: &[(&str, &[&str])] = &[
    ("/cloud", &["certificate", "content", "intermediates", "key", "value"]),
    ("/dbaas/logs", &["content"]),
    ("/dedicatedCloud", &["certificate", "system"]),
    ("/hosting/web", &["key", "value"]),
    ("/license/hycu", &["content"]),
    ("/me", &["access", "code"]),
    ("/metrics", &["access"]),
    ("/secret", &["id"]),
    ("/v2/okms", &["d", "k", "p", "q"]),
    ("/v2/publicCloud", &["payload"]),
];

/// How secret the values with a name are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Secrecy {
    Open,
    /// Texts and numbers are secret. Fields of an object have names of their own.
    Value,
    /// So is everything below.
    All,
}

/// Returns the secrecy of a name in requests and responses of this path.
pub(super) fn secrecy(path: &str, name: &str) -> Secrecy {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let of_api = || IN_APIS.iter().any(|(api, names)| is_below(path, api) && names.contains(&name));
    if GROUPS.contains(&plain.as_str()) {
        Secrecy::All
    } else if NAMES.contains(&plain.as_str()) || ENDS.iter().any(|end| plain.ends_with(end)) || of_api() {
        Secrecy::Value
    } else {
        Secrecy::Open
    }
}

fn is_below(path: &str, api: &str) -> bool {
    path.strip_prefix(api).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
