//! Unpaired surrogates, which programs produce by truncating text between UTF-16 units.

/// Returns the text with `\ufffd` in place of each unpaired surrogate, or `None` if it has none.
pub(super) fn replaced(text: &str) -> Option<String> {
    let mut kept = String::new();
    let (mut copied, mut position) = (0, 0);
    while let Some(found) = text.get(position..).and_then(|rest| rest.find('\\')) {
        let start = position + found;
        position = match (unit(text, start), unit(text, start + ESCAPE)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => start + 2 * ESCAPE,
            (Some(0xd800..=0xdfff), _) => {
                kept.push_str(text.get(copied..start).unwrap_or_default());
                kept.push_str("\\ufffd");
                copied = start + ESCAPE;
                copied
            }
            // The escaped character may be a backslash.
            _ => start + 1 + text.get(start + 1..)?.chars().next().map_or(0, char::len_utf8),
        };
    }
    (copied > 0).then(|| kept + text.get(copied..).unwrap_or_default())
}

/// The length of `\ud83d`.
const ESCAPE: usize = 6;

/// Returns the UTF-16 unit of the escape at `start`.
fn unit(text: &str, start: usize) -> Option<u16> {
    let digits = text.get(start..start + ESCAPE)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpaired_surrogate_is_replaced() {
        for (text, wanted) in [
            (r#""\ud83d\ude00 \\ud83d \n""#, None),
            (r#""\ud83d""#, Some(r#""\ufffd""#)),
            (r#""\uDE00\ud83d\ud83d\ude00é""#, Some(r#""\ufffd\ufffd\ud83d\ude00é""#)),
            (r#""\\\ud83dx""#, Some(r#""\\\ufffdx""#)),
            (r#""\ud8"#, None),
            (r"\", None),
        ] {
            assert_eq!(replaced(text).as_deref(), wanted, "{text}");
        }
    }
}
