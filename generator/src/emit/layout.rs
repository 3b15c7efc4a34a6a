//! Line breaks of generated code, as rustfmt puts them.

/// The longest line, `max_width` of `rustfmt.toml`.
const WIDTH: usize = 120;

/// Returns a function's signature up to the opening brace: on one line, or with a line for each argument.
pub fn signature(indent: &str, name: &str, arguments: &[String], returns: &str) -> String {
    let line = format!("{indent}{name}({}) -> {returns} {{\n", arguments.join(", "));
    if fits(&line) {
        return line;
    }
    let arguments: String = arguments.iter().map(|argument| format!("{indent}    {argument},\n")).collect();
    format!("{indent}{name}(\n{arguments}{indent}) -> {returns} {{\n")
}

/// Returns a struct literal: on one line, or with a line for each field.
pub fn literal(indent: &str, name: &str, fields: &[String]) -> String {
    let line = format!("{indent}{name} {{ {} }}\n", fields.join(", "));
    if fits(&line) {
        return line;
    }
    let fields: String = fields.iter().map(|field| format!("{indent}    {field},\n")).collect();
    format!("{indent}{name} {{\n{fields}{indent}}}\n")
}

/// Returns method calls on a value: on one line, or with a line for each call.
pub fn chain(indent: &str, value: &str, calls: &[String]) -> String {
    let line = format!("{indent}{value}{}\n", calls.concat());
    if fits(&line) {
        return line;
    }
    let calls: Vec<String> = calls.iter().map(|call| format!("\n{indent}    {call}")).collect();
    format!("{indent}{value}{}\n", calls.concat())
}

fn fits(line: &str) -> bool {
    line.trim_end().chars().count() <= WIDTH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_is_that_of_rustfmt() {
        let settings = include_str!("../../../rustfmt.toml");
        assert!(settings.lines().any(|line| line == format!("max_width = {WIDTH}")), "{settings}");
    }

    #[test]
    fn signature_longer_than_a_line_is_split() {
        let arguments = ["self".to_owned(), "a: &str".to_owned()];
        let returns = |length| "R".repeat(length);
        let one = signature("    ", "fn f", &arguments, &returns(91));
        assert_eq!(one, format!("    fn f(self, a: &str) -> {} {{\n", returns(91)));
        assert_eq!(one.trim_end().len(), 120);
        let split = signature("    ", "fn f", &arguments, &returns(92));
        assert_eq!(split, format!("    fn f(\n        self,\n        a: &str,\n    ) -> {} {{\n", returns(92)));
    }

    #[test]
    fn chain_longer_than_a_line_is_split() {
        let calls = |length| [format!(".a({})", "x".repeat(length)), ".b()".to_owned()];
        assert_eq!(chain("  ", "it", &calls(1)), "  it.a(x).b()\n");
        assert_eq!(chain("  ", "it", &calls(108)).lines().count(), 1);
        assert_eq!(chain("  ", "it", &calls(109)), format!("  it\n      .a({})\n      .b()\n", "x".repeat(109)));
    }
}
