//! Any text is a type expression or an error, and the printed form parses to the same expression.

#![no_main]

use generator::schema::TypeExpression;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match TypeExpression::parse(text) {
        Ok(parsed) => {
            let printed = parsed.to_string();
            assert_eq!(TypeExpression::parse(&printed), Ok(parsed), "{text:?} was printed as {printed:?}");
        }
        Err(message) => assert!(!message.contains(char::is_control), "{message:?}"),
    }
});
