//! The main direction of a type, by its name: the struct for that direction has the plain name, the other one a suffix.
//!
//! The directions in use depend on the operations of the day, so names do not follow them.

use super::words::words;

/// The last words of the names of request types.
const REQUEST_WORDS: &[&str] =
    &["body", "create", "creation", "input", "params", "parameters", "payload", "post", "put", "request", "update"];

/// Response types that end in one of these words.
const RESPONSE_TYPES: &[&str] = &[
    "auth.ApiCredentialRequest",
    "domain.configurations.CustomFieldsUpdatePayload",
    "services.billing.engagement.EngagementRequest",
    "services.contacts.ContactChangeRequest",
];

/// Request types that do not end in one of these words.
const REQUEST_TYPES: &[&str] = &[
    "auth.GroupUser",
    "billing.order.PayWithPaymentMethod",
    "domain.Data",
    "domain.configuration.rules.RuleData",
    "domain.configuration.rules.RuleExtraData",
    "domain.outgoingTransfer.Approve",
    "domain.zone.Import",
    "domain.zone.Reset",
    "domain.zone.ResetRecord",
    "domain.zone.dynHost.LoginChangePassword",
    "iam.resource.TagFilter",
    "me.credit.code.Redeem",
    "me.incident.MigrateServices",
    "me.payment.method.CallbackUrl",
    "me.payment.method.Challenge",
    "me.payment.method.Details",
    "me.payment.method.Finalize",
    "reseller.Nichandle",
    "services.changeContact",
    "services.confirmTermination",
    "services.form.Answer",
    "services.form.Form",
    "services.savingsPlans.ChangePeriodEndAction",
    "services.savingsPlans.ChangeSize",
    "services.savingsPlans.Subscribe",
    "services.savingsPlans.Terminate",
    "services.update.Service",
    "services.update.Service.Renew",
    "vps.VPS",
];

/// Returns whether a type is mainly a request type, by its full name.
pub fn is_request(full_name: &str) -> bool {
    let own = full_name.rsplit('.').next().unwrap_or(full_name);
    let ends_in_word = words(own).last().is_some_and(|last| REQUEST_WORDS.contains(&last.as_str()));
    REQUEST_TYPES.contains(&full_name) || (ends_in_word && !RESPONSE_TYPES.contains(&full_name))
}

#[cfg(test)]
mod tests {
    use super::is_request;

    #[test]
    fn request_types_are_found_by_name() {
        for request in ["vps.rebuild.post", "domain.zone.RecordCreate", "auth.UserRequest", "vps.VPS"] {
            assert!(is_request(request), "{request}");
        }
        for response in ["vps.Disk", "services.contacts.ContactChangeRequest", "x.Requested", "x.PostBox", ""] {
            assert!(!is_request(response), "{response}");
        }
    }
}
