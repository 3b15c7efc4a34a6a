//! Sentences of `/sms`, `/support`, `/telephony`.

#[rustfmt::skip]
pub const ROWS: &[(&str, &str)] = &[
    ("DELETE /telephony/{}", "Terminates a telephony billing account."),
    ("GET /sms/{}/seeOffers", "Lists the offers for an SMS account."),
    ("GET /sms/{}/sendersAvailableForValidation", "Lists the senders of an SMS account that can be validated."),
    ("GET /support/tickets", "Lists your support tickets."),
    ("GET /telephony", "Lists your telephony billing accounts."),
    ("GET /telephony/currentOrderIds", "Lists the IDs of your current telephony orders."),
    ("GET /telephony/searchServices", "Searches for telephony services."),
    ("GET /telephony/{}", "Returns a telephony billing account."),
    ("POST /sms/estimate", "Estimates the number of SMS messages that a text takes."),
    ("POST /sms/{}/transferCredits", "Transfers credits from an SMS account to another one."),
    ("POST /support/tickets/create", "Creates a support ticket."),
    ("POST /support/tickets/{}/reply", "Replies to a support ticket."),
    ("POST /support/tickets/{}/score", "Scores the support that a ticket got."),
    ("POST /telephony/resellerPanel/generatePassword", "Generates a password for the telephony reseller panel."),
    ("POST /telephony/setDefaultSipDomain", "Sets the default SIP domain of your account."),
    ("PUT /telephony/{}", "Changes a telephony billing account."),
];
