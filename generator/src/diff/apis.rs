//! Whole APIs: modules, accessors and cargo features.

use super::calls::{accessor, branched, call};
use super::change::{Aspect, Change, Impact, Item};
use super::matched::View;
use crate::model::Api;

pub fn changes(view: &View<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for api in &view.old.apis {
        match view.api_now(api) {
            Some(now) => changes.extend(names(api, now)),
            None => changes.push(removed(api)),
        }
    }
    let is_new = |api: &&Api| view.api_before(api).is_none();
    changes.extend(view.new.apis.iter().filter(is_new).map(added));
    changes
}

/// How a report calls an API.
pub fn title(api: &Api) -> String {
    branched(api.branch, &api.root)
}

fn draft(api: &Api, aspect: Aspect) -> Change {
    let title = title(api);
    let methods = api.operations.iter().map(|operation| call(api, operation));
    Change::of(Item::Api, aspect, (&title, &title)).touches(methods)
}

fn size(api: &Api) -> String {
    match api.operations.len() {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    }
}

fn added(api: &Api) -> Change {
    let reason = format!("a new module and accessor behind the new feature `{}`", api.feature);
    let name = Some(accessor(api));
    draft(api, Aspect::Added).to(size(api)).means(Impact::Compatible, reason).named(None, name)
}

fn removed(api: &Api) -> Change {
    let reason = format!("the module, its accessor and the feature `{}` are gone", api.feature);
    let name = Some(accessor(api));
    draft(api, Aspect::Removed).from(size(api)).means(Impact::Build, reason).named(name, None)
}

fn names(old: &Api, new: &Api) -> Vec<Change> {
    let renamed = |aspect, before: String, now: String, what: &str| {
        (before != now).then(|| {
            let reason = format!("the {what} has another name");
            let change = draft(old, aspect).from(before.clone()).to(now.clone()).means(Impact::Build, reason);
            change.named(Some(before), Some(now))
        })
    };
    let module = renamed(Aspect::Renamed, accessor(old), accessor(new), "accessor");
    let feature = renamed(Aspect::Feature, old.feature.clone(), new.feature.clone(), "cargo feature");
    module.into_iter().chain(feature).collect()
}
