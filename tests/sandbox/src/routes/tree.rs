//! A tree of path segments.

use std::collections::BTreeMap;

use generator::schema::Method;

use super::RouteId;

/// A node of the tree.
#[derive(Debug, Default)]
pub(super) struct Node {
    fixed: BTreeMap<String, Node>,
    parameter: Option<Box<Node>>,
    routes: [Option<RouteId>; 5],
}

/// Returns the segments of a path template.
pub(crate) fn segments(template: &str) -> impl Iterator<Item = &str> {
    template.trim_matches('/').split('/').filter(|segment| !segment.is_empty())
}

/// Returns the name of the parameter in a segment. A segment with several parameters, or with other text, is a single
/// parameter named like the segment.
pub(crate) fn parameter(segment: &str) -> Option<&str> {
    segment.contains('{').then(|| segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(segment))
}

impl Node {
    /// Adds an operation. Returns false if it already exists.
    pub(super) fn insert(&mut self, template: &str, method: Method, id: RouteId) -> bool {
        let mut node = self;
        for segment in segments(template) {
            node = match parameter(segment) {
                Some(_) => node.parameter.get_or_insert_default(),
                None => node.fixed.entry(segment.to_owned()).or_default(),
            };
        }
        match node.routes.get_mut(position(method)) {
            Some(place @ None) => {
                *place = Some(id);
                true
            }
            _ => false,
        }
    }

    /// Returns the node of a path. Fixed segments take precedence over parameters.
    pub(super) fn find(&self, segments: &[String]) -> Option<&Self> {
        let Some((first, rest)) = segments.split_first() else {
            return self.routes.iter().any(Option::is_some).then_some(self);
        };
        let fixed = self.fixed.get(first).and_then(|node| node.find(rest));
        fixed.or_else(|| self.parameter.as_ref().filter(|_| !first.is_empty())?.find(rest))
    }

    /// Returns for each segment of a path whether it is a parameter. The path may end before that of an operation.
    pub(super) fn parameters(&self, segments: &[String]) -> Option<Vec<bool>> {
        let Some((first, rest)) = segments.split_first() else { return Some(Vec::new()) };
        let fixed = self.fixed.get(first).and_then(|node| Some((false, node.parameters(rest)?)));
        let (own, rest) = fixed.or_else(|| Some((true, self.parameter.as_ref()?.parameters(rest)?)))?;
        Some(std::iter::once(own).chain(rest).collect())
    }

    pub(super) fn at(&self, template: &str) -> Option<&Self> {
        let mut node = self;
        for segment in segments(template) {
            node = match parameter(segment) {
                Some(_) => node.parameter.as_deref()?,
                None => node.fixed.get(segment)?,
            };
        }
        Some(node)
    }

    /// Returns the child for a parameter.
    pub(super) fn below_parameter(&self) -> Option<&Self> {
        self.parameter.as_deref()
    }

    pub(super) fn route(&self, method: Method) -> Option<RouteId> {
        self.routes.get(position(method)).copied().flatten()
    }
}

const fn position(method: Method) -> usize {
    match method {
        Method::Get => 0,
        Method::Post => 1,
        Method::Put => 2,
        Method::Patch => 3,
        Method::Delete => 4,
    }
}
