//! Rust source that calls each operation of a model once, with values for all that can be given.

use std::fmt::Write as _;

use generator::model::{Api, Field, Kind, Model, Operation, Parameter, Presence, Scalar, Type, TypeId, Types};
use generator::schema::{Branch, Location};

/// A function for each operation, and a table of them.
pub fn calls(model: &Model) -> String {
    let mut functions = String::new();
    let mut table = String::from("pub const CALLS: &[TypedCall] = &[\n");
    let operations = model.apis.iter().flat_map(|api| api.operations.iter().map(move |operation| (api, operation)));
    for (number, (api, operation)) in operations.enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(functions, "fn call_{number}<'c>(client: &'c Client, values: &[String]) -> Outcome<'c> {{");
        let _ = writeln!(functions, "    let _ = values;\n    finish({})\n}}", call(&model.types, api, operation));
        let branch = if api.branch == Branch::V2 { "/v2" } else { "" };
        let (method, path) = (operation.method.as_str(), &operation.path);
        let _ =
            writeln!(table, "    TypedCall {{ method: {method:?}, path: \"{branch}{path}\", call: call_{number} }},");
    }
    format!("{functions}\n{table}];\n")
}

fn call(types: &Types, api: &Api, operation: &Operation) -> String {
    let branch = if api.branch == Branch::V2 { "v2()." } else { "" };
    let mut path_values = 0;
    let arguments: Vec<String> = operation
        .arguments
        .iter()
        .map(|parameter| {
            if parameter.location == Location::Path {
                path_values += 1;
                return path_value(&parameter.ty, path_values - 1);
            }
            argument(types, parameter)
        })
        .collect();
    let options = operation
        .options
        .iter()
        .filter(|option| option.location != Location::Query)
        .map(|option| format!(".{}({})", option.ident, argument(types, option)));
    let options: String = options.collect();
    format!("client.{branch}{}().{}({}){options}", api.module, operation.name, arguments.join(", "))
}

fn path_value(ty: &Type, index: usize) -> String {
    match ty {
        Type::Scalar(Scalar::Text) => format!("&values[{index}]"),
        Type::Scalar(Scalar::Secret) => format!("&secret(&values[{index}])"),
        // Of all that stands in a path only enums are defined.
        Type::Defined(..) => format!("OpenEnum::from(values[{index}].as_str())"),
        _ => format!("read(&values[{index}])"),
    }
}

fn argument(types: &Types, parameter: &Parameter) -> String {
    let name = parameter.name.as_deref().unwrap_or("body");
    let value = value(types, &parameter.ty, name);
    match &parameter.ty {
        Type::List(_) => format!("&{}", value.trim_start_matches("vec!")),
        Type::Scalar(Scalar::Text | Scalar::Json | Scalar::Secret) | Type::Map(..) => format!("&{value}"),
        Type::Defined(id, _) if !is_enum(types, id) => format!("&{value}"),
        _ => value,
    }
}

fn is_enum(types: &Types, id: &TypeId) -> bool {
    types.get(id).is_some_and(|definition| matches!(definition.kind, Kind::Enum(_)))
}

/// A value that owns its data; `name` is what it is for.
fn value(types: &Types, ty: &Type, name: &str) -> String {
    match ty {
        Type::Scalar(scalar) => scalar_value(*scalar, name),
        Type::List(item) => format!("vec![{}]", value(types, item, name)),
        Type::Map(key, item) => {
            let key = match key {
                Some(id) => defined(types, id, &[], name),
                None => "String::from(\"key\")".to_owned(),
            };
            format!("BTreeMap::from([({key}, {})])", value(types, item, name))
        }
        Type::Defined(id, arguments) => defined(types, id, arguments, name),
        Type::Parameter(_) => "Json::Null".to_owned(),
    }
}

fn scalar_value(scalar: Scalar, name: &str) -> String {
    let text = match scalar {
        Scalar::Boolean => return "true".to_owned(),
        Scalar::Double => return "1.5".to_owned(),
        Scalar::Json => return "Json::Null".to_owned(),
        Scalar::Long => return "7".to_owned(),
        Scalar::Unit => return "()".to_owned(),
        Scalar::Text => return format!("String::from({:?})", text(name)),
        Scalar::Secret => return "secret(\"hidden\")".to_owned(),
        Scalar::Date => "2026-08-01",
        Scalar::Duration => "P1M",
        Scalar::Ip | Scalar::Ipv4 => "192.0.2.7",
        Scalar::IpBlock | Scalar::Ipv4Block => "203.0.113.64/27",
        Scalar::Ipv6 => "2001:db8::7",
        Scalar::Ipv6Block => "2001:db8:77::/56",
        Scalar::MacAddress => "02:00:00:00:00:07",
        Scalar::Time => "10:20:30",
        Scalar::Timestamp => "2026-08-01T10:20:30Z",
        Scalar::Uuid => "6f4d3c2b-1a09-4876-8543-210fedcba987",
    };
    format!("read({text:?})")
}

/// A text that the few operations which look closer agree with.
fn text(name: &str) -> &'static str {
    match name {
        "contactAdmin" | "contactBilling" | "contactTech" => "gh1702-ovh",
        "path" => "/me",
        "redirection" => "https://example.org/",
        "target" => "192.0.2.7",
        "zoneFile" => "www IN A 192.0.2.7",
        _ => "sample",
    }
}

fn defined(types: &Types, id: &TypeId, arguments: &[Type], name: &str) -> String {
    let Some(definition) = types.get(id) else { return "Json::Null".to_owned() };
    let home = if id.branch == Branch::V2 { "ovh_api::v2::types" } else { "ovh_api::types" };
    let mut path = home.to_owned();
    for module in &definition.module {
        let _ = write!(path, "::{module}");
    }
    match &definition.kind {
        Kind::Enum(values) => match values.values.first() {
            Some((variant, _)) => format!("OpenEnum::Known({path}::{}::{variant})", values.name),
            None => format!("OpenEnum::<{path}::{}>::from({name:?})", values.name),
        },
        Kind::Object { input: Some(object), .. } => {
            let field = |field: &Field| {
                let position = |name: &str| object.generics.iter().position(|generic| generic == name);
                let ty = match &field.ty {
                    Type::Parameter(name) => position(name).and_then(|at| arguments.get(at)).unwrap_or(&field.ty),
                    ty => ty,
                };
                format!("{}: {}", field.ident, field_value(types, field, ty))
            };
            let fields: Vec<String> = object.fields.iter().map(field).collect();
            format!("{path}::{} {{ {} }}", object.name, fields.join(", "))
        }
        Kind::Object { input: None, .. } => "Json::Null".to_owned(),
    }
}

fn field_value(types: &Types, field: &Field, ty: &Type) -> String {
    if field.boxed {
        // What holds itself must come to an end.
        return match field.presence {
            Presence::Value => format!("Box::new({})", value(types, ty, &field.name)),
            Presence::Nullable | Presence::Optional => "None".to_owned(),
            Presence::Patch => "ovh_api::Patch::Absent".to_owned(),
        };
    }
    let inner = value(types, ty, &field.name);
    match field.presence {
        Presence::Value => inner,
        Presence::Nullable if field.ty == Type::Scalar(Scalar::Json) => inner,
        Presence::Nullable | Presence::Optional => format!("Some({inner})"),
        Presence::Patch => format!("ovh_api::Patch::Value({inner})"),
    }
}
