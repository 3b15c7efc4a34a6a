//! Decoding hostile JSON with each response type.

use serde_json::Value;

use crate::decoders::{DECODERS, Decoder};
use crate::samples;
use crate::values::HOSTILE;

/// A placeholder in the JSON text, because not all hostile values are valid JSON.
const PLACEHOLDER: &str = "@the value@";

/// Visits all values of a response with their JSON paths.
fn visit_values(value: &mut Value, path: &str, visit: &mut dyn FnMut(&str, &mut Value)) {
    visit(path, value);
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                visit_values(item, &format!("{path}[{index}]"), visit);
            }
        }
        Value::Object(entries) => {
            for (key, entry) in entries {
                let is_plain = key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c)) && !key.is_empty();
                let step = if is_plain { format!(".{key}") } else { format!("[{key:?}]") };
                visit_values(entry, &format!("{path}{step}"), visit);
            }
        }
        _ => {}
    }
}

/// The types differ only in their fields, so each test takes a share of them. All of them would take minutes.
const ONE_IN: usize = 20;

/// Calls `check` for some types and their samples, chosen by a seed, which differs between the tests.
fn each(seed: u64, mut check: impl FnMut(&Decoder, Value)) {
    let model = samples::model();
    let mut rng = fastrand::Rng::with_seed(seed);
    for decoder in DECODERS.iter().filter(|_| rng.usize(..ONE_IN) == 0) {
        check(decoder, samples::sample(&model, decoder.is_v2, decoder.name));
    }
}

#[test]
fn samples_of_all_types_decode() {
    let model = samples::model();
    for decoder in DECODERS {
        let sample = samples::sample(&model, decoder.is_v2, decoder.name);
        if let Err(error) = (decoder.read)(sample.to_string().as_bytes()) {
            panic!("{} does not decode {sample}: {error}", decoder.name);
        }
    }
}

#[test]
fn table_has_all_response_types() {
    let generated = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ovh-api/src/generated");
    let mut decoders = 0;
    let files = walkdir::WalkDir::new(generated).into_iter().map(Result::unwrap);
    for file in files.filter(|entry| entry.file_type().is_file()) {
        let text = std::fs::read_to_string(file.path()).unwrap();
        decoders += text.matches("FromJson for").count() + text.matches("open_enum!").count();
    }
    assert_eq!(DECODERS.len(), decoders);
}

/// Calls `check` with each text in which one value is replaced by a hostile one, and the path of the value.
fn with_hostile_values(sample: &Value, mut check: impl FnMut(&str, &str)) {
    let mut count = 0;
    visit_values(&mut sample.clone(), "$", &mut |_, _| count += 1);
    for number in 0..count {
        let (mut changed, mut seen, mut at) = (sample.clone(), 0, String::new());
        visit_values(&mut changed, "$", &mut |path, value| {
            if seen == number {
                *value = PLACEHOLDER.into();
                at = path.to_owned();
            }
            seen += 1;
        });
        let text = changed.to_string();
        for hostile in HOSTILE {
            check(&at, &text.replace(&format!("{PLACEHOLDER:?}"), hostile));
        }
    }
}

#[test]
fn decode_error_has_the_path_of_the_hostile_value() {
    let (mut errors, mut accepted) = (0, 0);
    each(1, |decoder, sample| {
        with_hostile_values(&sample, |at, body| match (decoder.read)(body.as_bytes()) {
            Ok(()) => accepted += 1,
            Err(error) => {
                errors += 1;
                match error.path() {
                    Some(path) => assert!(path.starts_with(at), "{}: {error}, expected {at}: {body}", decoder.name),
                    None => assert!(serde_json::from_str::<Value>(body).is_err(), "{}: {error}: {body}", decoder.name),
                }
            }
        });
    });
    assert!(errors > 10_000 && accepted > 10_000, "{errors} errors, {accepted} accepted");
}

#[test]
fn truncated_body_is_an_error() {
    each(2, |decoder, sample| {
        let body = sample.to_string();
        // At most some 200 places, because the time for all of them is quadratic.
        for end in (1..body.len()).step_by((body.len() / 200).max(3)) {
            let error = (decoder.read)(&body.as_bytes()[..end]).unwrap_err();
            assert!(error.path().is_none() && error.to_string().starts_with("not JSON: "), "{}: {error}", decoder.name);
        }
    });
}

/// Replaces or removes a byte. Inside a string, invalid UTF-8 is decoded as U+FFFD.
#[test]
fn invalid_utf_8_outside_strings_is_an_error() {
    each(3, |decoder, sample| {
        let body = sample.to_string().into_bytes();
        for at in (0..body.len()).step_by(5) {
            let mut broken = body.clone();
            broken[at] = 0xff;
            let is_in_text = serde_json::from_str::<Value>(&String::from_utf8_lossy(&broken)).is_ok();
            if !is_in_text {
                assert!((decoder.read)(&broken).is_err(), "{} at {at}", decoder.name);
            }
            broken.remove(at);
            let _ = (decoder.read)(&broken);
        }
    });
}

/// Repeats each key with a hostile value before or after the valid one. Either may be used.
#[test]
fn repeated_keys_do_not_panic() {
    each(4, |decoder, sample| {
        let Value::Object(entries) = &sample else { return };
        for hostile in HOSTILE {
            for hostile_first in [true, false] {
                let entry = |(key, value): (&String, &Value)| {
                    let (key, value) = (Value::from(key.as_str()), value.to_string());
                    let (one, other) = if hostile_first { (*hostile, &*value) } else { (&*value, *hostile) };
                    format!("{key}:{one},{key}:{other}")
                };
                let body = format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(","));
                if let Err(error) = (decoder.read)(body.as_bytes()) {
                    // The client reads an unpaired surrogate as U+FFFD; serde_json rejects it.
                    let is_json = serde_json::from_str::<Value>(&body.replace(r"\ud800", r"\ufffd")).is_ok();
                    assert_eq!(error.path().is_some_and(|path| path.starts_with("$.")), is_json, "{error}: {body}");
                }
            }
        }
    });
}

#[test]
fn deep_nesting_is_an_error() {
    let bodies = ["[", "{\"a\":", "[{\"id\":[", "{\"items\":["].map(|step| step.repeat(200_000));
    // The parser finds the limit before any type is decoded.
    for decoder in DECODERS.iter().step_by(20 * ONE_IN) {
        for body in &bodies {
            let error = (decoder.read)(body.as_bytes()).unwrap_err();
            assert!(error.to_string().contains("recursion limit"), "{}: {error}", decoder.name);
        }
    }
}
