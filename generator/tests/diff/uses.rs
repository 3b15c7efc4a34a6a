//! A caller of everything: one function for each use of generated code that `generator::diff` covers. It is built from
//! the generated code, not from the model.
//!
//! A function contains only what its use needs, so the functions of one output that are missing for another output are
//! those that do not build with it.

use std::collections::{BTreeMap, BTreeSet};

use generator::Output;
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    FnArg, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, ItemMacro, ItemStruct, PathArguments, ReturnType,
    Type, UseTree, Visibility,
};

/// The placeholder for the name of a function.
pub const NAME: &str = "caller";

/// Returns all functions; `ovh` is the package with the generated code.
pub fn uses(output: &Output) -> BTreeSet<String> {
    let mut uses = BTreeSet::new();
    let public = public(output);
    for (path, text) in &output.files {
        let file = syn::parse_file(text).unwrap();
        let module = Module::new(path, &file.items, output, &public);
        uses.extend(defined(&file.items).flat_map(|name| module.by_public_paths(&name, &public)));
        let mut setters = Vec::new();
        let mut calls = BTreeMap::new();
        for item in &file.items {
            match item {
                Item::Struct(item) => uses.extend(module.of_struct(item)),
                Item::Macro(item) if is_enum(item) => uses.extend(module.of_enum(&item.mac.tokens)),
                // The operations in a list are also statics of their own.
                Item::Static(item) if item.ident == "OPERATIONS" => {}
                Item::Static(item) => {
                    let path = module.path(&item.ident.to_string());
                    uses.insert(format!("fn {NAME}() -> &'static ovh::Operation {{ &{path} }}"));
                }
                Item::Impl(item) if item.trait_.is_some() => uses.extend(module.of_trait(item)),
                Item::Impl(item) => {
                    let (name, functions) = (name_of(&item.self_ty), functions(item));
                    let outside = module.outside(item.self_ty.to_token_stream()).to_string();
                    if outside.starts_with("ovh :: Request <") {
                        setters.push(item);
                    } else if let client @ ("ovh :: Client" | "ovh :: blocking :: Client") = outside.as_str() {
                        uses.extend(functions.map(|function| accessor(function, client, "")));
                    } else if !module.holders.contains(&name) {
                        uses.extend(functions.map(|function| module.constructor(item, function)));
                    } else {
                        for function in functions.filter(|function| function.sig.ident != "new") {
                            if path == "v2.rs" {
                                uses.insert(accessor(function, "ovh::Client", ".v2()"));
                                continue;
                            }
                            let call = module.call(&name, function);
                            calls.extend(call.marker.clone().map(|marker| (marker, call.clone())));
                            uses.insert(call.awaited());
                        }
                    }
                }
                _ => {}
            }
        }
        for item in setters {
            let marker = name_of(arguments(&item.self_ty)[2]);
            uses.extend(functions(item).map(|function| calls[&marker].chained(&module, function)));
        }
    }
    uses.into_iter().map(|function| without_prelude(&function)).collect()
}

/// Removes the paths of standard types, which are only in modules with a type of the same name.
fn without_prelude(function: &str) -> String {
    const PATHS: &[&str] = &["std :: convert", "std :: option", "std :: boxed", "std :: string", "std :: vec"];
    PATHS.iter().fold(function.replace(":: std ::", "std ::"), |text, path| text.replace(&format!("{path} :: "), ""))
}

/// A file and its path from another crate.
struct Module {
    path: String,
    /// The path outside of the module for each name that the file defines or imports.
    names: BTreeMap<String, String>,
    /// The structs with the methods of an API.
    holders: BTreeSet<String>,
    /// The structs of values that are passed by name, such as `arguments::SpamStats`.
    named: BTreeMap<String, ItemStruct>,
}

/// A method of an API.
#[derive(Clone)]
struct Call {
    /// `(api: …, a0: …`, without the closing bracket.
    parameters: String,
    /// `api.method(a0)`.
    expression: String,
    response: String,
    marker: Option<String>,
}

impl Module {
    fn new(path: &str, items: &[Item], output: &Output, public: &BTreeMap<String, String>) -> Self {
        let holders = items.iter().filter_map(|item| match item {
            Item::Struct(item) if is_holder(item) => Some(item.ident.to_string()),
            _ => None,
        });
        let holders = holders.collect();
        let structs = items.iter().filter_map(|item| match item {
            Item::Mod(module) => {
                Some(module.content.iter().flat_map(|(_, items)| items).filter_map(|item| match item {
                    Item::Struct(item) => Some((format!("{}::{}", module.ident, item.ident), item.clone())),
                    _ => None,
                }))
            }
            _ => None,
        });
        let named = structs.flatten().collect();
        let path = outside_path(path);
        let mut names = BTreeMap::new();
        for item in items {
            if let Item::Use(item) = item {
                imported(&item.tree, "", output, &mut names);
            }
        }
        // All paths of a type are those of the file that defines it, which do not depend on the APIs.
        for path in names.values_mut() {
            if let Some(defining) = public.get(path) {
                path.clone_from(defining);
            }
        }
        names.extend(defined(items).map(|name| (name.clone(), format!("{path}::{name}"))));
        Self { path, names, holders, named }
    }

    fn path(&self, name: &str) -> String {
        format!("{}::{name}", self.path)
    }

    /// Imports a name of the file by each path that an API gives it.
    fn by_public_paths(&self, name: &str, public: &BTreeMap<String, String>) -> Vec<String> {
        let inside = |defining: &str| {
            let below = self.path.strip_prefix(defining)?;
            (below.is_empty() || below.starts_with("::")).then(|| below.to_owned())
        };
        let paths = public.iter().filter_map(|(api, defining)| Some(format!("{api}{}", inside(defining)?)));
        paths.map(|path| format!("fn {NAME}() {{ use {path}::{name} as _; }}")).collect()
    }

    /// Returns code of this module as another crate writes it.
    fn outside(&self, tokens: TokenStream) -> TokenStream {
        let mut outside = TokenStream::new();
        let mut after_path = false;
        for token in tokens {
            let is_colon = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ':');
            let ident = if let TokenTree::Ident(ident) = &token { ident.to_string() } else { String::new() };
            match token {
                TokenTree::Group(group) => {
                    outside.extend([Group::new(group.delimiter(), self.outside(group.stream()))].map(TokenTree::from));
                }
                TokenTree::Ident(_) if ident == "crate" => outside.extend(quote!(ovh)),
                TokenTree::Ident(library) if !after_path && LIBRARIES.contains(&ident.as_str()) => {
                    outside.extend(quote!(ovh::#library));
                }
                TokenTree::Ident(_) if !after_path && self.names.contains_key(&ident) => {
                    outside.extend(self.names[&ident].parse::<TokenStream>().unwrap());
                }
                other => outside.extend([other]),
            }
            after_path = is_colon;
        }
        outside
    }

    fn of_struct(&self, item: &ItemStruct) -> Vec<String> {
        if is_holder(item) {
            return Vec::new(); // its methods are called instead
        }
        let (name, generics) = (self.path(&item.ident.to_string()), generics(&item.generics));
        let type_of = |field: &syn::Field| self.outside(by_place(field.ty.to_token_stream(), &item.generics));
        let mut uses = vec![format!("fn {NAME}{generics}(_: {name}{generics}) {{}}")];
        if item.attrs.iter().any(|attribute| attribute.to_token_stream().to_string().contains("Default")) {
            let ty = format!("{name}{generics}");
            uses.push(format!("fn {NAME}{generics}() -> {ty} where {ty}: Default {{ {name}::default() }}"));
        }
        for field in &item.fields {
            let (ident, ty) = (field.ident.as_ref().unwrap(), type_of(field));
            uses.push(format!("fn {NAME}{generics}(it: {name}{generics}) -> {ty} {{ it.{ident} }}"));
            let literal = format!("{name} {{ {ident}: value, ..rest }}");
            uses.push(format!(
                "fn {NAME}{generics}(value: {ty}, rest: {name}{generics}) -> {name}{generics} {{ {literal} }}"
            ));
        }
        uses
    }

    /// Uses `FromJson`, `ToJson` and `From`.
    fn of_trait(&self, item: &ItemImpl) -> Option<String> {
        let (path, _) = item.trait_.as_ref()?;
        if let Some((function, target)) = conversion(item) {
            let generics = generics(&item.generics);
            let (parameters, _) = self.arguments(function, &item.generics);
            let target = self.path(&name_of(target));
            let parameters = parameters.trim_start_matches(", ");
            return Some(format!("fn {NAME}{generics}({parameters}) -> {target}{generics} {{ {target}::from(a0) }}"));
        }
        let (name, arguments) = (self.path(&name_of(&item.self_ty)), generics(&item.generics));
        let is = path.segments.last().unwrap().ident.to_string();
        let bounds = arguments.replace(['>', ','], &format!(": ovh::json::{is},")).trim_end_matches(',').to_owned();
        let bounds = if bounds.is_empty() { bounds } else { format!("{bounds}>") };
        match is.as_str() {
            "FromJson" => {
                Some(format!("fn {NAME}{bounds}(it: &[u8]) {{ let _ = ovh::json::decode::<{name}{arguments}>(it); }}"))
            }
            "ToJson" => Some(format!("fn {NAME}{bounds}(it: &{name}{arguments}) {{ let _ = ovh::json::encode(it); }}")),
            _ => None,
        }
    }

    fn of_enum(&self, tokens: &TokenStream) -> Vec<String> {
        let name = self.path(&enum_name(tokens));
        let Some(TokenTree::Group(values)) = tokens.clone().into_iter().last() else {
            panic!("an enum without values")
        };
        let variants = values.stream().into_iter().filter_map(|token| match token {
            TokenTree::Ident(variant) => Some(variant.to_string()),
            _ => None,
        });
        let mut uses: Vec<String> =
            variants.map(|variant| format!("fn {NAME}() -> {name} {{ {name}::{variant} }}")).collect();
        uses.push(format!("fn {NAME}(it: ovh::OpenEnum<{name}>) -> String {{ it.as_str().to_owned() }}"));
        uses
    }

    fn call(&self, holder: &str, function: &ImplItemFn) -> Call {
        let (parameters, names) = self.arguments(function, &syn::Generics::default());
        let request = request(&function.sig.output);
        let types = arguments(request);
        Call {
            parameters: format!("(api: {}<&'static ovh::Client>{parameters}", self.path(holder)),
            expression: format!("api.{}({})", function.sig.ident, names.join(", ")),
            response: self.outside(types[1].to_token_stream()).to_string(),
            marker: types.get(2).map(|marker| name_of(marker)),
        }
    }

    /// Returns `, a0: &str, a1: i64` and `a0`, `a1`, as the names of arguments do not matter to callers. A struct of
    /// arguments is a literal, so the names of its fields matter, but not their order.
    fn arguments(&self, function: &ImplItemFn, generics: &syn::Generics) -> (String, Vec<String>) {
        let typed = function.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(argument) => Some(&*argument.ty),
            FnArg::Receiver(_) => None,
        });
        let mut parameters = String::new();
        let mut names = Vec::new();
        for (place, ty) in typed.enumerate() {
            match self.named.get(&path_of(ty)) {
                None => {
                    let ty = self.outside(by_place(ty.to_token_stream(), generics));
                    parameters.push_str(&format!(", a{place}: {ty}"));
                    names.push(format!("a{place}"));
                }
                Some(named) => {
                    let mut fields = Vec::new();
                    for field in &named.fields {
                        let (ident, ty) = (field.ident.as_ref().unwrap(), self.named_type(&field.ty, generics));
                        fields.push((format!(", {ident}: {ty}"), ident.to_string()));
                    }
                    fields.sort();
                    let idents: Vec<&str> = fields.iter().map(|(_, ident)| ident.as_str()).collect();
                    parameters.extend(fields.iter().map(|(field, _)| field.as_str()));
                    names.push(format!("{}::{} {{ {} }}", self.path, path_of(ty), idents.join(", ")));
                }
            }
        }
        (parameters, names)
    }

    /// Returns the type of a field in a module of the file, which finds names there by `super`.
    fn named_type(&self, ty: &Type, generics: &syn::Generics) -> String {
        let text = ty.to_token_stream().to_string().replace("super :: ", "").replace("'a ", "");
        self.outside(by_place(text.parse().unwrap(), generics)).to_string()
    }

    fn constructor(&self, item: &ItemImpl, function: &ImplItemFn) -> String {
        let generics = generics(&item.generics);
        let name = self.path(&name_of(&item.self_ty));
        let (parameters, names) = self.arguments(function, &item.generics);
        let parameters = parameters.trim_start_matches(", ");
        let (function, names) = (&function.sig.ident, names.join(", "));
        format!("fn {NAME}{generics}({parameters}) -> {name}{generics} {{ {name}::{function}({names}) }}")
    }
}

impl Call {
    fn awaited(&self) -> String {
        let Self { parameters, expression, response, .. } = self;
        format!("async fn {NAME}{parameters}) -> Result<{response}, ovh::Error> {{ {expression}.await }}")
    }

    fn chained(&self, module: &Module, setter: &ImplItemFn) -> String {
        let (value, _) = module.arguments(setter, &syn::Generics::default());
        let Self { parameters, expression, .. } = self;
        let (value, setter) = (value.replace("a0", "value"), &setter.sig.ident);
        format!("fn {NAME}{parameters}{value}) {{ let _ = {expression}.{setter}(value); }}")
    }
}

/// Returns the modules of APIs that re-export types, each with the module that defines them.
fn public(output: &Output) -> BTreeMap<String, String> {
    let module = |(path, text): (&String, &String)| {
        let import = text.lines().find_map(|line| line.strip_prefix("pub use crate::")?.strip_suffix("::*;"))?;
        Some((outside_path(path), format!("ovh::{import}")))
    };
    output.files.iter().filter_map(module).collect()
}

/// Returns the function of a `From` and the type that it returns.
fn conversion(item: &ItemImpl) -> Option<(&ImplItemFn, &Type)> {
    let (path, _) = item.trait_.as_ref()?;
    let function = item.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })?;
    (path.segments.last()?.ident == "From").then_some((function, &item.self_ty))
}

/// Returns whether a struct has private fields, unlike the structs of requests and responses.
fn is_holder(item: &ItemStruct) -> bool {
    item.fields.iter().any(|field| !matches!(field.vis, Visibility::Public(_)))
}

fn accessor(function: &ImplItemFn, client: &str, through: &str) -> String {
    format!("fn {NAME}(client: &{client}) {{ let _ = client{through}.{}(); }}", function.sig.ident)
}

/// Returns the public functions, without those that name a missing feature.
fn functions(item: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    let is_hidden = |function: &ImplItemFn| {
        function.attrs.iter().any(|attribute| attribute.meta.to_token_stream().to_string() == "doc (hidden)")
    };
    item.items.iter().filter_map(move |item| match item {
        ImplItem::Fn(function) if matches!(function.vis, Visibility::Public(_)) && !is_hidden(function) => {
            Some(function)
        }
        _ => None,
    })
}

fn request(output: &ReturnType) -> &Type {
    match output {
        ReturnType::Type(_, ty) => ty,
        ReturnType::Default => panic!("a method without a return type"),
    }
}

/// Returns the last name of a path.
fn name_of(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().unwrap().ident.to_string(),
        other => panic!("{}", other.to_token_stream()),
    }
}

/// Returns a path without its type arguments: `arguments::SpamStats`. Other types have an empty one.
fn path_of(ty: &Type) -> String {
    let Type::Path(path) = ty else { return String::new() };
    path.path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::")
}

/// Returns the path of a file's module outside of the crate.
fn outside_path(file: &str) -> String {
    let path = file.trim_end_matches(".rs").trim_end_matches("mod");
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    std::iter::once("ovh").chain(segments).collect::<Vec<_>>().join("::")
}

/// The packages that `ovh-api` re-exports for generated code.
const LIBRARIES: &[&str] = &["ipnet", "jiff", "macaddr", "secrecy", "uuid"];

/// Returns the types and modules that a file defines.
fn defined(items: &[Item]) -> impl Iterator<Item = String> {
    items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Mod(module) => Some(module.ident.to_string()),
        Item::Macro(item) if is_enum(item) => Some(enum_name(&item.mac.tokens)),
        _ => None,
    })
}

/// Collects the names of an import; `*` imports all that the other file defines.
fn imported(tree: &UseTree, before: &str, output: &Output, names: &mut BTreeMap<String, String>) {
    match tree {
        UseTree::Path(path) => {
            let segment = match path.ident.to_string() {
                root if root == "crate" => "ovh".to_owned(),
                library if before.is_empty() && LIBRARIES.contains(&library.as_str()) => format!("ovh::{library}"),
                other => other,
            };
            imported(&path.tree, &format!("{before}{segment}::"), output, names);
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, before, output, names)),
        UseTree::Name(name) => {
            names.insert(name.ident.to_string(), format!("{before}{}", name.ident));
        }
        UseTree::Glob(_) => {
            let module = before.trim_end_matches("::");
            let (_, text) = output.files.iter().find(|(file, _)| outside_path(file) == module).unwrap();
            let items = syn::parse_file(text).unwrap().items;
            names.extend(defined(&items).map(|name| (name.clone(), format!("{before}{name}"))));
        }
        // A disabled API.
        UseTree::Rename(_) => {}
    }
}

/// Returns the type arguments of a path.
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

/// Returns `<P0, P1>` or an empty text, as the names of type parameters do not matter to callers.
fn generics(generics: &syn::Generics) -> String {
    let names: Vec<String> = (0..generics.params.len()).map(|place| format!("P{place}")).collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}

/// Returns code with its type parameters named by position.
fn by_place(tokens: TokenStream, generics: &syn::Generics) -> TokenStream {
    let place = |ident: &Ident| generics.type_params().position(|parameter| parameter.ident == *ident);
    let renamed = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), by_place(group.stream(), generics))),
        TokenTree::Ident(ident) => TokenTree::Ident(match place(&ident) {
            Some(place) => Ident::new(&format!("P{place}"), ident.span()),
            None => ident,
        }),
        other => other,
    });
    renamed.collect()
}

fn is_enum(item: &ItemMacro) -> bool {
    item.mac.path.segments.last().is_some_and(|name| name.ident == "open_enum")
}

/// Returns `Name` of `pub enum Name { … }`.
fn enum_name(tokens: &TokenStream) -> String {
    let mut words = tokens.clone().into_iter().skip_while(|token| token.to_string() != "enum");
    words.nth(1).unwrap().to_string()
}
