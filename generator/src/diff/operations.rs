//! Changes of operations: names, responses, and the conditions of a request.

use super::change::{Aspect, Change, Impact, Item};
use super::compat::is_taken_over;
use super::matched::{Call, Matched};
use super::parameters;
use crate::model::{Direction, Operation, without_names};
use crate::schema::IamAction;

pub fn changes(matched: &Matched<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for call in &matched.operations.removed {
        // The removal of an API includes its operations.
        if matched.new_api(call.api).is_some() {
            changes.push(removed(matched, *call));
        }
    }
    for call in &matched.operations.added {
        if matched.old_api(call.api).is_some() {
            changes.push(added(matched, *call));
        }
    }
    for &(old, new) in &matched.operations.both {
        changes.extend(names(matched, old, new));
        changes.extend(response(matched, old, new));
        changes.extend(parameters::changes(matched, old, new));
        changes.extend(authentication(old, new));
        changes.extend(iam_actions(old, new));
        changes.extend(status(old, new));
        changes.extend(errors(old, new));
    }
    changes
}

fn signature(matched: &Matched<'_>, call: Call<'_>, is_old: bool) -> String {
    let types = if is_old { &matched.old.types } else { &matched.new.types };
    let response = call.operation.response.display(types, Direction::Output);
    format!("{} -> {response}", call.operation.call_arguments())
}

fn removed(matched: &Matched<'_>, call: Call<'_>) -> Change {
    let taken_over = is_taken_over(matched, call);
    let announced = match call.operation.status.announcement() {
        // In a reason, backticks mark code.
        Some(announcement) => format!(", as announced: {}", announcement.replace('`', "'")),
        None => String::new(),
    };
    let what = if taken_over { "the method now calls another operation" } else { "the method is removed" };
    call.change(Item::Operation, Aspect::Removed)
        .from(signature(matched, call, true))
        .with_impact(Impact::of_lost_name(taken_over), format!("{what}{announced}"))
        .named(Some(call.name()), None)
}

fn added(matched: &Matched<'_>, call: Call<'_>) -> Change {
    call.change(Item::Operation, Aspect::Added)
        .to(signature(matched, call, false))
        .with_impact(Impact::Compatible, "new method")
        .named(None, Some(call.name()))
}

fn names(matched: &Matched<'_>, old: Call<'_>, new: Call<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let is_same_api = (old.api.branch, &old.api.root) == (new.api.branch, &new.api.root);
    if !is_same_api || old.operation.name != new.operation.name {
        let taken_over = is_taken_over(matched, old);
        let reason = if taken_over {
            "the method is renamed, and its old name now calls another operation"
        } else {
            "the method is renamed"
        };
        let change = old.change(Item::Operation, Aspect::Renamed).from(old.name()).to(new.name());
        let change = change.named(Some(old.name()), Some(new.name()));
        changes.push(change.with_impact(Impact::of_lost_name(taken_over), reason));
    }
    let (before, now) = (old.operation.request_line(), new.operation.request_line());
    // Renamed path parameters are changes of their own.
    if without_names(&before) != without_names(&now) {
        let change = old.change(Item::Operation, Aspect::Moved).from(before).to(now);
        changes.push(change.with_impact(
            Impact::RunTime,
            "the method now sends its request to another path or with another HTTP method",
        ));
    }
    changes
}

fn response(matched: &Matched<'_>, old: Call<'_>, new: Call<'_>) -> Option<Change> {
    let (before, now) = (&old.operation.response, &new.operation.response);
    (!matched.same(before, now)).then(|| {
        old.change(Item::Operation, Aspect::Type)
            .from(before.display(&matched.old.types, Direction::Output))
            .to(now.display(&matched.new.types, Direction::Output))
            .with_impact(Impact::Build, "the response type changes")
    })
}

fn authentication(old: Call<'_>, new: Call<'_>) -> Option<Change> {
    const SIGNED: &str = "signed";
    const UNSIGNED: &str = "unsigned";
    let change = old.change(Item::Operation, Aspect::Authentication);
    match (old.operation.authenticated, new.operation.authenticated) {
        (false, true) => Some(
            change
                .from(UNSIGNED)
                .to(SIGNED)
                .with_impact(Impact::RunTime, "requests are now signed and fail without credentials"),
        ),
        (true, false) => Some(
            change
                .from(SIGNED)
                .to(UNSIGNED)
                .with_impact(Impact::RunTime, "requests are now unsigned, so the service cannot identify the caller"),
        ),
        _ => None,
    }
}

fn iam_actions(old: Call<'_>, new: Call<'_>) -> Option<Change> {
    let (before, now) = (&old.operation.iam_actions, &new.operation.iam_actions);
    if before == now {
        return None;
    }
    let listed = |actions: &[IamAction]| {
        let names: Vec<String> = actions
            .iter()
            .map(|action| if action.required { action.name.clone() } else { format!("{} (optional)", action.name) })
            .collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    let is_new_need = |action: &IamAction| action.required && !before.contains(action);
    let (impact, reason) = if now.iter().any(is_new_need) {
        (Impact::RunTime, "rejected unless a policy allows the newly required actions")
    } else {
        (Impact::Compatible, "policies that allowed the request still do")
    };
    let change = old.change(Item::Operation, Aspect::IamActions).from(listed(before)).to(listed(now));
    Some(change.with_impact(impact, reason))
}

fn status(old: Call<'_>, new: Call<'_>) -> Option<Change> {
    let (before, now) = (describe_status(old.operation), describe_status(new.operation));
    let reason = match (old.operation.status.is_deprecated(), new.operation.status.is_deprecated()) {
        (false, true) => "the method is deprecated: calls now cause a compiler warning",
        (true, true) => "the deprecation warning changes",
        (true, false) => "calls no longer cause a compiler warning",
        (false, false) => "the documented stability changes",
    };
    let change = old.change(Item::Operation, Aspect::Status);
    (before != now).then(|| change.from(before).to(now).with_impact(Impact::Compatible, reason))
}

/// Returns a status with its dates.
fn describe_status(operation: &Operation) -> String {
    let status = &operation.status;
    let value = if status.value.is_empty() { "PRODUCTION" } else { &status.value };
    match status.announcement() {
        Some(announcement) => format!("{value}, {announcement}"),
        None => value.to_owned(),
    }
}

fn errors(old: Call<'_>, new: Call<'_>) -> Option<Change> {
    let (before, now) = (&old.operation.errors, &new.operation.errors);
    let only = |one: &[String], other: &[String]| {
        let names: Vec<String> = one.iter().filter(|name| !other.contains(name)).cloned().collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    (before != now).then(|| {
        let mut change = old.change(Item::Operation, Aspect::Errors);
        change.old = only(before, now);
        change.new = only(now, before);
        change.with_impact(Impact::Compatible, "only the documented error classes change")
    })
}
