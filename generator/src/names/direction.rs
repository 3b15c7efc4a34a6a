//! Which way a type is meant to travel, by its own name: that way it has the plain name, the other way a suffix.
//!
//! Whether a type is answered, sent or both is a fact about the operations there are today; a name must not follow it.

use super::words::words;

/// Last words of the names of types that are sent.
const REQUESTS: &[&str] =
    &["body", "create", "creation", "input", "params", "parameters", "payload", "post", "put", "request", "update"];

/// Types that end in one of these words and are answered.
const ANSWERED: &[&str] = &[
    "auth.ApiCredentialRequest",
    "domain.configurations.CustomFieldsUpdatePayload",
    "services.billing.engagement.EngagementRequest",
    "services.contacts.ContactChangeRequest",
];

/// Types that end in none of them and are sent.
const SENT: &[&str] = &[
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

/// Whether the type of this full name is meant to be sent rather than answered.
pub fn is_request(full_name: &str) -> bool {
    let own = full_name.rsplit('.').next().unwrap_or(full_name);
    let ends_in_one = words(own).last().is_some_and(|last| REQUESTS.contains(&last.as_str()));
    SENT.contains(&full_name) || (ends_in_one && !ANSWERED.contains(&full_name))
}

#[cfg(test)]
mod tests {
    use super::is_request;

    #[test]
    fn requests_by_their_names() {
        for request in ["vps.rebuild.post", "domain.zone.RecordCreate", "auth.UserRequest", "vps.VPS"] {
            assert!(is_request(request), "{request}");
        }
        for answer in ["vps.Disk", "services.contacts.ContactChangeRequest", "x.Requested", "x.PostBox", ""] {
            assert!(!is_request(answer), "{answer}");
        }
    }
}
