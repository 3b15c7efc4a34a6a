//! Operations: their names, what they answer, and what a call needs.

use super::apis::title;
use super::calls::{Direction, request, text};
use super::change::{Aspect, Change, Impact, Item};
use super::compat::is_taken_over;
use super::matched::{Call, View, without_names};
use super::{deprecations, parameters};
use crate::model::Operation;
use crate::schema::{ApiStatus, IamAction};

pub fn changes(view: &View<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for call in &view.operations.removed {
        // What goes with its API is told with it.
        if view.api_now(call.api).is_some() {
            changes.push(removed(view, *call));
        }
    }
    for call in &view.operations.added {
        if view.api_before(call.api).is_some() {
            changes.push(added(view, *call));
        }
    }
    for &(old, new) in &view.operations.both {
        changes.extend(names(view, old, new));
        changes.extend(response(view, old, new));
        changes.extend(parameters::changes(view, old, new));
        changes.extend(authentication(old, new));
        changes.extend(iam_actions(old, new));
        changes.extend(status(old, new));
        changes.extend(errors(old, new));
    }
    changes
}

/// A change of an operation that is there before and after.
pub fn draft(item: Item, aspect: Aspect, old: Call<'_>) -> Change {
    Change::of(item, aspect, (&title(old.api), &request(old.api, old.operation))).touches([old.name()])
}

fn signature(view: &View<'_>, call: Call<'_>, is_old: bool) -> String {
    let types = if is_old { &view.old.types } else { &view.new.types };
    let arguments: Vec<&str> = call.operation.arguments.iter().map(|argument| argument.ident.as_str()).collect();
    let answer = text(types, &call.operation.response, Direction::Output);
    format!("({}) -> {answer}", arguments.join(", "))
}

fn removed(view: &View<'_>, call: Call<'_>) -> Change {
    let taken_over = is_taken_over(view, call);
    let announced = match deprecations::announcement(&call.operation.status) {
        // In a reason they would begin code.
        Some(announcement) => format!(", as announced: {}", announcement.replace('`', "'")),
        None => String::new(),
    };
    let what = if taken_over { "the method calls another operation now" } else { "the method is gone" };
    draft(Item::Operation, Aspect::Removed, call)
        .from(signature(view, call, true))
        .means(Impact::of_losing(taken_over), format!("{what}{announced}"))
        .named(Some(call.name()), None)
}

fn added(view: &View<'_>, call: Call<'_>) -> Change {
    draft(Item::Operation, Aspect::Added, call)
        .to(signature(view, call, false))
        .means(Impact::Compatible, "a new method")
        .named(None, Some(call.name()))
}

fn names(view: &View<'_>, old: Call<'_>, new: Call<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let is_same_api = (old.api.branch, &old.api.root) == (new.api.branch, &new.api.root);
    if !is_same_api || old.operation.name != new.operation.name {
        let taken_over = is_taken_over(view, old);
        let reason = if taken_over {
            "the method has another name, and its old name calls another operation now"
        } else {
            "the method has another name"
        };
        let change = draft(Item::Operation, Aspect::Renamed, old).from(old.name()).to(new.name());
        let change = change.named(Some(old.name()), Some(new.name()));
        changes.push(change.means(Impact::of_losing(taken_over), reason));
    }
    let (before, now) = (request(old.api, old.operation), request(new.api, new.operation));
    // The parameters of a path are told one by one.
    if without_names(&before) != without_names(&now) {
        let change = draft(Item::Operation, Aspect::Moved, old).from(before).to(now);
        changes.push(change.means(Impact::RunTime, "the method of this name calls another path or method now"));
    }
    changes
}

fn response(view: &View<'_>, old: Call<'_>, new: Call<'_>) -> Option<Change> {
    let (before, now) = (&old.operation.response, &new.operation.response);
    (!view.same(before, now)).then(|| {
        draft(Item::Operation, Aspect::Type, old)
            .from(text(&view.old.types, before, Direction::Output))
            .to(text(&view.new.types, now, Direction::Output))
            .means(Impact::Build, "the answer has another type")
    })
}

fn authentication(old: Call<'_>, new: Call<'_>) -> Option<Change> {
    const SIGNED: &str = "signed";
    const UNSIGNED: &str = "unsigned";
    let change = draft(Item::Operation, Aspect::Authentication, old);
    match (old.operation.authenticated, new.operation.authenticated) {
        (false, true) => Some(
            change.from(UNSIGNED).to(SIGNED).means(Impact::RunTime, "calls without credentials fail: it is signed now"),
        ),
        (true, false) => Some(
            change
                .from(SIGNED)
                .to(UNSIGNED)
                .means(Impact::RunTime, "it is sent unsigned, so the service cannot tell who calls"),
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
        (Impact::RunTime, "refused where a policy does not allow what is needed now")
    } else {
        (Impact::Compatible, "a policy that allowed the call still does")
    };
    let change = draft(Item::Operation, Aspect::IamActions, old).from(listed(before)).to(listed(now));
    Some(change.means(impact, reason))
}

fn status(old: Call<'_>, new: Call<'_>) -> Option<Change> {
    let (before, now) = (shown(old.operation), shown(new.operation));
    let is_deprecated = |status: &ApiStatus| status.value == "DEPRECATED";
    let reason = match (is_deprecated(&old.operation.status), is_deprecated(&new.operation.status)) {
        (false, true) => "calls warn at build time: the method is deprecated",
        (true, true) => "the warning at build time says something else",
        (true, false) => "calls do not warn any more",
        (false, false) => "its documentation says how stable it is",
    };
    let change = draft(Item::Operation, Aspect::Status, old);
    (before != now).then(|| change.from(before).to(now).means(Impact::Compatible, reason))
}

/// A status with its dates.
fn shown(operation: &Operation) -> String {
    let status = &operation.status;
    let value = if status.value.is_empty() { "PRODUCTION" } else { &status.value };
    match deprecations::announcement(status) {
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
        let mut change = draft(Item::Operation, Aspect::Errors, old);
        change.old = only(before, now);
        change.new = only(now, before);
        change.means(Impact::Compatible, "an error's class is a text: its documentation lists others")
    })
}
