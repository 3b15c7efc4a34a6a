//! Words of paths that no parameter follows, so that one which does is called by name (`operation.rs`).
//!
//! They are what the committed APIs are made of: none of their names can be taken by a sibling, whatever comes. A word
//! of another API can be added as long as no released name changes by it.

use crate::schema::Branch;

/// Words that other words follow, by the root of their API: `word/next` or `before/word/next`, where `*` is any word.
/// They group what follows, where others (`/me/order/{orderId}/status`) are lists of things that have it.
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

/// Words for the one thing of its kind, by the root of their API: it is changed and deleted itself, where others
/// (`/me/sshKey/{keyName}`) are lists of things that are.
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

/// Singles of all APIs of v1.
const SINGLES_ANYWHERE: &[&str] = &["serviceInfos"];

/// APIs that are the one thing of its kind themselves.
const SINGLE_ROOTS: &[&str] = &["/me"];

/// Whether no parameter stands between `word` and `next`; `before` is the word before, empty if there is none.
pub fn is_group(branch: Branch, root: &str, [before, word, next]: [&str; 3]) -> bool {
    let matches = |pattern: &str| {
        let mut parts = pattern.rsplit('/');
        parts.next().is_some_and(|last| last == "*" || last == next)
            && parts.next() == Some(word)
            && parts.next().is_none_or(|first| first == before)
    };
    branch == Branch::V1 && of_root(GROUPS, root).any(matches)
}

/// Whether `word`, or the API itself, is the one thing of its kind.
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
    fn patterns_of_groups() {
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
