//! Rust identifiers for fields, modules, types, enum variants and constants.
//!
//! Whatever the text, the result is a valid identifier; two texts may get the same one (`clash.rs` tells them apart).

use super::device::is_device_name;
use super::words::words;

/// The primitive types that generated code names; a module or type of the same name would hide them.
pub const PRIMITIVES: &[&str] = &["bool", "f64", "i64", "str", "usize"];

/// A field, argument or method name: `serviceName` → `service_name`, `type` → `r#type`, `2016v1` → `n2016v1`.
pub fn field(text: &str) -> String {
    keyword_safe(starting_with_letter(words(text).join("_"), 'n', "unnamed"))
}

/// A module name, which is a file name too: `mod.rs` is taken, and Windows reserves `aux.rs` for a device.
///
/// Such a module gets an underscore, `aux_`, so that an API or a namespace of that name can be checked out on every system. All
/// modules are in lower case, so no two files differ only in case.
pub fn module(text: &str) -> String {
    /// Rust's own.
    const TAKEN: &[&str] = &["lib", "main", "r#mod"];
    let name = field(text);
    if TAKEN.contains(&name.as_str()) || PRIMITIVES.contains(&name.as_str()) || is_device_name(&name) {
        format!("{}_", name.trim_start_matches("r#"))
    } else {
        name
    }
}

/// A type name: `unitAndValue` → `UnitAndValue`; the suffix `Enum` says nothing in Rust and is left out.
pub fn type_name(text: &str) -> String {
    let text = match text.strip_suffix("Enum") {
        Some(stem) if !words(stem).is_empty() => stem,
        _ => text,
    };
    camel(text)
}

/// The type that stands for an operation: `zone_record` → `ZoneRecord`, and another one for each name: `a_1` → `A_1`
/// beside `a1` → `A1`.
pub fn marker(operation: &str) -> String {
    let mut name = String::new();
    for (index, word) in operation.trim_start_matches("r#").split('_').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if first.is_ascii_lowercase() => name.push(first.to_ascii_uppercase()),
            first => {
                // No capital shows where this word starts.
                name.push_str(if index == 0 { "" } else { "_" });
                name.extend(first);
            }
        }
        name.push_str(letters.as_str());
    }
    name
}

/// A variant for an enum value: `AAAA` → `Aaaa`, `10g` → `N10g`, `L+` → `LPlus`, the empty text → `Empty`.
pub fn variant(value: &str) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    camel(&spell_symbols(value))
}

/// A constant: `service_infos` → `SERVICE_INFOS`.
pub fn constant(name: &str) -> String {
    name.trim_start_matches("r#").to_ascii_uppercase()
}

fn camel(text: &str) -> String {
    let mut name = String::new();
    for word in words(text) {
        // Without the underscore, `1.10` and `11.0` would be the same name.
        if name.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            name.push('_');
        }
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    let name = starting_with_letter(name, 'N', "Unnamed");
    // `Self` is no identifier, not even a raw one.
    if name == "Self" { "Self_".to_owned() } else { name }
}

/// Symbols that tell values apart become words; the others only separate.
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
    let mut spelled = String::new();
    for (index, symbol) in value.char_indices() {
        match SPELLED.iter().find(|(known, _)| *known == symbol) {
            Some((_, word)) => spelled.push_str(&format!(" {word} ")),
            // A sign is part of a number, a hyphen between words is not.
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

fn keyword_safe(name: String) -> String {
    /// Strict and reserved keywords of edition 2024 (The Rust Reference, "Keywords").
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
        "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
        "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    match name.as_str() {
        // These cannot be raw identifiers.
        "self" | "super" | "crate" => format!("{name}_"),
        _ if KEYWORDS.contains(&name.as_str()) => format!("r#{name}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        let cases = [
            ("serviceName", "service_name"),
            ("type", "r#type"),
            ("match", "r#match"),
            ("ref", "r#ref"),
            ("while", "r#while"),
            ("abstract", "r#abstract"),
            ("yield", "r#yield"),
            ("self", "self_"),
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
    fn modules() {
        let cases = [
            ("changeContact", "change_contact"),
            ("type", "r#type"),
            ("mod", "mod_"),
            ("main", "main_"),
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
    fn constants() {
        for (name, expected) in [("service_infos", "SERVICE_INFOS"), ("r#type", "TYPE"), ("n1_10", "N1_10")] {
            assert_eq!(constant(name), expected, "{name}");
        }
    }

    #[test]
    fn types() {
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
    fn each_operation_has_a_marker_of_its_own() {
        let cases = [
            ("zone_record", "ZoneRecord"),
            ("r#type", "Type"),
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
    fn variants() {
        let cases = [
            ("AAAA", "Aaaa"),
            ("", "Empty"),
            ("10g", "N10g"),
            ("1.10", "N1_10"),
            ("11.0", "N11_0"),
            ("L", "L"),
            ("L+", "LPlus"),
            ("L++", "LPlusPlus"),
            ("#", "Hash"),
            ("*", "Star"),
            ("-1", "Minus1"),
            ("eu-west-1", "EuWest1"),
            ("self", "Self_"),
            ("é", "Ue9"),
            (" ", "Unnamed"),
        ];
        for (text, expected) in cases {
            assert_eq!(variant(text), expected, "{text}");
        }
    }
}
