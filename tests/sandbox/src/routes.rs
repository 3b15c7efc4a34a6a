//! All operations, and which of them a request is for.
//!
//! What an operation means follows from its place: a GET that answers a list, on a path that goes on with a parameter,
//! lists a collection; POST on the same path adds to it; the path with the parameter is one of its items.

mod meaning;
mod tree;

use generator::model::{Model, Operation, Parameter, Type};
use generator::schema::{Branch, Location, Method};

pub(crate) use self::meaning::Meaning;
use self::tree::Node;
pub(crate) use self::tree::{parameter, segments};

/// Identifies a route of a [`Table`].
pub(crate) type RouteId = usize;
/// Identifies a collection of a [`Table`].
pub(crate) type CollectionId = usize;

/// One operation and what is known about it from its place among the others.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) id: RouteId,
    pub(crate) branch: Branch,
    pub(crate) operation: Operation,
    pub(crate) meaning: Meaning,
    /// The collections that the path goes through: how many segments lead to each.
    pub(crate) guards: Vec<(usize, CollectionId)>,
    /// The path parameters.
    pub(crate) parameters: Vec<PathParameter>,
    /// Where a thing that this operation answers is listed, if it is not on its own path.
    pub(crate) lists_response: Option<CollectionId>,
}

/// A parameter in a path.
#[derive(Debug)]
pub(crate) struct PathParameter {
    /// The segment that it is.
    pub(crate) index: usize,
    pub(crate) name: String,
    pub(crate) ty: Type,
}

/// Things of one sort.
#[derive(Debug)]
pub(crate) struct Collection {
    /// The path template of the list.
    pub(crate) template: String,
    /// The name and type of the parameter that tells the things apart.
    pub(crate) parameter: String,
    pub(crate) key: Type,
    /// What the list holds: keys, or the things themselves.
    pub(crate) element: Type,
    /// One of the things, if it can be read.
    pub(crate) item: Option<Type>,
    /// The field of a thing that holds its key.
    pub(crate) key_field: Option<String>,
}

/// All routes.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) routes: Vec<Route>,
    pub(crate) collections: Vec<Collection>,
    v1: Node,
    v2: Node,
}

/// What a path leads to.
#[derive(Debug)]
pub(crate) enum Found<'t> {
    Route(&'t Route),
    /// The path is right, the method is not; these are.
    WrongMethod(Vec<&'static str>),
    Nothing,
}

impl Table {
    pub(crate) fn new(model: &Model) -> Self {
        let mut table = Self::default();
        for api in &model.apis {
            for operation in &api.operations {
                let id = table.routes.len();
                let root = if api.branch == Branch::V1 { &mut table.v1 } else { &mut table.v2 };
                // An operation that two files describe is served as the first of them says.
                if root.insert(&operation.path, operation.method, id) {
                    table.routes.push(Route::new(id, api.branch, operation.clone()));
                }
            }
        }
        meaning::find(&mut table, &model.types);
        table
    }

    fn root(&self, branch: Branch) -> &Node {
        match branch {
            Branch::V1 => &self.v1,
            Branch::V2 => &self.v2,
        }
    }

    /// The operation for a path given by its decoded segments.
    pub(crate) fn find(&self, branch: Branch, method: &http::Method, segments: &[String]) -> Found<'_> {
        let Some(node) = self.root(branch).find(segments) else { return Found::Nothing };
        let wanted = METHODS.iter().find(|known| known.as_str() == method.as_str());
        match wanted.and_then(|method| node.route(*method)).and_then(|id| self.routes.get(id)) {
            Some(route) => Found::Route(route),
            None => Found::WrongMethod(
                METHODS.iter().filter(|method| node.route(**method).is_some()).map(|method| method.as_str()).collect(),
            ),
        }
    }

    /// The operation with that template.
    pub(crate) fn by_template(&self, branch: Branch, method: Method, template: &str) -> Option<&Route> {
        self.root(branch).at(template)?.route(method).and_then(|id| self.routes.get(id))
    }

    pub(crate) fn collection(&self, id: CollectionId) -> Option<&Collection> {
        self.collections.get(id)
    }
}

pub(crate) const METHODS: [Method; 4] = [Method::Get, Method::Post, Method::Put, Method::Delete];

impl Route {
    fn new(id: RouteId, branch: Branch, operation: Operation) -> Self {
        let parameters = tree::segments(&operation.path)
            .enumerate()
            .filter_map(|(index, segment)| Some((index, tree::parameter(segment)?)))
            .map(|(index, name)| {
                let declared = operation
                    .arguments
                    .iter()
                    .find(|argument| argument.location == Location::Path && argument.name.as_deref() == Some(name));
                let text = Type::Scalar(generator::model::Scalar::Text);
                let ty = declared.map_or(text, |argument| argument.ty.clone());
                PathParameter { index, name: name.to_owned(), ty }
            })
            .collect();
        Self {
            id,
            branch,
            operation,
            meaning: Meaning::Act { over: None },
            guards: Vec::new(),
            parameters,
            lists_response: None,
        }
    }

    /// Whether it is this operation of branch v1.
    pub(crate) fn is(&self, method: Method, path: &str) -> bool {
        self.branch == Branch::V1 && self.operation.method == method && self.operation.path == path
    }

    /// The parameters sent in one place, and whether each must be there.
    pub(crate) fn parameters_in(&self, location: Location) -> impl Iterator<Item = (&Parameter, bool)> {
        let required = self.operation.arguments.iter().map(|parameter| (parameter, true));
        let optional = self.operation.options.iter().map(|parameter| (parameter, false));
        required.chain(optional).filter(move |(parameter, _)| parameter.location == location)
    }
}
