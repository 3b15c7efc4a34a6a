//! The model as Rust: one file for each API, one for each namespace of types.

mod cfg;
mod docs;
mod enums;
mod namespace;
mod objects;
mod operations;
mod source;
mod surface;
mod ty;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use self::docs::branched;
use self::namespace::Namespace;
use self::source::{Chunk, file};
pub use self::surface::{surface, surface_of_types};
use self::ty::ident;
use crate::model::{Api, Model};
use crate::schema::Branch;

/// Files by their path below `src/generated`, with `/` between folders.
pub type Files = BTreeMap<String, String>;

/// What the generator gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// What belongs below `src/generated`, and nothing else.
    pub files: Files,
    /// Cargo features, one for each API, sorted.
    pub features: BTreeSet<String>,
    /// How many operations were written.
    pub operations: usize,
    /// How many definitions were written, those with a struct for each direction counted once.
    pub definitions: usize,
}

/// What the schemas decide, not the generator: few fields are described, an operation takes as many arguments as it needs,
/// enums by value, a namespace may hold one of the same name (`ip.ip`), and a method may be called `add` or `from_date`.
const ALLOWED: &[&str] = &[
    "missing_docs",
    "clippy::module_inception",
    "clippy::needless_pass_by_value",
    "clippy::should_implement_trait",
    "clippy::too_many_arguments",
    "clippy::type_complexity",
    "clippy::wrong_self_convention",
];

/// Writes a model as Rust.
///
/// # Errors
///
/// What was written is not Rust: a fault of this generator, never of its input.
pub fn emit(model: &Model) -> Result<Output, syn::Error> {
    let mut files = Files::new();
    let (root, definitions) = branch(model, Branch::V1, "", &mut files)?;
    let (v2, definitions_of_v2) = branch(model, Branch::V2, "v2/", &mut files)?;
    let v2_features: BTreeSet<String> = apis(model, Branch::V2).map(|api| api.feature.clone()).collect();
    let mut chunks = root;
    if v2_features.is_empty() {
        files.retain(|path, _| !path.starts_with("v2/"));
    } else {
        let condition = cfg::any_of(&v2_features, None);
        chunks.push(Chunk::Items(quote!(#condition pub mod v2;)));
        let accessor = quote! {
            /// The APIs of branch v2.
            #condition
            #[inline]
            pub const fn v2(&self) -> v2::V2<&Self> {
                v2::V2::new(self)
            }
        };
        chunks.extend(on_each_client(&[accessor]));
        let docs = ["The APIs of branch v2.".to_owned()];
        files.insert("v2/mod.rs".to_owned(), file(&docs, v2)?);
    }
    let allowed: String = ALLOWED.iter().map(|lint| format!("    {lint},\n")).collect();
    chunks.insert(0, Chunk::Text(format!("#![allow(\n{allowed})]\n")));
    let docs = ["Everything that is generated: the APIs of branch v1, and `types`.".to_owned()];
    files.insert("mod.rs".to_owned(), file(&docs, chunks)?);
    let features = model.apis.iter().map(|api| api.feature.clone()).collect();
    let descriptors = files.values().flat_map(|text| text.lines()).filter(|line| line.starts_with("pub static "));
    let operations = descriptors.count();
    Ok(Output { files, features, operations, definitions: definitions + definitions_of_v2 })
}

fn apis(model: &Model, branch: Branch) -> impl Iterator<Item = &Api> {
    model.apis.iter().filter(move |api| api.branch == branch)
}

/// Writes the files of a branch below `folder`; gives the pieces of its root module and how many definitions were
/// written.
fn branch(model: &Model, branch: Branch, folder: &str, files: &mut Files) -> Result<(Vec<Chunk>, usize), syn::Error> {
    let types = Namespace::new(model, branch);
    let mut modules = Vec::new();
    let mut accessors = Vec::new();
    for api in apis(model, branch) {
        let (module, holder, feature) = (ident(&api.module), ident(&api.type_name), &api.feature);
        let own_types = types.of_root(&api.root).filter(|types| types.features.contains(feature));
        let own_names = own_types.map(Namespace::own_names).unwrap_or_default();
        let mut chunks = operations::api(api, &model.types, &own_names);
        chunks.extend(own_types.map(|types| types.reexport(branch)));
        let path = format!("{folder}{}.rs", api.module.trim_start_matches("r#"));
        files.insert(path, file(&api_docs(api), chunks)?);
        let docs = format!(" {}", docs::code(&branched(branch, &api.root)));
        modules.push(quote!(#[cfg(feature = #feature)] pub mod #module;));
        let receiver = match branch {
            Branch::V1 => quote!(&self),
            Branch::V2 => quote!(self),
        };
        let (handle, client) = match branch {
            Branch::V1 => (quote!(&Self), quote!(self)),
            Branch::V2 => (quote!(C), quote!(self.client)),
        };
        accessors.push(quote! {
            #[doc = #docs]
            #[cfg(feature = #feature)]
            #[inline]
            pub fn #module(#receiver) -> #module::#holder<#handle> {
                #module::#holder::new(#client)
            }
        });
    }
    let definitions = types.write(model, branch, &format!("{folder}types"), files)?;
    let declarations = Chunk::Items(quote!(#(#modules)* pub mod types;));
    let root = match branch {
        Branch::V1 => {
            let mut chunks = vec![declarations];
            chunks.extend(on_each_client(&accessors));
            chunks
        }
        Branch::V2 => vec![
            declarations,
            Chunk::Items(quote! {
                /// The APIs of branch v2.
                #[derive(Debug, Clone, Copy)]
                pub struct V2<C> { client: C }

                impl<C> V2<C> {
                    /// Calls through `client`.
                    #[inline]
                    pub const fn new(client: C) -> Self {
                        Self { client }
                    }

                    #(#accessors)*
                }
            }),
        ],
    };
    Ok((root, definitions))
}

/// The same methods for the client whose calls are awaited and for the one whose calls wait.
fn on_each_client(accessors: &[TokenStream]) -> [Chunk; 2] {
    [
        Chunk::Items(quote!(impl crate::Client { #(#accessors)* })),
        Chunk::Items(quote!(#[cfg(feature = "blocking")] impl crate::blocking::Client { #(#accessors)* })),
    ]
}

fn api_docs(api: &Api) -> Vec<String> {
    let count = match api.operations.len() {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    };
    vec![format!("{}: {count}.", docs::code(&branched(api.branch, &api.root)))]
}
