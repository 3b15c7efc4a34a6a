//! Verbs and the states of objects.

use generator::model::{Type, Types};
use serde_json::Value;

use crate::values::{Direction, enumeration, object};
use crate::words::plain_name;

/// What a verb does to the state of an object. States are words in any spelling, in order of preference; an object
/// whose type lacks all of them keeps its state.
#[derive(Debug)]
pub(crate) struct Verb {
    /// The words of the action.
    pub(crate) names: &'static [&'static str],
    /// The state while the action is performed.
    during: &'static [&'static str],
    /// The state afterwards. Empty for the state before the action.
    after: &'static [&'static str],
}

/// States of an object in normal use.
const USUAL: &[&str] = &[
    "running",
    "active",
    "ready",
    "ok",
    "available",
    "enabled",
    "poweron",
    "on",
    "up",
    "delivered",
    "created",
    "valid",
    "inservice",
    "installed",
    "online",
    "open",
    "synced",
    "healthy",
    "inproduction",
];

const OFF: &[&str] = &["shutoff", "stopped", "stop", "off", "poweroff", "powered_off", "inactive", "down"];

/// The state of a new object.
pub(crate) const CREATED: &Verb = &Verb {
    names: &["create"],
    during: &[
        "creating",
        "building",
        "build",
        "installing",
        "provisioning",
        "provisionning",
        "deploying",
        "starting",
        "inserting",
        "creationpending",
        "createrulepending",
        "enabling",
        "tocreate",
        "toprovision",
        "applying",
        "pending",
        "init",
    ],
    after: USUAL,
};

/// The state of a changed object of the asynchronous model of API v2.
pub(crate) const UPDATED: &Verb = &Verb { names: &["update"], during: &["updating"], after: USUAL };

const VERBS: &[Verb] = &[
    Verb { names: &["reboot", "restart", "powercycle"], during: &["rebooting", "reboot", "restarting"], after: USUAL },
    Verb { names: &["stop", "shutdown", "poweroff"], during: &["stopping", "shuttingdown", "poweringoff"], after: OFF },
    Verb { names: &["start", "poweron", "boot"], during: &["starting", "booting", "poweringon"], after: USUAL },
    Verb { names: &["suspend"], during: &["suspending"], after: &["suspended", "paused"] },
    Verb { names: &["pause"], during: &["pausing"], after: &["paused", "suspended"] },
    Verb { names: &["resume", "unsuspend", "unpause"], during: &["resuming", "unsuspending"], after: USUAL },
    Verb { names: &["shelve"], during: &["shelving"], after: &["shelvedoffloaded", "shelved"] },
    Verb { names: &["unshelve"], during: &["unshelving"], after: USUAL },
    Verb {
        names: &["reinstall", "rebuild", "install"],
        during: &["reinstalling", "installing", "rebuild", "rebuilding"],
        after: USUAL,
    },
    Verb { names: &["rescue"], during: &["rescuing"], after: &["rescue", "rescued"] },
    Verb { names: &["unrescue"], during: &["unrescuing"], after: USUAL },
    Verb { names: &["snapshot"], during: &["snapshotting", "backuping", "backingup"], after: &[] },
    Verb { names: &["backup"], during: &["backuping", "backingup", "dumping"], after: &[] },
    Verb { names: &["resize"], during: &["resize", "resizing"], after: &[] },
    Verb { names: &["upsize", "extend"], during: &["extending", "resizing"], after: &[] },
    Verb { names: &["upgrade"], during: &["upgrading", "updating"], after: &[] },
    Verb { names: &["migrate", "migration"], during: &["migrating"], after: &[] },
    Verb { names: &["restore", "revert"], during: &["restoring", "restoringbackup", "reverting"], after: &[] },
    Verb { names: &["update"], during: &["updating"], after: &[] },
    Verb { names: &["reset"], during: &["resetting", "reinstalling"], after: USUAL },
    Verb { names: &["attach"], during: &["attaching"], after: &["inuse", "attached"] },
    Verb { names: &["detach"], during: &["detaching"], after: &["available", "detached"] },
    Verb { names: &["enable", "activate"], during: &["enabling"], after: &["enabled", "active", "on"] },
    Verb {
        names: &["disable", "deactivate"],
        during: &["disabling"],
        after: &["disabled", "deactivated", "inactive", "off"],
    },
    Verb { names: &["apply"], during: &["applying"], after: &["applied"] },
    Verb { names: &["cutover"], during: &["cuttingover"], after: &["cutover"] },
    Verb { names: &["lock"], during: &["locking"], after: &["locked"] },
    Verb { names: &["unlock"], during: &["unlocking"], after: &["unlocked", "ok"] },
    Verb { names: &["unblock"], during: &["unblocking"], after: &["unblocked", "ok"] },
    Verb { names: &["archive"], during: &["archiving"], after: &["archived"] },
    Verb { names: &["accept"], during: &[], after: &["accepted"] },
    Verb { names: &["cancel"], during: &[], after: &["cancelled", "canceled"] },
    Verb { names: &["validate"], during: &[], after: &["valid", "validated"] },
];

/// First words of actions that create another object, so that their parameters are about that object.
const CREATING: &[&str] = &[
    "create",
    "add",
    "new",
    "order",
    "generate",
    "snapshot",
    "backup",
    "copy",
    "clone",
    "duplicate",
    "export",
    "dump",
    "register",
    "request",
    "simulate",
    "check",
    "test",
    "get",
    "terminate",
    "confirm",
];

/// Returns whether the parameters of an action are about another object than the one on its path.
pub(crate) fn concerns_another_object(words: &[String]) -> bool {
    words.first().is_some_and(|first| CREATING.contains(&first.as_str()))
}

/// Returns what an action does to the state of its object. `rescueMode` with `{"rescue": false}` ends the rescue mode.
pub(crate) fn verb(words: &[String], body: &Value) -> Option<&'static Verb> {
    let first = words.first()?.as_str();
    let find = |name: &str| VERBS.iter().find(|verb| verb.names.contains(&name));
    let found = match (first, words.get(1)) {
        ("hard" | "soft" | "ip", Some(second)) => find(second),
        ("create", Some(second)) if words.len() == 2 => find(second).filter(|_| second == "snapshot"),
        _ => find(first),
    }?;
    let ends = body.get(first).and_then(Value::as_bool) == Some(false);
    if ends { find(&format!("un{first}")) } else { Some(found) }
}

impl Verb {
    /// Returns whether objects have a state during the action.
    pub(crate) const fn takes_time(&self) -> bool {
        !self.during.is_empty()
    }

    /// Returns the states of an object during and after the action, for each field that has such states.
    pub(crate) fn states(&self, types: &Types, ty: &Type, value: &Value) -> Vec<State> {
        let find = |name: &&str| {
            let values = state_values(types, ty, name)?;
            let now = value.get(name).and_then(Value::as_str).unwrap_or_default();
            let during = pick(self.during, &values);
            let after = if self.after.is_empty() {
                during.as_ref()?;
                let usual = || pick(USUAL, &values).unwrap_or_else(|| now.to_owned());
                if is_transient(now) { usual() } else { now.to_owned() }
            } else {
                let rescued = is_in_rescue_mode(value).then(|| pick(&["rescued", "rescue"], &values)).flatten();
                rescued.filter(|_| self.after == USUAL).or_else(|| pick(self.after, &values))?
            };
            Some(State { field: (*name).to_owned(), during, after })
        };
        STATE_FIELDS.iter().filter_map(find).collect()
    }
}

/// The states of a field.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) field: String,
    pub(crate) during: Option<String>,
    pub(crate) after: String,
}

const STATE_FIELDS: &[&str] = &["status", "state", "powerState", "resourceStatus"];

/// Returns the states of an object that exists for some time: those in normal use.
pub(crate) fn settled(types: &Types, ty: &Type, value: &Value) -> Vec<(String, String)> {
    let find = |name: &&str| {
        let now = value.get(name).and_then(Value::as_str)?;
        if OFF.contains(&plain_name(now).as_str()) {
            return None;
        }
        Some(((*name).to_owned(), pick(USUAL, &state_values(types, ty, name)?)?))
    };
    STATE_FIELDS.iter().filter_map(find).collect()
}

/// Returns whether an object starts a rescue system when it boots.
fn is_in_rescue_mode(value: &Value) -> bool {
    value.get("netbootMode").and_then(Value::as_str) == Some("rescue")
}

/// Returns whether a state ends by itself, such as `stopping`.
fn is_transient(state: &str) -> bool {
    let state = plain_name(state);
    let ends = state.ends_with("ing") && state != "running" && state != "missing";
    ends || VERBS.iter().chain([CREATED]).any(|verb| verb.during.contains(&state.as_str()))
}

/// Returns the values of the enum of a field.
fn state_values(types: &Types, ty: &Type, name: &str) -> Option<Vec<String>> {
    let Type::Defined(id, _) = ty else { return None };
    let Type::Defined(of, _) = &object(types, id, Direction::Output)?.field(name)?.ty else { return None };
    Some(enumeration(types, of)?.values.iter().map(|(_, value)| value.clone()).collect())
}

fn pick(words: &[&str], values: &[String]) -> Option<String> {
    words.iter().find_map(|word| values.iter().find(|value| plain_name(value) == plain_name(word))).cloned()
}
