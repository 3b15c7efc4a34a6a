//! Structs: for answers with a `FromJson`, for requests with a `ToJson`; see `conversions`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{code, doc, prose};
use super::source::{Chunk, odd_case};
use super::ty::{TypeWriter, ident};
use super::{cfg, conversions};
use crate::model::{Definition, Direction, Field, Object, Presence, Scalar, Type, TypeId, Wrapper, is_enum};

/// The struct of an answer.
pub fn output(
    id: &TypeId,
    definition: &Definition,
    object: &Object,
    writer: TypeWriter<'_>,
    module: &BTreeSet<String>,
) -> [Chunk; 2] {
    let cfg = cfg::any_of(&object.features, Some(module));
    let meaning = format!("{}, as the service answers it.", code(&id.name));
    let declaration = declaration(definition, object, writer, Direction::Output, &meaning, false);
    let implementations = conversions::clone_and_debug(object, module) + &conversions::from_json(object, module);
    [Chunk::Items(quote!(#cfg #declaration)), Chunk::Text(implementations)]
}

/// The struct of a request.
pub fn input(
    id: &TypeId,
    definition: &Definition,
    object: &Object,
    writer: TypeWriter<'_>,
    module: &BTreeSet<String>,
) -> [Chunk; 2] {
    let cfg = cfg::any_of(&object.features, Some(module));
    let meaning = format!("{}, as the service takes it.", code(&id.name));
    let required: Vec<&Field> = object.required().collect();
    let declaration = declaration(definition, object, writer, Direction::Input, &meaning, required.is_empty());
    let constructor = if required.is_empty() { quote!() } else { constructor(object, &required, writer, &cfg) };
    let implementations = conversions::clone_and_debug(object, module) + &conversions::to_json(object, module);
    [Chunk::Items(quote!(#cfg #declaration #constructor)), Chunk::Text(implementations)]
}

fn generics(object: &Object) -> Vec<proc_macro2::Ident> {
    object.generics.iter().map(|generic| ident(generic)).collect()
}

fn declaration(
    definition: &Definition,
    object: &Object,
    writer: TypeWriter<'_>,
    direction: Direction,
    meaning: &str,
    has_default: bool,
) -> TokenStream {
    let mut lines = definition.description.as_deref().map(prose).unwrap_or_default();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(meaning.to_owned());
    let docs = doc(&lines);
    let (name, generics) = (ident(&object.name), generics(object));
    let generics = if generics.is_empty() { quote!() } else { quote!(<#(#generics),*>) };
    let odd_case = odd_case(&object.name);
    let derives = has_default.then(|| quote!(#[derive(Default)]));
    let fields = object.fields.iter().map(|field| {
        let docs = doc(&field.description.as_deref().map(prose).unwrap_or_default());
        let (ident, ty) = (ident(&field.ident), field_type(field, writer, direction));
        quote!(#docs pub #ident: #ty)
    });
    quote! {
        #docs
        #derives
        #odd_case
        pub struct #name #generics { #(#fields),* }
    }
}

/// The type of a struct's field.
fn field_type(field: &Field, writer: TypeWriter<'_>, direction: Direction) -> TokenStream {
    let mut ty = writer.owned(&field.ty, direction);
    if field.boxed {
        let boxed = writer.std("Box", quote!(::std::boxed::Box));
        ty = quote!(#boxed<#ty>);
    }
    match field.wrapper() {
        Wrapper::Bare => ty,
        Wrapper::Option => writer.option(&ty),
        Wrapper::Patch => quote!(crate::Patch<#ty>),
    }
}

/// `new` with the required fields, so that an optional one more breaks no caller.
fn constructor(object: &Object, required: &[&Field], writer: TypeWriter<'_>, cfg: &TokenStream) -> TokenStream {
    let (name, generics) = (ident(&object.name), generics(object));
    let generics = if generics.is_empty() { quote!() } else { quote!(<#(#generics),*>) };
    let arguments = required.iter().map(|field| {
        let ident = ident(&field.ident);
        let ty = field_type(field, writer, Direction::Input);
        match &field.ty {
            Type::Scalar(Scalar::Text) => {
                let into = writer.std("Into", quote!(::core::convert::Into));
                quote!(#ident: impl #into<#ty>)
            }
            Type::Defined(id, _) if is_enum(writer.types, id) => {
                let value = writer.enum_value(id);
                quote!(#ident: #value)
            }
            _ => quote!(#ident: #ty),
        }
    });
    let values = object.fields.iter().map(|field| {
        let ident = ident(&field.ident);
        match (field.presence, &field.ty) {
            (Presence::Value, Type::Scalar(Scalar::Text)) => quote!(#ident: #ident.into()),
            (Presence::Value, Type::Defined(id, _)) if is_enum(writer.types, id) => quote!(#ident: #ident.into()),
            (Presence::Value, _) => quote!(#ident),
            _ => quote!(#ident: ::core::default::Default::default()),
        }
    });
    quote! {
        #cfg
        impl #generics #name #generics {
            /// With the required fields; the others are left out.
            #[inline]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}
