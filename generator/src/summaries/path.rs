//! The nouns of a path: "a record", "the snapshot of a VPS".

use super::noun::{Noun, modifier};
use super::nouns::{self, DROPPED};
use super::spelling::{is_plural, phrase, singular};
use crate::names::words;

/// A path without the names of its parameters, in groups of segments that end at a parameter: `/domain/zone/{}` and
/// `/record/{}`.
#[derive(Debug)]
pub struct Path<'p> {
    text: &'p str,
    /// The names of the parameters.
    names: &'p [&'p str],
    groups: Vec<Group>,
}

/// Segments up to a parameter or the end of the path.
#[derive(Debug, Default, Clone)]
struct Group {
    /// The start and end of each fixed segment in the path.
    segments: Vec<(usize, usize)>,
    /// The index of the parameter after the segments.
    parameter: Option<usize>,
}

/// Nouns that many things have, so that a sentence also says whose they are: "a rule of a filter of an account".
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "agent", "call", "debt operation", "domain", "filer", "filter", "hunting agent", "hunting queue",
    "incoming message", "live call", "outgoing message", "participant", "phonebook", "queue", "receiver", "task", "user",
];

impl<'p> Path<'p> {
    /// Splits a path without names.
    pub fn new(text: &'p str, names: &'p [&'p str]) -> Self {
        let mut groups = vec![Group::default()];
        let mut end = 0;
        let mut parameters = 0;
        for segment in text.split('/').skip(1) {
            let start = end + 1;
            end = start + segment.len();
            let Some(group) = groups.last_mut() else { continue };
            if segment.contains("{}") {
                group.parameter = Some(parameters);
                parameters += segment.matches("{}").count();
                groups.push(Group::default());
            } else if !segment.is_empty() {
                group.segments.push((start, end));
            }
        }
        groups.pop_if(|last| last.segments.is_empty());
        Self { text, names, groups }
    }

    fn segment(&self, (start, end): (usize, usize)) -> &'p str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns the last segment, if it is fixed.
    pub fn last_segment(&self) -> Option<&'p str> {
        let group = self.groups.last()?;
        if group.parameter.is_some() { None } else { group.segments.last().map(|place| self.segment(*place)) }
    }

    /// Returns the path without its last segment.
    pub fn without_last(&self) -> Self {
        let end = self.text.rfind('/').unwrap_or_default();
        Self::new(self.text.get(..end).unwrap_or_default(), self.names)
    }

    /// Returns whether the last group holds things that exist without it and are only added to it: the servers of a
    /// vRack, the roles of a user.
    pub fn is_member(&self) -> bool {
        const MEMBERS: &[&str] = &["coupon", "member", "moderator", "role", "service", "subscriber"];
        const HOLDERS: &[&str] = &["/vrack/{}/"];
        let segments = self.groups.last().map_or(&[][..], |group| &group.segments);
        let Some(((start, _), last)) = segments.first().zip(segments.last()) else { return false };
        MEMBERS.contains(&self.segment(*last))
            || (self.groups.len() == 2 && self.text.get(..*start).is_some_and(|text| HOLDERS.contains(&text)))
    }

    /// Returns whether the path is empty.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Returns whether the path ends at a parameter.
    pub fn is_item(&self) -> bool {
        self.groups.last().is_some_and(|group| group.parameter.is_some())
    }

    /// Returns the noun of the last group.
    pub fn noun(&self) -> Noun {
        self.groups.last().map_or_else(|| Noun::from_words(&[]), |group| self.noun_of(group))
    }

    /// Returns what the last group belongs to, with its article: "a zone".
    pub fn owner(&self) -> Option<String> {
        self.owner_in(&self.groups)
    }

    fn owner_in(&self, groups: &[Group]) -> Option<String> {
        let (_, before) = groups.split_last()?;
        let Some((owner, further)) = before.split_last() else {
            return (self.text.starts_with("/me/")).then(|| "your account".to_owned());
        };
        let noun = self.noun_of(owner);
        let mut text = noun.one();
        if COMMON.contains(&noun.bare())
            && let Some(further) = self.owner_in(before)
        {
            return Some(format!("{text} of {further}"));
        }
        // Many operations exist twice: in a project, and in a region of it.
        if further.iter().any(|group| group.segments.last().is_some_and(|last| self.segment(*last) == "region")) {
            text.push_str(" in a region");
        }
        Some(text)
    }

    /// Returns the whole path as an object: "a VPS", "the snapshot of a VPS".
    pub fn object(&self) -> String {
        let noun = self.noun();
        match self.is_item() {
            _ if self.text == "/me" => "your account".to_owned(),
            true if self.groups.len() == 1 || (self.groups.len() == 2 && !COMMON.contains(&noun.bare())) => noun.one(),
            true => self.of_owner(&noun.one()),
            false => match (self.as_named(&noun), self.owner()) {
                (noun, Some(owner)) => format!("the {noun} of {owner}"),
                (noun, None) => format!("the {noun}"),
            },
        }
    }

    /// Returns the noun in the number of the last segment.
    pub fn as_named(&self, noun: &Noun) -> String {
        let is_many = self.last_segment().is_some_and(|last| is_plural(&phrase(&words(last))));
        if is_many { noun.all().to_string() } else { noun.only().to_owned() }
    }

    /// Appends what the last group belongs to.
    pub fn of_owner(&self, text: &str) -> String {
        self.owner().map_or_else(|| text.to_owned(), |owner| format!("{text} {} {owner}", self.preposition(&owner)))
    }

    /// Returns the word between a noun and its owner.
    pub fn preposition(&self, owner: &str) -> &'static str {
        if owner == "a region" { "in" } else { "of" }
    }

    fn noun_of(&self, group: &Group) -> Noun {
        let segments = &group.segments;
        if segments.is_empty() {
            let name = group.parameter.and_then(|index| self.names.get(index)).copied().unwrap_or_default();
            return Noun::from_words(&own_name(name));
        }
        let known = (1..=segments.len()).rev().find_map(|count| {
            let (_, end) = segments.get(count - 1)?;
            nouns::of_place(self.text.get(..*end)?).map(|noun| (noun, count))
        });
        let (place, count) = known.unwrap_or(("", 0));
        let rest = segments.get(count..).unwrap_or_default();
        if rest.is_empty() && !place.is_empty() {
            return Noun::written(place);
        }
        let rest = if rest.is_empty() { segments.get(count.saturating_sub(1)..).unwrap_or_default() } else { rest };
        let (head, heads) = self.head(rest);
        let mut modifiers: Vec<String> = Vec::new();
        if !place.is_empty() {
            modifiers.push(modifier(place).to_owned());
        }
        let before = rest.get(..rest.len() - heads).unwrap_or_default();
        let mut at = 0;
        while let Some(place) = before.get(at) {
            let segment = self.segment(*place);
            let pair = before.get(at + 1).and_then(|(_, end)| self.text.get(place.0..*end));
            if let Some(noun) = pair.and_then(nouns::of_segments) {
                modifiers.push(modifier(noun).to_owned());
                at += 2;
                continue;
            }
            if !DROPPED.contains(&segment) {
                let noun = nouns::of_segments(segment).map(|noun| modifier(noun).to_owned());
                modifiers.push(noun.unwrap_or_else(|| singular(&phrase(&words(segment)))));
            } else if segment == "capabilities" && (group.parameter.is_none() || self.is_last(group)) {
                modifiers.insert(0, "available".to_owned());
            }
            at += 1;
        }
        // "PABX dialplan", not "PABX PABX dialplan".
        modifiers.dedup();
        modifiers.retain(|modifier| !head.bare().starts_with(modifier.as_str()));
        head.after(&modifiers.join(" ")).with_adjective_first()
    }

    fn is_last(&self, group: &Group) -> bool {
        self.groups.last().is_some_and(|last| std::ptr::eq(last, group))
    }

    /// Returns the noun of the last segments, and how many these are.
    fn head(&self, segments: &[(usize, usize)]) -> (Noun, usize) {
        for count in (1..=segments.len().min(2)).rev() {
            let first = segments.get(segments.len() - count);
            let last = segments.last();
            if let (Some((start, _)), Some((_, end))) = (first, last)
                && let Some(noun) = self.text.get(*start..*end).and_then(nouns::of_segments)
            {
                return (Noun::written(noun), count);
            }
        }
        let last = segments.last().map(|place| self.segment(*place)).unwrap_or_default();
        (Noun::from_words(&words(last)), 1)
    }
}

/// Returns the words of a parameter without those that say what kind of key it is.
fn own_name(parameter: &str) -> Vec<String> {
    const KEYS: &[&str] = &["code", "id", "key", "name", "number", "urn", "uuid"];
    let mut name = words(parameter);
    if name.len() > 1 {
        name.pop_if(|last| KEYS.contains(&last.as_str()));
    }
    name
}
