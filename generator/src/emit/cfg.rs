//! Conditions on cargo features.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

/// The condition that one of the features is on; nothing where `surrounding` says the same already.
pub fn any_of(features: &BTreeSet<String>, surrounding: Option<&BTreeSet<String>>) -> TokenStream {
    if surrounding == Some(features) {
        return TokenStream::new();
    }
    let mut conditions = features.iter().map(|feature| quote!(feature = #feature));
    match (conditions.next(), conditions.next()) {
        (Some(only), None) => quote!(#[cfg(#only)]),
        (Some(first), Some(second)) => quote!(#[cfg(any(#first, #second, #(#conditions),*))]),
        // No API needs it: it does not exist.
        (None, _) => quote!(#[cfg(any())]),
    }
}
