//! Rust source that calls each operation of a model once, with values for all that can be given.

use std::fmt::Write as _;

use generator::model::{
    Api, Direction, Field, Kind, Model, Operation, Parameter, Presence, Scalar, Type, TypeId, Types, Wrapper, is_enum,
};
use generator::scalars::JsonForm;
use generator::schema::Location;

/// A function for each operation, and a table of them.
pub fn calls(model: &Model) -> String {
    let mut functions = String::new();
    let mut table = String::from("pub const CALLS: &[TypedCall] = &[\n");
    for (number, (api, operation)) in model.operations().enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(functions, "fn call_{number}<'c>(client: &'c Client, values: &[String]) -> Outcome<'c> {{");
        let _ = writeln!(functions, "    let _ = values;\n    finish({})\n}}", call(&model.types, api, operation));
        let (method, path) = (operation.method.as_str(), operation.branched_path());
        let _ = writeln!(table, "    TypedCall {{ method: {method:?}, path: {path:?}, call: call_{number} }},");
    }
    format!("{functions}\n{table}];\n")
}

fn call(types: &Types, api: &Api, operation: &Operation) -> String {
    let mut path_values = 0;
    let mut arguments: Vec<String> = operation
        .positional()
        .iter()
        .map(|parameter| {
            if parameter.location == Location::Path {
                path_values += 1;
                return path_value(&parameter.ty, path_values - 1);
            }
            argument(types, parameter)
        })
        .collect();
    if let Some(path) = api.arguments_struct(operation) {
        let field = |parameter: &Parameter| format!("{}: {}", parameter.ident, named_argument(types, parameter));
        let fields: Vec<String> = operation.named().iter().map(field).collect();
        arguments.push(format!("ovh_api::{path} {{ {} }}", fields.join(", ")));
    }
    let options = operation
        .options
        .iter()
        .filter(|option| option.location != Location::Query)
        .map(|option| format!(".{}({})", option.ident, argument(types, option)));
    let options: String = options.collect();
    format!("client.{}({}){options}", api.call(operation), arguments.join(", "))
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

fn argument(types: &Types, parameter: &Parameter) -> String {
    let name = parameter.name.as_deref().unwrap_or("body");
    let value = value(types, &parameter.ty, name);
    match &parameter.ty {
        Type::List(_) => format!("&{}", value.trim_start_matches("vec!")),
        Type::Scalar(scalar) if scalar.facts().by_reference => format!("&{value}"),
        Type::Map(..) => format!("&{value}"),
        Type::Defined(id, _) if !is_enum(types, id) => format!("&{value}"),
        _ => value,
    }
}

/// Returns the value of an argument that is passed by name.
fn named_argument(types: &Types, parameter: &Parameter) -> String {
    match &parameter.ty {
        Type::List(item) if **item == Type::Scalar(Scalar::Text) => {
            let name = parameter.name.as_deref().unwrap_or("body");
            format!("&[{}.as_str()]", value(types, item, name))
        }
        _ => argument(types, parameter),
    }
}

/// Returns an owned value for the field or parameter `name`.
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
    let sample = scalar.facts().sample;
    match (scalar, scalar.facts().form) {
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
        "path" => "/me",
        "redirection" => "https://example.org/",
        "target" => "192.0.2.7",
        "zoneFile" => "www IN A 192.0.2.7",
        _ => return None,
    })
}

fn defined(types: &Types, id: &TypeId, arguments: &[Type], name: &str) -> String {
    let Some(definition) = types.get(id) else { return "Json::Null".to_owned() };
    let Some(path) = definition.rust_path(id.branch, Direction::Input).map(|path| format!("ovh_api::{path}")) else {
        return "Json::Null".to_owned();
    };
    match &definition.kind {
        Kind::Enum(values) => match values.values.first() {
            Some((variant, _)) => format!("OpenEnum::Known({path}::{variant})"),
            None => format!("OpenEnum::<{path}>::from({name:?})"),
        },
        Kind::Object { input: Some(object), .. } => {
            let field = |field: &Field| {
                let ty = object.substitute(&field.ty, arguments);
                format!("{}: {}", field.ident, field_value(types, field, &ty))
            };
            let fields: Vec<String> = object.fields.iter().map(field).collect();
            format!("{path} {{ {} }}", fields.join(", "))
        }
        Kind::Object { input: None, .. } => "Json::Null".to_owned(),
    }
}

fn field_value(types: &Types, field: &Field, ty: &Type) -> String {
    if field.boxed {
        // Recursive types must end.
        return match field.presence {
            Presence::Value => format!("Box::new({})", value(types, ty, &field.name)),
            Presence::Nullable | Presence::Optional => "None".to_owned(),
            Presence::Patch => "ovh_api::Patch::Absent".to_owned(),
        };
    }
    let inner = value(types, ty, &field.name);
    match field.wrapper() {
        Wrapper::Bare => inner,
        Wrapper::Option => format!("Some({inner})"),
        Wrapper::Patch => format!("ovh_api::Patch::Value({inner})"),
    }
}
