use super::*;

#[test]
fn percent_matches_any_text() {
    for (text, pattern) in [("running", "%unn%"), ("Running", "run%"), ("running", "%ing"), ("a", "a"), ("", "%")] {
        assert!(like(text, pattern), "{text} {pattern}");
    }
    for (text, pattern) in [("running", "unn"), ("running", "%stop%"), ("running", "ing%"), ("aa", "a")] {
        assert!(!like(text, pattern), "{text} {pattern}");
    }
}
