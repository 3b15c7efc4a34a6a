//! The model as Rust: one file for each API, one for each namespace of types.

mod cfg;
mod conversions;
mod docs;
mod enums;
mod layout;
mod namespace;
mod objects;
mod operations;
mod source;
mod surface;
mod ty;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use rayon::prelude::*;

use self::namespace::Namespace;
pub use self::source::GENERATED;
use self::source::{Chunk, Draft};
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
    let [types, types_of_v2] = [Branch::V1, Branch::V2].map(|branch| Namespace::new(model, branch));
    let mut drafts = branch(model, Branch::V1, &types);
    drafts.push(root(model));
    if condition_of_v2(model).is_some() {
        drafts.extend(branch(model, Branch::V2, &types_of_v2));
        drafts.push(root_of_v2(model));
    }
    let files = source::write(drafts)?;
    let features = model.apis.iter().map(|api| api.feature.clone()).collect();
    let descriptors = |text: &String| text.lines().filter(|line| line.starts_with("pub static ")).count();
    let operations = files.par_iter().map(|(_, text)| descriptors(text)).sum();
    let definitions = types.definitions() + types_of_v2.definitions();
    Ok(Output { files, features, operations, definitions })
}

fn apis(model: &Model, branch: Branch) -> impl Iterator<Item = &Api> {
    model.apis.iter().filter(move |api| api.branch == branch)
}

/// The files of a branch.
fn branch<'m>(model: &'m Model, branch: Branch, types: &'m Namespace<'m>) -> Vec<Draft<'m>> {
    let folder = match branch {
        Branch::V1 => "",
        Branch::V2 => "v2/",
    };
    let mut drafts: Vec<Draft<'m>> = apis(model, branch)
        .map(|api| {
            let own_types = types.of_root(&api.root).filter(|types| types.features.contains(&api.feature));
            Draft {
                path: format!("{folder}{}.rs", api.module.trim_start_matches("r#")),
                docs: api_docs(api),
                size: api.operations.len(),
                pieces: Box::new(move || {
                    let own_names = own_types.map(Namespace::own_names).unwrap_or_default();
                    let mut chunks = operations::api(api, &model.types, &own_names);
                    chunks.extend(own_types.map(|types| types.reexport(branch)));
                    chunks
                }),
            }
        })
        .collect();
    types.drafts(model, branch, &format!("{folder}types"), &mut drafts);
    drafts
}

/// The file that declares all others, and the way to each API from the client.
fn root(model: &Model) -> Draft<'_> {
    let pieces = move || {
        let allowed: String = ALLOWED.iter().map(|lint| format!("    {lint},\n")).collect();
        let mut chunks = vec![Chunk::Text(format!("#![allow(\n{allowed})]\n")), modules(model, Branch::V1)];
        chunks.extend(on_each_client(&accessors(model, Branch::V1)));
        if let Some(condition) = condition_of_v2(model) {
            chunks.push(Chunk::Items(quote!(#condition pub mod v2;)));
            chunks.extend(on_each_client(&[quote! {
                /// The APIs of branch v2.
                #condition
                #[inline]
                pub const fn v2(&self) -> v2::V2<&Self> {
                    v2::V2::new(self)
                }
            }]));
        }
        chunks
    };
    let docs = vec!["Everything that is generated: the APIs of branch v1, and `types`.".to_owned()];
    Draft { path: "mod.rs".to_owned(), docs, size: model.apis.len(), pieces: Box::new(pieces) }
}

/// The same for branch v2.
fn root_of_v2(model: &Model) -> Draft<'_> {
    let pieces = move || {
        let accessors = accessors(model, Branch::V2);
        let copies = operations::copies(&ident("V2"));
        let items = quote! {
            /// The APIs of branch v2.
            #[derive(Debug)]
            pub struct V2<C> { client: C }

            #copies

            impl<C> V2<C> {
                /// Calls through `client`.
                #[inline]
                pub const fn new(client: C) -> Self {
                    Self { client }
                }

                #(#accessors)*
            }
        };
        vec![modules(model, Branch::V2), Chunk::Items(items)]
    };
    let docs = vec!["The APIs of branch v2.".to_owned()];
    Draft { path: "v2/mod.rs".to_owned(), docs, size: model.apis.len(), pieces: Box::new(pieces) }
}

/// When there is anything of branch v2; `None` when there never is.
fn condition_of_v2(model: &Model) -> Option<TokenStream> {
    let features: BTreeSet<String> = apis(model, Branch::V2).map(|api| api.feature.clone()).collect();
    (!features.is_empty()).then(|| cfg::any_of(&features, None))
}

/// Declares the modules of a branch.
fn modules(model: &Model, branch: Branch) -> Chunk {
    let modules = apis(model, branch).map(|api| {
        let (module, feature) = (ident(&api.module), &api.feature);
        quote!(#[cfg(feature = #feature)] pub mod #module;)
    });
    Chunk::Items(quote!(#(#modules)* pub mod types;))
}

/// The methods that lead to the APIs of a branch.
fn accessors(model: &Model, branch: Branch) -> Vec<TokenStream> {
    let (receiver, handle, client) = match branch {
        Branch::V1 => (quote!(&self), quote!(&Self), quote!(self)),
        Branch::V2 => (quote!(self), quote!(C), quote!(self.client)),
    };
    let accessors = apis(model, branch).map(|api| {
        let (module, holder, feature) = (ident(&api.module), ident(&api.type_name), &api.feature);
        let docs = format!(" {}", docs::code(&api.branched_root()));
        quote! {
            #[doc = #docs]
            #[cfg(feature = #feature)]
            #[inline]
            pub fn #module(#receiver) -> #module::#holder<#handle> {
                #module::#holder::new(#client)
            }
        }
    });
    accessors.collect()
}

/// The same methods for the client whose calls are awaited and for the one whose calls wait.
fn on_each_client(accessors: &[TokenStream]) -> [Chunk; 2] {
    [
        Chunk::Items(quote!(impl crate::Client { #(#accessors)* })),
        Chunk::Items(quote!(#[cfg(feature = "blocking")] impl crate::blocking::Client { #(#accessors)* })),
    ]
}

fn api_docs(api: &Api) -> Vec<String> {
    vec![format!("{}: {}.", docs::code(&api.branched_root()), api.size())]
}
