//! Changes of whole APIs: modules, accessors and Cargo features.

use super::change::{Aspect, Change, Impact, Item};
use super::matched::Matched;
use crate::model::Api;

pub fn changes(matched: &Matched<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for api in &matched.old.apis {
        match matched.new_api(api) {
            Some(new) => changes.extend(names(api, new)),
            None => changes.push(removed(api)),
        }
    }
    let is_new = |api: &&Api| matched.old_api(api).is_none();
    changes.extend(matched.new.apis.iter().filter(is_new).map(added));
    changes
}

fn change(api: &Api, aspect: Aspect) -> Change {
    let root = api.branched_root();
    let methods = api.operations.iter().map(|operation| api.call(operation));
    Change::new(Item::Api, aspect, &root, &root).affects(methods)
}

fn added(api: &Api) -> Change {
    let reason = format!("adds a module and an accessor, enabled by the new feature `{}`", api.feature);
    let name = Some(api.accessor());
    change(api, Aspect::Added).to(api.size()).with_impact(Impact::Compatible, reason).named(None, name)
}

fn removed(api: &Api) -> Change {
    let reason = format!("the module, its accessor and the feature `{}` are removed", api.feature);
    let name = Some(api.accessor());
    change(api, Aspect::Removed).from(api.size()).with_impact(Impact::Build, reason).named(name, None)
}

fn names(old: &Api, new: &Api) -> Vec<Change> {
    let renamed = |aspect, old_name: String, new_name: String, what: &str| {
        (old_name != new_name).then(|| {
            let reason = format!("the {what} is renamed");
            let change = change(old, aspect).from(old_name.clone()).to(new_name.clone());
            change.with_impact(Impact::Build, reason).named(Some(old_name), Some(new_name))
        })
    };
    let module = renamed(Aspect::Renamed, old.accessor(), new.accessor(), "accessor");
    let feature = renamed(Aspect::Feature, old.feature.clone(), new.feature.clone(), "Cargo feature");
    module.into_iter().chain(feature).collect()
}
