//! Finds the objects that fields refer to, by the names of the fields.
//!
//! A field is a reference if its name is that of a parameter of its own path, of a collection that is reachable from
//! its path, or of a well-known list. A collection `…/flavor/{flavorId}` has the names `flavorId`, `flavor` and so on.

use std::collections::BTreeMap;

use generator::schema::Branch;

use crate::place::Place;
use crate::responses::words;
use crate::routes::{Collection, CollectionId, Lookup, Meaning, Route, Table, parameter, segments};

/// Names that do not tell which object is meant.
const GENERIC: &[&str] = &[
    "id",
    "name",
    "key",
    "value",
    "type",
    "date",
    "path",
    "version",
    "status",
    "number",
    "description",
    "label",
    "email",
    "address",
    "option",
    "size",
    "currency",
    "language",
    "country",
    "action",
    "function",
    "kind",
    "ip",
    "service",
    "servicename",
    "code",
    "model",
    "resource",
    "item",
    "task",
    "template",
    "user",
    "account",
    "access",
];

/// Names of fields in any API, and the lists of the objects.
const WELL_KNOWN: &[(&str, &str)] = &[
    ("serviceid", "/services"),
    ("billid", "/me/bill"),
    ("bill", "/me/bill"),
    ("orderid", "/me/order"),
    ("contactid", "/me/contact"),
    ("paymentmethodid", "/me/paymentMethod"),
    ("zonename", "/domain/zone"),
    ("domain", "/domain"),
    ("domainname", "/domain"),
    ("vrack", "/vrack"),
    ("vrackid", "/vrack"),
    ("vrackname", "/vrack"),
    ("projectid", "/cloud/project"),
    ("project", "/cloud/project"),
    ("servername", "/dedicated/server"),
    ("vps", "/vps"),
    ("ipblock", "/ip"),
];

/// Names of fields that contain the nichandle of the account.
const ACCOUNTS: &[&str] = &[
    "contactadmin",
    "contactbilling",
    "contacttech",
    "contactowner",
    "whoisowner",
    "nichandle",
    "nic",
    "nicadmin",
    "nicbilling",
    "nictech",
    "owner",
    "ovhaccount",
    "customercode",
    "ownernic",
    "accountid",
];

/// Names of fields that contain the URN of an IAM resource, and the lists of the objects that are such resources.
const URNS: &[(&str, Branch, &str)] = &[
    ("managedserviceurn", Branch::V1, "/storage/netapp"),
    ("vrackservicesurn", Branch::V2, "/vrackServices/resource"),
];

/// What a field refers to.
#[derive(Debug, PartialEq)]
pub(super) enum Target {
    /// The value of a parameter of the field's own path.
    Own(String),
    /// An object of a collection.
    Collection(Place, CollectionId),
    Account,
    /// The URN of an object of a collection.
    Resource(Place, CollectionId),
    /// The name of any service.
    Service,
}

/// A collection and the rest of its path.
type Below = (CollectionId, String);

/// The collections by the path that leads to them.
#[derive(Debug, Default)]
pub(super) struct References {
    /// Path up to the last parameter, with `{}` for parameters → name → collections.
    below: BTreeMap<(Branch, String), BTreeMap<String, Vec<Below>>>,
    well_known: BTreeMap<&'static str, (CollectionId, &'static str)>,
    /// Names of fields with URNs, and the lists of the objects.
    urns: BTreeMap<&'static str, (CollectionId, Place)>,
    /// Lists without parameters in their path, by their path in one word: `dedicatedserver`.
    roots: BTreeMap<String, Below>,
}

impl References {
    pub(super) fn new(table: &Table) -> Self {
        let mut references = Self::default();
        for route in &table.routes {
            let Meaning::List(id) = route.meaning else { continue };
            let Some(collection) = table.collection(id) else { continue };
            let path: Vec<&str> = segments(&collection.template).collect();
            let last = path.iter().rposition(|segment| parameter(segment).is_some()).map_or(0, |index| index + 1);
            let (Some(start), Some(rest)) = (path.get(..last), path.get(last..)) else { continue };
            let start = start.iter().map(|segment| if parameter(segment).is_some() { "{}" } else { segment });
            let start = start.collect::<Vec<_>>().join("/");
            let by_name = references.below.entry((route.branch, start)).or_default();
            for name in names(path.last().copied().unwrap_or_default(), &collection.parameter) {
                by_name.entry(name).or_default().push((id, rest.join("/")));
            }
            let of_list =
                |(_, branch, list): &&(&str, Branch, &str)| *branch == route.branch && *list == collection.template;
            for (name, branch, list) in URNS.iter().filter(of_list) {
                references.urns.insert(name, (id, Place::new(*branch, segments(list))));
            }
            if route.branch == Branch::V1 {
                if last == 0 {
                    references.roots.insert(bare(&collection.template), (id, collection.template.clone()));
                }
                let lists = WELL_KNOWN.iter().filter(|(_, list)| *list == collection.template);
                references.well_known.extend(lists.map(|(name, list)| (*name, (id, *list))));
            }
        }
        references
    }

    /// Returns the list whose objects a collection below another object consists of: `/dedicated/server` for
    /// `/vrack/{serviceName}/dedicatedServer`.
    pub(super) fn same_objects(&self, collection: &Collection) -> Option<(Place, CollectionId)> {
        let is_below = segments(&collection.template).any(|segment| parameter(segment).is_some());
        let last = bare(segments(&collection.template).last().filter(|_| is_below)?);
        if let Some((id, list)) = self.roots.get(&last).filter(|_| is_specific(&last)) {
            return Some((Place::v1(list), *id));
        }
        let parameter = bare(&collection.parameter);
        let (id, list) = self.well_known.get(parameter.as_str()).filter(|_| parameter.ends_with("id"))?;
        Some((Place::v1(list), *id))
    }

    /// Returns what a field of the value at a path refers to, if it is a reference.
    pub(super) fn find(&self, table: &Table, place: &Place, field: &str) -> Option<Target> {
        let (branch, segments) = (place.branch(), place.segments().collect::<Vec<_>>());
        let is_parameter = table.parameters(branch, &segments).unwrap_or_default();
        let names = field_names(field);
        let route = match table.find(branch, &http::Method::GET, &segments) {
            Lookup::Route(route) => Some(route),
            _ => None,
        };
        let own = own_parameters(route, &segments, &is_parameter);
        let whole = names.first()?;
        let own = own.into_iter().find(|(known, _)| known.contains(whole));
        if let Some((_, value)) = own {
            return Some(Target::Own(value));
        }
        if let Some((id, list)) = names.iter().find_map(|name| self.urns.get(name.as_str())) {
            return Some(Target::Resource(list.clone(), *id));
        }
        for name in &names {
            if let Some(found) = self.reachable(branch, &segments, &is_parameter, name) {
                return Some(found);
            }
        }
        let account = whole.strip_suffix("id").unwrap_or(whole);
        if ACCOUNTS.contains(&whole.as_str()) || ACCOUNTS.contains(&account) {
            return Some(Target::Account);
        }
        if ["servicename", "serviceresourcename"].contains(&whole.as_str()) {
            return Some(Target::Service);
        }
        let known = names.iter().find_map(|name| self.well_known.get(name.as_str()));
        known.map(|(id, list)| Target::Collection(Place::v1(list), *id))
    }

    fn reachable(&self, branch: Branch, segments: &[String], is_parameter: &[bool], name: &str) -> Option<Target> {
        for end in (0..=segments.len()).rev() {
            let is_after_parameter = end > 0 && is_parameter.get(end - 1).copied().unwrap_or_default();
            if end > 0 && !is_after_parameter {
                continue;
            }
            let start = segments.iter().zip(is_parameter).take(end);
            let start = start.map(|(segment, own)| if *own { "{}" } else { segment }).collect::<Vec<_>>().join("/");
            let found = self.below.get(&(branch, start)).and_then(|by_name| by_name.get(name));
            let below = segments.get(end..).unwrap_or_default();
            let Some((id, rest)) = found.and_then(|found| nearest(found, below)) else { continue };
            // Collections of other APIs are reachable by well-known names only.
            let is_same_api = end > 0 || rest.split('/').next() == segments.first().map(String::as_str);
            if is_same_api {
                let path = segments.iter().take(end).map(String::as_str).chain(rest.split('/'));
                return Some(Target::Collection(Place::new(branch, path), *id));
            }
        }
        None
    }
}

/// Returns the collection whose path has the most segments in common with a path, or else the shortest.
fn nearest<'f>(found: &'f [Below], below: &[String]) -> Option<&'f Below> {
    let shared = |rest: &str| rest.split('/').zip(below).take_while(|(one, other)| one == other).count();
    found.iter().min_by_key(|(_, rest)| (std::cmp::Reverse(shared(rest)), rest.len()))
}

/// Returns the names and the value of each parameter of a path, the last one first.
fn own_parameters(route: Option<&Route>, segments: &[String], is_parameter: &[bool]) -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    for (index, value) in segments.iter().enumerate().filter(|(index, _)| is_parameter.get(*index) == Some(&true)) {
        let before = index.checked_sub(1).and_then(|index| segments.get(index)).map_or("", String::as_str);
        let parameters = route.map_or(&[][..], |route| &route.parameters);
        let parameter = parameters.iter().find(|parameter| parameter.index == index);
        let mut own = names(before, "");
        own.extend(parameter.map(|parameter| bare(&parameter.name)).filter(|name| is_specific(name)));
        found.push((own, value.clone()));
    }
    found.reverse();
    found
}

/// Returns whether a name tells which object is meant, given the path.
fn is_specific(name: &str) -> bool {
    !GENERIC.contains(&name) || name == "servicename"
}

/// Returns the names of a collection, given the last word of its path and its parameter.
fn names(word: &str, parameter: &str) -> Vec<String> {
    let (word, parameter) = (bare(word), bare(parameter));
    let singular = word.strip_suffix('s').filter(|rest| rest.len() > 2).unwrap_or(&word);
    let names = [parameter.clone(), format!("{singular}id"), format!("{singular}name"), singular.to_owned()];
    let is_id = parameter.ends_with("id");
    let usable = |name: &String| !name.is_empty() && !GENERIC.contains(&name.as_str());
    // The object of an id may have a name of its own: a `flavor` need not be a `flavorId`.
    let fits = |name: &String| !is_id || name.ends_with("id");
    names.into_iter().filter(|name| usable(name) && fits(name)).collect()
}

/// Returns the names that a field may have as a reference: `sourceFlavorIds` is a `flavorId`.
fn field_names(field: &str) -> Vec<String> {
    let words = words(field);
    let whole = words.concat();
    let mut names = vec![whole];
    for start in 1..words.len().saturating_sub(1) {
        names.push(words.get(start..).unwrap_or_default().concat());
    }
    let singular: Vec<String> = names.iter().filter_map(|name| name.strip_suffix('s').map(str::to_owned)).collect();
    names.extend(singular);
    names.retain(|name| is_specific(name));
    names
}

fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
