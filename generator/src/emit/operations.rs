//! The module of an API: a method and a static descriptor for each operation, setters for optional parameters.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{self, doc};
use super::source::{Chunk, docs_here, odd_case};
use super::ty::{TypeWriter, ident};
use crate::model::{Api, Direction, Operation, Parameter, Scalar, Type, Types, is_enum};
use crate::names;
use crate::schema::{Branch, Location, Method};

/// The pieces of an API's module.
///
/// `own_names` are the types of the API's own namespace, which its module shows beside its operations.
pub fn api(api: &Api, types: &Types, own_names: &BTreeSet<String>) -> Vec<Chunk> {
    let writer = TypeWriter { types, own_names, module: None };
    let holder = ident(&api.type_name);
    let about = format!(" Operations of {}.", docs::code(&api.branched_root()));
    let copies = copies(&holder);
    let calls = calls(api);
    let methods = api.operations.iter().map(|operation| method(operation, writer));
    let docs = api.operations.iter().map(|operation| documentation(api, operation, types)).collect();
    let items = quote! {
        #[doc = #about]
        #[derive(Debug)]
        pub struct #holder<C> { client: C }

        #copies

        impl<C> #holder<C> {
            /// Calls through `client`; with [`Unbound`](crate::Unbound) requests can be built and looked at alone.
            #[inline]
            pub const fn new(client: C) -> Self {
                Self { client }
            }

            #(#methods)*

            #calls
        }
    };
    let mut chunks = vec![Chunk::Documented(items, docs)];
    chunks.extend(setters(api, writer));
    chunks.push(Chunk::Text(api.operations.iter().map(|operation| descriptor(api, operation)).collect()));
    chunks
}

/// `Copy` and `Clone` of what holds operations. A derive would implement a trait of the standard library's own besides, all of whose
/// implementations in all crates a compiler would then read.
pub fn copies(holder: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl<C: ::core::marker::Copy> ::core::marker::Copy for #holder<C> {}

        impl<C: ::core::clone::Clone> ::core::clone::Clone for #holder<C> {
            #[inline]
            fn clone(&self) -> Self {
                Self::new(self.client.clone())
            }
        }
    }
}

/// What the methods of an API's holder call.
///
/// They take `self` as a whole, for a body that takes a field out of it has the rest of it dropped on each of its ways. No operation has
/// their names, none of which ends in an underscore.
fn calls(api: &Api) -> TokenStream {
    let has = |texts: bool| api.operations.iter().any(|operation| takes_texts(operation) == texts);
    let by_texts = has(true).then(|| {
        quote! {
            /// Calls an operation whose path takes texts.
            #[inline]
            fn call_<T, P, const N: usize>(
                self,
                operation: &'static crate::Operation,
                path_texts: [&str; N],
            ) -> crate::Request<C, T, P> {
                crate::Request::with_texts(self.client, operation, &path_texts)
            }
        }
    });
    let by_values = has(false).then(|| {
        quote! {
            /// Calls an operation whose path takes values of any type.
            #[inline]
            fn call_with_<T, P, const N: usize>(
                self,
                operation: &'static crate::Operation,
                path_values: [&dyn crate::Parameter; N],
            ) -> crate::Request<C, T, P> {
                crate::Request::new(self.client, operation, &path_values)
            }
        }
    });
    quote!(#by_texts #by_values)
}

/// Whether an operation's path takes nothing but texts.
fn takes_texts(operation: &Operation) -> bool {
    path_arguments(operation).all(|argument| argument.ty == Type::Scalar(Scalar::Text))
}

fn path_arguments(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.arguments.iter().filter(|argument| argument.location == Location::Path)
}

fn documentation(api: &Api, operation: &Operation, types: &Types) -> Vec<String> {
    let returns = operation.response.display(types, Direction::Output);
    let optional = operation.options.iter().map(|option| {
        let ty = argument_display(types, &option.ty);
        (format!("{}({ty})", option.ident), docs::meaning(option))
    });
    docs::operation(api, operation, &returns, &optional.collect::<Vec<_>>())
}

fn method(operation: &Operation, writer: TypeWriter<'_>) -> TokenStream {
    let name = ident(&operation.name);
    let constant = ident(&names::constant(&operation.name));
    let docs = docs_here();
    let deprecated = docs::deprecation_note(operation).map(|note| quote!(#[deprecated(note = #note)]));
    let arguments = operation.arguments.iter().map(|argument| {
        let (ident, ty) = (ident(&argument.ident), writer.argument(&argument.ty));
        quote!(#ident: #ty)
    });
    let path = path_arguments(operation).map(|argument| ident(&argument.ident));
    let call = if takes_texts(operation) {
        quote!(call_(&#constant, [#(#path),*]))
    } else {
        quote!(call_with_(&#constant, [#(&#path),*]))
    };
    let sent = operation
        .arguments
        .iter()
        .filter(|argument| argument.location != Location::Path)
        .map(|argument| send(argument, writer.types));
    let request = request_type(operation, writer);
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #name(self, #(#arguments),*) -> #request {
            self.#call #(#sent)*
        }
    }
}

/// An argument's type for people.
fn argument_display(types: &Types, ty: &Type) -> String {
    match ty {
        Type::Scalar(Scalar::Text) => "&str".to_owned(),
        Type::List(item) => format!("&[{}]", item_display(types, item)),
        Type::Scalar(scalar) if !scalar.facts().by_reference => item_display(types, ty),
        Type::Scalar(_) | Type::Map(..) => format!("&{}", ty.display(types, Direction::Input)),
        Type::Defined(id, _) if !is_enum(types, id) => format!("&{}", ty.display(types, Direction::Input)),
        ty => item_display(types, ty),
    }
}

fn item_display(types: &Types, ty: &Type) -> String {
    match ty {
        Type::Scalar(Scalar::Text) => "impl AsRef<str>".to_owned(),
        Type::Defined(id, _) if is_enum(types, id) => {
            format!("impl EnumValue<{}>", id.display(types, Direction::Input))
        }
        ty => ty.display(types, Direction::Input),
    }
}

fn request_type(operation: &Operation, writer: TypeWriter<'_>) -> TokenStream {
    let response = writer.owned(&operation.response, Direction::Output);
    if operation.options.is_empty() {
        return quote!(crate::Request<C, #response>);
    }
    let marker = marker(operation);
    quote!(crate::Request<C, #response, parameters::#marker>)
}

/// The type that stands for an operation's optional parameters.
fn marker(operation: &Operation) -> proc_macro2::Ident {
    ident(&names::marker(&operation.name))
}

/// The call that puts a parameter into the request.
fn send(parameter: &Parameter, types: &Types) -> TokenStream {
    let value = ident(&parameter.ident);
    let name = parameter.name.as_deref().unwrap_or_default();
    let texts = matches!(&parameter.ty, Type::List(item) if **item == Type::Scalar(Scalar::Text));
    match (parameter.location, &parameter.ty) {
        (Location::Body, _) if texts && parameter.name.is_some() => {
            quote!(.with_body_field(#name, &crate::json::Texts(#value)))
        }
        (Location::Body, _) if texts => quote!(.with_body(&crate::json::Texts(#value))),
        (Location::Body, ty) if parameter.name.is_some() => {
            let value = json(types, ty, &value);
            quote!(.with_body_field(#name, #value))
        }
        (Location::Body, ty) => {
            let value = json(types, ty, &value);
            quote!(.with_body(#value))
        }
        (Location::Header, _) => quote!(.with_header(#name, &#value)),
        (_, Type::List(_)) if texts => quote!(.with_query_texts(#name, #value)),
        (_, Type::List(item)) if item.is_plain(|id| is_enum(types, id)) => quote!(.with_query_list(#name, #value)),
        (_, ty) if ty.is_plain(|id| is_enum(types, id)) => quote!(.with_query(#name, &#value)),
        (_, ty) => {
            let value = json(types, ty, &value);
            quote!(.with_query_json(#name, #value))
        }
    }
}

/// An argument as `&dyn ToJson`, which takes sized types alone: a `&str` or a slice stands behind another reference.
fn json(types: &Types, ty: &Type, argument: &proc_macro2::Ident) -> TokenStream {
    let borrowed = match ty {
        // A `&str` is unsized behind its reference.
        Type::Scalar(scalar) => scalar.facts().by_reference && *scalar != Scalar::Text,
        Type::List(_) => false,
        Type::Defined(id, _) => !is_enum(types, id),
        Type::Map(..) | Type::Parameter(_) => true,
    };
    if borrowed { quote!(#argument) } else { quote!(&#argument) }
}

fn setters(api: &Api, writer: TypeWriter<'_>) -> Vec<Chunk> {
    let with_options: Vec<&Operation> =
        api.operations.iter().filter(|operation| !operation.options.is_empty()).collect();
    if with_options.is_empty() {
        return Vec::new();
    }
    let markers = with_options.iter().map(|operation| {
        let marker = marker(operation);
        // In a link, `r#move` would be the section `move` of `r`.
        let name = operation.name.trim_start_matches("r#");
        let docs = format!(" Optional parameters of [`{name}`](super::{}::{name}).", api.type_name);
        let odd_case = odd_case(&marker.to_string());
        quote! {
            #[doc = #docs]
            #odd_case
            pub enum #marker {}
        }
    });
    let module = Chunk::Items(quote! {
        /// Each operation with optional parameters has a type here, which gives its [`Request`](crate::Request) setters.
        #[allow(missing_debug_implementations)] // They have no values.
        pub mod parameters {
            #(#markers)*
        }
    });
    let impls = with_options.iter().map(|operation| {
        let request = request_type(operation, writer);
        let setters = operation.options.iter().map(|option| setter(operation, option, writer));
        Chunk::Items(quote!(impl<C> #request { #(#setters)* }))
    });
    std::iter::once(module).chain(impls).collect()
}

fn setter(operation: &Operation, option: &Parameter, writer: TypeWriter<'_>) -> TokenStream {
    let (name, ty, send) = (ident(&option.ident), writer.argument(&option.ty), send(option, writer.types));
    let wire = option.name.as_deref().map_or_else(|| "the body".to_owned(), docs::code);
    let text = format!("Sets {wire} of `{}`{}", operation.name, docs::meaning(option));
    let docs = doc(&[if text.ends_with('.') { text } else { format!("{text}.") }]);
    quote! {
        #docs
        #[inline]
        pub fn #name(self, #name: #ty) -> Self {
            self #send
        }
    }
}

/// As text, for there is one for each operation and all look alike: a formatter would take longer than all else.
fn descriptor(api: &Api, operation: &Operation) -> String {
    let constant = names::constant(&operation.name);
    let prefix = match api.branch {
        Branch::V1 => "",
        Branch::V2 => "v2.",
    };
    let bare = |name: &str| name.replace("r#", "");
    let name = Literal::string(&format!("{prefix}{}.{}", bare(&api.module), bare(&operation.name)));
    let path = Literal::string(&operation.path);
    let authenticated = operation.authenticated;
    let method = match operation.method {
        Method::Delete => "Delete",
        Method::Get => "Get",
        Method::Post => "Post",
        Method::Put => "Put",
    };
    let branch = match api.branch {
        Branch::V1 => "V1",
        Branch::V2 => "V2",
    };
    let docs = docs::code(&operation.request_line());
    // One on each line, which no name has more than one of.
    let actions = operation.iam_actions.iter().map(|action| action.name.lines().collect::<Vec<_>>().join(" "));
    let actions: Vec<String> = actions.collect();
    let actions = Literal::string(&actions.join("\n"));
    format!(
        "/// {docs}
pub static {constant}: crate::Operation = crate::Operation {{
    name: {name},
    method: crate::Method::{method},
    branch: crate::Branch::{branch},
    path: {path},
    authenticated: {authenticated},
    iam_actions: {actions},
}};
"
    )
}
