//! The words that make a POST an action (`reboot`) rather than the creation of a member of a collection (`record`).

use super::words::words;

/// Verbs that begin the last segment of actions. Words that the API uses as nouns too (`request`, `upgrade`, `export`,
/// `download`, `order`, `backup`) are left out: a GET ends in them as often as a POST.
const VERBS: &[&str] = &[
    "abort", "accelerate", "accept", "acknowledge", "activate", "add", "allow", "answer", "apply", "approve", "ask",
    "assign", "associate", "attach", "authorize", "bind", "block", "buy", "bypass", "calculate", "cancel",
    "challenge", "change", "check", "choose", "clean", "clear", "clone", "close", "compare", "compute", "configure",
    "confirm", "connect", "convert", "copy", "create", "cut", "deactivate", "deassociate", "decline", "decrypt",
    "delegate", "delete", "deny", "deploy", "deregister", "detach", "disable", "disconnect", "dismiss", "dissociate",
    "drop", "duplicate", "edit", "enable", "encrypt", "ensure", "erase", "estimate", "execute", "expand", "extend",
    "finalize", "flush", "generate", "get", "grant", "halt", "hide", "ignore", "import", "increase", "init",
    "initialize", "initiate", "inject", "install", "invalidate", "invite", "join", "kill", "launch", "leave", "lock",
    "logout", "lookup", "merge", "migrate", "mount", "move", "notify", "open", "optimize", "pause", "pay", "prepare",
    "preview", "promote", "propagate", "provision", "publish", "purge", "reactivate", "reassign", "reboot", "rebuild",
    "recalculate", "reconfigure", "reconnect", "recover", "redeploy", "reduce", "refresh", "refuse", "regenerate",
    "register", "reinstall", "reject", "relaunch", "release", "remove", "rename", "reopen", "replace", "reply",
    "reschedule", "rescue", "resend", "reset", "resiliate", "resize", "resolve", "restart", "restore", "resume",
    "retract", "retrieve", "retry", "revert", "revoke", "rollback", "rotate", "run", "save", "scan", "schedule",
    "seal", "send", "set", "shelve", "simulate", "skip", "split", "start", "stop", "submit", "subscribe", "suspend",
    "swap", "switch", "sync", "synchronize", "terminate", "test", "toggle", "transform", "translate", "trigger",
    "unassign", "unbind", "unblock", "undo", "uninstall", "unlink", "unlock", "unmount", "unpause", "unregister",
    "unrescue", "unset", "unshelve", "unsubscribe", "unsuspend", "untag", "update", "upload", "validate", "verify",
    "waive",
];

/// Compounds that begin with a verb and name a thing.
const NOUNS: &[&str] =
    &["blockStorage", "restorePoint", "restorePoints", "testResults", "updateStatus", "mountPoint", "mountPoints"];

/// Actions that do not begin with their verb.
const ACTIONS: &[&str] = &["passwordRecover"];

/// Whether a path segment names an action.
pub fn is_action(segment: &str) -> bool {
    let words = words(segment);
    let Some(first) = words.first().map(String::as_str) else { return false };
    // A bare `request` is a thing, `requestRefund` is not.
    let is_verb = VERBS.contains(&first) || (first == "request" && words.len() > 1);
    (is_verb && !NOUNS.contains(&segment)) || ACTIONS.contains(&segment)
}

#[cfg(test)]
mod tests {
    use super::is_action;

    #[test]
    fn actions_and_collections() {
        for action in ["reboot", "changeContact", "createSnapshot", "setPassword", "import", "payWithRegisteredPaymentMean"] {
            assert!(is_action(action), "{action}");
        }
        for collection in ["record", "restorePoints", "request", "upgrade", "settings", "", "+"] {
            assert!(!is_action(collection), "{collection}");
        }
    }
}
