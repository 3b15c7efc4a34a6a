//! Properties of the differences between any two schemas.

use std::collections::BTreeSet;

use generator::diff::{Aspect, Change, Diff, Impact, diff};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::schema::{body, model, object, operation, parameter, property, thing};
use crate::uses::uses;

/// Names that often clash.
const NAMES: &[&str] = &["name", "createdAt", "created-at", "created_at", "label", "Label", "type", "number", "force"];

const VALUES: &[&str] = &["on", "ON", "off", "in-repair", "in_repair", "lost", "1", "2", ""];

const TYPES: &[&str] = &[
    "string",
    "long",
    "any",
    "void",
    "string[]",
    "thing.Part",
    "thing.Part[]",
    "thing.StateEnum",
    "thing.KindEnum",
    "thing.Option",
    "thing.Thing",
    "thing.Wish",
    "thing.Order<string>",
    "thing.Order<thing.Part>",
    "map[string]long",
    "map[thing.StateEnum]any",
    "missing.Type",
];

const MODELS: &[&str] =
    &["thing.part", "thing.PartEnum", "thing.PartInput", "thing.State", "thing.wish", "other.Thing"];

const PATHS: &[&str] = &[
    "/thing/part",
    "/thing/{name}/part/all",
    "/thing/{id}",
    "/thing/{name}/Part",
    "/thing/{name}/reboot",
    "/thing/{name}/order/{number}",
    "/thing/{number}/part/{name}",
];

/// A random edit of a schema; the indices select its place and its content.
#[derive(Debug, Clone)]
struct Edit {
    kind: Kind,
    place: Index,
    inner: Index,
    choice: Index,
    flag: bool,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    RemoveOperation,
    AddOperation,
    Answer,
    Authentication,
    IamActions,
    Status,
    RemoveParameter,
    AddParameter,
    Required,
    TypeOfParameter,
    NameOfParameter,
    RemoveField,
    AddField,
    Flags,
    TypeOfField,
    AddValue,
    RemoveValue,
    RemoveModel,
    AddModel,
    MoveModel,
    AddApi,
    RemoveApi,
}

fn edit() -> impl Strategy<Value = Edit> {
    use Kind::*;
    let kinds = [
        RemoveOperation,
        AddOperation,
        Answer,
        Authentication,
        IamActions,
        Status,
        RemoveParameter,
        AddParameter,
        Required,
        TypeOfParameter,
        NameOfParameter,
        RemoveField,
        AddField,
        Flags,
        TypeOfField,
        AddValue,
        RemoveValue,
        RemoveModel,
        AddModel,
        MoveModel,
        AddApi,
        RemoveApi,
    ];
    let numbers = (any::<Index>(), any::<Index>(), any::<Index>(), any::<bool>());
    (select(kinds.to_vec()), numbers).prop_map(|(kind, (place, inner, choice, flag))| Edit {
        kind,
        place,
        inner,
        choice,
        flag,
    })
}

impl Edit {
    fn choose<'c>(&self, choices: &[&'c str]) -> &'c str {
        choices[self.choice.index(choices.len())]
    }

    fn apply(&self, schema: &mut Value) {
        match self.kind {
            Kind::AddOperation => {
                let method = ["GET", "POST", "PUT", "PATCH", "DELETE"][self.inner.index(5)];
                let path = PATHS[self.place.index(PATHS.len())];
                let added = json!({"path": path, "operations": [operation(method, self.choose(TYPES), &[])]});
                schema["apis"].as_array_mut().unwrap().push(added);
            }
            Kind::AddModel => {
                let name = MODELS[self.place.index(MODELS.len())];
                schema["models"][name] = if self.flag {
                    json!({"enum": ["a"], "enumType": "string"})
                } else {
                    object(&json!({"one": property(self.choose(TYPES), "")}))
                };
            }
            Kind::RemoveModel | Kind::MoveModel => {
                let models = schema["models"].as_object_mut().unwrap();
                let names: Vec<String> = models.keys().cloned().collect();
                let Some(name) = names.get(self.place.index(names.len().max(1))) else { return };
                let model = models.remove(name).unwrap();
                if matches!(self.kind, Kind::MoveModel) {
                    let to = MODELS[self.choice.index(MODELS.len())];
                    models.insert(to.to_owned(), model);
                    if self.flag {
                        let text = schema.to_string().replace(&format!("\"{name}\""), &format!("\"{to}\""));
                        *schema = serde_json::from_str(&text).unwrap();
                    }
                }
            }
            Kind::RemoveField | Kind::AddField | Kind::Flags | Kind::TypeOfField => self.fields(schema),
            Kind::AddValue | Kind::RemoveValue => self.values(schema),
            _ => self.operation(schema),
        }
    }

    fn operation(&self, schema: &mut Value) {
        let places: Vec<(usize, usize)> = schema["apis"]
            .as_array()
            .unwrap()
            .iter()
            .enumerate()
            .flat_map(|(path, value)| (0..value["operations"].as_array().unwrap().len()).map(move |at| (path, at)))
            .collect();
        if places.is_empty() {
            return;
        }
        let (path, at) = places[self.place.index(places.len())];
        let operations = schema["apis"][path]["operations"].as_array_mut().unwrap();
        let operation = &mut operations[at];
        match self.kind {
            Kind::RemoveOperation => {
                operations.remove(at);
            }
            Kind::Answer => operation["responseType"] = json!(self.choose(TYPES)),
            Kind::Authentication => operation["noAuthentication"] = json!(self.flag),
            Kind::IamActions => operation["iamActions"] = json!([{"name": self.choose(NAMES), "required": self.flag}]),
            Kind::Status => operation["apiStatus"] = json!({"value": self.choose(&["BETA", "DEPRECATED"])}),
            _ => self.parameters(operation["parameters"].as_array_mut().unwrap()),
        }
    }

    fn parameters(&self, parameters: &mut Vec<Value>) {
        let place = self.inner.index(parameters.len().max(1));
        match self.kind {
            Kind::AddParameter => {
                let location = ["query", "header", "body"][self.inner.index(3)];
                let name = NAMES[self.place.index(NAMES.len())];
                let whole = location == "body" && self.flag && self.place.index(2) == 0;
                let ty = self.choose(TYPES);
                parameters.push(if whole { body(ty) } else { parameter(location, name, ty, self.flag) });
            }
            Kind::RemoveParameter if place < parameters.len() => {
                parameters.remove(place);
            }
            _ => {
                let Some(parameter) = parameters.get_mut(place) else { return };
                match self.kind {
                    Kind::Required => parameter["required"] = json!(self.flag),
                    Kind::TypeOfParameter => parameter["dataType"] = json!(self.choose(TYPES)),
                    Kind::NameOfParameter if parameter["name"].is_string() => {
                        parameter["name"] = json!(self.choose(NAMES));
                    }
                    _ => {}
                }
            }
        }
    }

    fn fields(&self, schema: &mut Value) {
        let models = schema["models"].as_object_mut().unwrap();
        let mut objects: Vec<&mut Value> =
            models.values_mut().filter(|model| model["properties"].is_object()).collect();
        if objects.is_empty() {
            return;
        }
        let place = self.place.index(objects.len());
        let fields = objects[place]["properties"].as_object_mut().unwrap();
        if matches!(self.kind, Kind::AddField) {
            let flags = ["", "r", "n", "q", "qn", "rn"][self.inner.index(6)];
            fields.insert(NAMES[self.inner.index(NAMES.len())].to_owned(), property(self.choose(TYPES), flags));
            return;
        }
        let names: Vec<String> = fields.keys().cloned().collect();
        let Some(name) = names.get(self.inner.index(names.len().max(1))) else { return };
        match self.kind {
            Kind::RemoveField => {
                fields.remove(name);
            }
            Kind::Flags => {
                let ty = fields[name]["type"].as_str().unwrap().to_owned();
                fields[name] = property(&ty, self.choose(&["", "r", "n", "q", "qn", "rn"]));
            }
            _ => fields[name]["type"] = json!(self.choose(TYPES)),
        }
    }

    fn values(&self, schema: &mut Value) {
        let models = schema["models"].as_object_mut().unwrap();
        let mut enums: Vec<&mut Value> = models.values_mut().filter(|model| model["enum"].is_array()).collect();
        if enums.is_empty() {
            return;
        }
        let place = self.place.index(enums.len());
        let values = enums[place]["enum"].as_array_mut().unwrap();
        if matches!(self.kind, Kind::AddValue) {
            values.push(json!(self.choose(VALUES)));
        } else if !values.is_empty() {
            values.remove(self.inner.index(values.len()));
        }
    }
}

/// Returns two APIs that define the same types.
fn both() -> Vec<Value> {
    let other = thing().to_string().replace("\"/thing", "\"/other");
    vec![thing(), serde_json::from_str(&other).unwrap()]
}

fn edited(schemas: &[Value], edits: &[Edit]) -> Vec<Value> {
    let mut schemas = schemas.to_vec();
    for edit in edits {
        if matches!(edit.kind, Kind::AddApi) {
            schemas = both();
        } else if matches!(edit.kind, Kind::RemoveApi) {
            schemas.truncate(1);
        } else {
            let place = edit.choice.index(schemas.len());
            edit.apply(&mut schemas[place]);
        }
    }
    schemas
}

/// Returns the Rust names of added or removed things.
fn named(diff: &Diff, aspect: Aspect) -> BTreeSet<Option<String>> {
    let of_aspect = diff.changes.iter().filter(|change| change.aspect == aspect);
    of_aspect.map(|change| change.old_name.clone().or(change.new_name.clone())).collect()
}

/// Returns whether a change explains a changed line of the surface.
fn explains(change: &Change, line: &str) -> bool {
    let columns: Vec<&str> = line.split('\t').collect();
    let (call, _) = columns[2].rsplit_once('(').unwrap();
    let subject = format!("{} {}", columns[0], columns[1]);
    change.methods.iter().any(|method| method == call)
        || change.new_name.as_deref() == Some(call)
        || change.subject.starts_with(&subject)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn random_edits_are_reported_correctly_and_completely(before in vec(edit(), 0..5), then in vec(edit(), 1..6)) {
        let before = edited(&both(), &before);
        let after = edited(&before, &then);
        let (old, new) = (model(&before), model(&after));

        prop_assert_eq!(diff(&old, &old).changes, vec![]);
        let there = diff(&old, &new);
        let back = diff(&new, &old);

        // True: code of callers builds unless a change breaks the build.
        let (old_output, new_output) = (generator::emit(&old), generator::emit(&new));
        let (old_uses, new_uses) = (uses(&old_output), uses(&new_output));
        let lost: Vec<&String> = old_uses.difference(&new_uses).collect();
        // All features are enabled, so lost features have no effect.
        let breaks = there.changes.iter().any(|c| c.impact == Impact::Build && c.aspect != Aspect::Feature);
        prop_assert_eq!(breaks, !lost.is_empty(), "{:#?} for {:#?}", there.changes, lost);
        prop_assert_eq!(there.is_breaking(), there.changes.iter().any(|change| change.impact != Impact::Compatible));

        // Complete: a change explains each difference of the surface.
        let (old_surface, new_surface) = (generator::surface(&old), generator::surface(&new));
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        for line in lines(&old_surface).symmetric_difference(&lines(&new_surface)) {
            let is_explained = there.changes.iter().any(|change| explains(change, line));
            prop_assert!(is_explained, "{} is not explained by {:#?}", line, there.changes);
        }
        let is_same = old_uses == new_uses;
        prop_assert!(is_same || !there.changes.is_empty());

        // Symmetric: additions are removals in the other direction.
        prop_assert_eq!(named(&there, Aspect::Added), named(&back, Aspect::Removed));
        prop_assert_eq!(named(&there, Aspect::Removed), named(&back, Aspect::Added));
        // A lost feature is a change, a new one is not.
        let is_quiet = |diff: &Diff| diff.changes.iter().all(|change| change.aspect == Aspect::Feature);
        prop_assert_eq!(is_quiet(&there), is_quiet(&back));
    }
}
