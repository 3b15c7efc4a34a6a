//! The style in which a name is spelled: `creditCard` is camel, `CREDIT_CARD` is upper.
//!
//! It distinguishes names that are the same in Rust: the values of an enum are `CreditCardCamel` and `CreditCardUpper`.

/// Returns words that tell the style, from the shortest to the most explicit: `Upper`, `UpperSnake`.
pub fn styles(text: &str) -> Vec<String> {
    if text.is_empty() {
        return vec!["Text".to_owned()];
    }
    let case = case(text);
    let separators = SEPARATORS.iter().filter(|(c, word)| text.contains(*c) && case != Some(word));
    let separators: String = separators.map(|(_, word)| *word).collect();
    let mut styles = vec![case.map_or_else(|| separators.clone(), str::to_owned)];
    styles.push(format!("{}{separators}", case.unwrap_or_default()));
    styles.retain(|style| !style.is_empty());
    styles.dedup();
    styles
}

const SEPARATORS: &[(char, &str)] =
    &[('_', "Snake"), ('-', "Kebab"), ('.', "Dotted"), (' ', "Spaced"), ('/', "Slashed"), (':', "Coloned")];

/// Returns the case of the letters, or `None` without letters.
fn case(text: &str) -> Option<&'static str> {
    let first = text.chars().find(char::is_ascii_alphabetic)?;
    let has_lower = text.contains(|c: char| c.is_ascii_lowercase());
    let has_upper = text.contains(|c: char| c.is_ascii_uppercase());
    Some(match (has_lower, has_upper) {
        (false, _) => "Upper",
        (true, false) if text.contains('_') => "Snake",
        (true, false) if text.contains('-') => "Kebab",
        (true, false) => "Lower",
        (true, true) if first.is_ascii_lowercase() => "Camel",
        (true, true) => "Pascal",
    })
}

/// Returns whether a text is in lower camel case, which is how the service spells most names. No two such texts give
/// the same Rust name, so in a clash they come first.
pub fn is_lower_camel(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return false;
    }
    let mut camel = String::new();
    for (index, word) in super::words::words(text).iter().enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if index > 0 => {
                // Without a capital letter, the start of the word cannot be seen.
                if !first.is_ascii_lowercase() {
                    return false;
                }
                camel.push(first.to_ascii_uppercase());
            }
            first => camel.extend(first),
        }
        camel.push_str(letters.as_str());
    }
    camel == text
}

#[cfg(test)]
mod tests {
    use super::{is_lower_camel, styles};

    #[test]
    fn styles_tell_spellings_apart() {
        let cases: &[(&str, &[&str])] = &[
            ("creditCard", &["Camel"]),
            ("CREDIT_CARD", &["Upper", "UpperSnake"]),
            ("CREDIT-CARD", &["Upper", "UpperKebab"]),
            ("credit_card", &["Snake"]),
            ("credit-card", &["Kebab"]),
            ("credit_card-no", &["Snake", "SnakeKebab"]),
            ("credit card", &["Lower", "LowerSpaced"]),
            ("creditcard", &["Lower"]),
            ("CreditCard", &["Pascal"]),
            ("1.10", &["Dotted"]),
            ("11", &[]),
            ("", &["Text"]),
        ];
        for (text, expected) in cases {
            assert_eq!(styles(text), *expected, "{text}");
        }
    }

    #[test]
    fn lower_camel_is_recognized() {
        for text in ["status", "creditCard", "a1", "serviceInfos", "ipv6Block"] {
            assert!(is_lower_camel(text), "{text}");
        }
        for text in ["", "CreditCard", "credit_card", "dnsMXRecords", "10g", "a 1", "creditCard ", "é"] {
            assert!(!is_lower_camel(text), "{text}");
        }
    }
}
