//! The model as Rust: one file for each API, one for each namespace of types.

mod cfg;
mod docs;
mod enums;
mod objects;
mod operations;
mod source;
mod ty;

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;

use self::docs::branched;
use self::source::{Chunk, file};
use self::ty::{Direction, TypeWriter, display, ident};
use crate::model::{Api, Definition, Kind, Model, TypeId};
use crate::schema::Branch;

/// What the generator gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Files by their path below `src/generated`, with `/` between folders.
    pub files: BTreeMap<String, String>,
    /// Cargo features, one for each API, sorted.
    pub features: BTreeSet<String>,
}

/// Writes a model as Rust.
///
/// # Errors
///
/// What was written is not Rust: a fault of this generator, never of its input.
pub fn emit(model: &Model) -> Result<Output, syn::Error> {
    let mut files = BTreeMap::new();
    let root = branch(model, Branch::V1, "", &mut files)?;
    let v2 = branch(model, Branch::V2, "v2/", &mut files)?;
    let v2_features: BTreeSet<String> = apis(model, Branch::V2).map(|api| api.feature.clone()).collect();
    let mut chunks = root;
    if v2_features.is_empty() {
        files.retain(|path, _| !path.starts_with("v2/"));
    } else {
        let condition = cfg::any_of(&v2_features, None);
        chunks.push(Chunk::Items(quote!(#condition pub mod v2;)));
        chunks.push(Chunk::Items(quote! {
            #condition
            impl crate::Client {
                /// The APIs of branch v2.
                #[inline]
                pub const fn v2(&self) -> v2::V2<&Self> {
                    v2::V2::new(self)
                }
            }
        }));
        let docs = ["The APIs of branch v2.".to_owned()];
        files.insert("v2/mod.rs".to_owned(), file(&docs, v2)?);
    }
    let docs = ["Everything that is generated: the APIs of branch v1, and `types`.".to_owned()];
    files.insert("mod.rs".to_owned(), file(&docs, chunks)?);
    let features = model.apis.iter().map(|api| api.feature.clone()).collect();
    Ok(Output { files, features })
}

/// One line for each operation: method, path, Rust call and output type, separated by tabs.
pub fn surface(model: &Model) -> String {
    let mut surface = String::new();
    for branch in [Branch::V1, Branch::V2] {
        let mut lines: Vec<(&str, &str, String)> = Vec::new();
        for api in apis(model, branch) {
            for operation in &api.operations {
                let arguments: Vec<&str> =
                    operation.arguments.iter().map(|argument| argument.ident.as_str()).collect();
                let accessor = match branch {
                    Branch::V1 => format!("{}()", api.module),
                    Branch::V2 => format!("v2().{}()", api.module),
                };
                let rest = format!(
                    "{accessor}.{}({})\t{}",
                    operation.name,
                    arguments.join(", "),
                    display(&model.types, &operation.response, Direction::Output)
                );
                lines.push((&operation.path, operation.method.as_str(), rest));
            }
        }
        lines.sort();
        for (path, method, rest) in lines {
            surface.push_str(&format!("{method}\t{}\t{rest}\n", branched(branch, path)));
        }
    }
    surface
}

fn apis(model: &Model, branch: Branch) -> impl Iterator<Item = &Api> {
    model.apis.iter().filter(move |api| api.branch == branch)
}

/// Writes the files of a branch below `folder`; gives the pieces of its root module.
fn branch(
    model: &Model,
    branch: Branch,
    folder: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<Vec<Chunk>, syn::Error> {
    let types = Namespace::new(model, branch);
    let mut modules = Vec::new();
    let mut accessors = Vec::new();
    for api in apis(model, branch) {
        let (module, holder, feature) = (ident(&api.module), ident(&api.type_name), &api.feature);
        let mut chunks = operations::api(api, &model.types);
        chunks.extend(types.of_root(&api.root, branch, feature));
        let path = format!("{folder}{}.rs", api.module.trim_start_matches("r#"));
        files.insert(path, file(&api_docs(api), chunks)?);
        let docs = format!(" {}", docs::code(&branched(branch, &api.root)));
        modules.push(quote!(#[cfg(feature = #feature)] pub mod #module;));
        let receiver = match branch {
            Branch::V1 => quote!(&self) ,
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
    types.write(model, branch, &format!("{folder}types"), files)?;
    let declarations = Chunk::Items(quote!(#(#modules)* pub mod types;));
    Ok(match branch {
        Branch::V1 => {
            let implementation = quote!(impl crate::Client { #(#accessors)* });
            vec![declarations, Chunk::Items(implementation)]
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
    })
}

fn api_docs(api: &Api) -> Vec<String> {
    let count = match api.operations.len() {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    };
    vec![format!("{}: {count}.", docs::code(&branched(api.branch, &api.root)))]
}

/// A module of types: its own types and the modules below it.
#[derive(Debug, Default)]
struct Namespace<'m> {
    types: Vec<(&'m TypeId, &'m Definition)>,
    modules: BTreeMap<&'m str, Namespace<'m>>,
    /// Features that need anything in it.
    features: BTreeSet<String>,
}

impl<'m> Namespace<'m> {
    fn new(model: &'m Model, branch: Branch) -> Self {
        let mut root = Self::default();
        for (id, definition) in model.types.iter().filter(|(id, _)| id.branch == branch) {
            let features = features(definition);
            let mut namespace = &mut root;
            namespace.features.extend(features.iter().cloned());
            for module in &definition.module {
                namespace = namespace.modules.entry(module).or_default();
                namespace.features.extend(features.iter().cloned());
            }
            namespace.types.push((id, definition));
        }
        root
    }

    /// The types of an API's own namespace, within reach of its operations.
    fn of_root(&self, root: &str, branch: Branch, feature: &str) -> Option<Chunk> {
        let path: Vec<String> =
            root.split('/').filter(|segment| !segment.is_empty()).map(crate::names::module).collect();
        let mut namespace = self;
        for module in &path {
            namespace = namespace.modules.get(module.as_str())?;
        }
        if !namespace.features.contains(feature) {
            return None;
        }
        let modules = path.iter().map(|module| ident(module));
        Some(Chunk::Items(match branch {
            Branch::V1 => quote!(pub use crate::types::#(#modules)::*::*;),
            Branch::V2 => quote!(pub use crate::v2::types::#(#modules)::*::*;),
        }))
    }

    fn write(
        &self,
        model: &Model,
        branch: Branch,
        path: &str,
        files: &mut BTreeMap<String, String>,
    ) -> Result<(), syn::Error> {
        self.write_below(model, branch, &mut Vec::new(), path, files)
    }

    fn write_below(
        &self,
        model: &Model,
        branch: Branch,
        module: &mut Vec<String>,
        path: &str,
        files: &mut BTreeMap<String, String>,
    ) -> Result<(), syn::Error> {
        let declarations = self.modules.iter().map(|(name, namespace)| {
            let condition = cfg::any_of(&namespace.features, Some(&self.features));
            let name = ident(name);
            quote!(#condition pub mod #name;)
        });
        let mut chunks = vec![Chunk::Items(quote!(#(#declarations)*))];
        let own_names = self.types.iter().flat_map(|(_, definition)| names(definition)).cloned().collect();
        let writer = TypeWriter { types: &model.types, own_names: &own_names, module: Some((branch, module)) };
        for (id, definition) in &self.types {
            match &definition.kind {
                Kind::Enum(own) => chunks.push(enums::enumeration(id, definition, own, &self.features)),
                Kind::Object { output, input } => {
                    let output = output.as_ref();
                    chunks.extend(output.map(|own| objects::output(id, definition, own, writer, &self.features)));
                    let input = input.as_ref();
                    chunks.extend(input.map(|own| objects::input(id, definition, own, writer, &self.features)));
                }
            }
        }
        let docs = if module.is_empty() {
            "The types of all APIs by their namespaces.".to_owned()
        } else {
            format!("Types of {}.", docs::code(&module.join("::").replace("r#", "")))
        };
        let target = if self.modules.is_empty() { format!("{path}.rs") } else { format!("{path}/mod.rs") };
        files.insert(target, file(&[docs], chunks)?);
        for (name, namespace) in &self.modules {
            module.push((*name).to_owned());
            let below = format!("{path}/{}", name.trim_start_matches("r#"));
            namespace.write_below(model, branch, module, &below, files)?;
            module.pop();
        }
        Ok(())
    }
}

fn features(definition: &Definition) -> BTreeSet<String> {
    match &definition.kind {
        Kind::Enum(own) => own.features.clone(),
        Kind::Object { output, input } => {
            output.iter().chain(input).flat_map(|object| object.features.iter().cloned()).collect()
        }
    }
}

fn names(definition: &Definition) -> Vec<&String> {
    match &definition.kind {
        Kind::Enum(own) => vec![&own.name],
        Kind::Object { output, input } => output.iter().chain(input).map(|object| &object.name).collect(),
    }
}
