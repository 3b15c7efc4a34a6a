//! Derives the meaning of operations from their paths.

use generator::model::{Scalar, Type, Types};
use generator::schema::{Branch, Method};

use super::tree::{parameter, segments};
use super::{Collection, CollectionId, Route, RouteId, Table};
use crate::tasks::{Shape, base_name};
use crate::values::{Direction, enumeration, object};

/// What an operation does to the objects on its path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Meaning {
    /// Lists a collection.
    List(CollectionId),
    /// Returns the value at the path.
    Read,
    /// Adds to a collection.
    Create(CollectionId),
    /// Changes the value of this type that GET returns, if it can be read.
    Change { read: Option<Type> },
    /// Removes an object of a collection, or the value at the path.
    Remove { from: Option<CollectionId> },
    /// Performs an action. `over` is the type of the value that GET returns on the same path, if any.
    Act { over: Option<Type> },
}

/// Determines the meaning, guards and lists of all routes.
pub(super) fn find(table: &mut Table, types: &Types) {
    let mut collections = Vec::new();
    for (id, route) in table.routes.iter().enumerate() {
        if let Some(collection) = collection(table, types, route) {
            collections.push((id, collection));
        }
    }
    let lists: Vec<RouteId> = collections.iter().map(|(id, _)| *id).collect();
    table.collections = collections.into_iter().map(|(_, collection)| collection).collect();

    let tasks = task_lists(table, types);
    let found: Vec<_> = table.routes.iter().map(|route| relations(table, types, &lists, &tasks, route)).collect();
    for (route, (meaning, guards, lists_response)) in table.routes.iter_mut().zip(found) {
        route.meaning = meaning;
        route.guards = guards;
        route.lists_response = lists_response;
    }
}

/// Returns the collection that an operation lists, if any.
fn collection(table: &Table, types: &Types, route: &Route) -> Option<Collection> {
    let (Method::Get, Type::List(element)) = (route.operation.method, &route.operation.response) else {
        return None;
    };
    let below = table.root(route.branch).at(&route.operation.path)?.below_parameter()?;
    let of_item = super::METHODS.iter().find_map(|method| table.routes.get(below.route(*method)?));
    let depth = segments(&route.operation.path).count();
    // The path may only be followed by longer paths.
    let deeper = || {
        let prefix = format!("{}/{{", route.operation.path);
        table.routes.iter().find(|other| other.branch == route.branch && other.operation.path.starts_with(&prefix))
    };
    let one = of_item.or_else(deeper)?;
    let name = segments(&one.operation.path).nth(depth).and_then(parameter)?.to_owned();
    let key = one.parameters.iter().find(|parameter| parameter.index == depth)?.ty.clone();
    let item = below.route(Method::Get).and_then(|id| table.routes.get(id)).map(|get| get.operation.response.clone());
    let held = item.as_ref().unwrap_or(element);
    Some(Collection {
        template: route.operation.path.clone(),
        key_field: key_field(types, held, &name, &key),
        element_key_field: key_field(types, element, &name, &key),
        parameter: name,
        key,
        element: (**element).clone(),
        item,
    })
}

/// Returns the field that contains the value of a path parameter: `billId` or `id` for `billId`, `name` for `zoneName`.
fn key_field(types: &Types, item: &Type, parameter: &str, key: &Type) -> Option<String> {
    let Type::Defined(id, _) = item else { return None };
    let shape = object(types, id, Direction::Output)?;
    let fits = |ty: &Type| {
        is_text(ty) == is_text(key) && !matches!(ty, Type::List(_) | Type::Map(..)) && {
            // An object cannot be a key.
            !matches!(ty, Type::Defined(id, _) if enumeration(types, id).is_none())
        }
    };
    let lower = parameter.to_ascii_lowercase();
    let rank = |name: &str| {
        let field = name.to_ascii_lowercase();
        match field.as_str() {
            _ if name == parameter => Some(0),
            _ if field == lower => Some(1),
            _ if lower.ends_with(&field) => Some(2),
            _ if field.ends_with(&lower) => Some(3),
            "id" => Some(4),
            "name" => Some(5),
            "login" | "domain" => Some(6),
            _ => None,
        }
    };
    let candidates = shape.fields.iter().filter(|field| fits(&field.ty));
    let best = candidates.filter_map(|field| Some((rank(&field.name)?, &field.name))).min();
    best.map(|(_, name)| name.clone())
}

fn is_text(ty: &Type) -> bool {
    !matches!(ty, Type::Scalar(Scalar::Long | Scalar::Double | Scalar::Boolean))
}

/// Meaning, guards and the list of returned objects.
type Relations = (Meaning, Vec<(usize, CollectionId)>, Option<CollectionId>);

fn relations(table: &Table, types: &Types, lists: &[RouteId], tasks: &[TaskList], route: &Route) -> Relations {
    let path: Vec<&str> = segments(&route.operation.path).collect();
    let listed_at = |prefix: &[&str]| {
        let node = table.root(route.branch).at(&prefix.join("/"))?;
        let id = node.route(Method::Get)?;
        lists.iter().position(|list| *list == id)
    };
    let guards: Vec<(usize, CollectionId)> = path
        .iter()
        .enumerate()
        .filter(|(_, segment)| parameter(segment).is_some())
        .filter_map(|(index, _)| Some((index, listed_at(path.get(..index)?)?)))
        .collect();
    let read = table.by_template(route.branch, Method::Get, &route.operation.path);
    let read = read.map(|route| route.operation.response.clone());
    let own_list = listed_at(&path);
    let meaning = match (route.operation.method, own_list) {
        (Method::Get, Some(collection)) => Meaning::List(collection),
        (Method::Get, None) => Meaning::Read,
        (Method::Post, Some(collection)) => Meaning::Create(collection),
        (Method::Post, None) => Meaning::Act { over: read },
        (Method::Put | Method::Patch, _) => Meaning::Change { read },
        (Method::Delete, _) => {
            let item = guards.last().filter(|(index, _)| index + 1 == path.len());
            Meaning::Remove { from: item.map(|(_, collection)| *collection) }
        }
    };
    let lists_response = listing(table, types, tasks, route, &meaning);
    (meaning, guards, lists_response)
}

/// Returns the nearest collection of objects of the response type: a reboot returns a task of the same server. Tasks
/// are also in lists of another form of the type, and an action on an object adds no other object to its list.
fn listing(table: &Table, types: &Types, tasks: &[TaskList], route: &Route, meaning: &Meaning) -> Option<CollectionId> {
    if matches!(meaning, Meaning::List(_) | Meaning::Read) {
        return None;
    }
    let response = match &route.operation.response {
        Type::List(item) => item,
        other => other,
    };
    let is_task = Shape::of(types, response).is_some();
    if !is_task && (matches!(meaning, Meaning::Change { .. }) || route.branch == Branch::V2) {
        return None;
    }
    let own: Vec<&str> = segments(&route.operation.path).collect();
    let alike: Vec<CollectionId> = match response {
        Type::Defined(id, _) if is_task => {
            let base = base_name(&id.name);
            let of_branch = || tasks.iter().filter(|list| list.branch == id.branch);
            let same: Vec<CollectionId> = of_branch().filter(|list| list.base == base).map(|list| list.id).collect();
            // Tasks of another API, such as those of the backup of a VPS, are in the list of the service's own tasks.
            let is_reachable =
                |id: &CollectionId| table.collections.get(*id).is_some_and(|it| leads_to(&it.template, &own));
            if same.iter().any(is_reachable) || !base.ends_with("task") {
                same
            } else {
                of_branch().filter(|list| list.is_general).map(|list| list.id).collect()
            }
        }
        _ => Vec::new(),
    };
    let mut best: Option<(usize, bool, CollectionId)> = None;
    for (id, collection) in table.collections.iter().enumerate() {
        let is_same = collection.item.as_ref() == Some(response);
        let is_own = *meaning == Meaning::Create(id) || *meaning == (Meaning::Remove { from: Some(id) });
        if !is_same && !alike.contains(&id) || is_own {
            continue;
        }
        // All parameters of the list's path must be known.
        let template: Vec<&str> = segments(&collection.template).collect();
        let shared = template.iter().zip(&own).take_while(|(one, other)| one == other).count();
        let rest = template.get(shared..).unwrap_or_default();
        // The lists below a removed object are removed as well.
        let is_removed = matches!(meaning, Meaning::Remove { .. }) && shared == own.len();
        let is_of_object = shared == template.len()
            && own.get(shared).is_some_and(|segment| parameter(segment).is_some())
            && own.iter().skip(shared + 1).all(|segment| parameter(segment).is_none());
        if shared > 0
            && !is_removed
            && !is_of_object
            && rest.iter().all(|segment| parameter(segment).is_none())
            && best.is_none_or(|(most, same, _)| (shared, is_same) > (most, same))
        {
            best = Some((shared, is_same, id));
        }
    }
    best.map(|(.., id)| id)
}

/// A collection of tasks.
struct TaskList {
    id: CollectionId,
    branch: Branch,
    /// The name of the type without the words for its forms.
    base: String,
    /// Whether the list is called `task` or `tasks`.
    is_general: bool,
}

/// Returns whether all parameters of a list's path are those of another path.
fn leads_to(template: &str, own: &[&str]) -> bool {
    let template: Vec<&str> = segments(template).collect();
    let shared = template.iter().zip(own).take_while(|(one, other)| one == other).count();
    shared > 0 && template.iter().skip(shared).all(|segment| parameter(segment).is_none())
}

fn task_lists(table: &Table, types: &Types) -> Vec<TaskList> {
    let list = |(id, collection): (CollectionId, &Collection)| {
        let item = collection.item.as_ref()?;
        let Type::Defined(of, _) = item else { return None };
        Shape::of(types, item)?;
        let is_general = matches!(segments(&collection.template).last(), Some("task" | "tasks"));
        Some(TaskList { id, branch: of.branch, base: base_name(&of.name), is_general })
    };
    table.collections.iter().enumerate().filter_map(list).collect()
}
