//! Rust identifiers for fields, modules, types, enum variants and constants.
//!
//! | value of an enum | variant |
//! |---|---|
//! | words in camel case | `ubuntu-22` is `Ubuntu22`, `AAAA` is `Aaaa` |
//! | symbols that distinguish values are words | `L+` is `LPlus`, `string[]` is `StringList`, the empty text is `Empty` |
//! | a version starts with `V` | `1.34` is `V1_34`; `15` is `V15` in `VersionEnum` |
//! | another digit at the start gets an `N` | `10g` is `N10g` |
//! | values that are the same in Rust tell their style (`style.rs`) | `creditCard`, `CREDIT_CARD` are `CreditCardCamel`, `CreditCardUpper` |
//!
//! Every result is a valid identifier that is not raw: a keyword gets an underscore. Two texts may give the same
//! identifier; `clash.rs` resolves that.

use super::device::is_device_name;
use super::words::words;

/// The primitive types in generated code; a module or type of the same name would shadow them.
pub const PRIMITIVES: &[&str] = &["bool", "f64", "i64", "str", "usize"];

/// Returns a field, argument or method name: `serviceName` → `service_name`, `type` → `type_`, `2016v1` → `n2016v1`.
pub fn field(text: &str) -> String {
    without_keyword(starting_with_letter(words(text).join("_"), 'n', "unnamed"))
}

/// Returns a module name, which is also a file name: `lib.rs` and `main.rs` have a meaning to cargo, and Windows
/// reserves `aux.rs` for a device. `arguments`, `fields` and `parameters` are modules beside the generated methods and
/// types.
///
/// Such a module gets an underscore, `aux_`, so that the file can be checked out on every system. Modules are in lower
/// case, so no two files differ only in case.
pub fn module(text: &str) -> String {
    let name = field(text);
    let is_taken = ["arguments", "fields", "lib", "main", "parameters"].contains(&name.as_str())
        || PRIMITIVES.contains(&name.as_str());
    if is_taken || is_device_name(&name) { name + "_" } else { name }
}

/// Returns a name without the underscore of a keyword: `type_` → `type`.
pub fn bare(name: &str) -> &str {
    name.trim_end_matches('_')
}

/// Returns a type name: `unitAndValue` → `UnitAndValue`. The suffix `Enum` is left out.
pub fn type_name(text: &str) -> String {
    let text = match text.strip_suffix("Enum") {
        Some(stem) if !words(stem).is_empty() => stem,
        _ => text,
    };
    camel(text, 'N')
}

/// Returns the marker type of an operation: `zone_record` → `ZoneRecord`. Different operations have different markers:
/// `a_1` → `A_1`, `a1` → `A1`.
pub fn marker(operation: &str) -> String {
    let mut name = String::new();
    for (index, word) in bare(operation).split('_').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if first.is_ascii_lowercase() => name.push(first.to_ascii_uppercase()),
            first => {
                // No capital letter marks the start of this word.
                name.push_str(if index == 0 { "" } else { "_" });
                name.extend(first);
            }
        }
        name.push_str(letters.as_str());
    }
    without_self(name)
}

/// Returns a variant for an enum value: `AAAA` → `Aaaa`, `10g` → `N10g`, `L+` → `LPlus`, the empty text → `Empty`.
///
/// A version starts with `V`: `1.34` → `V1_34`, and also `15` → `V15` if the enum [is of versions](is_version).
pub fn variant(value: &str, is_version: bool) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    let is_dotted = value.contains('.') && value.chars().all(|c| c == '.' || c.is_ascii_digit());
    camel(&spell_symbols(value), if is_version || is_dotted { 'V' } else { 'N' })
}

/// Returns whether an enum's values are versions, by its full name: `cloud.kube.VersionEnum`.
pub fn is_version(full_name: &str) -> bool {
    let own = full_name.rsplit('.').next().unwrap_or(full_name);
    words(own).iter().any(|word| word == "version" || word == "versions")
}

/// Returns a constant: `service_infos` → `SERVICE_INFOS`, `use_` → `USE`. `OPERATIONS` is the list of all.
pub fn constant(name: &str) -> String {
    let constant = bare(name).to_ascii_uppercase();
    if constant == "OPERATIONS" { constant + "_" } else { constant }
}

/// Joins words in camel case; `digit` comes before a digit at the start.
fn camel(text: &str, digit: char) -> String {
    let mut name = String::new();
    for word in words(text) {
        // Without the underscore, `1.10` and `11.0` would give the same name.
        if name.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            name.push('_');
        }
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    without_self(starting_with_letter(name, digit, "Unnamed"))
}

/// `Self` is the only keyword in camel case.
fn without_self(name: String) -> String {
    if name == "Self" { name + "_" } else { name }
}

/// Replaces symbols that distinguish values by words; other symbols only separate words.
fn spell_symbols(value: &str) -> String {
    const SPELLED: &[(char, &str)] = &[
        ('+', "Plus"),
        ('#', "Hash"),
        ('*', "Star"),
        ('%', "Percent"),
        ('&', "And"),
        ('@', "At"),
        ('$', "Dollar"),
        ('<', "Less"),
        ('>', "Greater"),
        ('=', "Equal"),
        ('!', "Not"),
    ];
    let value = value.replace("[]", " List ");
    let mut spelled = String::new();
    for (index, symbol) in value.char_indices() {
        match SPELLED.iter().find(|(known, _)| *known == symbol) {
            Some((_, word)) => spelled.push_str(&format!(" {word} ")),
            // A leading hyphen is the sign of a number.
            None if symbol == '-' && index == 0 => spelled.push_str("Minus "),
            None if symbol.is_ascii() => spelled.push(symbol),
            None => spelled.push_str(&format!(" U{:x} ", u32::from(symbol))),
        }
    }
    spelled
}

fn starting_with_letter(name: String, prefix: char, when_empty: &str) -> String {
    match name.chars().next() {
        None => when_empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

/// Strict and reserved keywords of edition 2024 (The Rust Reference, "Keywords"), sorted.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

fn without_keyword(name: String) -> String {
    if KEYWORDS.binary_search(&name.as_str()).is_ok() { name + "_" } else { name }
}

/// Returns whether a text is an identifier of this module's kind: ASCII, and no keyword.
pub fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && KEYWORDS.binary_search(&text).is_err()
        && text != "Self"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_any_text_is_an_identifier() {
        let cases = [
            ("serviceName", "service_name"),
            ("type", "type_"),
            ("match", "match_"),
            ("ref", "ref_"),
            ("while", "while_"),
            ("abstract", "abstract_"),
            ("yield", "yield_"),
            ("type_", "type_"),
            ("self", "self_"),
            ("crate", "crate_"),
            ("2016v1", "n2016v1"),
            ("X-Auth-Token", "x_auth_token"),
            ("", "unnamed"),
            ("é", "unnamed"),
            ("_", "unnamed"),
            ("x\"; } mod evil {", "x_mod_evil"),
        ];
        for (text, expected) in cases {
            assert_eq!(field(text), expected, "{text}");
        }
    }

    #[test]
    fn module_any_text_is_a_file_name() {
        let cases = [
            ("changeContact", "change_contact"),
            ("type", "type_"),
            ("mod", "mod_"),
            ("main", "main_"),
            ("parameters", "parameters_"),
            ("Fields", "fields_"),
            ("AUX", "aux_"),
            ("con", "con_"),
            ("COM1", "com1_"),
            ("lpt9", "lpt9_"),
            ("com¹", "com"),
            ("conin$", "conin"),
            ("str", "str_"),
            ("f64", "f64_"),
            ("usize", "usize_"),
            ("self", "self_"),
        ];
        for (text, expected) in cases {
            assert_eq!(module(text), expected, "{text}");
        }
    }

    #[test]
    fn constant_is_upper_case() {
        for (name, expected) in
            [("service_infos", "SERVICE_INFOS"), ("type_", "TYPE"), ("n1_10", "N1_10"), ("operations", "OPERATIONS_")]
        {
            assert_eq!(constant(name), expected, "{name}");
        }
    }

    #[test]
    fn type_name_is_camel_case() {
        let cases = [
            ("RecordTypeEnum", "RecordType"),
            ("Enum", "Enum"),
            ("changeContact", "ChangeContact"),
            ("VPS2020to2025", "Vps2020to2025"),
            ("self", "Self_"),
            ("2018", "N2018"),
        ];
        for (text, expected) in cases {
            assert_eq!(type_name(text), expected, "{text}");
        }
    }

    #[test]
    fn marker_differs_for_each_operation() {
        let cases = [
            ("zone_record", "ZoneRecord"),
            ("type_", "Type"),
            ("a1", "A1"),
            ("a_1", "A_1"),
            ("x_a1", "XA1"),
            ("n1_10", "N1_10"),
            ("self_", "Self_"),
            ("list_2", "List_2"),
        ];
        for (text, expected) in cases {
            assert_eq!(marker(text), expected, "{text}");
        }
    }

    #[test]
    fn value_of_version_enum_starts_with_v() {
        for (value, expected) in [("15", "V15"), ("2014v1", "V2014v1"), ("v2.0", "V2_0"), ("latest", "Latest")] {
            assert_eq!(variant(value, true), expected, "{value}");
        }
        for name in ["cloud.kube.VersionEnum", "x.HTTPVersionEnum", "x.exchangeCommercialVersionEnum"] {
            assert!(is_version(name), "{name}");
        }
        for name in ["version.State", "x.ConversionEnum", ""] {
            assert!(!is_version(name), "{name}");
        }
    }

    #[test]
    fn variant_any_value_is_an_identifier() {
        let cases = [
            ("AAAA", "Aaaa"),
            ("", "Empty"),
            ("10g", "N10g"),
            ("1.10", "V1_10"),
            ("11.0", "V11_0"),
            ("0.5u", "N0_5u"),
            ("L", "L"),
            ("L+", "LPlus"),
            ("L++", "LPlusPlus"),
            ("#", "Hash"),
            ("*", "Star"),
            ("string[]", "StringList"),
            ("-1", "Minus1"),
            ("eu-west-1", "EuWest1"),
            ("self", "Self_"),
            ("é", "Ue9"),
            (" ", "Unnamed"),
        ];
        for (text, expected) in cases {
            assert_eq!(variant(text, false), expected, "{text}");
        }
    }
}
