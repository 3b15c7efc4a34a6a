//! The grammar of type expressions: `vps.Disk[]`, `map[string][]long`, `complexType.UnitAndValue<long>`.
//!
//! ```text
//! expression = [ alias ":" ] type
//! type       = { "[]" } core { "[]" }
//! core       = "map[" type "]" type
//!            | name [ "<" type { "," type } ">" ]
//! ```
//!
//! A name is any text without the characters `[ ] < > , :`. `resolve` looks it up among the scalars and the models.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};

use crate::text::{self, printable};

/// The deepest type of August 2026 has 4 levels. The limit keeps recursion shallow.
const MAX_DEPTH: usize = 16;

/// A parsed type expression.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TypeExpression {
    /// A scalar, a model or a generic parameter, with type arguments if any.
    Name(String, Vec<TypeExpression>),
    /// `T[]` or `[]T`.
    Array(Box<TypeExpression>),
    /// `map[K]V`.
    Map(Box<TypeExpression>, Box<TypeExpression>),
}

impl TypeExpression {
    /// Parses one type expression; an alias (`coreTypes.ServiceId:long`) means the type after the colon, except that
    /// `duration:string` is a duration.
    ///
    /// # Errors
    ///
    /// Fails with the expected token and its byte offset if `text` is not a type expression or is nested too deeply.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (alias, target) = text.rsplit_once(':').unwrap_or(("", text));
        let mut parser = Parser { rest: target };
        let parsed = parser.ty(0).and_then(|ty| match parser.rest {
            "" if is_duration(alias) => Ok(ty.texts_as_durations()),
            "" => Ok(ty),
            rest => Err(format!("unexpected `{}`", first_char(rest))),
        });
        parsed.map_err(|reason| {
            let at = text.len() - parser.rest.len();
            format!("invalid type `{}`: at byte {at}: {}", excerpt(text), printable(&reason))
        })
    }
}

impl TypeExpression {
    /// Returns `string` as `duration`, also as the item of an array; other types stay.
    pub(super) fn texts_as_durations(self) -> Self {
        match self {
            Self::Array(item) => Self::Array(Box::new(item.texts_as_durations())),
            Self::Name(name, arguments) if name == "string" && arguments.is_empty() => {
                Self::Name("duration".to_owned(), arguments)
            }
            other => other,
        }
    }

    /// Returns whether the expression is a map or an array of maps. The bare name `map` counts, as it looks like one.
    fn ends_in_map(&self) -> bool {
        match self {
            Self::Array(item) => item.ends_in_map(),
            Self::Map(..) => true,
            Self::Name(name, arguments) => name == "map" && arguments.is_empty(),
        }
    }
}

impl fmt::Display for TypeExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name, arguments) => {
                f.write_str(name)?;
                for (index, argument) in arguments.iter().enumerate() {
                    f.write_str(if index == 0 { "<" } else { "," })?;
                    write!(f, "{argument}")?;
                }
                f.write_str(if arguments.is_empty() { "" } else { ">" })
            }
            // A suffix would apply to the map's values.
            Self::Array(item) if item.ends_in_map() => write!(f, "[]{item}"),
            Self::Array(item) => write!(f, "{item}[]"),
            Self::Map(key, value) => write!(f, "map[{key}]{value}"),
        }
    }
}

impl<'de> Deserialize<'de> for TypeExpression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

struct Parser<'t> {
    rest: &'t str,
}

impl Parser<'_> {
    fn ty(&mut self, depth: usize) -> Result<TypeExpression, String> {
        if depth > MAX_DEPTH {
            return Err(format!("more than {MAX_DEPTH} levels of nesting"));
        }
        if self.eat("[]") {
            return Ok(TypeExpression::Array(Box::new(self.ty(depth + 1)?)));
        }
        let mut ty = self.core(depth)?;
        let mut suffixes = 0;
        while self.eat("[]") {
            suffixes += 1;
            if depth + suffixes > MAX_DEPTH {
                return Err(format!("more than {MAX_DEPTH} levels of nesting"));
            }
            ty = TypeExpression::Array(Box::new(ty));
        }
        Ok(ty)
    }

    fn core(&mut self, depth: usize) -> Result<TypeExpression, String> {
        if self.eat("map[") {
            let key = self.ty(depth + 1)?;
            self.expect("]")?;
            let value = self.ty(depth + 1)?;
            return Ok(TypeExpression::Map(Box::new(key), Box::new(value)));
        }
        let name = self.name()?;
        let mut arguments = Vec::new();
        if self.eat("<") {
            arguments.push(self.ty(depth + 1)?);
            while self.eat(",") {
                arguments.push(self.ty(depth + 1)?);
            }
            self.expect(">")?;
        }
        Ok(TypeExpression::Name(name, arguments))
    }

    fn name(&mut self) -> Result<String, String> {
        let end = self.rest.find(['[', ']', '<', '>', ',']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.trim().is_empty() {
            return Err("missing name".to_owned());
        }
        self.rest = rest;
        Ok(name.to_owned())
    }

    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.eat(token) {
            Ok(())
        } else if self.rest.is_empty() {
            Err(format!("expected `{token}`, found the end of the text"))
        } else {
            Err(format!("expected `{token}`, found `{}`", first_char(self.rest)))
        }
    }
}

fn first_char(text: &str) -> char {
    text.chars().next().unwrap_or(' ')
}

/// Returns whether a full type or an alias names a duration: `duration`, `duration:string`, `duration[]`.
pub(super) fn is_duration(full_type: &str) -> bool {
    full_type.split(':').next().unwrap_or_default().trim_matches(['[', ']']) == "duration"
}

/// Returns the beginning of a text on one line, for error messages.
pub fn excerpt(text: &str) -> String {
    text::excerpt(text, 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> TypeExpression {
        TypeExpression::Name(text.to_owned(), Vec::new())
    }

    fn array(item: TypeExpression) -> TypeExpression {
        TypeExpression::Array(Box::new(item))
    }

    #[test]
    fn each_form_of_the_grammar_parses() {
        let map = |key, value| TypeExpression::Map(Box::new(key), Box::new(value));
        let cases = [
            ("string", name("string")),
            ("vps.Disk[]", array(name("vps.Disk"))),
            ("long[][]", array(array(name("long")))),
            ("[]iam.resource.TagFilter", array(name("iam.resource.TagFilter"))),
            ("map[string][]N", map(name("string"), array(name("N")))),
            ("map[some.KeyEnum]any", map(name("some.KeyEnum"), name("any"))),
            (
                "complexType.SafeKeyValue<string>[]",
                array(TypeExpression::Name("complexType.SafeKeyValue".into(), vec![name("string")])),
            ),
            (
                "common.TaskWithInputs<map[N]any>",
                TypeExpression::Name("common.TaskWithInputs".into(), vec![map(name("N"), name("any"))]),
            ),
            ("coreTypes.ServiceId[]:long[]", array(name("long"))),
            ("duration:string", name("duration")),
            ("duration[]:string[]", array(name("duration"))),
            ("coreTypes.Period:string", name("string")),
        ];
        for (text, expected) in cases {
            assert_eq!(TypeExpression::parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn printed_types_round_trip() {
        for text in
            ["a.B<c,d[]>[]", "[]map[string]long[]", "map[map[a]b]c", "[][]x", "[][]map[a]b", "[]map", "[][]map<a>"]
        {
            let parsed = TypeExpression::parse(text).unwrap();
            assert_eq!(TypeExpression::parse(&parsed.to_string()), Ok(parsed), "{text}");
        }
    }

    #[test]
    fn errors_have_the_expected_token_and_its_position() {
        let deep = "[]".repeat(40) + "x";
        let faults: Vec<_> =
            ["", "map[string", "a<b", "a]", "a[", "[]", "a<>", "map[]x", "x:", "[]\n]", "a]\u{1b}", "a[]\r", &deep]
                .iter()
                .map(|text| TypeExpression::parse(text).unwrap_err())
                .collect();
        insta::assert_snapshot!(faults.join("\n"));
    }
}
