//! The grammar of type expressions: `vps.Disk[]`, `map[string][]long`, `complexType.UnitAndValue<long>`.
//!
//! ```text
//! expression = [ alias ":" ] type
//! type       = { "[]" } core { "[]" }
//! core       = "map[" type "]" type
//!            | name [ "<" type { "," type } ">" ]
//! ```
//!
//! A name is any text without the characters `[ ] < > , :`; whether it names a scalar, a model or nothing is decided
//! when the schemas are resolved.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};

use crate::text::{self, printable};

/// Deeper nesting than any schema has (4 was the deepest in 2026) and far from where recursion would hurt.
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
    /// Parses one type expression; an alias (`coreTypes.ServiceId:long`) stands for what follows the colon.
    ///
    /// # Errors
    ///
    /// Says what was expected and at which byte when `text` is no type expression, or nests too deeply.
    pub fn parse(text: &str) -> Result<Self, String> {
        let target = text.rsplit_once(':').map_or(text, |(_, target)| target);
        let mut parser = Parser { rest: target };
        let parsed = parser.ty(0).and_then(|ty| match parser.rest {
            "" => Ok(ty),
            rest => Err(format!("unexpected `{}`", first_char(rest))),
        });
        parsed.map_err(|reason| {
            let at = text.len() - parser.rest.len();
            format!("`{}` is not a type: at byte {at}, {}", excerpt(text), printable(&reason))
        })
    }
}

impl TypeExpression {
    /// Whether it is a map, or arrays of one; a name `map` would look like one.
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
            // A suffix would belong to the map's values.
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
            return Err(format!("nesting deeper than {MAX_DEPTH} levels"));
        }
        if self.eat("[]") {
            return Ok(TypeExpression::Array(Box::new(self.ty(depth + 1)?)));
        }
        let mut ty = self.core(depth)?;
        let mut suffixes = 0;
        while self.eat("[]") {
            suffixes += 1;
            if depth + suffixes > MAX_DEPTH {
                return Err(format!("nesting deeper than {MAX_DEPTH} levels"));
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
            return Err("a name is missing".to_owned());
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
            Err(format!("expected `{token}`, found the end"))
        } else {
            Err(format!("expected `{token}`, found `{}`", first_char(self.rest)))
        }
    }
}

fn first_char(text: &str) -> char {
    text.chars().next().unwrap_or(' ')
}

/// Error messages stay readable, and on one line, whatever the text is.
pub fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    text::excerpt(text, LONGEST)
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
    fn every_form_of_the_grammar() {
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
            ("duration:string", name("string")),
        ];
        for (text, expected) in cases {
            assert_eq!(TypeExpression::parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_printed_parses_to_the_same() {
        for text in
            ["a.B<c,d[]>[]", "[]map[string]long[]", "map[map[a]b]c", "[][]x", "[][]map[a]b", "[]map", "[][]map<a>"]
        {
            let parsed = TypeExpression::parse(text).unwrap();
            assert_eq!(TypeExpression::parse(&parsed.to_string()), Ok(parsed), "{text}");
        }
    }

    #[test]
    fn faults_say_what_was_expected_and_where() {
        let deep = "[]".repeat(40) + "x";
        let faults: Vec<_> =
            ["", "map[string", "a<b", "a]", "a[", "[]", "a<>", "map[]x", "x:", "[]\n]", "a]\u{1b}", "a[]\r", &deep]
                .iter()
                .map(|text| TypeExpression::parse(text).unwrap_err())
                .collect();
        insta::assert_snapshot!(faults.join("\n"));
    }
}
