//! Values as literals of languages without types.

use serde_json::Value;

/// How a language writes values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Syntax {
    pub(super) null: &'static str,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
    /// Brackets of lists and of objects.
    pub(super) list: (&'static str, &'static str),
    pub(super) object: (&'static str, &'static str),
    /// An object without entries, which some languages cannot tell from an empty list.
    pub(super) empty_object: &'static str,
    /// Between a key and its value.
    pub(super) colon: &'static str,
    pub(super) text: fn(&str) -> String,
    pub(super) indent: &'static str,
    /// Whether the last entry of several lines ends in a comma, too.
    pub(super) trailing_comma: bool,
}

impl Syntax {
    /// Returns a value as an expression. Lines after the first are indented by `depth` more levels.
    pub(super) fn value(&self, value: &Value, depth: usize) -> String {
        match value {
            Value::Null => self.null.to_owned(),
            Value::Bool(true) => self.yes.to_owned(),
            Value::Bool(false) => self.no.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => (self.text)(text),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.value(item, depth + 1)).collect();
                self.lines(self.list, &items, depth)
            }
            Value::Object(entries) if entries.is_empty() => self.empty_object.to_owned(),
            Value::Object(entries) => {
                let entry = |(name, value): (&String, &Value)| {
                    format!("{}{}{}", (self.text)(name), self.colon, self.value(value, depth + 1))
                };
                let entries: Vec<String> = entries.iter().map(entry).collect();
                self.lines(self.object, &entries, depth)
            }
        }
    }

    fn lines(&self, (open, close): (&str, &str), items: &[String], depth: usize) -> String {
        if items.is_empty() {
            return format!("{open}{close}");
        }
        let (inner, outer) = (self.indent.repeat(depth + 1), self.indent.repeat(depth));
        let comma = if self.trailing_comma { "," } else { "" };
        format!("{open}\n{inner}{}{comma}\n{outer}{close}", items.join(&format!(",\n{inner}")))
    }
}

/// Returns a text in double quotes with the escapes of JSON, which many languages share.
pub(super) fn json_text(text: &str) -> String {
    Value::from(text).to_string()
}
