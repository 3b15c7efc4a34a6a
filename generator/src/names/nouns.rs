//! Words in paths that are not followed by a parameter. A parameter that follows one is part of the name
//! (`operation.rs`).
//!
//! The tables cover the committed APIs, so no new operation can change the names of existing ones. Words of other APIs
//! can be added as long as no released name changes.

use crate::schema::Branch;

/// Words that group the words after them, by API root: `word/next` or `before/word/next`, where `*` is any word. Other
/// words (`/me/order/{orderId}/status`) are collections whose items have what follows.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "/domain",
        &[
            "configurationRule/*",
            "configurations/*",
            "data/*",
            "dynHost/*",
            "extensions/byCategory",
            "extensions/highlighted",
            "extensions/pricingAttributes",
            "nameServers/*",
            "obfuscatedEmails/*",
            "outgoingTransfer/*",
            "rules/*",
        ],
    ),
    (
        "/me",
        &[
            "accessRestriction/*",
            "api/*",
            "audit/*",
            "backupCode/*",
            "bill/debt/*",
            "bill/export",
            "billing/*",
            "bringYourOwnIp/*",
            "carbonCalculator/*",
            "consumption/*",
            "correctiveInvoice/debt/*",
            "credit/*",
            "debtAccount/*",
            "document/cors",
            "email/*",
            "fax/*",
            "fidelityAccount/*",
            "identity/*",
            "incident/*",
            "log/*",
            "logs/*",
            "mailingList/*",
            "notification/*",
            "oauth2/*",
            "order/debt/*",
            "paidBills/debt/*",
            "payment/*",
            "paymentMean/*",
            "refund/export",
            "report/*",
            "sbg/*",
            "tag/available",
            "task/*",
            "telephony/*",
            "usage/*",
            "voucher/*",
            "xdsl/*",
        ],
    ),
    (
        "/services",
        &["billing/*", "consumption/*", "engagement/*", "forecast/*", "savingsPlans/*", "subscribe/*", "terminate/*"],
    ),
    (
        "/vps",
        &[
            "automatedBackup/*",
            "backupftp/*",
            "distribution/*",
            "images/*",
            "order/*",
            "rule/*",
            "snapshot/*",
            "veeam/*",
        ],
    ),
];

/// Words for single objects, by API root, which are changed and deleted themselves. Other words
/// (`/me/sshKey/{keyName}`) are collections whose items are changed and deleted.
const SINGLES: &[(&str, &[&str])] = &[
    ("/domain", &["dnssec", "obfuscatedEmails", "optin", "soa"]),
    (
        "/me",
        &[
            "autorenew",
            "backupCode",
            "decision",
            "developerMode",
            "fidelityAccount",
            "ipDefaultRule",
            "marketing",
            "provider",
        ],
    ),
    ("/services", &["endRule", "request"]),
    ("/vps", &["migration2020", "restoredBackup", "snapshot"]),
];

/// Single objects of all APIs of v1.
const SINGLES_ANYWHERE: &[&str] = &["serviceInfos"];

/// APIs whose root is a single object.
const SINGLE_ROOTS: &[&str] = &["/me"];

/// Returns whether `word` groups `next`; `before` is the word before it, or empty.
pub fn is_group(branch: Branch, root: &str, [before, word, next]: [&str; 3]) -> bool {
    let matches = |pattern: &str| {
        let mut parts = pattern.rsplit('/');
        parts.next().is_some_and(|last| last == "*" || last == next)
            && parts.next() == Some(word)
            && parts.next().is_none_or(|first| first == before)
    };
    branch == Branch::V1 && of_root(GROUPS, root).any(matches)
}

/// Returns whether `word`, or the API's root if it is `None`, is a single object.
pub fn is_single(branch: Branch, root: &str, word: Option<&str>) -> bool {
    branch == Branch::V1
        && match word {
            Some(word) => SINGLES_ANYWHERE.contains(&word) || of_root(SINGLES, root).any(|single| single == word),
            None => SINGLE_ROOTS.contains(&root),
        }
}

fn of_root<'t>(table: &[(&str, &'t [&'t str])], root: &str) -> impl Iterator<Item = &'t str> {
    let own = table.iter().find(|(of, _)| *of == root).map(|(_, words)| *words);
    own.into_iter().flatten().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_patterns_match() {
        let cases = [
            ("/me", ["", "api", "application"], true),
            ("/me", ["order", "debt", "pay"], true),
            ("/me", ["debtAccount", "debt", "pay"], false),
            ("/me", ["", "bill", "export"], true),
            ("/me", ["", "bill", "details"], false),
            ("/vps", ["", "api", "application"], false),
        ];
        for (root, words, expected) in cases {
            assert_eq!(is_group(Branch::V1, root, words), expected, "{root} {words:?}");
        }
        assert!(!is_group(Branch::V2, "/me", ["", "api", "application"]));
    }
}
