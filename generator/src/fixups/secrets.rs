//! Secrets that are declared as plain text; in Rust, `Debug` would print them and they would not be wiped from memory.

use super::fixup::{Fixup, make_secret};
use crate::schema::Branch;

const FILE: &str = "generator/src/fixups/secrets.rs";

/// A consumer key signs requests: together with the application's keys it gives the rights of its owner.
pub const CONSUMER_KEY: Fixup = Fixup {
    name: "consumer_key",
    file: FILE,
    branch: Branch::V1,
    places: &[
        ("/auth", "/models/auth.Credential/properties/consumerKey"),
        ("/me", "/models/nichandle.SubAccountConsumerKey/properties/consumerKey"),
    ],
    evidence: "auth.json, August 2026: auth.ApiCredentialRequest.consumerKey, the same key in the response of \
               `POST /auth/credential`, is a `password`. All official wrappers sign with it.",
    apply: make_secret,
};

/// The password of a bill, an order or a refund; one of the seven kinds of documents declares it as a secret.
pub const DOCUMENT_PASSWORD: Fixup = Fixup {
    name: "document_password",
    file: FILE,
    branch: Branch::V1,
    places: &[
        ("/me", "/models/billing.Bill/properties/password"),
        ("/me", "/models/billing.CorrectiveInvoice/properties/password"),
        ("/me", "/models/billing.Deposit/properties/password"),
        ("/me", "/models/billing.Order/properties/password"),
        ("/me", "/models/billing.Refund/properties/password"),
        ("/me", "/models/billing.Withdrawal/properties/password"),
    ],
    evidence: "me.json, August 2026: billing.ReverseBill.password, the same field of the same kind of document, is a \
               `password`.",
    apply: make_secret,
};

/// The token, sent by e-mail, that confirms the termination of a service.
pub const TERMINATION_TOKEN: Fixup = Fixup {
    name: "termination_token",
    file: FILE,
    branch: Branch::V1,
    places: &[
        ("/domain", "/models/services.confirmTermination/properties/token"),
        ("/services", "/models/services.confirmTermination/properties/token"),
        ("/vps", "/models/services.confirmTermination/properties/token"),
    ],
    evidence: "services.json, August 2026: services.terminate.ConfirmServiceTerminationRequest.token, sent for the \
               same purpose by `POST /services/{serviceId}/terminate/confirm`, is a `password`.",
    apply: make_secret,
};
