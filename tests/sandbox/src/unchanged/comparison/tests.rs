use serde_json::json;

use super::*;

#[test]
fn other_spellings_are_the_same_value() {
    for (sent, current) in [
        (json!(1), json!(1.0)),
        (json!("2026-01-02T03:04:05Z"), json!("2026-01-02T04:04:05+01:00")),
        (json!({"a": 1}), json!({"a": 1, "b": null})),
        (json!({"a": 1, "b": null}), json!({"a": 1})),
        (json!([{"a": 1}]), json!([{"a": 1, "b": null}])),
    ] {
        assert!(same(&sent, &current), "{sent} {current}");
    }
}

#[test]
fn different_values_are_not_the_same() {
    for (sent, current) in [
        (json!(1), json!("1")),
        (json!(null), json!(0)),
        (json!("2026-01-02"), json!("2026-01-03")),
        (json!({"a": 1}), json!({"a": 1, "b": 2})),
        (json!({"a": 1, "b": 2}), json!({"a": 1})),
        (json!([1]), json!([1, 2])),
    ] {
        assert!(!same(&sent, &current), "{sent} {current}");
    }
}
