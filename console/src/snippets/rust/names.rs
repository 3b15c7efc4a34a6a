//! Names of items, imported if no other item has the same one.

use std::collections::{BTreeMap, BTreeSet};

/// Names that a program has without imports, and those of the template.
const RESERVED: [&str; 20] = [
    "Box", "Client", "Clone", "Copy", "Default", "Drop", "Err", "Fn", "From", "Into", "Iterator", "None", "Ok",
    "Option", "Result", "Self", "Some", "String", "ToString", "Vec",
];

/// The imports of a program.
#[derive(Debug)]
pub(super) struct Imports {
    /// Name → path.
    items: BTreeMap<String, String>,
}

impl Imports {
    pub(super) fn new() -> Self {
        Self { items: BTreeMap::from([("Client".to_owned(), "ovh_api::Client".to_owned())]) }
    }

    /// Returns the shortest name of an item of the crate, given its path such as `vps::Disk`.
    pub(super) fn name(&mut self, path: &str) -> String {
        self.external(&format!("ovh_api::{path}"))
    }

    /// Returns the shortest name of an item, given its full path.
    pub(super) fn external(&mut self, path: &str) -> String {
        let name = path.rsplit_once("::").map_or(path, |(_, name)| name);
        if RESERVED.contains(&name) {
            return path.to_owned();
        }
        let known = self.items.entry(name.to_owned()).or_insert_with(|| path.to_owned());
        if known == path { name.to_owned() } else { path.to_owned() }
    }

    /// Returns the `use` lines.
    pub(super) fn lines(&self) -> String {
        let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for path in self.items.values() {
            let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
            modules.entry(module).or_default().insert(name);
        }
        let line = |(module, names): (&str, BTreeSet<&str>)| {
            let names: Vec<&str> = names.into_iter().collect();
            match names.as_slice() {
                [name] => format!("use {module}::{name};\n"),
                names => format!("use {module}::{{{}}};\n", names.join(", ")),
            }
        };
        modules.into_iter().map(line).collect()
    }
}
