//! Rust, with the typed client.

mod names;
mod value;

use generator::model::{Type, Types, is_enum};
use generator::schema::Location;
use serde_json::Value;

use self::names::Imports;
use self::value::Writer;
use crate::form::Values;
use crate::operations::Found;

/// The features of tokio that a program needs.
const TOKIO: &str = "macros,rt-multi-thread";
/// Longest line.
const WIDTH: usize = 100;

/// Returns a program that builds the arguments, calls the operation and prints the response.
pub(super) fn program(types: &Types, found: Found<'_>, values: &Values) -> String {
    let Found { api, operation } = found;
    let mut imports = Imports::new();
    let mut writer = Writer { types, imports: &mut imports };
    let mut statements = String::new();
    let mut arguments = Vec::new();
    for parameter in operation.positional() {
        let given = values.of(parameter).cloned().unwrap_or(Value::Null);
        let is_built_first = parameter.location == Location::Body && is_object(types, &parameter.ty);
        if is_built_first {
            let value = writer.owned(&parameter.ty, &given, 1);
            statements.push_str(&format!("    let {} = {value};\n", parameter.ident));
            arguments.push(format!("&{}", parameter.ident));
        } else {
            arguments.push(writer.argument(&parameter.ty, &given, 1));
        }
    }
    if let Some(path) = api.arguments_struct(operation) {
        let fields: Vec<String> = operation
            .named()
            .iter()
            .map(|parameter| {
                let given = values.of(parameter).cloned().unwrap_or(Value::Null);
                format!("{}: {}", parameter.ident, writer.named_argument(&parameter.ty, &given, 2))
            })
            .collect();
        let name = writer.imports.name(&path);
        statements
            .push_str(&format!("    let arguments = {name} {{\n        {},\n    }};\n", fields.join(",\n        ")));
        arguments.push("arguments".to_owned());
    }
    let setters: Vec<String> = operation
        .options
        .iter()
        .filter_map(|option| Some((option, values.of(option)?)))
        .map(|(option, given)| format!(".{}({})", option.ident, writer.argument(&option.ty, given, 2)))
        .collect();
    let returns_nothing = operation.response == Type::Scalar(generator::model::Scalar::Unit);
    let call = chain(&api.call(operation), &arguments.join(", "), &setters);
    let sent = if returns_nothing {
        format!("    {call}.await?;\n")
    } else {
        format!("    let response = {call}.await?;\n    println!(\"{{response:#?}}\");\n")
    };
    // A line of several steps ends in a step of its own.
    let sent = if call.contains('\n') { sent.replacen(".await?;", "\n        .await?;", 1) } else { sent };
    format!(
        "// cargo add ovh-api --features {feature} --path ../ovh-api/ovh-api\n\
         // cargo add tokio --features {TOKIO}\n\
         // Reads the keys of the OVH_ variables or of ovh.conf.\n\
         {imports}\n\
         #[tokio::main]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let client = Client::from_env()?;\n\
         {statements}{sent}    Ok(())\n\
         }}\n",
        feature = api.feature,
        imports = imports.lines(),
    )
}

/// Returns the call, on several lines if it is long.
fn chain(call: &str, arguments: &str, setters: &[String]) -> String {
    let line = format!("client.{call}({arguments}){}", setters.concat());
    if line.len() <= WIDTH - 40 && !line.contains('\n') {
        return line;
    }
    let (accessor, method) = call.rsplit_once('.').unwrap_or(("", call));
    let mut text = format!("client\n        .{accessor}\n        .{method}({arguments})");
    for setter in setters {
        text.push_str("\n        ");
        text.push_str(setter);
    }
    text
}

fn is_object(types: &Types, ty: &Type) -> bool {
    match ty {
        Type::Defined(id, _) => !is_enum(types, id),
        Type::Map(..) => true,
        Type::Scalar(_) | Type::List(_) | Type::Parameter(_) => false,
    }
}
