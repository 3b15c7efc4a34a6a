//! Rust source that calls each operation of a model once, with values for all that can be given.

use std::cell::Cell;
use std::fmt::Write as _;

use generator::model::{
    Api, Direction, Field, Kind, Model, Operation, Parameter, Scalar, Type, TypeId, Types, Wrapper, is_enum,
};
use generator::scalars::JsonForm;
use generator::schema::Location;

/// Maximum depth of objects. Below it, lists and maps are empty and optional fields are left out.
const MAX_DEPTH: usize = 32;
/// Maximum number of objects in the arguments of a call.
const MAX_OBJECTS: usize = 2_000;

/// The place of a value, and the number of objects that the call may still get.
#[derive(Clone, Copy)]
struct Scope<'s> {
    types: &'s Types,
    /// The objects around this place, the outermost last.
    outer: Option<&'s Outer<'s>>,
    objects: &'s Cell<usize>,
}

struct Outer<'s> {
    id: &'s TypeId,
    depth: usize,
    outer: Option<&'s Outer<'s>>,
}

impl<'s> Scope<'s> {
    /// Returns the scope of an object's fields, or `None` if the object is inside itself or exceeds a limit.
    fn enter(&self, id: &'s TypeId) -> Option<Outer<'s>> {
        let depth = self.outer.map_or(0, |outer| outer.depth) + 1;
        let is_inside_itself = std::iter::successors(self.outer, |outer| outer.outer).any(|outer| outer.id == id);
        let left = self.objects.get().checked_sub(1)?;
        self.objects.set(left);
        (depth <= MAX_DEPTH && !is_inside_itself).then_some(Outer { id, depth, outer: self.outer })
    }
}

/// A function for each operation, and a table of them. Leaves out operations that need an object inside itself, or one
/// that is too deep to write down.
pub fn calls(model: &Model) -> String {
    let mut functions = String::new();
    let mut table = String::from("pub const CALLS: &[TypedCall] = &[\n");
    for (number, (api, operation)) in model.operations().enumerate() {
        // Writing to a String cannot fail.
        let Some(call) = call(&model.types, api, operation) else { continue };
        let _ = writeln!(functions, "fn call_{number}<'c>(client: &'c Client, values: &[String]) -> Outcome<'c> {{");
        let _ = writeln!(functions, "    let _ = values;\n    finish({call})\n}}");
        let (method, path) = (operation.method.as_str(), operation.branched_path());
        let returns_map = matches!(operation.response, Type::Map(..));
        let _ = writeln!(
            table,
            "    TypedCall {{ method: {method:?}, path: {path:?}, returns_map: {returns_map}, call: call_{number} }},"
        );
    }
    format!("{functions}\n{table}];\n")
}

fn call(types: &Types, api: &Api, operation: &Operation) -> Option<String> {
    let objects = Cell::new(MAX_OBJECTS);
    let scope = Scope { types, outer: None, objects: &objects };
    let mut path_values = 0;
    let mut arguments = Vec::new();
    for parameter in operation.positional() {
        arguments.push(if parameter.location == Location::Path {
            path_values += 1;
            path_value(&parameter.ty, path_values - 1)
        } else {
            argument(scope, parameter)?
        });
    }
    if let Some(path) = api.arguments_struct(operation) {
        let mut fields = Vec::new();
        for parameter in operation.named() {
            fields.push(format!("{}: {}", parameter.ident, named_argument(scope, parameter)?));
        }
        arguments.push(format!("ovh_api::{path} {{ {} }}", fields.join(", ")));
    }
    let options = operation
        .options
        .iter()
        .filter(|option| option.location != Location::Query && !is_cursor(option))
        .filter_map(|option| Some(format!(".{}({})", option.ident, argument(scope, option)?)));
    let options: String = options.collect();
    Some(format!("client.{}({}){options}", api.call(operation), arguments.join(", ")))
}

/// Returns whether a parameter takes a cursor, which is only valid if a page of the same list returned it.
fn is_cursor(parameter: &Parameter) -> bool {
    parameter.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("X-Pagination-Cursor"))
}

fn path_value(ty: &Type, index: usize) -> String {
    match ty {
        Type::Scalar(Scalar::Text) => format!("&values[{index}]"),
        Type::Scalar(Scalar::Secret) => format!("&secret(&values[{index}])"),
        // The only defined types in paths are enums.
        Type::Defined(..) => format!("OpenEnum::from(values[{index}].as_str())"),
        _ => format!("read(&values[{index}])"),
    }
}

fn argument(scope: Scope<'_>, parameter: &Parameter) -> Option<String> {
    let name = parameter.name.as_deref().unwrap_or("body");
    let value = value(scope, &parameter.ty, name)?;
    Some(match &parameter.ty {
        Type::List(_) => format!("&{}", value.trim_start_matches("vec!")),
        Type::Scalar(scalar) if scalar.facts().by_reference => format!("&{value}"),
        Type::Map(..) => format!("&{value}"),
        Type::Defined(id, _) if !is_enum(scope.types, id) => format!("&{value}"),
        _ => value,
    })
}

/// Returns the value of an argument that is passed by name.
fn named_argument(scope: Scope<'_>, parameter: &Parameter) -> Option<String> {
    match &parameter.ty {
        Type::List(item) if **item == Type::Scalar(Scalar::Text) => {
            let name = parameter.name.as_deref().unwrap_or("body");
            Some(format!("&[{}.as_str()]", value(scope, item, name)?))
        }
        _ => argument(scope, parameter),
    }
}

/// Returns an owned value for the field or parameter `name`, or `None` if it has no end.
fn value(scope: Scope<'_>, ty: &Type, name: &str) -> Option<String> {
    Some(match ty {
        Type::Scalar(scalar) => scalar_value(*scalar, name),
        Type::List(item) => format!("vec![{}]", value(scope, item, name).unwrap_or_default()),
        Type::Map(key, item) => {
            let key = match key {
                Some(id) => defined(scope, id, &[], name)?,
                None => "String::from(\"key\")".to_owned(),
            };
            let entry = value(scope, item, name).map(|item| format!("({key}, {item})"));
            format!("BTreeMap::from([{}])", entry.unwrap_or_default())
        }
        Type::Defined(id, arguments) => defined(scope, id, arguments, name)?,
        Type::Parameter(_) => "Json::Null".to_owned(),
    })
}

fn scalar_value(scalar: Scalar, name: &str) -> String {
    let sample = scalar.facts().sample;
    match (scalar, scalar.facts().form) {
        // The shortest time that DNS records may have.
        (_, JsonForm::Integer) if name == "ttl" => "60".to_owned(),
        // A boot of a dedicated server and a template of a VPS.
        (_, JsonForm::Integer) if name == "bootId" => "1".to_owned(),
        (_, JsonForm::Integer) if name == "templateId" => "131400".to_owned(),
        (Scalar::Text, _) => format!("String::from({:?})", text(name).unwrap_or(sample)),
        (Scalar::Secret, _) => format!("secret({sample:?})"),
        (_, JsonForm::Text) => format!("read({sample:?})"),
        (_, JsonForm::Any) => "Json::Null".to_owned(),
        (_, JsonForm::Boolean | JsonForm::Integer | JsonForm::Number | JsonForm::Null) => sample.to_owned(),
    }
}

/// Returns a valid text for parameters that the sandbox validates.
fn text(name: &str) -> Option<&'static str> {
    Some(match name {
        "contactAdmin" | "contactBilling" | "contactTech" => "gh1702-ovh",
        "host" => "ns1.example.net",
        // An image of the VPS.
        "imageId" => "5a6d1c7e-0b1f-4a52-9c7f-2f0f6f6b1a02",
        "ip" => "192.0.2.7",
        "operatingSystem" => "debian12_64",
        "path" => "/me",
        "planCode" => "vps-value-1-2-40",
        "redirection" => "https://example.org/",
        "target" => "192.0.2.7",
        "to" => "vps-5e6f7a8b.vps.ovh.net",
        "zoneFile" => "www IN A 192.0.2.7",
        _ => return None,
    })
}

fn defined(scope: Scope<'_>, id: &TypeId, arguments: &[Type], name: &str) -> Option<String> {
    let null = || Some("Json::Null".to_owned());
    let Some(definition) = scope.types.get(id) else { return null() };
    let Some(path) = definition.rust_path(id.branch, Direction::Input).map(|path| format!("ovh_api::{path}")) else {
        return null();
    };
    match &definition.kind {
        Kind::Enum(values) => Some(match values.values.first() {
            Some((variant, _)) => format!("OpenEnum::Known({path}::{variant})"),
            None => format!("OpenEnum::<{path}>::from({name:?})"),
        }),
        Kind::Object { input: Some(object), .. } => {
            let outer = scope.enter(id)?;
            let scope = Scope { outer: Some(&outer), ..scope };
            let mut fields = Vec::new();
            for field in &object.fields {
                let ty = object.substitute(&field.ty, arguments);
                fields.push(format!("{}: {}", field.ident, field_value(scope, field, &ty)?));
            }
            Some(format!("{path} {{ {} }}", fields.join(", ")))
        }
        Kind::Object { input: None, .. } => null(),
    }
}

/// Returns the value of a field. A field that may be left out is, if its value has no end.
fn field_value(scope: Scope<'_>, field: &Field, ty: &Type) -> Option<String> {
    let boxed = |value: String| if field.boxed { format!("Box::new({value})") } else { value };
    let inner = value(scope, ty, &field.name).map(boxed);
    match field.wrapper() {
        Wrapper::Bare => inner,
        Wrapper::Option => Some(inner.map_or_else(|| "None".to_owned(), |inner| format!("Some({inner})"))),
        Wrapper::Patch => {
            let absent = || "ovh_api::Patch::Absent".to_owned();
            Some(inner.map_or_else(absent, |inner| format!("ovh_api::Patch::Value({inner})")))
        }
    }
}
