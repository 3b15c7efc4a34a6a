//! Random valid schemas with difficult names.

use generator::schema::{Branch, Schema};
use generator::{Output, emit, resolve};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::{output, vocabulary};

/// Keywords, standard types, names in `ovh-api`, symbols, other scripts, paths, case variants.
pub(crate) const NAMES: &[&str] = &[
    "",
    " ",
    "_",
    "-",
    ".",
    "..",
    "../../etc/passwd",
    "\\",
    "\"",
    "`",
    "'",
    "*/",
    "//!",
    "\n",
    "\0",
    "\u{202e}",
    "é",
    "日本",
    "x\"; } mod evil {",
    "{x}",
    "{",
    "}",
    "#",
    "L",
    "L+",
    "L++",
    "10g",
    "2016v1",
    "1.10",
    "11.0",
    "-1",
    "a",
    "A",
    "a.b",
    "a_b",
    "aB",
    "AB",
    "a1",
    "a_1",
    "cron",
    "Cron",
    "fooBar",
    "foo_bar",
    "FooBar",
    "FOO_BAR",
    "type",
    "match",
    "ref",
    "self",
    "Self",
    "super",
    "crate",
    "mod",
    "async",
    "gen",
    "union",
    "r#type",
    "static",
    "dyn",
    "str",
    "usize",
    "call",
    "bool",
    "i64",
    "f64",
    "u8",
    "String",
    "Vec",
    "Option",
    "Box",
    "Into",
    "AsRef",
    "Default",
    "Debug",
    "Clone",
    "Some",
    "None",
    "Ok",
    "T",
    "C",
    "Enum",
    "enum",
    "Status",
    "StatusEnum",
    "UnknownValue",
    "KNOWN",
    "NUMERIC",
    "as_str",
    "Unnamed",
    "Empty",
    "new",
    "list",
    "get",
    "path",
    "body",
    "query",
    "send",
    "with_query",
    "types",
    "v2",
    "parameters",
    "aux",
    "com1",
    "\u{2028}",
    "a\u{200b}b",
    "[x](javascript:alert(1))",
    "lib",
    "main",
    "X-Auth-Token",
    "client",
    "value",
    "object",
    "writer",
    "item",
    "api",
    "core",
    "std",
    "json",
];

const SCALARS: &[&str] = &[
    "string",
    "long",
    "boolean",
    "double",
    "datetime",
    "date",
    "time",
    "duration",
    "uuid",
    "password",
    "ip",
    "ipBlock",
    "ipv4",
    "ipv6",
    "macAddress",
    "any",
    "void",
    "text",
    "newScalar",
];

/// Models of all schemas; they are shared, refer to each other and clash.
const MODELS: &[&str] = &[
    "a.B",
    "a.b",
    "a.b.C",
    "a.BEnum",
    "A.B",
    "a.B.c",
    "a",
    "type.match.Self",
    "str.bool",
    "x.String",
    "x.Option",
    "x.T",
    "x.t",
    "é.é",
    "..",
    "2.3",
    "mod.aux",
    "MOD.Aux.x",
    "con.LPT1.x",
    "x\"; } mod evil {.y",
    "a.Old_string",
    "a.Old_a.B",
    "g.X<T>",
    "g.X<long>",
    "g.Y<type;T>",
    "g.Z<String>",
    "g.W<T;T>",
];

/// Returns the name of a type in an expression.
fn leaf() -> impl Strategy<Value = String> {
    let named = MODELS.iter().filter(|name| !name.contains('<')).copied().chain(["no.Such", "T", "type", "map"]);
    prop_oneof![select(SCALARS), select(named.collect::<Vec<_>>())].prop_map(str::to_owned)
}

pub(crate) fn type_expression() -> impl Strategy<Value = String> {
    leaf()
        .prop_recursive(3, 6, 2, |inner| {
            prop_oneof![
                inner.clone().prop_map(|item| format!("{item}[]")),
                inner
                    .clone()
                    .prop_filter("a map of its own", |item| item != "map")
                    .prop_map(|item| format!("[]{item}")),
                inner.clone().prop_map(|value| format!("map[string]{value}")),
                inner.clone().prop_map(|value| format!("map[a.BEnum]{value}")),
                inner.clone().prop_map(|argument| format!("g.X<{argument}>")),
                inner.clone().prop_map(|argument| format!("g.Z<{argument}>")),
                (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("g.Y<{one},{other}>")),
                inner.prop_map(|target| format!("alias.Of:{target}")),
            ]
        })
        .prop_filter("a name `map` cannot be told from the start of a map", |text| !text.contains("map[]"))
        .prop_filter("an alias is only allowed outside", |text| text.matches(':').count() < 2)
        .prop_map(|text| if text.starts_with("alias") { text } else { text.replace("alias.Of:", "") })
}

fn name() -> impl Strategy<Value = String> {
    select(NAMES).prop_map(str::to_owned)
}

fn property() -> impl Strategy<Value = Value> {
    (type_expression(), any::<[bool; 3]>()).prop_map(|(ty, [can_be_null, read_only, required])| {
        json!({"type": ty, "canBeNull": can_be_null, "readOnly": read_only, "required": required})
    })
}

fn model() -> impl Strategy<Value = Value> {
    let object = btree_map(name(), property(), 0..6).prop_map(|properties| json!({"properties": properties}));
    let values = vec(name(), 0..8);
    let words = (values, select(&["string", "long", "a.BEnum"]))
        .prop_map(|(values, ty)| json!({"enum": values, "enumType": ty}));
    let numbers = vec(any::<i16>(), 0..4).prop_map(|values| json!({"enum": values, "enumType": "long"}));
    prop_oneof![4 => object, 2 => words, 1 => numbers]
}

fn models() -> impl Strategy<Value = Value> {
    btree_map(select(MODELS), model(), 0..10).prop_map(|models| {
        let models = models.into_iter().map(|(key, mut model)| {
            let generics = key.split_once('<').map(|(_, rest)| rest.trim_end_matches('>'));
            if let Some(generics) = generics.filter(|generics| *generics != "long") {
                model["generics"] = generics.split(';').collect();
            }
            (key.replace(';', ","), model)
        });
        models.collect()
    })
}

/// Returns valid parameters: a body is one unnamed parameter or several named ones.
fn parameters() -> impl Strategy<Value = Vec<Value>> {
    let one = |place: &'static str| {
        (name(), type_expression(), any::<bool>()).prop_map(move |(name, ty, required)| {
            let name = if place == "header" { header_of(&name) } else { name };
            json!({"paramType": place, "name": name, "dataType": ty, "required": required})
        })
    };
    let whole = (type_expression(), any::<bool>())
        .prop_map(|(ty, required)| vec![json!({"paramType": "body", "dataType": ty, "required": required})]);
    let body = prop_oneof![Just(Vec::new()), whole, vec(one("body"), 0..4)];
    (vec(one("query"), 0..4), vec(one("header"), 0..2), vec(one("path"), 0..2), body)
        .prop_map(|(query, header, path, body)| [query, header, path, body].concat())
}

fn operation() -> impl Strategy<Value = Value> {
    (type_expression(), parameters(), any::<bool>(), vec(name(), 0..3), name()).prop_map(
        |(response, parameters, unsigned, texts, text)| {
            json!({
                "responseType": response, "parameters": parameters, "noAuthentication": unsigned, "errors": texts,
                "iamActions": texts, "description": text,
                "apiStatus": {"value": "DEPRECATED", "replacement": text, "deletionDate": text},
            })
        },
    )
}

/// Returns the valid characters of a name as a path segment.
pub(crate) fn segment_of(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-._~".contains(*c)).collect();
    if plain.is_empty() || plain.chars().all(|c| c == '.') { "x".to_owned() } else { plain }
}

/// Returns the valid characters of a name as a header name.
fn header_of(name: &str) -> String {
    let token: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(*c)).collect();
    format!("X-{token}")
}

fn path(root: String) -> impl Strategy<Value = String> {
    let segment = (name(), any::<bool>()).prop_map(|(name, is_parameter)| {
        let name = segment_of(&name);
        if is_parameter { format!("{{{name}}}") } else { name }
    });
    vec(segment, 0..5)
        .prop_map(move |segments| segments.iter().fold(root.clone(), |path, segment| path + "/" + segment))
}

/// Returns an API with a root.
pub(crate) fn api(root: &str) -> impl Strategy<Value = Value> + use<> {
    let root = root.to_owned();
    let operations =
        btree_map(select(&["GET", "POST", "PUT", "PATCH", "DELETE"]), operation(), 1..4).prop_map(|operations| {
            let operations = operations.into_iter().map(|(method, mut operation)| {
                operation["httpMethod"] = Value::from(method);
                operation
            });
            operations.collect::<Vec<_>>()
        });
    (btree_map(path(root.clone()), operations, 0..8), models()).prop_map(move |(paths, models)| {
        let paths = paths.into_iter().map(|(path, operations)| json!({"path": path, "operations": operations}));
        json!({"resourcePath": root, "apis": paths.collect::<Vec<_>>(), "models": models})
    })
}

/// Returns schema files of both branches, without duplicate APIs.
pub(crate) fn snapshot() -> impl Strategy<Value = Vec<(Branch, Value)>> {
    const ROOTS: &[&str] = &[
        "/vps",
        "/domain",
        "/dedicated/server",
        "/a/b",
        "/a_b",
        "/types",
        "/self",
        "/new",
        "/x.y~z",
        "/con",
        "/a/Com1",
        "/mod",
        "/2",
        "/str",
        "/full",
        "/http",
    ];
    let branch = |branch: Branch| {
        btree_set(select(ROOTS), 0..3).prop_flat_map(move |roots| {
            let apis: Vec<_> = roots.into_iter().map(|root| api(root).prop_map(move |api| (branch, api))).collect();
            apis
        })
    };
    (branch(Branch::V1), branch(Branch::V2)).prop_map(|(one, other)| [one, other].concat())
}

pub(crate) fn read(files: &[(Branch, Value)]) -> Vec<(Branch, Schema)> {
    let read = |(branch, value): &(Branch, Value)| {
        (*branch, Schema::read("file", value.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}: {value}")))
    };
    files.iter().map(read).collect()
}

/// Generates code and checks it.
pub(crate) fn checked(snapshot: &[(Branch, Value)]) -> Output {
    let schemas = read(snapshot);
    let model = resolve(&schemas);
    let output = emit(&model);
    output::check(&model, &output);
    vocabulary::check_prose(&schemas, &output);
    output
}

/// Returns an API with one name in every place.
pub(crate) fn full_of(name: &str) -> (Branch, Value) {
    let segment = segment_of(name);
    // These characters have a meaning in type expressions.
    let ty = name.replace(['[', ']', '<', '>', ':', ','], "");
    let ty = if ty.trim().is_empty() { "any".to_owned() } else { ty };
    let key = format!("{ty}.{ty}");
    let generic = format!("{ty}.Generic");
    let parameters = |place: &str, required: bool| {
        let name = if place == "header" { header_of(name) } else { name.to_owned() };
        json!({"paramType": place, "name": name, "dataType": key, "required": required})
    };
    let operation = |method: &str, body: Value| {
        json!({
            "httpMethod": method, "responseType": format!("{generic}<{key}>"), "description": name,
            "longDescription": name, "errors": [name], "iamActions": [name],
            "apiStatus": {"value": "DEPRECATED", "replacement": name, "deletionDate": name, "deprecatedDate": name},
            "parameters": [parameters("path", true), parameters("query", false), parameters("header", false), body],
        })
    };
    let property = |ty: &str| json!({"type": ty, "readOnly": false, "description": name});
    let schema = json!({
        "resourcePath": format!("/{segment}"),
        "apis": [{"path": format!("/{segment}/{{{segment}}}/{segment}"), "operations": [
            operation("GET", parameters("body", true)),
            operation("PUT", json!({"paramType": "body", "dataType": key, "required": false})),
        ]}],
        "models": {
            (key.clone()): {"properties": {(name): property(&ty), "other": property(&format!("{ty}.Values"))}},
            (format!("{ty}.Values")): {"enum": [name, name.to_uppercase(), name.to_lowercase()], "description": name},
            (format!("{generic}<{ty}>")): {"generics": [ty], "properties": {(name): property(&ty)}},
            (ty.clone()): {"properties": {(name): property("string")}},
        },
    });
    (Branch::V1, schema)
}
