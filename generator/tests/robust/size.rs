//! Schemas much larger or deeper than real ones give a result or an error, without overflowing the stack of a thread
//! and without quadratic time.

use std::time::{Duration, Instant};

use generator::schema::{Branch, Schema};
use serde_json::{Map, Value, json};

/// Each case takes a few seconds on slow machines; quadratic time would take minutes.
const TIME_LIMIT: Duration = Duration::from_secs(60);

fn get(response: &str) -> Value {
    json!({"httpMethod": "GET", "responseType": response})
}

#[allow(clippy::needless_pass_by_value)] // Callers pass temporaries.
fn api(operation: Value, models: Value) -> Value {
    json!({"resourcePath": "/x", "apis": [{"path": "/x", "operations": [operation]}], "models": models})
}

fn parameters(count: usize, required: bool) -> Value {
    let one = |number| json!({"paramType": "query", "name": format!("p{number}"), "dataType": "string", "required": required});
    json!({"httpMethod": "GET", "responseType": "void", "parameters": (0..count).map(one).collect::<Vec<_>>()})
}

/// Returns models `g.X0` to `g.X…` whose only field `f` has a type that depends on their number.
fn chain(count: usize, parameter: &str, field: impl Fn(usize) -> String) -> Value {
    let model = |number: usize| {
        let mut model = json!({"properties": {"f": {"type": field(number)}}});
        if !parameter.is_empty() {
            model["generics"] = json!([parameter.trim_matches(['<', '>'])]);
        }
        (format!("g.X{number:05}{parameter}"), model)
    };
    (0..count).map(model).collect::<Map<_, _>>().into()
}

fn read(schema: &Value) -> Result<Schema, String> {
    Schema::read("big.json", schema.to_string().as_bytes()).map_err(|error| error.to_string())
}

fn finishes(what: &str, schema: &Value) {
    let schema = read(schema).unwrap();
    let started = Instant::now();
    let model = generator::resolve(&[(Branch::V1, schema)]);
    let output = generator::emit(&model);
    assert_eq!(output.operations, model.counts.operations, "{what}");
    assert_eq!(output.definitions, model.counts.models, "{what}");
    assert!(generator::diff::diff(&model, &model).changes.is_empty(), "{what}");
    assert!(started.elapsed() < TIME_LIMIT, "{what} took {:?}", started.elapsed());
}

#[test]
fn many_values_finish_in_time() {
    let values: Vec<Value> = (0..100_000).map(Value::from).collect();
    finishes("values", &api(get("a.E"), json!({"a.E": {"enum": values}})));
}

#[test]
fn many_fields_finish_in_time() {
    let property = |number| (format!("f{number}"), json!({"type": "string", "required": true}));
    let properties = (0..20_000).map(property).collect::<Map<_, _>>();
    let body = json!({"httpMethod": "POST", "responseType": "a.O",
        "parameters": [{"paramType": "body", "dataType": "a.O"}]});
    finishes("fields", &api(body, json!({"a.O": {"properties": properties}})));
}

#[test]
fn chains_and_cycles_of_types_finish_in_time() {
    const COUNT: usize = 4000;
    let next = |number: usize| format!("g.X{:05}", (number + 1) % COUNT);
    let cases = [
        ("a cycle", "g.X00000", chain(COUNT, "", next)),
        ("a cycle of generics", "g.X00000<long>", chain(COUNT, "<T>", |number| next(number) + "<T>")),
        (
            "a chain of generics of which only the last uses the parameter",
            "g.X00000<long>",
            chain(COUNT, "<T>", |number| if number + 1 == COUNT { "T".to_owned() } else { next(number) + "<T>" }),
        ),
        ("generics that grow", "g.X00000<long>", chain(COUNT, "<T>", |number| format!("{0}<{0}<T[]>>", next(number)))),
    ];
    for (what, response, models) in cases {
        finishes(what, &api(get(response), models));
    }
}

#[test]
fn sizes_up_to_the_limits_are_accepted() {
    let name = |dots: usize| "a.".repeat(dots) + "E";
    let deep = |dots: usize| api(get(&name(dots)), json!({(name(dots)): {"enum": ["x"]}}));
    let long = |length: usize| json!({"resourcePath": format!("/{}", "a".repeat(length))});
    let generic = |count: usize| get(&format!("g.X<{}>", vec!["long"; count].join(",")));
    for (what, schema) in [
        ("namespaces", deep(32)),
        ("arguments", api(parameters(256, true), json!({}))),
        ("options", api(parameters(256, false), json!({}))),
        ("a long root", long(119)),
        ("type arguments", api(generic(10_000), json!({}))),
    ] {
        finishes(what, &schema);
    }
    let too_large = [
        deep(33),
        deep(100_000),
        api(parameters(257, true), json!({})),
        api(parameters(100_000, false), json!({})),
        long(120),
        json!({"resourcePath": "/x", "models": {("a".repeat(121) + ".B"): {}}}),
        api(get(&("[]".repeat(100_000) + "x")), json!({})),
        api(get(&"a<".repeat(100_000)), json!({})),
        json!({"resourcePath": "/x", "models": {("k".repeat(100_000)): 3}}),
        json!({"resourcePath": "/x", "apis": "\u{1b}[2J\n".repeat(100_000)}),
    ];
    let errors: Vec<String> = too_large.iter().map(|schema| read(schema).unwrap_err()).collect();
    insta::assert_snapshot!(errors.join("\n"));
    let nested = |key: &str| format!(r#"{{"resourcePath": "/x", "{key}": {}"#, "[".repeat(1_000_000));
    for key in ["apis", "unknown"] {
        assert!(Schema::read("deep.json", nested(key).as_bytes()).is_err());
    }
}
