//! Types as Rust writes them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Direction, Scalar, Type, TypeId, Types, is_enum};
use crate::schema::Branch;

/// Writes types as seen from one module.
#[derive(Debug, Clone, Copy)]
pub struct TypeWriter<'m> {
    pub types: &'m Types,
    /// Names that the module defines itself and which therefore hide Rust's own.
    pub own_names: &'m BTreeSet<String>,
    /// The module below `types`, when it is one.
    pub module: Option<(Branch, &'m [String])>,
}

/// An identifier, raw or not.
pub fn ident(name: &str) -> proc_macro2::Ident {
    match name.strip_prefix("r#") {
        Some(raw) => proc_macro2::Ident::new_raw(raw, proc_macro2::Span::call_site()),
        None => format_ident!("{name}"),
    }
}

impl TypeWriter<'_> {
    /// A type that owns its data, as fields and answers hold it.
    pub fn owned(self, ty: &Type, direction: Direction) -> TokenStream {
        match ty {
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::List(item) => {
                let item = self.owned(item, direction);
                let vec = self.std("Vec", quote!(::std::vec::Vec));
                quote!(#vec<#item>)
            }
            Type::Map(key, value) => {
                let key = match key {
                    Some(id) => self.value(id, direction),
                    None => self.std("String", quote!(::std::string::String)),
                };
                let value = self.owned(value, direction);
                quote!(::std::collections::BTreeMap<#key, #value>)
            }
            Type::Defined(id, arguments) => {
                let name = self.value(id, direction);
                let arguments = arguments.iter().map(|argument| self.owned(argument, direction));
                if arguments.len() == 0 { name } else { quote!(#name<#(#arguments),*>) }
            }
            Type::Parameter(name) => {
                let name = ident(name);
                quote!(#name)
            }
        }
    }

    /// A type as an argument takes it: borrowed unless it is small.
    pub fn argument(self, ty: &Type) -> TokenStream {
        match ty {
            Type::Scalar(Scalar::Text) => quote!(&str),
            Type::Scalar(scalar) if scalar.facts().by_reference => {
                let scalar = self.scalar(*scalar);
                quote!(&#scalar)
            }
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::List(item) if **item == Type::Scalar(Scalar::Text) => {
                let as_ref = self.std("AsRef", quote!(::core::convert::AsRef));
                quote!(&[impl #as_ref<str>])
            }
            Type::List(item) => {
                let item = match &**item {
                    Type::Defined(id, _) if is_enum(self.types, id) => self.enum_value(id),
                    item => self.owned(item, Direction::Input),
                };
                quote!(&[#item])
            }
            Type::Defined(id, _) if is_enum(self.types, id) => self.enum_value(id),
            _ => {
                let ty = self.owned(ty, Direction::Input);
                quote!(&#ty)
            }
        }
    }

    /// A value of an enum as calls take it: known to this version of the crate or not.
    pub fn enum_value(self, id: &TypeId) -> TokenStream {
        let name = self.defined(id, Direction::Input);
        quote!(impl crate::EnumValue<#name>)
    }

    /// The type of values: those of an enum may be unknown.
    fn value(self, id: &TypeId, direction: Direction) -> TokenStream {
        let name = self.defined(id, direction);
        if is_enum(self.types, id) { quote!(crate::OpenEnum<#name>) } else { name }
    }

    /// The path of a generated type.
    pub fn defined(self, id: &TypeId, direction: Direction) -> TokenStream {
        let Some(definition) = self.types.get(id) else { return quote!(crate::json::Json) };
        let Some(name) = definition.rust_name(direction).map(ident) else { return quote!(crate::json::Json) };
        if self.module == Some((id.branch, definition.module.as_slice())) {
            return quote!(#name);
        }
        let modules = definition.module.iter().map(|module| ident(module));
        match id.branch {
            Branch::V1 => quote!(crate::types::#(#modules::)*#name),
            Branch::V2 => quote!(crate::v2::types::#(#modules::)*#name),
        }
    }

    /// `Option` and its like, by their full path where the module has a type of that name.
    pub fn std(self, name: &str, full: TokenStream) -> TokenStream {
        if self.own_names.contains(name) {
            return full;
        }
        let name = ident(name);
        quote!(#name)
    }

    pub fn option(self, inner: &TokenStream) -> TokenStream {
        let option = self.std("Option", quote!(::core::option::Option));
        quote!(#option<#inner>)
    }

    fn scalar(self, scalar: Scalar) -> TokenStream {
        // A test parses every path of the table.
        let path = scalar.facts().rust.parse().unwrap_or_default();
        if scalar == Scalar::Text { self.std("String", path) } else { path }
    }
}
