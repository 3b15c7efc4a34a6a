//! The words that make a POST or PUT an action (`reboot`) instead of the creation or change of an item (`record`).
//!
//! | the last segment | is an action | table |
//! |---|---|---|
//! | starts with a verb: `changeContact`, `hangup` | yes | `VERBS` |
//! | ends with a verb: `ipMove`, `quotaRefresh` | yes | `LAST_VERBS` |
//! | starts with a word that also begins nouns: `orderAddon`, `bulkDeleteObjects` | yes | `ACTIONS` |
//! | is a noun that looks like a verb: `restorePoints`, `sendAs` | no | `NOUNS` |

use super::operation::Segment;
use super::words::words;

/// Verbs at the start of an action's last segment. Words that the API also uses as nouns (`request`, `upgrade`,
/// `export`, `download`, `order`, `backup`) are not in the list, as they end the path of a GET as often as that of a
/// POST.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "abort", "accelerate", "accept", "acknowledge", "activate", "add", "aggregate", "allow", "answer", "apply",
    "approve", "ask", "assign", "associate", "attach", "authorize", "bind", "block", "buy", "bypass", "calculate",
    "cancel", "challenge", "change", "check", "choose", "clean", "clear", "clone", "close", "compare", "compute",
    "configure", "confirm", "connect", "convert", "copy", "create", "cut", "cutover", "deactivate", "deaf",
    "deassociate", "decline", "decommission", "decrypt", "delegate", "delete", "deny", "deploy", "deregister",
    "destroy", "detach", "disable", "disconnect", "dismiss", "dissociate", "drop", "duplicate", "eavesdrop", "edit",
    "enable", "encrypt", "ensure", "erase", "estimate", "execute", "expand", "expose", "extend", "fetch", "finalize",
    "flush", "fork", "generate", "get", "grant", "halt", "hangup", "hide", "hold", "ignore", "import", "increase",
    "init", "initialize", "initiate", "inject", "install", "intercept", "invalidate", "invite", "join", "kick",
    "kill", "launch", "leave", "link", "lock", "logout", "lookup", "merge", "migrate", "mount", "move", "mute",
    "notify", "open", "optimize", "park", "pause", "pay", "prepare", "presign", "preview", "promote", "propagate",
    "provision", "publish", "purge", "reactivate", "reassign", "reboot", "rebuild", "recalculate", "recall",
    "recommission", "reconfigure", "reconnect", "recover", "redeploy", "reduce", "refresh", "refuse", "regenerate",
    "register", "reinstall", "reject", "relaunch", "release", "relocate", "remove", "rename", "reopen", "replace",
    "reply", "reschedule", "rescue", "resend", "reset", "resiliate", "resize", "resolve", "restart", "restore",
    "resume", "retain", "retract", "retrieve", "retry", "revert", "revoke", "rollback", "rotate", "run", "save",
    "scan", "schedule", "seal", "send", "set", "shelve", "shrink", "simulate", "skip", "slice", "split", "start",
    "stop", "submit", "subscribe", "suspend", "swap", "switch", "sync", "synchronize", "terminate", "test", "toggle",
    "transfer", "transform", "translate", "trigger", "unassign", "unbind", "unblock", "unconfigure", "undeaf", "undo",
    "ungroup", "uninstall", "unleash", "unlink", "unlock", "unmount", "unmute", "unpause", "unregister", "unrescue",
    "unset", "unshelve", "unsubscribe", "unsuspend", "untag", "update", "upload", "upsize", "validate", "verify",
    "waive", "whisper",
];

/// Verbs at the end of an action's last segment.
const LAST_VERBS: &[&str] = &["check", "merge", "move", "refresh", "restore", "update", "upload"];

/// Other actions: a segment, or the end of a path with `{}` for a parameter and `*` for any word. After a leading `/`
/// follows the whole path below the API's root.
///
/// Their first words also begin nouns: `activeOptions`, `orderFollowUp`, `upgrade`, `searchServices`, `canBeEnabled`.
const ACTIONS: &[&str] = &[
    "/devices",
    "/geolocation",
    "/rules",
    "account/{}/login",
    "activeMonthlyBilling",
    "ai/*/command",
    "archive",
    "bulkDeleteObjects",
    "bulkDeleteSnapshots",
    "canTransferSecurityDeposit",
    "click2Call",
    "configtest",
    "datasync",
    "delegatedAccount/{}/usage",
    "diagnostic/domain",
    "end",
    "endMigration",
    "instance/{}/applicationAccess",
    "instance/{}/vnc",
    "ola/aggregation",
    "ola/group",
    "orderAddon",
    "orderMeeting",
    "orderNewFilerHourly",
    "orderNewHostHourly",
    "orderNewNodeHourly",
    "participants/{}/energy",
    "passwordRecover",
    "renew",
    "renewCertificate",
    "renewSSL",
    "replace/*",
    "returnMerchandise",
    "search/*",
    "search/*/*",
    "searchOrderMeetings",
    "test/*",
    "test/*/*",
    "ukOutgoingTransfer",
    "upgradeHypervisor",
    "upgradeQuota",
    "upgradeVcenter",
    "vendor/*",
    "vmwareCloudDirectorEligibility",
    "vrops/upgrade",
];

/// Nouns that look like actions, in the notation of `ACTIONS`: compound nouns that start or end with a verb, and
/// collections, which have items below them.
const NOUNS: &[&str] = &[
    "/{}/detach",
    "/{}/sync",
    "account/{}/archive",
    "account/{}/migrate",
    "account/{}/sync",
    "blockStorage",
    "convertToLineAvailableOffers",
    "database/{}/copy",
    "domainRestore",
    "eligibility/recall",
    "eligibility/test",
    "mountPoint",
    "mountPoints",
    "openIdConnect",
    "resourceAccount/{}/delegate",
    "restorePoint",
    "restorePoints",
    "sendAs",
    "sendConnector",
    "sendOnBehalfTo",
    "stream/{}/archive",
    "testResults",
    "updateStatus",
    "user/{}/grant",
    "virtualDataCenter/{}/compute",
];

/// Returns whether the last segment of a path names an action.
pub fn is_action(path: &[Segment<'_>]) -> bool {
    let Some(Segment::Static(last)) = path.last() else { return false };
    let words = words(last);
    let (Some(first), Some(end)) = (words.first(), words.last()) else { return false };
    // `request` is a noun, `requestRefund` an action.
    let starts_with_verb = VERBS.contains(&first.as_str()) || (first == "request" && words.len() > 1);
    let ends_with_verb = LAST_VERBS.contains(&end.as_str());
    let is_in = |table: &[&str]| table.iter().any(|pattern| ends_with(path, pattern));
    (starts_with_verb || ends_with_verb || is_in(ACTIONS)) && !is_in(NOUNS)
}

/// Returns whether a path ends with a pattern.
fn ends_with(path: &[Segment<'_>], pattern: &str) -> bool {
    let mut segments = path.iter().rev();
    pattern.rsplit('/').all(|expected| match segments.next() {
        Some(Segment::Static(text)) => expected == "*" || expected == *text,
        Some(Segment::Parameter(_)) => expected == "{}",
        None => expected.is_empty(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::operation::segments;
    use super::is_action;

    #[test]
    fn actions_are_distinguished_from_collections() {
        for action in [
            "reboot",
            "changeContact",
            "createSnapshot",
            "setPassword",
            "import",
            "payWithRegisteredPaymentMean",
            "requestRefund",
            "calls/{id}/hangup",
            "ipMove",
            "quotaRefresh",
            "orderAddon",
            "coldArchive/{name}/archive",
            "eligibility/search/buildings",
        ] {
            assert!(is_action(&segments("", action)), "{action}");
        }
        for collection in [
            "record",
            "restorePoints",
            "request",
            "upgrade",
            "settings",
            "",
            "+",
            "activeOptions",
            "orderFollowUp",
            "account/{email}/archive",
            "account/{email}/sendAs",
            "account/{user}/sync",
            "{serviceId}/detach",
            "eligibility/recall",
            "search/{id}",
            "search",
        ] {
            assert!(!is_action(&segments("", collection)), "{collection}");
        }
    }
}
