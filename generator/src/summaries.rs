//! One sentence for each operation, which says what it does. The rules apply in this order:
//!
//! | rule | operation | sentence |
//! |---|---|---|
//! | written by hand (`written.rs`) | `POST /vps/{}/snapshot/revert` | Reverts a VPS to its snapshot. |
//! | the end of the path (`rules.rs`) | `POST /ip/{}/task/{}/terminate` | Terminates a task of an IP block. |
//! | orders and prices (`commerce.rs`) | `POST /order/vps/{}/snapshot/{}` | Orders a snapshot for a VPS. |
//! | an action: its verb | `POST /hosting/web/{}/cdn/purge` | Purges the CDN of a web hosting plan. |
//! | GET of a list | `GET /hosting/web/{}/cron` | Lists the cron jobs of a web hosting plan. |
//! | GET of an item | `GET /hosting/web/{}/cron/{}` | Returns a cron job of a web hosting plan. |
//! | GET of something else | `GET /hosting/web/{}/cdn` | Returns the CDN of a web hosting plan. |
//! | POST | `POST /hosting/web/{}/cron` | Creates a cron job for a web hosting plan. |
//! | PUT | `PUT /hosting/web/{}/cron/{}` | Updates a cron job of a web hosting plan. |
//! | PATCH | `PATCH /x/{}/cron/{}` | Updates some fields of a cron job of an x. |
//! | DELETE | `DELETE /hosting/web/{}/cron/{}` | Deletes a cron job from a web hosting plan. |
//!
//! The nouns are those of the segments (`nouns.rs`, `spelling.rs`): the last one, and the one that it belongs to.

mod commerce;
mod noun;
mod nouns;
mod path;
mod rules;
mod spelling;
#[cfg(test)]
mod tests;
mod verbs;
mod written;

use self::path::Path;
pub use self::spelling::phrase;
use self::spelling::{article, is_plural};
pub use self::verbs::capitalized;
use self::verbs::third_person;
use crate::model::{Operation, Type, without_names};
use crate::names::{Segment, is_action, segments, words};
use crate::schema::Method;

/// A table of texts by key, sorted by key.
type Table = &'static [(&'static str, &'static str)];

/// Returns the sentence of an operation.
#[must_use]
pub fn summary(operation: &Operation) -> String {
    let method = operation.method;
    let lists = matches!(operation.response, Type::List(_));
    sentence(method, &operation.branched_path(), lists)
}

/// Returns the sentence of an operation; `lists` is whether the response is an array.
fn sentence(method: Method, branched: &str, lists: bool) -> String {
    let text = without_names(branched);
    if let Some(sentence) = written::sentence(method, &text) {
        return sentence.to_owned();
    }
    let segments = segments("", branched);
    let names: Vec<&str> = segments.iter().filter_map(parameter).collect();
    if let Some((sentence, start)) = rules::sentence(method, &text) {
        let before = text.get(..start).unwrap_or_default();
        let object = if before.is_empty() { YOURS.to_owned() } else { Path::new(before, &names).object() };
        return sentence.replacen("{}", &object, 1);
    }
    if let Some(sentence) = commerce::sentence(method, &text, &names, lists) {
        return sentence;
    }
    let path = Path::new(&text, &names);
    let is_action = matches!(method, Method::Post | Method::Put) && is_action(&segments);
    if is_action && let Some(last) = path.last_segment() {
        return action(last, &path.without_last());
    }
    match method {
        Method::Get => get(&path, lists),
        Method::Post => create(&path),
        Method::Put => change("Updates", &path, "of"),
        Method::Patch => change("Updates some fields of", &path, "of"),
        Method::Delete if path.is_member() => change("Removes", &path, "from"),
        Method::Delete if path.is_item() => change("Deletes", &path, "from"),
        Method::Delete => change("Deletes", &path, "of"),
    }
}

/// The owner of what is not below anything else.
const YOURS: &str = "your account";

const fn parameter<'p>(segment: &Segment<'p>) -> Option<&'p str> {
    match segment {
        Segment::Parameter(name) => Some(name),
        Segment::Static(_) => None,
    }
}

fn get(path: &Path<'_>, lists: bool) -> String {
    let noun = path.noun();
    match path.last_segment() {
        None => change("Returns", path, "of"),
        Some(_) if lists && noun.has_plural() => {
            format!("Lists {}.", path.of_owner(&format!("the {}", noun.many())))
        }
        Some(last) => question(last, path).unwrap_or_else(|| format!("Returns {}.", path.object())),
    }
}

/// Returns the sentence of a question: `canBeEnabled` is "Returns whether … can be enabled."
fn question(segment: &str, path: &Path<'_>) -> Option<String> {
    let words = segment.starts_with("can").then(|| words(segment))?;
    let (first, rest) = words.split_first()?;
    (first == "can").then(|| format!("Returns whether {} can {}.", path.without_last().object(), phrase(rest)))
}

/// Returns the sentence of a verb whose object is the end of the path.
fn change(verb: &str, path: &Path<'_>, preposition: &str) -> String {
    let noun = path.noun();
    let is_one = path.is_item() || preposition == "to";
    let object = if is_one { noun.one() } else { format!("the {}", path.as_named(&noun)) };
    match path.owner() {
        Some(owner) => {
            let preposition = if preposition == "of" && is_one { path.preposition(&owner) } else { preposition };
            format!("{verb} {object} {preposition} {owner}.")
        }
        None => format!("{verb} {object}."),
    }
}

fn create(path: &Path<'_>) -> String {
    if path.is_member() {
        return change("Adds", path, "to");
    }
    let noun = path.noun();
    let Some(owner) = path.owner() else { return format!("Creates {}.", noun.one()) };
    let is_copy = COPIES.contains(&noun.bare().rsplit(' ').next().unwrap_or_default());
    let preposition = match is_container(&owner) {
        _ if is_copy && owner != "a region" => "of",
        true => "in",
        false => "for",
    };
    format!("Creates {} {preposition} {owner}.", noun.one())
}

/// Nouns of things that are made of an owner: "a snapshot of a volume".
const COPIES: &[&str] = &["backup", "copy", "dump", "export", "snapshot"];

/// Nouns of things in which other things are created.
const CONTAINERS: &[&str] =
    &["cluster", "datacenter", "group", "namespace", "network", "organization", "project", "region", "zone"];

/// Returns whether things are created in an owner rather than for it.
fn is_container(owner: &str) -> bool {
    let end = [" in a region", " of "].iter().filter_map(|next| owner.find(next)).min().unwrap_or(owner.len());
    let noun = owner.get(..end).unwrap_or_default();
    CONTAINERS.iter().any(|container| noun.ends_with(container))
}

/// Returns the sentence of an action on an object: `changeContact` is "Changes the contact of …".
fn action(segment: &str, object: &Path<'_>) -> String {
    let words = words(segment);
    let Some((verb, rest)) = words.split_first() else { return change("Updates", object, "of") };
    let verb = third_person(verb);
    let object = if object.is_empty() { YOURS.to_owned() } else { object.object() };
    if rest.is_empty() {
        return format!("{verb} {object}.");
    }
    let rest = phrase(rest);
    let (is_new, preposition) = match verb.as_str() {
        "Adds" => (true, "to"),
        "Creates" | "Requests" => (true, "for"),
        "Generates" => (true, "of"),
        "Orders" => (false, "for"),
        "Removes" => (false, "from"),
        _ => (false, "of"),
    };
    let article = if is_new && !is_plural(&rest) { article(&rest) } else { "the" };
    format!("{verb} {article} {rest} {preposition} {object}.")
}
