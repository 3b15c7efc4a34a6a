//! Routes requests to operations.
//!
//! The meaning of an operation follows from its path. A GET that returns a list lists a collection if the path
//! continues with a parameter; POST on the same path adds to the collection, and the path with the parameter is one of
//! its objects.

mod meaning;
mod services;
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

/// An operation and its relation to the others.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) id: RouteId,
    pub(crate) branch: Branch,
    pub(crate) operation: Operation,
    pub(crate) meaning: Meaning,
    /// The collections that the path leads through, by the number of segments before the key.
    pub(crate) guards: Vec<(usize, CollectionId)>,
    pub(crate) parameters: Vec<PathParameter>,
    /// The collection of the object that this operation returns, if it is on another path.
    pub(crate) lists_response: Option<CollectionId>,
}

/// A parameter in a path.
#[derive(Debug)]
pub(crate) struct PathParameter {
    /// The index of its segment.
    pub(crate) index: usize,
    pub(crate) name: String,
    pub(crate) ty: Type,
}

/// A list of objects of the same type.
#[derive(Debug)]
pub(crate) struct Collection {
    /// The path template of the list.
    pub(crate) template: String,
    /// The name of the path parameter that is the key.
    pub(crate) parameter: String,
    pub(crate) key: Type,
    /// The element type of the list: keys or objects.
    pub(crate) element: Type,
    /// The type of an object, if it can be read.
    pub(crate) item: Option<Type>,
    /// The field of an object that contains its key.
    pub(crate) key_field: Option<String>,
    /// The field of an element of the list that contains the key, if the list has other objects than the paths.
    pub(crate) element_key_field: Option<String>,
}

/// All routes.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) routes: Vec<Route>,
    pub(crate) collections: Vec<Collection>,
    v1: Node,
    v2: Node,
}

/// The result of a lookup.
#[derive(Debug)]
pub(crate) enum Lookup<'t> {
    Route(&'t Route),
    /// The path exists with these other methods.
    WrongMethod(Vec<&'static str>),
    NotFound,
}

impl Table {
    pub(crate) fn new(model: &Model) -> Self {
        let mut table = Self::default();
        for api in &model.apis {
            for operation in &api.operations {
                let id = table.routes.len();
                let root = if api.branch == Branch::V1 { &mut table.v1 } else { &mut table.v2 };
                // If two files describe an operation, the first is used.
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

    /// Returns the operation of a path, given its decoded segments.
    pub(crate) fn find(&self, branch: Branch, method: &http::Method, segments: &[String]) -> Lookup<'_> {
        let Some(node) = self.root(branch).find(segments) else { return Lookup::NotFound };
        let wanted = METHODS.iter().find(|known| known.as_str() == method.as_str());
        match wanted.and_then(|method| node.route(*method)).and_then(|id| self.routes.get(id)) {
            Some(route) => Lookup::Route(route),
            None => Lookup::WrongMethod(
                METHODS.iter().filter(|method| node.route(**method).is_some()).map(|method| method.as_str()).collect(),
            ),
        }
    }

    /// Returns for each decoded segment of a path whether it is a parameter.
    pub(crate) fn parameters(&self, branch: Branch, segments: &[String]) -> Option<Vec<bool>> {
        self.root(branch).parameters(segments)
    }

    /// Returns the operation with a path template.
    pub(crate) fn by_template(&self, branch: Branch, method: Method, template: &str) -> Option<&Route> {
        self.root(branch).at(template)?.route(method).and_then(|id| self.routes.get(id))
    }

    /// Returns the operation with a method and a path template. Templates of branch v2 begin with `/v2`.
    pub(crate) fn named(&self, method: &str, template: &str) -> Option<&Route> {
        let method = METHODS.into_iter().find(|known| known.as_str() == method)?;
        match template.strip_prefix(Branch::V2.prefix()).filter(|rest| rest.starts_with('/')) {
            Some(rest) => self.by_template(Branch::V2, method, rest),
            None => self.by_template(Branch::V1, method, template),
        }
    }

    /// Returns whether calls can add or remove objects of a collection.
    pub(crate) fn is_writable(&self, collection: &Collection, branch: Branch) -> bool {
        let list = self.root(branch).at(&collection.template);
        let adds = list.and_then(|node| node.route(Method::Post)).is_some();
        adds || list.and_then(Node::below_parameter).and_then(|item| item.route(Method::Delete)).is_some()
    }

    /// Returns the collection of a list, given its path template.
    pub(crate) fn collection_at(&self, template: &str) -> Option<CollectionId> {
        self.collections.iter().position(|collection| collection.template == template)
    }

    pub(crate) fn collection(&self, id: CollectionId) -> Option<&Collection> {
        self.collections.get(id)
    }
}

pub(crate) const METHODS: [Method; 5] = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];

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

    /// Returns whether this is the operation of branch v1 with this method and path.
    pub(crate) fn is(&self, method: Method, path: &str) -> bool {
        self.branch == Branch::V1 && self.operation.method == method && self.operation.path == path
    }

    /// Returns the parameters in a location, and whether each is required.
    pub(crate) fn parameters_in(&self, location: Location) -> impl Iterator<Item = (&Parameter, bool)> {
        let required = self.operation.arguments.iter().map(|parameter| (parameter, true));
        let optional = self.operation.options.iter().map(|parameter| (parameter, false));
        required.chain(optional).filter(move |(parameter, _)| parameter.location == location)
    }
}
