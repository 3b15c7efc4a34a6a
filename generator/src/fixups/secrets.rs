//! Secrets that are declared as plain text: in Rust, `Debug` would show them and they would stay in memory.

use super::{Fixup, Found, retype};
use crate::schema::{Branch, Schema};

const FILE: &str = "generator/src/fixups/secrets.rs";

/// A consumer key signs calls: whoever has it and the application's keys can do what its owner can.
pub const CONSUMER_KEY: Fixup = Fixup {
    name: "consumer_key",
    file: FILE,
    branch: Branch::V1,
    places: &[
        ("/auth", "/models/auth.Credential/properties/consumerKey"),
        ("/me", "/models/nichandle.SubAccountConsumerKey/properties/consumerKey"),
    ],
    evidence: "auth.json, August 2026: auth.ApiCredentialRequest.consumerKey, the same key in the answer of \
               `POST /auth/credential`, is a `password`. All official wrappers sign with it.",
    mend: consumer_key,
};

fn consumer_key(schema: &mut Schema, place: &str) -> Found {
    retype(schema, place, "string", "password")
}

/// The password of a bill, an order or a refund, which is a secret on one document of seven.
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
    mend: document_password,
};

fn document_password(schema: &mut Schema, place: &str) -> Found {
    retype(schema, place, "string", "password")
}

/// The token of an e-mail that confirms the end of a service.
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
    mend: termination_token,
};

fn termination_token(schema: &mut Schema, place: &str) -> Found {
    retype(schema, place, "string", "password")
}
