//! Words of names such as `rebootVm`, `IN_PROGRESS` or `virtualMac`.

/// Returns the words of a name in lower case.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = ' ';
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            let starts =
                !previous.is_ascii_alphanumeric() || character.is_ascii_uppercase() && !previous.is_ascii_uppercase();
            match words.last_mut().filter(|_| !starts) {
                Some(word) => word.push(character.to_ascii_lowercase()),
                None => words.push(character.to_ascii_lowercase().to_string()),
            }
        }
        previous = character;
    }
    words
}

/// Returns a name without case and separators: `in-progress` and `IN PROGRESS` are the same.
pub(crate) fn plain_name(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}

/// Returns the names as a camel case name: `create`, `ip`, `block` is `createIpBlock`.
pub(crate) fn camel_case(words: &[String]) -> String {
    let mut name = String::new();
    for word in words {
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if !name.is_empty() => name.push(first.to_ascii_uppercase()),
            Some(first) => name.push(first),
            None => {}
        }
        name.push_str(characters.as_str());
    }
    name
}

/// Returns a word without the `s` of a plural.
pub(crate) fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|rest| rest.len() > 2 && !rest.ends_with('s')).unwrap_or(word)
}
