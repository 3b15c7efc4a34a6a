//! Text laid out as the formatter would: for what is written without it, because it is many times the same.

/// The longest line that the formatter writes, in characters.
const WIDTH: usize = 89;

/// A method call as the formatter has it: on one line, else with the method on a line of its own, else with each argument on
/// one.
pub fn call(indent: usize, before: &str, receiver: &str, method: &str, arguments: &[String], end: &str) -> String {
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
    let flat = format!(".{method}({}){end}", arguments.join(", "));
    let line = format!("{outer}{before}{receiver}{flat}");
    if fits(&line) {
        return line;
    }
    let second = format!("{inner}{flat}");
    if fits(&second) {
        return format!("{outer}{before}{receiver}\n{second}");
    }
    let arguments: String = arguments.iter().map(|argument| format!("{inner}    {argument},\n")).collect();
    format!("{outer}{before}{receiver}\n{inner}.{method}(\n{arguments}{inner}){end}")
}

fn fits(line: &str) -> bool {
    line.chars().count() <= WIDTH
}
