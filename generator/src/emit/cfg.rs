//! Conditions on cargo features.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The condition that one of the features is on; nothing where `surrounding` says the same already.
pub fn any_of(features: &BTreeSet<String>, surrounding: Option<&BTreeSet<String>>) -> TokenStream {
    if surrounding == Some(features) {
        return TokenStream::new();
    }
    let conditions: Vec<TokenStream> = features.iter().map(|feature| quote!(feature = #feature)).collect();
    match conditions.as_slice() {
        [only] => quote!(#[cfg(#only)]),
        several => quote!(#[cfg(any(#(#several),*))]),
    }
}

/// The same as a line of text, for what is written without the formatter.
pub fn line_any_of(features: &BTreeSet<String>, surrounding: Option<&BTreeSet<String>>) -> String {
    if surrounding == Some(features) {
        return String::new();
    }
    let conditions: Vec<String> =
        features.iter().map(|feature| format!("feature = {}", Literal::string(feature))).collect();
    match conditions.as_slice() {
        [only] => format!("#[cfg({only})]\n"),
        several => format!("#[cfg(any({}))]\n", several.join(", ")),
    }
}
