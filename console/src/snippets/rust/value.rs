//! JSON values as Rust expressions of the types of the client.

use generator::model::{Direction, Field, Object, Presence, Scalar, Type, TypeId, Types, Wrapper, is_enum};
use generator::scalars::JsonForm;
use serde_json::{Map, Value};

use super::names::Imports;
use crate::form::plain_text;

/// Longest list or literal on one line.
const WIDTH: usize = 60;

/// Writes expressions and collects the imports that they need.
pub(super) struct Writer<'w> {
    pub(super) types: &'w Types,
    pub(super) imports: &'w mut Imports,
}

impl Writer<'_> {
    /// Writes an argument of a method: borrowed unless it is small.
    pub(super) fn argument(&mut self, ty: &Type, value: &Value, depth: usize) -> String {
        match ty {
            Type::Scalar(Scalar::Text) => text(value),
            Type::Scalar(scalar) if scalar.facts().by_reference => format!("&{}", self.owned(ty, value, depth)),
            Type::List(item) => self.slice(item, value, depth),
            Type::Defined(id, _) if is_enum(self.types, id) => self.enum_argument(id, value),
            Type::Scalar(_) => self.owned(ty, value, depth),
            Type::Map(..) | Type::Defined(..) | Type::Parameter(_) => format!("&{}", self.owned(ty, value, depth)),
        }
    }

    /// Writes a value that is passed by name: borrowed as an argument is, but without conversions.
    pub(super) fn named_argument(&mut self, ty: &Type, value: &Value, depth: usize) -> String {
        match ty {
            Type::List(item) if **item == Type::Scalar(Scalar::Text) => {
                let items: Vec<String> = items(value).iter().map(text).collect();
                format!("&[{}]", items.join(", "))
            }
            Type::List(item) => {
                let items: Vec<String> = items(value).iter().map(|value| self.owned(item, value, depth)).collect();
                format!("&[{}]", items.join(", "))
            }
            Type::Defined(id, _) if is_enum(self.types, id) => self.owned(ty, value, depth),
            _ => self.argument(ty, value, depth),
        }
    }

    /// Writes a slice of values that convert into the items.
    fn slice(&mut self, item: &Type, value: &Value, depth: usize) -> String {
        let values = items(value);
        match item {
            Type::Scalar(Scalar::Text) if values.is_empty() => "&[\"\"; 0]".to_owned(),
            Type::Scalar(Scalar::Text) => {
                let items: Vec<String> = values.iter().map(text).collect();
                format!("&[{}]", items.join(", "))
            }
            Type::Defined(id, _) if is_enum(self.types, id) => {
                if values.is_empty() {
                    return format!("&[] as &[{}]", self.defined(id));
                }
                // All items have one type: values that the client does not know need another.
                let are_known = values.iter().all(|value| self.variant(id, value).is_some());
                let items: Vec<String> = values
                    .iter()
                    .map(|value| if are_known { self.enum_argument(id, value) } else { self.open(id, value) })
                    .collect();
                format!("&[{}]", items.join(", "))
            }
            _ => {
                let items: Vec<String> = values.iter().map(|value| self.owned(item, value, depth)).collect();
                format!("&[{}]", items.join(", "))
            }
        }
    }

    /// Writes a value that owns its data. Lines after the first are indented by `depth` levels.
    pub(super) fn owned(&mut self, ty: &Type, value: &Value, depth: usize) -> String {
        match ty {
            Type::Scalar(scalar) => self.scalar(*scalar, value),
            Type::List(item) => {
                let items: Vec<String> = items(value).iter().map(|value| self.owned(item, value, depth + 1)).collect();
                lines("vec![", &items, "]", depth)
            }
            Type::Map(key, item) => {
                let map = self.imports.external("std::collections::BTreeMap");
                let empty = Map::new();
                let entries = value.as_object().unwrap_or(&empty);
                let entries = entries.iter().map(|(name, value)| {
                    let key = match key {
                        Some(id) => self.open(id, &Value::from(name.as_str())),
                        None => format!("{name:?}.to_owned()"),
                    };
                    format!("({key}, {})", self.owned(item, value, depth + 1))
                });
                let entries: Vec<String> = entries.collect();
                format!("{map}::from({})", lines("[", &entries, "]", depth))
            }
            Type::Defined(id, _) if is_enum(self.types, id) => self.open(id, value),
            Type::Defined(id, arguments) => self.object(id, arguments, value, depth),
            Type::Parameter(_) => self.json(value),
        }
    }

    fn scalar(&mut self, scalar: Scalar, value: &Value) -> String {
        let facts = scalar.facts();
        match (scalar, facts.form) {
            (Scalar::Text, _) => format!("{}.to_owned()", text(value)),
            (Scalar::Secret, _) => {
                let secret = self.imports.name("secrecy::SecretString");
                format!("{secret}::from({})", text(value))
            }
            (_, JsonForm::Text) => format!("{}.parse()?", text(value)),
            (_, JsonForm::Any) => self.json(value),
            (_, JsonForm::Null) => "()".to_owned(),
            (_, JsonForm::Boolean) => matches!(plain_text(value).as_str(), "true" | "1").to_string(),
            (_, JsonForm::Integer) => integer(value),
            (_, JsonForm::Number) => number(value),
        }
    }

    /// Writes untyped JSON.
    fn json(&mut self, value: &Value) -> String {
        let json = self.imports.name("json::Json");
        match value {
            Value::Null => format!("{json}::Null"),
            Value::Bool(_) => format!("{json}::from({value})"),
            Value::String(text) => format!("{json}::from({text:?})"),
            other => format!("{}.parse::<{json}>()?", raw(&other.to_string())),
        }
    }

    fn defined(&mut self, id: &TypeId) -> String {
        let path = self.types.get(id).and_then(|definition| definition.rust_path(id.branch, Direction::Input));
        self.imports.name(path.as_deref().unwrap_or("json::Json"))
    }

    /// Returns the variant of an enum, or `None` if the client does not know the value.
    fn variant(&self, id: &TypeId, value: &Value) -> Option<String> {
        let text = plain_text(value);
        let values = &self.types.get(id)?.as_enum()?.values;
        values.iter().find(|(_, value)| *value == text).map(|(variant, _)| variant.clone())
    }

    /// Writes a value of an enum as an argument, which takes known values as they are.
    fn enum_argument(&mut self, id: &TypeId, value: &Value) -> String {
        match self.variant(id, value) {
            Some(variant) => format!("{}::{variant}", self.defined(id)),
            None => self.open(id, value),
        }
    }

    /// Writes a value of an enum that the client may not know.
    fn open(&mut self, id: &TypeId, value: &Value) -> String {
        match self.variant(id, value) {
            Some(variant) => format!("{}::{variant}.into()", self.defined(id)),
            None => {
                let (open, name) = (self.imports.name("OpenEnum"), self.defined(id));
                format!("{open}::<{name}>::from({})", text(value))
            }
        }
    }

    fn object(&mut self, id: &TypeId, arguments: &[Type], value: &Value, depth: usize) -> String {
        let types = self.types;
        let Some(object) = types.get(id).and_then(|definition| definition.object(Direction::Input)) else {
            return self.json(value);
        };
        let name = self.defined(id);
        let empty = Map::new();
        let entries = value.as_object().unwrap_or(&empty);
        let mut fields = Vec::new();
        for field in object.fields.iter().filter(|field| field.presence != Presence::Value) {
            let given = entries.get(&field.name).filter(|value| !value.is_null() || is_sent_as_null(field));
            if let Some(given) = given {
                let value = self.field(field, &object.substitute(&field.ty, arguments), given, depth + 1);
                fields.push(format!("{}: {value}", field.ident));
            }
        }
        let has_required = object.required().next().is_some();
        let base = if has_required {
            self.constructor(&name, id, object, arguments, entries, if fields.is_empty() { depth } else { depth + 1 })
        } else if fields.is_empty() {
            format!("{name}::default()")
        } else {
            "Default::default()".to_owned()
        };
        if fields.is_empty() {
            return base;
        }
        let is_complete = !has_required && fields.len() == object.fields.len();
        if !is_complete {
            fields.push(format!("..{base}"));
        }
        let (inner, outer) = (indent(depth + 1), indent(depth));
        let comma = if is_complete { "," } else { "" };
        format!("{name} {{\n{inner}{}{comma}\n{outer}}}", fields.join(&format!(",\n{inner}")))
    }

    /// Writes the constructor with the required fields.
    fn constructor(
        &mut self,
        name: &str,
        id: &TypeId,
        object: &Object,
        arguments: &[Type],
        entries: &Map<String, Value>,
        depth: usize,
    ) -> String {
        let is_by_name = object.is_built_by_name();
        let mut values = Vec::new();
        for field in object.required() {
            let given = entries.get(&field.name).cloned().unwrap_or(Value::Null);
            let ty = object.substitute(&field.ty, arguments);
            // A type parameter is taken as it is, also if it is text.
            let value = match (&field.ty, &ty) {
                (Type::Scalar(Scalar::Text), _) => text(&given),
                (Type::Defined(id, _), _) if is_enum(self.types, id) && !is_by_name => self.enum_argument(id, &given),
                (_, ty) => self.owned(ty, &given, depth + 1),
            };
            let value = if field.boxed { format!("Box::new({value})") } else { value };
            values.push(if is_by_name { format!("{}: {value}", field.ident) } else { value });
        }
        if !is_by_name {
            return lines(&format!("{name}::new("), &values, ")", depth);
        }
        let fields = self.fields_struct(id);
        let (inner, outer) = (indent(depth + 1), indent(depth));
        format!("{name}::new({fields} {{\n{inner}{},\n{outer}}})", values.join(&format!(",\n{inner}")))
    }

    /// Returns the struct that takes the required fields of a type by name.
    fn fields_struct(&mut self, id: &TypeId) -> String {
        let path = self.types.get(id).and_then(|definition| definition.rust_path(id.branch, Direction::Input));
        let path = path.unwrap_or_default();
        let (module, name) = path.rsplit_once("::").unwrap_or(("", &path));
        // The module makes the name clear beside the one of the type.
        let module = self.imports.name(&format!("{module}::fields"));
        format!("{module}::{name}")
    }

    fn field(&mut self, field: &Field, ty: &Type, value: &Value, depth: usize) -> String {
        if value.is_null() && *ty != Type::Scalar(Scalar::Json) {
            return match field.wrapper() {
                Wrapper::Patch => format!("{}::Null", self.imports.name("Patch")),
                Wrapper::Option | Wrapper::Bare => "None".to_owned(),
            };
        }
        let inner = self.owned(ty, value, depth);
        let inner = if field.boxed { format!("Box::new({inner})") } else { inner };
        match field.wrapper() {
            Wrapper::Bare => inner,
            Wrapper::Option => format!("Some({inner})"),
            Wrapper::Patch => format!("{}::Value({inner})", self.imports.name("Patch")),
        }
    }
}

/// Returns whether a null is sent, instead of leaving the field out.
fn is_sent_as_null(field: &Field) -> bool {
    match field.presence {
        Presence::Patch => true,
        Presence::Nullable => field.wrapper() == Wrapper::Bare,
        Presence::Value | Presence::Optional => false,
    }
}

fn items(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::Null => Vec::new(),
        other => vec![other.clone()],
    }
}

/// Returns the literal of a text.
fn text(value: &Value) -> String {
    match value {
        Value::Null => "\"\"".to_owned(),
        value => format!("{:?}", plain_text(value)),
    }
}

fn integer(value: &Value) -> String {
    let text = plain_text(value);
    let number = text.parse::<i64>().ok().or_else(|| {
        let number = text.parse::<f64>().ok().filter(|number| number.fract() == 0.0 && number.abs() < 9e15)?;
        format!("{number:.0}").parse().ok()
    });
    number.unwrap_or_default().to_string()
}

fn number(value: &Value) -> String {
    let number: f64 = plain_text(value).parse().unwrap_or_default();
    if number.is_finite() { format!("{number:?}") } else { "0.0".to_owned() }
}

/// Returns a raw literal if the text has quotes.
fn raw(text: &str) -> String {
    if text.contains('"') && !text.contains("\"#") { format!("r#\"{text}\"#") } else { format!("{text:?}") }
}

fn lines(open: &str, items: &[String], close: &str, depth: usize) -> String {
    let line = format!("{open}{}{close}", items.join(", "));
    if items.is_empty() || line.len() <= WIDTH && !line.contains('\n') || items.len() == 1 && !line.contains('\n') {
        return line;
    }
    let (inner, outer) = (indent(depth + 1), indent(depth));
    format!("{open}\n{inner}{},\n{outer}{close}", items.join(&format!(",\n{inner}")))
}

fn indent(depth: usize) -> String {
    "    ".repeat(depth)
}
