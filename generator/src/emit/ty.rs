//! Types as Rust writes them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Kind, Scalar, Type, TypeId, Types};
use crate::schema::Branch;

/// The way that a type travels decides which struct stands for an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Output,
    Input,
}

/// Writes types as seen from one module.
#[derive(Debug, Clone, Copy)]
pub struct TypeWriter<'m> {
    pub types: &'m Types,
    /// Names that the module defines itself and which therefore hide Rust's own.
    pub own_names: &'m BTreeSet<String>,
    /// The module below `types`, when it is one.
    pub module: Option<(Branch, &'m [String])>,
}

/// An identifier.
pub fn ident(name: &str) -> proc_macro2::Ident {
    format_ident!("{name}")
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
            Type::Scalar(scalar @ (Scalar::Json | Scalar::Secret)) => {
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
        let name = match &definition.kind {
            Kind::Enum(definition) => Some(&definition.name),
            Kind::Object { output, input } => match direction {
                Direction::Output => output.as_ref().map(|object| &object.name),
                Direction::Input => input.as_ref().map(|object| &object.name),
            },
        };
        let Some(name) = name.map(|name| ident(name)) else { return quote!(crate::json::Json) };
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
        match scalar {
            Scalar::Boolean => quote!(bool),
            Scalar::Date => quote!(::jiff::civil::Date),
            Scalar::Double => quote!(f64),
            Scalar::Duration => quote!(::jiff::Span),
            Scalar::Ip => quote!(::core::net::IpAddr),
            Scalar::IpBlock => quote!(::ipnet::IpNet),
            Scalar::Ipv4 => quote!(::core::net::Ipv4Addr),
            Scalar::Ipv4Block => quote!(::ipnet::Ipv4Net),
            Scalar::Ipv6 => quote!(::core::net::Ipv6Addr),
            Scalar::Ipv6Block => quote!(::ipnet::Ipv6Net),
            Scalar::Json => quote!(crate::json::Json),
            Scalar::Long => quote!(i64),
            Scalar::MacAddress => quote!(::macaddr::MacAddr6),
            Scalar::Secret => quote!(::secrecy::SecretString),
            Scalar::Text => self.std("String", quote!(::std::string::String)),
            Scalar::Time => quote!(::jiff::civil::Time),
            Scalar::Timestamp => quote!(::jiff::Timestamp),
            Scalar::Unit => quote!(()),
            Scalar::Uuid => quote!(::uuid::Uuid),
        }
    }
}

/// Whether `id` is an enum.
pub fn is_enum(types: &Types, id: &TypeId) -> bool {
    types.get(id).is_some_and(|definition| matches!(definition.kind, Kind::Enum(_)))
}

/// A type for people, as the surface and the documentation write it: `Vec<services::Service>`.
pub fn display(types: &Types, ty: &Type, direction: Direction) -> String {
    let writer = TypeWriter { types, own_names: &BTreeSet::new(), module: None };
    display_tokens(&writer.owned(ty, direction))
}

/// The same of a type that is written already.
pub fn display_tokens(ty: &TokenStream) -> String {
    /// Where the types of generated code live; a reader knows them by their names.
    const HOMES: &[&str] = &[
        "crate::v2::types::",
        "crate::types::",
        "crate::json::",
        "::core::net::",
        "::ipnet::",
        "::jiff::civil::",
        "::jiff::",
        "::macaddr::",
        "::secrecy::",
        "::std::collections::",
        "::uuid::",
        "crate::",
    ];
    let tokens = ty.to_string().replace(' ', "");
    HOMES.iter().fold(tokens, |text, home| text.replace(home, "")).replace(',', ", ")
}
