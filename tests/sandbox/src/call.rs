//! Parses calls of operations and checks them against the schemas.

mod body;

use std::borrow::Cow;

use generator::model::{Scalar, Type, Types};
use generator::schema::{Location, Method};
use http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::api::Api;
use crate::error_response::ErrorResponse;
use crate::keys::Caller;
use crate::place::Place;
use crate::routes::{CollectionId, PathParameter, Route};
use crate::values::{self, Direction, check, object, plain};

/// Query parameters whose empty text is a value: octodns-ovh deletes the records of the zone's own name by an empty
/// `subDomain`.
const EMPTY_VALUES: &[&str] = &["subDomain"];

/// A checked call of an operation.
#[derive(Debug, Clone)]
pub(crate) struct Call<'r> {
    pub(crate) route: &'r Route,
    pub(crate) place: Place,
    /// The path segments, with parameters in their canonical spelling.
    segments: Vec<String>,
    /// The query parameters; those of a plain type are strings.
    pub(crate) query: Vec<(String, Value)>,
    /// Null without a body.
    pub(crate) body: Value,
    /// Why the body of a change does not conform. It may repeat the current values of read-only fields; see
    /// [`unchanged`](crate::unchanged).
    pub(crate) problem: Option<ErrorResponse>,
    /// `None` if the operation requires no authentication.
    pub(crate) caller: Option<Caller>,
    pub(crate) headers: &'r HeaderMap,
    /// The server's origin as the caller addressed it, such as `http://127.0.0.1:8080`.
    pub(crate) origin: &'r str,
}

/// Returns the decoded segments of a path. Returns `None` if they are not UTF-8. A single slash at the end leads to the
/// same operation.
pub(crate) fn decode(path: &str) -> Option<Vec<String>> {
    let bare = path.strip_prefix('/').unwrap_or(path);
    let bare = bare.strip_suffix('/').unwrap_or(bare);
    bare.split('/').map(|segment| percent_decode_str(segment).decode_utf8().ok().map(Cow::into_owned)).collect()
}

impl<'r> Call<'r> {
    /// Parses and checks path parameters, query, body and headers.
    pub(crate) fn parse(
        api: &Api,
        route: &'r Route,
        segments: Vec<String>,
        query: Option<&str>,
        body: &[u8],
        headers: &'r HeaderMap,
        origin: &'r str,
    ) -> Result<Self, ErrorResponse> {
        let types = &api.model.types;
        let segments = path_values(types, route, segments)?;
        let query = read_query(types, route, query.unwrap_or_default())?;
        let body = body::read(types, route, body)?;
        let (body, problem) = match reader(api, route) {
            None => (body::check(api, route, body)?, None),
            Some(_) => match body::check(api, route, body.clone()) {
                Ok(body) => (body, None),
                Err(problem) => (body, Some(problem)),
            },
        };
        check_headers(types, route, headers)?;
        let place = Place::new(route.branch, segments.iter().map(String::as_str));
        Ok(Self { route, place, segments, query, body, problem, caller: None, headers, origin })
    }

    /// Creates the call that reads what this call changes. Returns `None` if it changes nothing that can be read.
    pub(crate) fn reading(&self, api: &'r Api) -> Option<Self> {
        let route = reader(api, self.route)?;
        Some(Self { route, query: Vec::new(), body: Value::Null, problem: None, ..self.clone() })
    }

    /// Checks the body again, after it was changed.
    pub(crate) fn set_body(&mut self, api: &Api, checked: Value, applied: Value) -> Result<(), ErrorResponse> {
        body::check(api, self.route, checked)?;
        self.body = applied;
        Ok(())
    }

    pub(crate) fn segments(&self) -> &[String] {
        &self.segments
    }

    pub(crate) fn segment(&self, index: usize) -> &str {
        self.segments.get(index).map_or("", String::as_str)
    }

    /// Returns the path of the first `count` segments.
    pub(crate) fn place_of(&self, count: usize) -> Place {
        Place::new(self.route.branch, self.segments.iter().take(count).map(String::as_str))
    }

    /// Fills another path template with the parameters of this call.
    pub(crate) fn place_like(&self, template: &str) -> Place {
        let segments = template.split('/').filter(|segment| !segment.is_empty()).enumerate();
        let filled = segments.map(|(index, segment)| if segment.contains('{') { self.segment(index) } else { segment });
        Place::new(self.route.branch, filled)
    }

    /// Returns the list, collection and key, if the path is an object of a collection.
    pub(crate) fn item(&self) -> Option<(Place, CollectionId, &str)> {
        let (index, collection) = self.route.guards.last()?;
        let is_last = index + 1 == self.segments.len();
        is_last.then(|| (self.place_of(*index), *collection, self.segment(*index)))
    }

    /// Returns a query parameter of a plain type.
    pub(crate) fn query_text(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name)?.1.as_str()
    }

    /// Returns the names of the fields that the body may contain.
    pub(crate) fn writable_fields(&self, types: &Types) -> Vec<String> {
        let mut names = Vec::new();
        for (parameter, _) in self.route.parameters_in(Location::Body) {
            match (&parameter.name, &parameter.ty) {
                (Some(name), _) => names.push(name.clone()),
                (None, Type::Defined(id, _)) => {
                    let shape = object(types, id, Direction::Input);
                    names.extend(
                        shape.into_iter().flat_map(|shape| shape.fields.iter().map(|field| field.name.clone())),
                    );
                }
                (None, _) => {}
            }
        }
        names
    }
}

/// Returns the operation that reads what PUT or PATCH changes.
fn reader<'a>(api: &'a Api, route: &Route) -> Option<&'a Route> {
    let changes = matches!(route.operation.method, Method::Put | Method::Patch);
    changes.then(|| api.table.by_template(route.branch, Method::Get, &route.operation.path)).flatten()
}

fn path_values(types: &Types, route: &Route, mut segments: Vec<String>) -> Result<Vec<String>, ErrorResponse> {
    for PathParameter { index, name, ty } in &route.parameters {
        if let Some(segment) = segments.get_mut(*index) {
            let value = plain(types, ty, segment).ok_or_else(|| ill_typed(name, segment, ty))?;
            *segment = value.key;
        }
    }
    Ok(segments)
}

fn ill_typed(name: &str, found: &str, ty: &Type) -> ErrorResponse {
    let shown: String = found.chars().take(60).collect();
    ErrorResponse::bad_request(format!("[{name}] Given data ({shown}) is not valid for type {}", values::type_name(ty)))
        .detail("parameter", name)
}

fn read_query(types: &Types, route: &Route, query: &str) -> Result<Vec<(String, Value)>, ErrorResponse> {
    // An empty value is the same as no parameter.
    let all = || form_urlencoded::parse(query.as_bytes());
    let is_value = |name: &str, text: &str| !text.is_empty() || EMPTY_VALUES.contains(&name);
    let pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = all().filter(|(name, text)| is_value(name, text)).collect();
    let mut read = Vec::new();
    for (parameter, required) in route.parameters_in(Location::Query) {
        let name = parameter.name.as_deref().unwrap_or_default();
        let texts: Vec<&str> = pairs.iter().filter(|(key, _)| key == name).map(|(_, text)| &**text).collect();
        if texts.is_empty() {
            if required {
                return Err(missing(name));
            }
            continue;
        }
        let value = match &parameter.ty {
            Type::List(item) => {
                let each = texts.iter().map(|text| {
                    plain(types, item, text).map(|value| value.json).ok_or_else(|| ill_typed(name, text, item))
                });
                Value::Array(each.collect::<Result<_, _>>()?)
            }
            ty if is_plain(types, ty) => {
                let text = texts.last().copied().unwrap_or_default();
                plain(types, ty, text).ok_or_else(|| ill_typed(name, text, ty))?;
                Value::from(text)
            }
            ty => {
                let text = texts.last().copied().unwrap_or_default();
                let value: Value = serde_json::from_str(text).map_err(|_| ill_typed(name, text, ty))?;
                check(types, ty, &value, Direction::Input).map_err(|_| ill_typed(name, text, ty))?;
                value
            }
        };
        read.push((name.to_owned(), value));
    }
    let known = |key: &str| route.parameters_in(Location::Query).any(|(known, _)| known.name.as_deref() == Some(key));
    match all().find(|(key, _)| !known(key)) {
        // Wrappers send what they were given for DELETE as query parameters.
        Some((key, _)) if route.operation.method != Method::Delete && !is_lenient(route) => Err(unknown(&key)),
        _ => Ok(read),
    }
}

/// Paths whose GET ignores unknown query parameters: clients send a `region` to `/order/catalog/public/cloud`.
const LENIENT: &[&str] = &["/order/catalog/"];

fn is_lenient(route: &Route) -> bool {
    route.operation.method == Method::Get && LENIENT.iter().any(|start| route.operation.path.starts_with(start))
}

fn is_plain(types: &Types, ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => *scalar != Scalar::Json,
        Type::Defined(id, _) => values::enumeration(types, id).is_some(),
        Type::List(_) | Type::Map(..) | Type::Parameter(_) => false,
    }
}

fn missing(name: &str) -> ErrorResponse {
    ErrorResponse::bad_request(format!("Missing parameter: ({name}) is mandatory")).detail("parameter", name)
}

fn unknown(name: &str) -> ErrorResponse {
    let shown: String = name.chars().take(60).collect();
    ErrorResponse::bad_request(format!("Received not described parameters: ({shown}) while calling this API"))
        .detail("parameter", shown)
}

fn check_headers(types: &Types, route: &Route, headers: &HeaderMap) -> Result<(), ErrorResponse> {
    for (parameter, required) in route.parameters_in(Location::Header) {
        let name = parameter.name.as_deref().unwrap_or_default();
        match headers.get(name).map(|value| value.to_str().unwrap_or_default()) {
            None if required => return Err(missing(name)),
            None => {}
            Some(text) => {
                plain(types, &parameter.ty, text).ok_or_else(|| ill_typed(name, text, &parameter.ty))?;
            }
        }
    }
    Ok(())
}
