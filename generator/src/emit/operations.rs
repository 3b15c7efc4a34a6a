//! The module of an API: a method and a static descriptor per operation.

use super::docs::{self, lines};
use super::groups::Groups;
use super::namespace::Namespace;
use super::scope::{FileScope, root_of};
use super::setters::setters;
use super::source::{Source, content};
use super::ty::{TypeWriter, display_argument};
use super::{arguments, cfg, layout, roots};
use crate::model::{Api, Direction, Model, Operation, Parameter, Scalar, Type, Types, is_enum};
use crate::names;
use crate::schema::{Branch, Location, Method};

/// Returns the files of a branch's APIs.
pub fn sources<'m>(model: &'m Model, types: &'m Namespace<'m>) -> impl Iterator<Item = Source<'m>> {
    let apis = model.apis.iter().filter(|api| api.branch == types.branch);
    apis.map(|api| Source::new(api.branch, &format!("/{}", api.module), || file(api, &model.types, types)))
}

fn file(api: &Api, types: &Types, namespaces: &Namespace<'_>) -> String {
    let own = namespaces.below(&api.namespace);
    // The holder, the modules of markers and of arguments and the client's type parameter shadow the namespace.
    let own_names = [api.type_name.as_str(), "arguments", "parameters", "C"];
    let scope = own.map(Namespace::scope).unwrap_or_default().of_api().shadowed_by(own_names);
    let writer = TypeWriter { types, scope: &scope };
    let root = docs::code(&api.branched_root());
    let groups = Groups::of(api);
    let method = |operation: &&Operation| method(api, operation, writer);
    let plain: String = groups.plain.iter().map(|operation| format!("\n{}", method(operation))).collect();
    let new = "/// Creates the API on a client; on [`Unbound`](crate::Unbound), requests can be built but not sent.";
    let about = docs::paragraphs([vec![format!("Operations of {root}.")], groups.index()]);
    let mut items = holder(&api.type_name, &about, new, &plain, &scope);
    items.extend(groups.titled.iter().map(|group| {
        let methods: Vec<String> = group.operations.iter().map(method).collect();
        format!("/// # {}\nimpl<C> {}<C> {{\n{}}}\n", group.title(), api.type_name, methods.join("\n"))
    }));
    items.extend(request_functions(api, &scope));
    items.extend(arguments::of_operations(api, writer));
    items.extend(setters(api, writer));
    items.push(list(api, &scope));
    items.extend(api.operations.iter().map(|operation| descriptor(api, operation, &scope)));
    if let Some(own) = own {
        let path = format!("{}::types::{}", root_of(own.branch), own.path.join("::"));
        // The API itself may need none of its types.
        let is_needed = own.features.contains(&api.feature);
        let cfg = if is_needed { String::new() } else { cfg::any_of(&own.features, None) };
        items.insert(0, format!("{cfg}#[doc(inline)]\npub use {path}::*;\n"));
    }
    // The root of branch v2 allows them for all its modules.
    let allowed = if api.branch == Branch::V1 { roots::allowed() } else { String::new() };
    content(&format!("{root}: {}.", api.size()), &allowed, &scope, &items)
}

/// Writes a struct that holds a client, with its constructor and more methods.
///
/// A derived `Copy` or `Clone` would also implement a hidden trait of the standard library, and the compiler would read
/// all implementations of that trait in all crates.
pub fn holder(name: &str, about: &[String], new: &str, methods: &str, scope: &FileScope<'_>) -> Vec<String> {
    let [copy, clone] = ["std::marker::Copy", "std::clone::Clone"].map(|path| scope.prelude(path));
    vec![
        format!("{}#[derive(Debug)]\npub struct {name}<C> {{\n    client: C,\n}}\n", lines("", about)),
        format!("impl<C: {copy}> {copy} for {name}<C> {{}}\n"),
        format!(
            "impl<C: {clone}> {clone} for {name}<C> {{
    #[inline]
    fn clone(&self) -> Self {{
        Self::new(self.client.clone())
    }}\n}}\n"
        ),
        format!(
            "impl<C> {name}<C> {{
    {new}
    #[inline]
    pub const fn new(client: C) -> Self {{
        Self {{ client }}
    }}
{methods}}}\n"
        ),
    ]
}

/// The functions that build requests: from the strings in a path, and from values of any type.
const REQUEST: &str = "request";
const REQUEST_WITH: &str = "request_with";

/// Writes the functions that the methods call.
///
/// They take the holder as a whole. Methods that move the client out of it take 4 % more instructions to check, because
/// the compiler then has to drop the rest on each path.
fn request_functions(api: &Api, scope: &FileScope<'_>) -> Vec<String> {
    let mut functions = Vec::new();
    for (texts, name, values, constructor) in
        [(true, REQUEST, "strings", "with_texts"), (false, REQUEST_WITH, "values", "new")]
    {
        if !api.operations.iter().any(|operation| takes_texts(operation) == texts) {
            continue;
        }
        let (request, operation) = (scope.import("crate::Request"), scope.import("crate::Operation"));
        let value = if texts { "str".to_owned() } else { format!("dyn {}", scope.import("crate::Parameter")) };
        let arguments = [
            format!("api: {}<C>", api.type_name),
            format!("operation: &'static {operation}"),
            format!("path: [&{value}; N]"),
        ];
        let name = format!("fn {name}<C, T, P, const N: usize>");
        functions.push(format!(
            "/// Builds the request of an operation from the {values} in its path.
#[inline]
{}    {request}::{constructor}(api.client, operation, &path)
}}\n",
            layout::signature("", &name, &arguments, &format!("{request}<C, T, P>")),
        ));
    }
    functions
}

/// Returns whether all parameters in an operation's path are strings.
fn takes_texts(operation: &Operation) -> bool {
    path_arguments(operation).all(|argument| argument.ty == Type::Scalar(Scalar::Text))
}

fn path_arguments(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.arguments.iter().filter(|argument| argument.location == Location::Path)
}

fn method(api: &Api, operation: &Operation, writer: TypeWriter<'_>) -> String {
    let positional = operation.positional();
    let mut arguments = vec!["self".to_owned()];
    arguments.extend(positional.iter().map(|it| format!("{}: {}", it.ident, writer.argument(&it.ty))));
    let named = arguments::argument(operation, writer);
    arguments.extend(named.as_ref().map(|(ident, ty)| format!("{ident}: {ty}")));
    let (function, reference) = if takes_texts(operation) { (REQUEST, "") } else { (REQUEST_WITH, "&") };
    let is_shadowed = positional.iter().any(|argument| argument.ident == function);
    let path: Vec<String> = path_arguments(operation).map(|it| format!("{reference}{}", it.ident)).collect();
    let value = format!(
        "{}{function}(self, &{}, [{}])",
        if is_shadowed { "self::" } else { "" },
        names::constant(&operation.name),
        path.join(", ")
    );
    let sent = positional.iter().filter(|argument| argument.location != Location::Path);
    let mut sent: Vec<String> = sent.map(|argument| send(argument, &argument.ident, writer)).collect();
    if let Some((ident, _)) = named {
        sent.extend(operation.named().iter().map(|it| send(it, &format!("{ident}.{}", it.ident), writer)));
    }
    let name = format!("pub fn {}", operation.name);
    let deprecated = docs::deprecation_note(operation).map(|note| format!("    #[deprecated(note = {note:?})]\n"));
    format!(
        "{docs}{alias}{deprecated}    #[inline]\n{signature}{body}    }}\n",
        docs = lines("    ", &documentation(api, operation, writer.types)),
        alias = alias(operation),
        deprecated = deprecated.unwrap_or_default(),
        signature = layout::signature("    ", &name, &arguments, &request_type(operation, writer)),
        body = layout::chain("        ", &value, &sent),
    )
}

/// Writes the names by which rustdoc's search finds the method: its path, which several methods may have, and its
/// request line.
fn alias(operation: &Operation) -> String {
    let (path, request) = (operation.branched_path(), operation.request_line());
    let are_valid = docs::is_alias(&path) && path.starts_with('/');
    if are_valid { format!("    #[doc(alias({path:?}, {request:?}))]\n") } else { String::new() }
}

fn documentation(api: &Api, operation: &Operation, types: &Types) -> Vec<String> {
    let returns = operation.response.display(types, Direction::Output);
    let options = operation.options.iter().map(|option| {
        let call = format!("{}({})", option.ident, display_argument(types, &option.ty));
        (call, format!(" sets {}{}", docs::place(option), docs::meaning(option)))
    });
    docs::operation(api, operation, &returns, &options.collect::<Vec<_>>())
}

pub fn request_type(operation: &Operation, writer: TypeWriter<'_>) -> String {
    let request = writer.scope.import("crate::Request");
    let response = writer.owned(&operation.response, Direction::Output);
    if operation.options.is_empty() {
        return format!("{request}<C, {response}>");
    }
    format!("{request}<C, {response}, parameters::{}>", names::marker(&operation.name))
}

/// Writes the call that puts the value of a parameter into the request.
pub fn send(parameter: &Parameter, value: &str, writer: TypeWriter<'_>) -> String {
    let ty = &parameter.ty;
    let name = parameter.name.as_deref().unwrap_or_default();
    let is_plain = |ty: &Type| ty.is_plain(|id| is_enum(writer.types, id));
    let is_texts = matches!(ty, Type::List(item) if **item == Type::Scalar(Scalar::Text));
    // A `&dyn ToJson` requires a sized type: a `&str` or a slice needs another reference.
    let json = || match ty {
        _ if is_texts => format!("&{}({value})", writer.scope.import("crate::json::Texts")),
        _ if is_reference_to_sized(ty, writer.types) => value.to_owned(),
        _ => format!("&{value}"),
    };
    match (parameter.location, ty) {
        (Location::Body, _) if parameter.name.is_some() => format!(".with_body_field({name:?}, {})", json()),
        (Location::Body, _) => format!(".with_body({})", json()),
        (Location::Header, _) => format!(".with_header({name:?}, &{value})"),
        (_, Type::List(_)) if is_texts => format!(".with_query_texts({name:?}, {value})"),
        (_, Type::List(item)) if is_plain(item) => format!(".with_query_list({name:?}, {value})"),
        (_, ty) if is_plain(ty) => format!(".with_query({name:?}, &{value})"),
        _ => format!(".with_query_json({name:?}, {})", json()),
    }
}

/// Returns whether an argument of the type is a reference to a value of known size.
fn is_reference_to_sized(ty: &Type, types: &Types) -> bool {
    match ty {
        Type::Scalar(scalar) => matches!(scalar, Scalar::Json | Scalar::Secret),
        Type::List(_) => false,
        Type::Defined(id, _) => !is_enum(types, id),
        Type::Map(..) | Type::Parameter(_) => true,
    }
}

/// Writes the list of an API's operations.
fn list(api: &Api, scope: &FileScope<'_>) -> String {
    let operation = scope.import("crate::Operation");
    let names: String =
        api.operations.iter().map(|operation| format!("    &{},\n", names::constant(&operation.name))).collect();
    format!(
        "/// All operations, sorted by path and method. Each one is also a static of its own, named like its method but in
/// uppercase: `LIST` describes `list()`.
pub static OPERATIONS: &[&{operation}] = &[\n{names}];\n"
    )
}

/// Writes the static that describes an operation. It has no page in the documentation, which would double the number of
/// pages.
fn descriptor(api: &Api, operation: &Operation, scope: &FileScope<'_>) -> String {
    let (branch, prefix) = match api.branch {
        Branch::V1 => ("V1", ""),
        Branch::V2 => ("V2", "v2."),
    };
    let method = match operation.method {
        Method::Delete => "Delete",
        Method::Get => "Get",
        Method::Patch => "Patch",
        Method::Post => "Post",
        Method::Put => "Put",
    };
    // One per line, so a line break in a name becomes a space.
    let actions = operation.iam_actions.iter().map(|action| action.name.lines().collect::<Vec<_>>().join(" "));
    let actions = actions.collect::<Vec<_>>().join("\n");
    format!(
        "#[doc(hidden)]
pub static {constant}: {ty} = {ty} {{
    name: {name:?},
    method: {methods}::{method},
    branch: {branches}::{branch},
    path: {path:?},
    authenticated: {authenticated},
    iam_actions: {actions:?},
}};\n",
        constant = names::constant(&operation.name),
        ty = scope.import("crate::Operation"),
        name = format!("{prefix}{}.{}", api.module, operation.name),
        methods = scope.import("crate::Method"),
        branches = scope.import("crate::Branch"),
        path = operation.path,
        authenticated = operation.authenticated,
    )
}
