//! Single mutations of a schema, with the impact of each and of its reverse.

use generator::diff::Impact::{self, Build, Compatible, RunTime};
use serde_json::{Value, json};

use crate::schema::{body, object, operation, parameter, property, thing};

/// A change of the schema, with the expected impact of it and of its reverse.
pub struct Mutation {
    pub name: &'static str,
    pub there: Option<Impact>,
    pub back: Option<Impact>,
    pub change: fn(&mut Vec<Value>),
}

impl Mutation {
    /// Returns the mutated schemas.
    pub fn applied(&self) -> Vec<Value> {
        let mut schemas = vec![thing()];
        (self.change)(&mut schemas);
        schemas
    }
}

/// Returns an operation by the index of its path and its own index.
fn op(schemas: &mut [Value], path: usize, place: usize) -> &mut Value {
    &mut schemas[0]["apis"][path]["operations"][place]
}

/// Returns the parameters of an operation.
fn parameters(schemas: &mut [Value], path: usize, place: usize) -> &mut Vec<Value> {
    op(schemas, path, place)["parameters"].as_array_mut().unwrap()
}

fn model<'s>(schemas: &'s mut [Value], name: &str) -> &'s mut Value {
    &mut schemas[0]["models"][name]
}

fn field<'s>(schemas: &'s mut [Value], ty: &str, name: &str) -> &'s mut Value {
    &mut model(schemas, ty)["properties"][name]
}

/// Removes a field or a model.
fn take(from: &mut Value, name: &str) -> Value {
    from.as_object_mut().unwrap().remove(name).unwrap()
}

/// Renames a model everywhere.
fn rename(schemas: &mut [Value], from: &str, to: &str) {
    schemas[0] = serde_json::from_str(&schemas[0].to_string().replace(from, to)).unwrap();
}

fn push_path(schemas: &mut [Value], path: &str, operations: &Value) {
    schemas[0]["apis"].as_array_mut().unwrap().push(json!({"path": path, "operations": operations}));
}

macro_rules! mutations {
    ($($name:literal: $there:expr, $back:expr => $change:expr;)*) => {
        &[$(Mutation { name: $name, there: $there, back: $back, change: $change }),*]
    };
}

const B: Option<Impact> = Some(Build);
const R: Option<Impact> = Some(RunTime);
const C: Option<Impact> = Some(Compatible);

/// All mutations.
pub const ALL: &[Mutation] = mutations! {
    "api_added": C, B => |s| s.push(json!({"resourcePath": "/other", "apis": [{"path": "/other", "operations": [operation("GET", "long", &[])]}]}));
    "api_of_v2_added": C, B => |s| s.push(json!({"apiVersion": "2.0", "resourcePath": "/other", "apis": [{"path": "/other", "operations": [operation("GET", "long", &[])]}]}));
    "api_that_clashes_added": B, B => |s| s.push(json!({"resourcePath": "/Thing", "apis": [{"path": "/Thing", "operations": [operation("GET", "long", &[])]}]}));
    "api_with_a_type_of_its_own_added": C, B => |s| s.push(json!({"resourcePath": "/other", "models": {"other.Other": object(&json!({"id": property("long", "r")}))}, "apis": [{"path": "/other", "operations": [operation("GET", "other.Other", &[])]}]}));
    "api_that_shares_a_type_that_grows_added": C, B => |s| { s.push(json!({"resourcePath": "/elsewhere", "apis": [{"path": "/elsewhere", "operations": [operation("GET", "thing.Part", &[])]}]})); model(s, "thing.Part")["properties"]["weight"] = property("double", "r"); };
    "operation_added": C, B => |s| push_path(s, "/thing/{name}/reboot", &json!([operation("POST", "void", &[parameter("path", "name", "string", true)])]));
    "post_gains_a_get": C, B => |s| s[0]["apis"][3]["operations"].as_array_mut().unwrap().push(operation("GET", "long[]", &[parameter("path", "name", "string", true)]));
    "sibling_for_all_added": C, B => |s| push_path(s, "/thing/part", &json!([operation("POST", "long", &[])]));
    "operation_that_clashes_added": R, B => |s| push_path(s, "/thing/{name}/Order", &json!([operation("POST", "thing.Order<thing.Part>", &[parameter("path", "name", "string", true), body("thing.Wish")])]));
    "operation_with_another_response_that_clashes_added": B, B => |s| push_path(s, "/thing/{name}/Order", &json!([operation("POST", "thing.Part", &[parameter("path", "name", "string", true), body("thing.Wish")])]));
    "path_spelled_differently": R, R => |s| s[0]["apis"][4]["path"] = json!("/thing/{name}/Order");
    "path_of_other_words": B, B => |s| s[0]["apis"][2]["path"] = json!("/thing/{name}/piece/{number}");
    "response_of_another_type": B, B => |s| op(s, 0, 0)["responseType"] = json!("long[]");
    "response_instead_of_none": B, B => |s| op(s, 1, 2)["responseType"] = json!("thing.Part");
    "response_of_one_instead_of_many": B, B => |s| op(s, 0, 0)["responseType"] = json!("string");
    "path_parameter_renamed": C, C => |s| rename(s, "{number}", "{id}");
    "path_parameter_of_another_type": B, B => |s| parameters(s, 2, 0)[1]["dataType"] = json!("long");
    "path_parameters_swapped": R, R => |s| s[0]["apis"][2]["path"] = json!("/thing/{number}/part/{name}");
    "required_query_added": B, B => |s| parameters(s, 0, 0).push(parameter("query", "kind", "string", true));
    "required_query_renamed": R, R => |s| parameters(s, 2, 0)[2]["name"] = json!("begin");
    "required_query_spelled_differently": C, C => |s| parameters(s, 2, 0)[2]["name"] = json!("From");
    "first_optional_query_added": C, B => |s| parameters(s, 0, 0).push(parameter("query", "kind", "string", false));
    "another_optional_query_added": C, B => |s| parameters(s, 1, 2).push(parameter("query", "now", "boolean", false));
    "optional_query_that_clashes_added": C, B => |s| parameters(s, 1, 2).push(parameter("query", "Force", "boolean", false));
    "optional_query_required": B, B => |s| parameters(s, 2, 0)[3]["required"] = json!(true);
    "required_query_optional": B, B => |s| parameters(s, 2, 0)[2]["required"] = json!(false);
    "optional_query_swapped_with_a_required_one": B, B => |s| { let of_part = parameters(s, 2, 0); of_part[2]["required"] = json!(false); of_part[3] = parameter("query", "state", "date", true); };
    "optional_query_of_another_type": B, B => |s| parameters(s, 1, 2)[1]["dataType"] = json!("string");
    "query_becomes_a_list": B, B => |s| parameters(s, 2, 0)[3]["dataType"] = json!("thing.StateEnum[]");
    "query_becomes_a_header": C, C => |s| parameters(s, 2, 0)[2]["paramType"] = json!("header");
    "required_body_key_added": B, B => |s| parameters(s, 3, 0).push(parameter("body", "colour", "string", true));
    "optional_body_key_added": C, B => |s| parameters(s, 3, 0).push(parameter("body", "colour", "string", false));
    "body_keys_renamed": R, R => |s| { parameters(s, 5, 0)[1]["name"] = json!("zone"); parameters(s, 5, 0)[3]["name"] = json!("area"); };
    "body_key_of_its_neighbours_type": B, B => |s| parameters(s, 5, 0)[2]["dataType"] = json!("string");
    "body_key_spelled_differently_beside_its_type": B, B => |s| parameters(s, 5, 0)[3]["name"] = json!("Title");
    "fourth_required_body_key_added": B, B => |s| parameters(s, 5, 0).push(parameter("body", "until", "date", true));
    "named_body_key_renamed": B, B => |s| parameters(s, 3, 0)[1]["name"] = json!("zone");
    "named_body_key_spelled_differently": C, C => |s| parameters(s, 3, 0)[2]["name"] = json!("Title");
    "named_body_key_of_another_type": B, B => |s| parameters(s, 3, 0)[2]["dataType"] = json!("long");
    "named_body_key_optional": B, B => |s| parameters(s, 3, 0)[2]["required"] = json!(false);
    "map_of_other_values": B, B => |s| parameters(s, 3, 0)[3]["dataType"] = json!("map[string]string");
    "whole_body_of_another_type": B, B => |s| parameters(s, 4, 0)[1] = body("thing.Option");
    "response_field_added": C, B => |s| model(s, "thing.Part")["properties"]["weight"] = property("double", "r");
    "response_field_of_another_type": B, B => |s| field(s, "thing.Part", "number")["type"] = json!("double");
    "response_field_nullable": B, B => |s| field(s, "thing.Part", "number")["canBeNull"] = json!(true);
    "response_json_nullable": B, B => |s| field(s, "thing.Thing", "notes")["canBeNull"] = json!(true);
    "response_field_spelled_differently": C, C => |s| { let old = take(&mut model(s, "thing.Thing")["properties"], "createdAt"); model(s, "thing.Thing")["properties"]["created-at"] = old; };
    "field_of_another_type_that_clashes_added": C, B => |s| model(s, "thing.Thing")["properties"]["created-at"] = property("date", "r");
    "field_that_clashes_added": C, B => |s| model(s, "thing.Thing")["properties"]["created-at"] = property("datetime", "r");
    "request_optional_field_added": C, B => |s| model(s, "thing.Wish")["properties"]["colour"] = property("string", "");
    "request_nullable_field_added": C, B => |s| model(s, "thing.Wish")["properties"]["colour"] = property("string", "qn");
    "request_required_field_added": B, B => |s| model(s, "thing.Wish")["properties"]["colour"] = property("string", "q");
    "first_required_field_added": B, B => |s| model(s, "thing.Option")["properties"]["colour"] = property("string", "q");
    "named_field_renamed": B, B => |s| { let old = take(&mut model(s, "thing.Wish")["properties"], "product"); model(s, "thing.Wish")["properties"]["what"] = old; };
    "named_field_spelled_differently": C, C => |s| { let old = take(&mut model(s, "thing.Wish")["properties"], "shop"); model(s, "thing.Wish")["properties"]["Shop"] = old; };
    "named_field_optional": B, B => |s| field(s, "thing.Wish", "shop")["required"] = json!(false);
    "required_fields_spelled_differently": R, R => |s| for (from, to) in [("b", "_b"), ("c", "C")] { let old = take(&mut model(s, "thing.Reason")["properties"], from); model(s, "thing.Reason")["properties"][to] = old; };
    "required_field_spelled_differently_beside_its_type": B, B => |s| { let old = take(&mut model(s, "thing.Reason")["properties"], "c"); model(s, "thing.Reason")["properties"]["C"] = old; };
    "required_field_of_its_neighbours_type": B, B => |s| field(s, "thing.Reason", "b")["type"] = json!("string");
    "fourth_required_field_added": B, B => |s| model(s, "thing.Reason")["properties"]["d"] = property("date", "q");
    "field_without_a_conversion_added": B, B => |s| model(s, "thing.Thing")["properties"]["order"] = property("thing.Order<thing.Part>", "");
    "request_field_required": B, B => |s| field(s, "thing.Wish", "count")["required"] = json!(true);
    "request_field_nullable": B, B => |s| field(s, "thing.Wish", "count")["canBeNull"] = json!(true);
    "request_field_null_instead_of_absent": R, R => |s| { field(s, "thing.Option", "value")["required"] = json!(true); field(s, "thing.Option", "value")["canBeNull"] = json!(true); };
    "request_field_null_instead_of_absent_beside_a_required_one": B, B => |s| { *field(s, "thing.Option", "value") = property("string", "nq"); model(s, "thing.Option")["properties"]["colour"] = property("string", "q"); };
    "request_field_read_only": B, C => |s| field(s, "thing.Wish", "count")["readOnly"] = json!(true);
    "updated_field_read_only": B, C => |s| field(s, "thing.Thing", "comment")["readOnly"] = json!(true);
    "enum_value_added": C, B => |s| model(s, "thing.StateEnum")["enum"] = json!(["on", "off", "in-repair", "lost"]);
    "enum_value_that_clashes_added": B, B => |s| model(s, "thing.StateEnum")["enum"] = json!(["on", "off", "in-repair", "ON"]);
    "enum_value_spelled_differently": R, R => |s| model(s, "thing.StateEnum")["enum"] = json!(["on", "off", "in_repair"]);
    "enum_of_numbers": R, R => |s| model(s, "thing.KindEnum")["enumType"] = json!("long");
    "enum_becomes_an_object": B, B => |s| *model(s, "thing.KindEnum") = object(&json!({"id": property("long", "r")}));
    "request_object_becomes_an_enum": B, B => |s| *model(s, "thing.Option") = json!({"enum": ["a"], "enumType": "string"});
    "needs_no_credentials": R, R => |s| op(s, 0, 0)["noAuthentication"] = json!(true);
    "iam_action_added": R, C => |s| op(s, 0, 0)["iamActions"] = json!([{"name": "thing:apiovh:use", "required": true}, {"name": "thing:apiovh:list", "required": true}]);
    "optional_iam_action_added": C, C => |s| op(s, 0, 0)["iamActions"] = json!([{"name": "thing:apiovh:use", "required": true}, {"name": "thing:apiovh:list", "required": false}]);
    "iam_action_renamed": R, R => |s| op(s, 0, 0)["iamActions"] = json!([{"name": "thing:apiovh:list", "required": true}]);
    "status_beta": C, C => |s| op(s, 0, 0)["apiStatus"] = json!({"value": "BETA"});
    "deprecated": C, C => |s| op(s, 0, 0)["apiStatus"] = json!({"value": "DEPRECATED", "deprecatedDate": "2025-01-01T00:00:00Z", "deletionDate": "2026-01-01T00:00:00Z", "replacement": "/v2/thing"});
    "deprecated_with_an_invalid_date": C, C => |s| op(s, 0, 0)["apiStatus"] = json!({"value": "DEPRECATED", "deprecatedDate": "a Tuesday"});
    "error_class_added": C, C => |s| op(s, 0, 0)["errors"] = json!(["Client::NotFound", "Client::Forbidden"]);
    "response_type_used_in_requests": C, B => |s| push_path(s, "/thing/{name}/accept", &json!([operation("POST", "void", &[parameter("path", "name", "string", true), body("thing.Part")])]));
    "request_type_used_in_responses": C, B => |s| push_path(s, "/thing/{name}/wish", &json!([operation("GET", "thing.Wish", &[parameter("path", "name", "string", true)])]));
    "type_of_both_directions_added": C, B => |s| { let name = parameter("path", "name", "string", true); push_path(s, "/thing/{name}/plan", &json!([operation("GET", "thing.Plan", std::slice::from_ref(&name)), operation("PUT", "void", &[name, body("thing.Plan")])])); s[0]["models"]["thing.Plan"] = object(&json!({"day": property("long", "")})); };
    "type_renamed": B, B => |s| rename(s, "thing.Part", "thing.Piece");
    "type_renamed_in_the_schema_only": C, C => |s| rename(s, "thing.StateEnum", "thing.State");
    "type_in_another_namespace": B, B => |s| rename(s, "thing.Option", "order.Option");
    "type_that_clashes_added": C, B => |s| s[0]["models"]["thing.part"] = json!({"enum": ["a"], "enumType": "string"});
    "type_parameter_renamed": None, None => |s| { let mut order = take(&mut s[0]["models"], "thing.Order<T>"); order["generics"] = json!(["U"]); order["properties"]["item"]["type"] = json!("U"); s[0]["models"]["thing.Order<U>"] = order; };
    "type_argument_changed": B, B => |s| op(s, 4, 0)["responseType"] = json!("thing.Order<string>");
    "type_parameter_added": B, B => |s| { let mut order = take(&mut s[0]["models"], "thing.Order<T>"); order["generics"] = json!(["T", "U"]); order["properties"]["also"] = property("U", "r"); s[0]["models"]["thing.Order<T,U>"] = order; op(s, 4, 0)["responseType"] = json!("thing.Order<thing.Part,string>"); };
    "type_undefined": B, B => |s| { take(&mut s[0]["models"], "thing.KindEnum"); };
    "recursive_field_added": C, B => |s| model(s, "thing.Part")["properties"]["whole"] = property("thing.Part", "rn");
    "field_becomes_recursive": B, B => |s| model(s, "thing.Option")["properties"]["value"] = property("thing.Option", "");
    "scalars_with_one_rust_type": None, None => |s| field(s, "thing.Thing", "owner")["type"] = json!("phoneNumber");
    "descriptions_changed": None, None => |s| op(s, 0, 0)["description"] = json!("All things");
};
