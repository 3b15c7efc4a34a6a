//! Nouns with and without articles, in the singular and the plural.

use std::borrow::Cow;

use super::spelling::{article, phrase, plural, singular, spelled};

/// A noun without its article, from the notation of `nouns.rs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noun {
    /// The only one: "service information", "record".
    text: String,
    number: Number,
    /// One of several, if that has another name: "access rule" of "access".
    item: Option<String>,
}

/// Whether a noun has a plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    /// It has: "record".
    Countable,
    /// It has none: "service information".
    Mass,
    /// It has no singular: "details".
    Plural,
}

/// Words without a plural.
const MASS: &[&str] =
    &["energy", "evidence", "firmware", "hardware", "health", "information", "merchandise", "monitoring", "traffic"];

impl Noun {
    /// Reads the notation of `nouns.rs`.
    pub fn written(notation: &str) -> Self {
        let mut parts = notation.split('|');
        let plain = parts.next().unwrap_or_default();
        let (number, text) = match (plain.strip_prefix('~'), plain.strip_prefix('*')) {
            (Some(text), _) => (Number::Mass, text),
            (None, Some(text)) => (Number::Plural, text),
            (None, None) => (Number::Countable, plain),
        };
        Self { text: text.to_owned(), number, item: parts.nth(1).map(str::to_owned) }
    }

    /// Returns the noun that words in lower case make.
    pub fn from_words(words: &[String]) -> Self {
        let Some(last) = words.last() else { return Self::written("item") };
        let text = phrase(words);
        if MASS.contains(&spelled(last)) {
            Self { text, number: Number::Mass, item: None }
        } else {
            Self { text: singular(&text), number: Number::Countable, item: None }
        }
    }

    /// Returns the noun with words before it.
    pub fn after(self, modifiers: &str) -> Self {
        if modifiers.is_empty() {
            return self;
        }
        let after = |text: String| format!("{modifiers} {text}");
        Self { text: after(self.text), number: self.number, item: self.item.map(after) }
    }

    /// Moves an adjective to the start: "available telephony zones" instead of "telephony available zones".
    pub fn with_adjective_first(mut self) -> Self {
        const ADJECTIVES: &[&str] =
            &[" available ", " compatible ", " highlighted ", " orderable ", " recommended ", " supported "];
        if let Some((adjective, place)) = ADJECTIVES.iter().find_map(|it| Some((*it, self.text.find(it)?))) {
            let rest = self.text.split_off(place + adjective.len());
            self.text.truncate(place);
            self.text = format!("{} {} {rest}", adjective.trim(), self.text);
        }
        self
    }

    /// Returns the noun for the only one, without an article.
    pub fn only(&self) -> &str {
        &self.text
    }

    /// Returns the noun for one object that has several: "credentials".
    pub fn all(&self) -> Cow<'_, str> {
        match self.number {
            Number::Countable => Cow::Owned(self.many()),
            Number::Mass | Number::Plural => Cow::Borrowed(&self.text),
        }
    }

    /// Returns the noun for one of several, without an article.
    pub fn bare(&self) -> &str {
        self.item.as_deref().unwrap_or(&self.text)
    }

    /// Returns the noun with an indefinite article: "a record", "an SSH key".
    pub fn one(&self) -> String {
        match (&self.item, self.number) {
            (None, Number::Mass | Number::Plural) => self.text.clone(),
            _ => format!("{} {}", article(self.bare()), self.bare()),
        }
    }

    /// Returns the noun in the plural.
    pub fn many(&self) -> String {
        match (&self.item, self.number) {
            (None, Number::Mass | Number::Plural) => self.text.clone(),
            _ => plural(self.bare()),
        }
    }

    /// Returns whether the noun has a plural.
    pub fn has_plural(&self) -> bool {
        self.item.is_some() || self.number != Number::Mass
    }
}

/// Returns what a noun is called before another one: "vRack" in "vRack network".
pub fn modifier(notation: &str) -> &str {
    let mut parts = notation.split('|');
    let plain = parts.next().unwrap_or_default().trim_start_matches(['~', '*']);
    match parts.next() {
        Some(modifier) if !modifier.is_empty() => modifier,
        _ => plain.strip_suffix(" service").unwrap_or(plain),
    }
}
