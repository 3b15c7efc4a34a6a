//! Schemas cannot inject code: generated code has exactly the items of the model, and only words of the generator and
//! names of the model.

use std::collections::BTreeSet;

use generator::Output;
use generator::model::{Kind, Model, Object};
use generator::schema::{ApiStatus, Branch, Schema};
use proc_macro2::{TokenStream, TokenTree};

/// Words that the generator emits: keywords, attributes, names in `ovh-api` and the standard library.
const OWN: &str = "
    Api AsRef BTreeMap Box Branch C Client Clone Copy Date Debug Default Delete EnumValue From FromJson Get
    Into IpAddr IpNet Ipv4Addr Ipv4Net Ipv6Addr Ipv6Net Json MacAddr6 Method N OPERATIONS OpenEnum Operation
    Option P Parameter Patch Post Put Request SecretString Self Some Span String T Texts Time Timestamp ToJson
    Uuid V1 V2 Value Vec Writer a abort alias all allow any api arguments as authenticated begin_object
    blocking bool boxed branch c cfg cfg_attr civil client clippy clone clone_and_debug collect collections
    common_traits const convert crate dead_code default deprecated derive diagnostic doc doc_markdown docsrs dyn end_object enum equality f64
    false feature field field_boxed fields fn for from from_json get get_boxed hidden i64 iam_actions impl
    inline into into_iter ipnet is_null item jiff json key label let long macaddr map marker message method
    missing missing_debug_implementations missing_docs mod module_inception must_use mut name named_arguments
    needless_pass_by_value net new non_camel_case_types not note object on_unimplemented open_enum operation
    option optional optional_boxed parameters patch patch_boxed path process pub redundant_explicit_links request request_with rustdoc secrecy
    self setters should_implement_trait static std str string struct super then_some to_json too_many_arguments trait
    true type_complexity types unused_imports use usize uuid v2 value value_or_absent vec where with_body
    with_body_field with_header with_query with_query_json with_query_list with_query_texts with_texts writer
    wrong_self_convention _
";

/// The number of items in code.
#[derive(Debug, Default, PartialEq, Eq)]
struct Items {
    structs: usize,
    /// Enums of values and markers of operations with optional parameters.
    enums: usize,
    statics: usize,
    macros: usize,
}

/// Panics on an unexpected word or number of items.
pub(crate) fn check(model: &Model, output: &Output) {
    let names = names(model);
    let own: BTreeSet<&str> = OWN.split_whitespace().collect();
    let mut found = Items::default();
    for (path, text) in &output.files {
        // `syn` is another parser: one may find what the other misses.
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        read(tokens, &mut found, &|word| {
            let is_known = own.contains(word) || names.contains(&plain(word));
            assert!(is_known, "{path} contains `{word}`, which is not in the model or the generator");
        });
    }
    assert_eq!(found, expected(model));
}

fn read(tokens: TokenStream, found: &mut Items, check: &dyn Fn(&str)) {
    let mut before = String::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                check(&word);
                match before.as_str() {
                    "struct" => found.structs += 1,
                    "enum" => found.enums += 1,
                    "static" => found.statics += 1,
                    _ => {}
                }
                // The name of a lifetime is not a keyword.
                before = if before == "'" { String::new() } else { word };
            }
            TokenTree::Group(group) => {
                read(group.stream(), found, check);
                before.clear();
            }
            TokenTree::Punct(sign) => {
                found.macros += usize::from(sign.as_char() == '!' && before == "open_enum");
                before = if sign.as_char() == '\'' { "'".to_owned() } else { String::new() };
            }
            TokenTree::Literal(_) => before.clear(),
        }
    }
}

fn expected(model: &Model) -> Items {
    let has_v2 = model.apis.iter().any(|api| api.branch == Branch::V2);
    // Each API has a list of its operations, and the crate a list of these lists.
    let (structs, statics) = (model.apis.len() + usize::from(has_v2), model.apis.len() + 1);
    let mut items = Items { structs, statics, ..Items::default() };
    for operation in model.apis.iter().flat_map(|api| &api.operations) {
        items.statics += 1;
        items.enums += usize::from(!operation.options.is_empty());
        items.structs += usize::from(!operation.named().is_empty());
    }
    for (id, definition) in &model.types {
        // A branch without APIs has no types.
        assert!(has_v2 || id.branch == Branch::V1);
        match &definition.kind {
            Kind::Enum(_) => {
                items.enums += 1;
                items.macros += 1;
            }
            Kind::Object { output, input } => {
                items.structs += output.iter().chain(input).count();
                items.structs += input.iter().filter(|object| object.is_built_by_name()).count();
            }
        }
    }
    items
}

/// Returns a name without case and separators: a descriptor is `ZONE_RECORD`, a marker `ZoneRecord`.
fn plain(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

fn names(model: &Model) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add = |name: &String| {
        names.insert(plain(name));
    };
    for api in &model.apis {
        add(&api.module);
        add(&api.type_name);
        for operation in &api.operations {
            add(&operation.name);
            operation.arguments.iter().chain(&operation.options).for_each(|parameter| add(&parameter.ident));
        }
    }
    for definition in model.types.values() {
        definition.module.iter().for_each(&mut add);
        match &definition.kind {
            Kind::Enum(own) => {
                add(&own.name);
                own.values.iter().for_each(|(variant, _)| add(variant));
            }
            Kind::Object { output, input } => {
                for Object { name, generics, fields, .. } in output.iter().chain(input) {
                    add(name);
                    generics.iter().for_each(&mut add);
                    fields.iter().for_each(|field| add(&field.ident));
                }
            }
        }
    }
    names
}

/// Panics unless OVHcloud's texts appear only in documentation.
pub(crate) fn check_prose(schemas: &[(Branch, Schema)], output: &Output) {
    let mut silent = schemas.to_vec();
    for (_, schema) in &mut silent {
        for path in &mut schema.apis {
            for operation in &mut path.operations {
                operation.description = None;
                operation.long_description = None;
                operation.errors.clear();
                // The `deprecated` attribute stays, with a default note.
                let status = operation.api_status.value.clone();
                operation.api_status = ApiStatus { value: status, ..ApiStatus::default() };
                operation.parameters.iter_mut().for_each(|parameter| parameter.description = None);
            }
        }
        for model in schema.models.values_mut() {
            model.description = None;
            model.properties.iter_mut().flatten().for_each(|(_, property)| property.description = None);
        }
    }
    let silent = generator::emit(&generator::resolve(&silent));
    assert!(output.files.keys().eq(silent.files.keys()));
    for ((path, one), other) in output.files.iter().zip(silent.files.values()) {
        assert_eq!(undocumented(one.parse().unwrap()), undocumented(other.parse().unwrap()), "{path}");
    }
}

/// Returns the code without documentation and deprecation notes.
fn undocumented(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_inner = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '#')
            && matches!(tokens.peek(), Some(TokenTree::Punct(sign)) if sign.as_char() == '!');
        if is_inner {
            tokens.next();
        }
        if let (TokenTree::Punct(sign), Some(TokenTree::Group(group))) = (&token, tokens.peek())
            && (sign.as_char() == '#' || is_inner)
        {
            let attribute = group.stream().to_string();
            let is_prose = ["doc ", "doc=", "deprecated"].iter().any(|name| attribute.starts_with(name));
            text.push_str(if is_prose { "" } else { &attribute });
            tokens.next();
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                text.push_str(&format!("{:?}(", group.delimiter()));
                text.push_str(&undocumented(group.stream()));
                text.push(')');
            }
            other => text.push_str(&other.to_string()),
        }
        text.push(' ');
    }
    text
}
