//! A caller of everything: one function for each thing that generated code offers, in the ways that `generator::diff` says
//! callers may rely on. It is made from the generated code itself, not from the model.
//!
//! A function holds nothing but what it needs, so that the functions of one output which another output does not give rise
//! to are the ones that do not build with it.

use std::collections::{BTreeMap, BTreeSet};

use generator::Output;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{FnArg, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, PathArguments, ReturnType, Type};

/// What stands for the name of a function.
pub const NAME: &str = "caller";

/// All functions, in which `ovh` is the package with the generated code.
pub fn uses(output: &Output) -> BTreeSet<String> {
    let mut uses = BTreeSet::new();
    for (path, text) in &output.files {
        let file = syn::parse_file(text).unwrap();
        let module = Module::new(path, &file.items);
        let mut setters = Vec::new();
        let mut calls = BTreeMap::new();
        for item in &file.items {
            match item {
                Item::Struct(item) => uses.extend(module.of_struct(item)),
                Item::Macro(item) => uses.extend(module.of_enum(&item.mac.tokens.to_string())),
                Item::Static(item) => {
                    let path = module.path(&item.ident.to_string());
                    uses.insert(format!("fn {NAME}() -> &'static ovh::Operation {{ &{path} }}"));
                }
                Item::Impl(item) if item.trait_.is_none() => match name_of(&item.self_ty).as_str() {
                    "Request" => setters.push(item),
                    "Client" => uses.extend(functions(item).map(|function| accessor(function, ""))),
                    "V2" => {
                        let accessors = functions(item).filter(|function| function.sig.ident != "new");
                        uses.extend(accessors.map(|function| accessor(function, ".v2()")));
                    }
                    name if name.ends_with("Api") && path.matches('/').count() <= 1 && !path.starts_with("types") => {
                        for function in functions(item).filter(|function| function.sig.ident != "new") {
                            let call = module.call(name, function);
                            if let Some(marker) = &call.marker {
                                calls.insert(marker.clone(), call.clone());
                            }
                            uses.insert(call.awaited());
                        }
                    }
                    _ => uses.extend(functions(item).map(|function| module.constructor(item, function))),
                },
                _ => {}
            }
        }
        for item in setters {
            let marker = name_of(&arguments(&item.self_ty)[2]);
            uses.extend(functions(item).map(|function| calls[&marker].chained(&module, function)));
        }
    }
    uses
}

/// One file, and how its names are written outside of it.
struct Module {
    path: String,
    own: BTreeSet<String>,
}

/// A method of an API.
#[derive(Clone)]
struct Call {
    /// `(api: …, a0: …`, without the closing bracket.
    parameters: String,
    /// `api.method(a0)`.
    expression: String,
    answer: String,
    marker: Option<String>,
}

impl Module {
    fn new(path: &str, items: &[Item]) -> Self {
        let own = items.iter().filter_map(|item| match item {
            Item::Struct(item) => Some(item.ident.to_string()),
            Item::Macro(item) => Some(enum_name(&item.mac.tokens.to_string())),
            _ => None,
        });
        let path = path.trim_end_matches(".rs").trim_end_matches("mod").trim_end_matches('/');
        let segments = path.split('/').filter(|segment| !segment.is_empty()).map(raw);
        let path = std::iter::once("ovh".to_owned()).chain(segments).collect::<Vec<_>>().join("::");
        Self { path, own: own.collect() }
    }

    fn path(&self, name: &str) -> String {
        format!("{}::{name}", self.path)
    }

    /// Code of this module as another crate writes it.
    fn outside(&self, tokens: TokenStream) -> String {
        let mut text = String::new();
        self.write(tokens, &mut text);
        for library in ["ipnet", "jiff", "macaddr", "secrecy", "uuid"] {
            text = text.replace(&format!("{{}} :: {library}"), &format!("ovh :: {library}"));
        }
        text.replace("{} ", "")
    }

    /// A path that begins with `::` is marked with `{}`.
    fn write(&self, tokens: TokenStream, text: &mut String) {
        let mut after_path = false;
        let mut before: Option<TokenTree> = None;
        for token in tokens {
            match &token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        proc_macro2::Delimiter::Bracket => ("[", "]"),
                        _ => ("(", ")"),
                    };
                    text.push_str(open);
                    self.write(group.stream(), text);
                    text.push_str(close);
                }
                TokenTree::Ident(ident) if *ident == "crate" => text.push_str("ovh "),
                TokenTree::Ident(ident) if !after_path && self.own.contains(&ident.to_string()) => {
                    text.push_str(&self.path(&ident.to_string()));
                    text.push(' ');
                }
                TokenTree::Punct(sign) if sign.as_char() == ':' => {
                    let begins = sign.spacing() == proc_macro2::Spacing::Joint
                        && !matches!(before, Some(TokenTree::Ident(_)));
                    text.push_str(if begins { "{} :" } else { ":" });
                    if sign.spacing() == proc_macro2::Spacing::Alone {
                        text.push(' ');
                    }
                }
                TokenTree::Punct(sign) if sign.as_char() == '&' => text.push('&'),
                other => text.push_str(&format!("{other} ")),
            }
            after_path = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ':');
            if matches!(&token, TokenTree::Ident(_)) && !text.ends_with(' ') {
                text.push(' ');
            }
            before = Some(token);
        }
    }

    fn of_struct(&self, item: &ItemStruct) -> Vec<String> {
        let is_public = |field: &syn::Field| matches!(field.vis, syn::Visibility::Public(_));
        let fields: Vec<&syn::Field> = item.fields.iter().filter(|field| is_public(field)).collect();
        let name = self.path(&item.ident.to_string());
        let generics = generics(&item.generics);
        let mut uses: Vec<String> = Vec::new();
        if !item.fields.is_empty() && fields.is_empty() {
            return uses; // an API: its methods are called
        }
        let attributes = quote!(#(#item.attrs)*).to_string();
        let attributes = format!("{attributes}{}", item.attrs.iter().map(|a| a.to_token_stream().to_string()).collect::<String>());
        uses.push(format!("fn {NAME}{generics}(_: {name}{generics}) {{}}"));
        let is_sent = self.is_sent(&item.ident.to_string());
        if attributes.contains("Default") {
            uses.push(format!("fn {NAME}() -> {name} {{ {name}::default() }}"));
        }
        for field in fields {
            let (ident, ty) = (field.ident.as_ref().unwrap(), self.outside(field.ty.to_token_stream()));
            uses.push(format!("fn {NAME}{generics}(it: {name}{generics}) -> {ty} {{ it.{ident} }}"));
            if is_sent {
                uses.push(format!("fn {NAME}{generics}(it: &mut {name}{generics}, value: {ty}) {{ it.{ident} = value; }}"));
            }
        }
        uses
    }

    /// Assignments build wherever reading does: no need to tell the two directions apart.
    fn is_sent(&self, _: &str) -> bool {
        true
    }

    fn of_enum(&self, tokens: &str) -> Vec<String> {
        let name = self.path(&enum_name(tokens));
        let (_, values) = tokens.rsplit_once('{').unwrap();
        let variants = values.trim_end_matches(['}', ' ', '\n']).split(" , ").flat_map(|entry| entry.split(" ,"));
        let variants = variants.filter_map(|entry| entry.split_once(" = ")).map(|(variant, _)| variant.trim().to_owned());
        let mut uses: Vec<String> =
            variants.map(|variant| format!("fn {NAME}() -> {name} {{ {name}::{variant} }}")).collect();
        uses.push(format!("fn {NAME}(it: {name}) -> String {{ it.as_str().to_owned() }}"));
        uses
    }

    fn call(&self, holder: &str, function: &ImplItemFn) -> Call {
        let (parameters, names) = self.arguments(function);
        let request = request(&function.sig.output);
        let types = arguments(request);
        Call {
            parameters: format!("(api: {}<&'static ovh::Client>{parameters}", self.path(holder)),
            expression: format!("api.{}({})", function.sig.ident, names.join(", ")),
            answer: self.outside(types[1].to_token_stream()),
            marker: types.get(2).map(|marker| name_of(marker)),
        }
    }

    /// `, a0: &str, a1: i64` and `a0`, `a1`: Rust does not know arguments by their names.
    fn arguments(&self, function: &ImplItemFn) -> (String, Vec<String>) {
        let typed = function.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(argument) => Some(self.outside(argument.ty.to_token_stream())),
            FnArg::Receiver(_) => None,
        });
        let mut parameters = String::new();
        let mut names = Vec::new();
        for (place, ty) in typed.enumerate() {
            parameters.push_str(&format!(", a{place}: {ty}"));
            names.push(format!("a{place}"));
        }
        (parameters, names)
    }

    fn constructor(&self, item: &ItemImpl, function: &ImplItemFn) -> String {
        let generics = generics(&item.generics);
        let name = self.path(&name_of(&item.self_ty));
        let (parameters, names) = self.arguments(function);
        let parameters = parameters.trim_start_matches(", ");
        let (function, names) = (&function.sig.ident, names.join(", "));
        format!("fn {NAME}{generics}({parameters}) -> {name}{generics} {{ {name}::{function}({names}) }}")
    }
}

impl Call {
    fn awaited(&self) -> String {
        let Self { parameters, expression, answer, .. } = self;
        format!("async fn {NAME}{parameters}) -> Result<{answer}, ovh::Error> {{ {expression}.await }}")
    }

    fn chained(&self, module: &Module, setter: &ImplItemFn) -> String {
        let (value, _) = module.arguments(setter);
        let Self { parameters, expression, .. } = self;
        let (value, setter) = (value.replace("a0", "value"), &setter.sig.ident);
        format!("fn {NAME}{parameters}{value}) {{ let _ = {expression}.{setter}(value); }}")
    }
}

fn accessor(function: &ImplItemFn, through: &str) -> String {
    format!("fn {NAME}(client: &ovh::Client) {{ let _ = client{through}.{}(); }}", function.sig.ident)
}

fn functions(item: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })
}

fn request(output: &ReturnType) -> &Type {
    match output {
        ReturnType::Type(_, ty) => ty,
        ReturnType::Default => panic!("a method that returns nothing"),
    }
}

/// The last name of a path.
fn name_of(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().unwrap().ident.to_string(),
        other => panic!("{}", other.to_token_stream()),
    }
}

/// The type arguments of a path.
fn arguments(ty: &Type) -> Vec<&Type> {
    let Type::Path(path) = ty else { panic!("{}", ty.to_token_stream()) };
    match &path.path.segments.last().unwrap().arguments {
        PathArguments::AngleBracketed(arguments) => {
            let types = arguments.args.iter().filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            });
            types.collect()
        }
        _ => Vec::new(),
    }
}

/// `<T, U>`, or nothing.
fn generics(generics: &syn::Generics) -> String {
    let names: Vec<String> = generics.type_params().map(|parameter| parameter.ident.to_string()).collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}

/// What follows `enum` in `pub enum Name : string { … }`, past its documentation.
fn enum_name(tokens: &str) -> String {
    let (_, rest) = tokens.split_once("pub enum ").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// A file's name as a module.
fn raw(segment: &str) -> String {
    let is_keyword = syn::parse_str::<syn::Ident>(segment).is_err();
    if is_keyword { format!("r#{segment}") } else { segment.to_owned() }
}
