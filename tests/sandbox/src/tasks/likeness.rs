//! Finds the enum value that names an action, by likeness of names.
//!
//! The words of the action are those of the last fixed segment of its path, or of a verb for POST, PUT and DELETE on
//! objects and this segment. Each word of an enum value scores points if it is a word of the action, a synonym of one,
//! or a word of the rest of the path. Other words cost points, unless they are generic. The highest score wins, then
//! the value with fewer words, then the first by name.

use std::cmp::Reverse;

use generator::schema::Method;

use crate::words::{camel_case, singular, words};

/// Words that name the same action.
const SYNONYMS: &[&[&str]] = &[
    &["create", "add", "order", "new", "deliver", "register", "attach", "associate", "enable", "activate"],
    &["delete", "remove", "destroy", "detach", "release", "close", "unregister", "dissociate", "terminate", "disable"],
    &["update", "change", "set", "edit", "modify", "configure", "alter"],
    &["reinstall", "rebuild", "install", "reset"],
    &["reboot", "restart", "reload"],
    &["start", "boot", "resume", "enable", "activate"],
    &["stop", "shutdown", "suspend", "disable", "deactivate"],
    &["restore", "revert", "rollback"],
    &["move", "migrate", "transfer"],
    &["copy", "duplicate", "clone"],
    &["dump", "export", "backup", "extract"],
];

/// Words of enum values that say little about the action.
const GENERIC: &[&str] = &["vm", "vps", "server", "service", "hard", "task", "generic", "internal"];

/// Values for actions that no value names.
const FALLBACKS: &[&str] = &["internal", "generic", "unknown", "other", "misc"];

const SAME: i32 = 20;
const SYNONYM: i32 = 12;
const CONTEXT: i32 = 8;
const OTHER_GENERIC: i32 = -1;
const OTHER: i32 = -9;
const MISSING: i32 = -3;
const MISSING_VERB: i32 = -12;

/// The words of an action.
#[derive(Debug)]
pub(crate) struct ActionName {
    /// The words that name the action, the verb first if the method has one.
    words: Vec<String>,
    /// The words of the other segments of the path.
    context: Vec<String>,
    text: String,
}

/// Segments that enum values call by another word.
const ALIASES: &[(&str, &str)] =
    &[("nameServer", "dns"), ("nameServers", "dns"), ("glueRecord", "host"), ("dsRecord", "ds")];

impl ActionName {
    /// Returns the words of an operation. `on_object` is whether the path is a list or an object instead of an action.
    pub(crate) fn new(method: Method, path: &str, on_object: bool) -> Self {
        let fixed: Vec<&str> =
            path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{')).collect();
        let (last, rest) = fixed.split_last().map_or(("", [].as_slice()), |(last, rest)| (*last, rest));
        let verb = match method {
            Method::Post if on_object => Some("create"),
            Method::Put | Method::Patch => Some("update"),
            Method::Delete => Some("delete"),
            Method::Get | Method::Post => None,
        };
        let of_segment = |segment: &str| {
            let alias = ALIASES.iter().find(|(known, _)| *known == segment).map(|(_, alias)| (*alias).to_owned());
            words(segment).iter().map(|word| singular(word).to_owned()).chain(alias).collect::<Vec<String>>()
        };
        // A verb alone says too little: `enable` below `hds` is `enableHds`.
        let mut text: Vec<String> = verb.map(str::to_owned).into_iter().chain(words(last)).collect();
        if let ([_], Some(before)) = (text.as_slice(), rest.last()) {
            text.extend(words(before).iter().map(|word| singular(word).to_owned()));
        }
        let text = camel_case(&text);
        let words = verb.map(str::to_owned).into_iter().chain(of_segment(last)).collect();
        Self { words, context: rest.iter().flat_map(|segment| of_segment(segment)).collect(), text }
    }

    /// Returns the words that name the action.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// Returns the name in camel case.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the value that names the action, or else a value for any action, or the one that is most like the path.
    pub(crate) fn best<'v>(&self, values: &'v [String]) -> Option<&'v str> {
        self.named(values).or_else(|| {
            let fallback = |value: &&String| words(value).iter().any(|word| FALLBACKS.contains(&word.as_str()));
            let alike = |value: &String| {
                let own = words(value);
                own.iter().filter(|word| self.context.iter().any(|known| same(known, word))).count()
            };
            let nearest = || values.iter().max_by_key(|value| (alike(value), Reverse(*value)));
            values.iter().find(fallback).or_else(nearest).map(String::as_str)
        })
    }

    /// Returns the value that names the action. Returns `None` if none of them does.
    pub(crate) fn named<'v>(&self, values: &'v [String]) -> Option<&'v str> {
        let scored = values.iter().filter_map(|value| Some((self.score(value)?, value.as_str())));
        let best = scored.max_by_key(|(score, value)| (*score, Reverse(words(value).len()), Reverse(*value)));
        best.map(|(_, value)| value)
    }

    /// Returns the score of a value. Returns `None` if no word is one of the action's words or a synonym.
    fn score(&self, value: &str) -> Option<i32> {
        let own: Vec<String> = words(value).iter().map(|word| singular(word).to_owned()).collect();
        let mut score = 0;
        let mut is_named = false;
        for word in &own {
            score += if self.words.iter().any(|known| same(known, word)) {
                is_named = true;
                SAME
            } else if self.words.first().is_some_and(|verb| synonyms(verb, word)) {
                is_named = true;
                SYNONYM
            } else if self.context.iter().any(|known| same(known, word)) {
                CONTEXT
            } else if GENERIC.contains(&word.as_str()) {
                OTHER_GENERIC
            } else {
                OTHER
            };
        }
        for (index, word) in self.words.iter().enumerate() {
            if !own.iter().any(|known| same(known, word) || synonyms(word, known)) {
                score += if index == 0 { MISSING_VERB } else { MISSING };
            }
        }
        is_named.then_some(score)
    }
}

fn synonyms(one: &str, other: &str) -> bool {
    SYNONYMS.iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// Returns whether two words are the same or forms of the same word, such as `migrate` and `migration`.
fn same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let shared = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    shared >= 5 && shared + 2 >= one.len().min(other.len())
}
