//! A program that calls everything and logs the requests that it builds and the responses that it decodes.
//!
//! It is written for one model, in the ways that `generator::diff` covers, and built with the code of another one,
//! whose module is `ovh::code`.

use generator::model::{
    Api, Definition, Direction, Enum, Field, Kind, Model, Object, Operation, Parameter, Presence, Scalar, Type, TypeId,
    Wrapper, is_enum,
};
use generator::schema::Branch;
use serde_json::Value;

/// An unfinished program.
struct Program<'m> {
    model: &'m Model,
    body: String,
}

/// Returns the program for a model.
pub fn program(model: &Model) -> String {
    let mut program = Program { model, body: String::new() };
    for api in &model.apis {
        for operation in &api.operations {
            program.calls(api, operation);
        }
    }
    for (id, definition) in &model.types {
        if let Kind::Enum(own) = &definition.kind {
            for (variant, _) in &own.values {
                let value = format!("{}::{variant}", path(id, definition, Direction::Output));
                program.line(&format!("log.value(\"{}::{variant}\", ovh::Enum::as_str({value}), &{value});", own.name));
            }
        }
    }
    format!("pub fn run(log: &mut crate::Log) {{\n{}}}\n", program.body)
}

/// Returns the title of each operation, by which the program looks up the response.
pub fn titles(model: &Model) -> impl Iterator<Item = (String, &Operation)> {
    model.operations().map(|(api, operation)| (title(api, operation), operation))
}

fn title(api: &Api, operation: &Operation) -> String {
    format!("{}{}.{}", root(api.branch), api.module, operation.name)
}

const fn root(branch: Branch) -> &'static str {
    match branch {
        Branch::V1 => "",
        Branch::V2 => "v2::",
    }
}

/// Returns the response type of an operation.
pub fn response_type<'s>(schemas: &'s [Value], path: &str, method: &str) -> Option<&'s str> {
    let apis = schemas.iter().flat_map(|schema| schema["apis"].as_array().unwrap());
    let same = |other: &str| shape(other) == shape(path);
    let mut paths = apis.filter(|api| same(api["path"].as_str().unwrap()));
    let operations = paths.find_map(|api| {
        api["operations"].as_array().unwrap().iter().find(|operation| operation["httpMethod"] == method)
    });
    operations.map(|operation| operation["responseType"].as_str().unwrap())
}

/// Returns a path in lower case without the names of its parameters.
fn shape(path: &str) -> String {
    let segments =
        path.split('/').map(|segment| if segment.starts_with('{') { "{}".to_owned() } else { segment.to_lowercase() });
    segments.collect::<Vec<_>>().join("/")
}

fn path(id: &TypeId, definition: &Definition, direction: Direction) -> String {
    format!("ovh::code::{}", definition.rust_path(id.branch, direction).unwrap())
}

/// Returns the first value of an enum.
fn first_of(id: &TypeId, definition: &Definition, own: &Enum) -> String {
    format!("{}::{}", path(id, definition, Direction::Output), own.values[0].0)
}

impl Program<'_> {
    fn line(&mut self, line: &str) {
        self.body.push_str(line);
        self.body.push('\n');
    }

    fn calls(&mut self, api: &Api, operation: &Operation) {
        let root = root(api.branch);
        let holder = format!("ovh::code::{root}{}::{}::new(ovh::Unbound)", api.module, api.type_name);
        let title = title(api, operation);
        for is_full in [false, true] {
            let arguments = self.arguments(api, operation, is_full);
            let call = format!("{holder}.{}({})", operation.name, arguments.join(", "));
            self.line(&format!("log.request(\"{title} {is_full}\", &{call});"));
            if is_full {
                for option in &operation.options {
                    let (setter, value) = (&option.ident, self.argument(option, true));
                    self.line(&format!("log.request(\"{title}.{setter}\", &{call}.{setter}({value}));"));
                }
            }
            self.line(&format!("if let Some(it) = log.response(\"{title} {is_full}\", &{call}) {{"));
            self.log("it", &operation.response, &[], "response", 0);
            self.line("}");
        }
    }

    /// Logs a part of a response and everything below it.
    fn log(&mut self, place: &str, ty: &Type, given: &[(String, Type)], at: &str, depth: usize) {
        assert!(depth < 8, "infinite type");
        match ty {
            Type::Scalar(_) => self.line(&format!("log.text(\"{at}\", &format!(\"{{:?}}\", {place}));")),
            Type::List(item) => {
                self.line(&format!("for it in ({place}).iter() {{"));
                self.log("it", item, given, &format!("{at}[]"), depth + 1);
                self.line("}");
            }
            Type::Map(_, value) => {
                self.line(&format!("for (_, it) in ({place}).iter() {{"));
                self.log("it", value, given, &format!("{at}{{}}"), depth + 1);
                self.line("}");
            }
            Type::Parameter(name) => {
                let (_, ty) = given.iter().find(|(other, _)| other == name).unwrap();
                self.log(place, &ty.clone(), &[], at, depth);
            }
            Type::Defined(id, arguments) => match self.model.types.get(id).map(|definition| &definition.kind) {
                Some(Kind::Enum(_)) => self.line(&format!("log.text(\"{at}\", ({place}).as_str());")),
                Some(Kind::Object { output: Some(object), .. }) => {
                    let given: Vec<(String, Type)> =
                        object.generics.iter().cloned().zip(arguments.iter().cloned()).collect();
                    for field in &object.fields {
                        self.log_field(place, field, &given, at, depth);
                    }
                }
                _ => self.line(&format!("log.text(\"{at}\", &format!(\"{{:?}}\", {place}));")),
            },
        }
    }

    fn log_field(&mut self, place: &str, field: &Field, given: &[(String, Type)], at: &str, depth: usize) {
        let (name, at) = (format!("({place}).{}", field.ident), format!("{at}.{}", field.ident));
        if field.presence == Presence::Value || field.ty == Type::Scalar(Scalar::Json) {
            return self.log(&format!("(&{name})"), &field.ty, given, &at, depth + 1);
        }
        self.line(&format!("if let Some(it) = &{name} {{"));
        self.log("it", &field.ty, given, &at, depth + 1);
        self.line(&format!("}} else {{ log.text(\"{at}\", \"none\"); }}"));
    }

    /// Returns the arguments of a call, those that are passed by name in a struct.
    fn arguments(&self, api: &Api, operation: &Operation, is_full: bool) -> Vec<String> {
        let mut arguments: Vec<String> =
            operation.positional().iter().map(|argument| self.argument(argument, is_full)).collect();
        if let Some(path) = api.arguments_struct(operation) {
            let field = |argument: &Parameter| {
                let value = match &argument.ty {
                    Type::List(item) if **item == Type::Scalar(Scalar::Text) => {
                        format!("&[{}.as_str()]", self.value(item, &argument.ident, is_full))
                    }
                    // A field is an `OpenEnum`.
                    Type::Defined(id, _) if is_enum(&self.model.types, id) => {
                        self.value(&argument.ty, &argument.ident, is_full)
                    }
                    _ => self.argument(argument, is_full),
                };
                format!("{}: {value}", argument.ident)
            };
            let fields: Vec<String> = operation.named().iter().map(field).collect();
            arguments.push(format!("ovh::code::{path} {{ {} }}", fields.join(", ")));
        }
        arguments
    }

    /// Returns an argument or the value of a setter, by reference where the method takes one.
    fn argument(&self, parameter: &Parameter, is_full: bool) -> String {
        let value = self.value(&parameter.ty, &parameter.ident, is_full);
        match &parameter.ty {
            Type::Scalar(scalar) if !scalar.facts().by_reference => return value,
            Type::Defined(id, _) => {
                if let Some(definition) = self.model.types.get(id)
                    && let Kind::Enum(own) = &definition.kind
                {
                    // Methods take an enum and an `OpenEnum`.
                    return if is_full { first_of(id, definition, own) } else { value };
                }
            }
            _ => {}
        }
        format!("&{value}")
    }

    fn value(&self, ty: &Type, seed: &str, is_full: bool) -> String {
        let number: u32 = seed.bytes().map(u32::from).sum();
        let parsed = |json: &str| format!("crate::parsed({json:?})");
        match ty {
            Type::Scalar(Scalar::Text) => format!("{seed:?}.to_owned()"),
            Type::Scalar(Scalar::Long) => format!("{number}i64"),
            Type::Scalar(Scalar::Double) => format!("{number}.5f64"),
            Type::Scalar(Scalar::Boolean) => "true".to_owned(),
            Type::Scalar(Scalar::Date) => parsed(&format!("\"2021-01-{:02}\"", number % 28 + 1)),
            Type::Scalar(Scalar::Timestamp) => parsed(&format!("\"2021-01-01T00:00:{:02}Z\"", number % 60)),
            Type::Scalar(Scalar::Json) => parsed(&format!("{{\"is\":{seed:?}}}")),
            // One item without optional fields, to see their nulls.
            Type::List(item) if is_full => {
                format!("vec![{}, {}]", self.value(item, seed, false), self.value(item, seed, true))
            }
            Type::List(item) => format!("vec![{}]", self.value(item, seed, false)),
            Type::Map(None, value) => {
                format!("std::collections::BTreeMap::from([(\"k\".to_owned(), {})])", self.value(value, seed, is_full))
            }
            Type::Defined(id, _) => {
                let Some(definition) = self.model.types.get(id) else { return parsed("1") };
                match &definition.kind {
                    Kind::Enum(own) => format!("ovh::OpenEnum::Known({})", first_of(id, definition, own)),
                    Kind::Object { input: Some(object), .. } => {
                        self.object(&path(id, definition, Direction::Input), object, is_full)
                    }
                    Kind::Object { .. } => unreachable!("a request type without a request form"),
                }
            }
            other => panic!("unexpected request type {other:?}"),
        }
    }

    /// Returns a struct made by `new` or `default`, with all other fields set if `is_full`.
    fn object(&self, path: &str, object: &Object, is_full: bool) -> String {
        let (required, others): (Vec<&Field>, Vec<&Field>) =
            object.fields.iter().partition(|field| field.presence == Presence::Value);
        let arguments: Vec<String> =
            required.iter().map(|field| self.value(&field.ty, &field.ident, is_full)).collect();
        let made = if required.is_empty() {
            format!("{path}::default()")
        } else if object.is_built_by_name() {
            let fields = required.iter().zip(arguments).map(|(field, value)| {
                let borrowed = if field.ty == Type::Scalar(Scalar::Text) { "&" } else { "" };
                format!("{}: {borrowed}{value}", field.ident)
            });
            let (module, name) = path.rsplit_once("::").unwrap();
            format!("{path}::new({module}::fields::{name} {{ {} }})", fields.collect::<Vec<_>>().join(", "))
        } else {
            format!("{path}::new({})", arguments.join(", "))
        };
        if !is_full {
            return made;
        }
        let set = others.into_iter().map(|field| {
            let value = self.value(&field.ty, &field.ident, is_full);
            let value = match field.wrapper() {
                Wrapper::Bare => value,
                Wrapper::Option => format!("Some({value})"),
                Wrapper::Patch => format!("ovh::Patch::Value({value})"),
            };
            format!("it.{} = {value};", field.ident)
        });
        format!("{{ let mut it = {made}; {} it }}", set.collect::<String>())
    }
}
