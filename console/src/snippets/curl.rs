//! A shell script with curl, which signs the request itself.

use crate::form::Filled;

/// Signs and sends a request: `ovh METHOD TARGET [BODY [OPTION…]]`.
const SIGNED: &str = r#"# Signs a request and sends it: ovh METHOD TARGET BODY [OPTION…]
ovh() {
    method=$1 url=$base$2 body=$3
    shift 3
    now=$(curl --silent --show-error --fail "$base/1.0/auth/time")
    text="$OVH_APPLICATION_SECRET+$OVH_CONSUMER_KEY+$method+$url+$body+$now"
    signature=\$1\$$(printf '%s' "$text" | openssl dgst -sha1 -r | cut -d ' ' -f 1)
    if [ -n "$body" ]; then
        set -- "$@" --header 'Content-Type: application/json' --data-binary "$body"
    fi
    curl --silent --show-error --fail-with-body --request "$method" "$@" \
        --header "X-Ovh-Application: $OVH_APPLICATION_KEY" \
        --header "X-Ovh-Consumer: $OVH_CONSUMER_KEY" \
        --header "X-Ovh-Timestamp: $now" \
        --header "X-Ovh-Signature: $signature" \
        "$url"
}
"#;

/// Sends a request that needs no signature.
const UNSIGNED: &str = r#"# Sends a request that needs no signature: ovh METHOD TARGET BODY [OPTION…]
ovh() {
    method=$1 url=$base$2 body=$3
    shift 3
    if [ -n "$body" ]; then
        set -- "$@" --header 'Content-Type: application/json' --data-binary "$body"
    fi
    curl --silent --show-error --fail-with-body --request "$method" "$@" \
        --header "X-Ovh-Application: $OVH_APPLICATION_KEY" "$url"
}
"#;

/// Finds the base URL of the names that other programs read.
const BASE: &str = r#"case ${OVH_ENDPOINT:-ovh-eu} in
    ovh-eu) base=https://eu.api.ovh.com ;;
    ovh-ca) base=https://ca.api.ovh.com ;;
    ovh-us) base=https://api.us.ovhcloud.com ;;
    *) base=${OVH_ENDPOINT%/1.0} ;;
esac
"#;

pub(super) fn program(filled: &Filled) -> String {
    let target = filled.target();
    let branched = if target.starts_with("/v2/") { target } else { format!("/1.0{target}") };
    let body = filled.body.as_ref().map(ToString::to_string).unwrap_or_default();
    let headers: String = filled
        .headers
        .iter()
        .map(|(name, value)| format!(" --header {}", quoted(&format!("{name}: {value}"))))
        .collect();
    let function = if filled.is_signed { SIGNED } else { UNSIGNED };
    let body = if body.is_empty() { "''".to_owned() } else { quoted(&body) };
    format!(
        "#!/bin/sh\n\
         # Reads OVH_ENDPOINT, OVH_APPLICATION_KEY, OVH_APPLICATION_SECRET and OVH_CONSUMER_KEY.\n\
         set -eu\n\n{BASE}\n{function}\n\
         ovh {} {} {body}{headers}\n",
        filled.method,
        quoted(&branched),
    )
}

/// Quotes text for a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
