//! The names in a generated file: imported and short, or a path if the file has a type or module of that name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::schema::Branch;

/// A file's names, and the imports that were needed so far.
#[derive(Debug, Default)]
pub struct FileScope<'m> {
    /// The module of types that the file holds or imports by `*`, if any.
    module: Option<(Branch, &'m [String])>,
    /// Types, modules and type parameters of that module. They shadow imports and Rust's prelude.
    own: BTreeSet<&'m str>,
    /// Names of the file that shadow the module.
    shadows: BTreeSet<&'m str>,
    /// The file around a module that is written in it.
    parent: Option<&'m FileScope<'m>>,
    imports: RefCell<BTreeSet<&'static str>>,
}

impl<'m> FileScope<'m> {
    /// Creates the scope of a file that holds or imports a module of types.
    pub fn new(branch: Branch, module: &'m [String], own: BTreeSet<&'m str>) -> Self {
        Self { module: Some((branch, module)), own, ..Self::default() }
    }

    /// Adds names of the file that shadow the module.
    #[must_use]
    pub fn shadowed_by<const N: usize>(mut self, names: [&'m str; N]) -> Self {
        self.shadows.extend(names);
        self
    }

    /// Returns the scope of a module in the file, which has types of these names and imports nothing.
    pub fn nested<'n>(&'n self, own: BTreeSet<&'n str>) -> FileScope<'n>
    where
        'm: 'n,
    {
        FileScope { own, parent: Some(self), ..FileScope::default() }
    }

    /// Imports an item and returns its name, or returns its path if the name is taken.
    pub fn import(&self, path: &'static str) -> String {
        let name = name_of(path);
        if let Some(parent) = self.parent {
            let imported = parent.import(path);
            return if imported == name { format!("super::{name}") } else { imported };
        }
        if self.own.contains(name) {
            return self.absolute(path);
        }
        self.imports.borrow_mut().insert(path);
        name.to_owned()
    }

    /// Returns the name of an item of the prelude, or its path if the name is taken.
    pub fn prelude(&self, path: &'static str) -> String {
        let name = name_of(path);
        if self.own.contains(name) { self.absolute(path) } else { name.to_owned() }
    }

    /// Returns the shortest path of a generated type.
    pub fn generated(&self, branch: Branch, module: &[String], name: &str) -> String {
        if let Some(parent) = self.parent {
            let path = parent.generated(branch, module, name);
            return if path.starts_with("crate::") { path } else { format!("super::{path}") };
        }
        if let Some(below) = self.below(branch, module) {
            let first = below.first().map_or(name, String::as_str);
            if !self.shadows.contains(first) {
                return join(below, name);
            }
        }
        format!("{}::{}", self.import(types_of(branch)), join(module, name))
    }

    /// Returns the segments of a module below the file's own.
    fn below<'p>(&self, branch: Branch, module: &'p [String]) -> Option<&'p [String]> {
        let (own_branch, own) = self.module?;
        if branch == own_branch { module.strip_prefix(own) } else { None }
    }

    /// Returns the path of a library with `::` in front if the file has a module of the library's name.
    fn absolute(&self, path: &str) -> String {
        let library = path.split("::").next().unwrap_or_default();
        if self.own.contains(library) { format!("::{path}") } else { path.to_owned() }
    }

    /// Returns the `use` lines: the standard library, other packages and this package.
    pub fn imports(&self) -> String {
        let imports = self.imports.borrow();
        let mut parents: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (parent, name) in imports.iter().filter_map(|path| path.rsplit_once("::")) {
            parents.entry(parent).or_default().push(name);
        }
        let mut groups: [Vec<String>; 3] = Default::default();
        for (parent, names) in parents {
            let [std, packages, own] = &mut groups;
            let group = match parent.split("::").next() {
                Some("std") => std,
                Some("crate") => own,
                _ => packages,
            };
            let names =
                if let [name] = names.as_slice() { (*name).to_owned() } else { format!("{{{}}}", names.join(", ")) };
            group.push(format!("use {}::{names};\n", self.absolute(parent)));
        }
        for group in &mut groups {
            group.sort();
        }
        let groups: Vec<String> = groups.iter().filter(|group| !group.is_empty()).map(|group| group.concat()).collect();
        groups.join("\n")
    }
}

/// Returns the module with the types of a branch.
pub const fn types_of(branch: Branch) -> &'static str {
    match branch {
        Branch::V1 => "crate::types",
        Branch::V2 => "crate::v2::types",
    }
}

fn name_of(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn join(module: &[String], name: &str) -> String {
    module.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_grouped_and_sorted() {
        let scope = FileScope::default();
        for path in ["jiff::Timestamp", "crate::Request", "crate::json::Json", "crate::Patch", "std::net::IpAddr"] {
            scope.import(path);
        }
        let expected =
            "use std::net::IpAddr;\n\nuse jiff::Timestamp;\n\nuse crate::json::Json;\nuse crate::{Patch, Request};\n";
        assert_eq!(scope.imports(), expected);
    }

    #[test]
    fn import_of_taken_name_returns_a_path() {
        let module = ["x".to_owned()];
        let scope = FileScope::new(Branch::V1, &module, ["Option", "Timestamp", "jiff", "types"].into());
        assert_eq!(scope.import("jiff::Timestamp"), "::jiff::Timestamp");
        assert_eq!(scope.import("jiff::Span"), "Span");
        assert_eq!(scope.prelude("std::option::Option"), "std::option::Option");
        assert_eq!(scope.prelude("std::string::String"), "String");
        assert_eq!(scope.generated(Branch::V1, &["y".to_owned()], "Z"), "crate::types::y::Z");
        assert_eq!(scope.imports(), "use ::jiff::Span;\n");
    }

    #[test]
    fn nested_module_names_what_the_file_names() {
        let module = ["x".to_owned()];
        let scope = FileScope::new(Branch::V1, &module, ["Option", "Timestamp", "ip"].into());
        let nested = scope.nested(["Task", "Vec"].into());
        assert_eq!(nested.import("jiff::Span"), "super::Span");
        assert_eq!(nested.import("jiff::Timestamp"), "jiff::Timestamp");
        assert_eq!(nested.prelude("std::option::Option"), "Option");
        assert_eq!(nested.prelude("std::vec::Vec"), "std::vec::Vec");
        assert_eq!(nested.generated(Branch::V1, &module, "Task"), "super::Task");
        assert_eq!(nested.generated(Branch::V1, &["y".to_owned()], "Z"), "super::types::y::Z");
        assert_eq!(scope.imports(), "use jiff::Span;\n\nuse crate::types;\n");
    }

    #[test]
    fn generated_types_are_named_from_the_module() {
        let module = ["vps".to_owned()];
        let scope = FileScope::new(Branch::V1, &module, ["Task", "ip"].into()).shadowed_by(["VpsApi", "parameters"]);
        let below = |name: &str| ["vps".to_owned(), name.to_owned()];
        assert_eq!(scope.generated(Branch::V1, &module, "Task"), "Task");
        assert_eq!(scope.generated(Branch::V1, &below("ip"), "Type"), "ip::Type");
        assert_eq!(scope.imports(), "");
        assert_eq!(scope.generated(Branch::V1, &module, "VpsApi"), "types::vps::VpsApi");
        assert_eq!(scope.generated(Branch::V1, &below("parameters"), "List"), "types::vps::parameters::List");
        assert_eq!(scope.generated(Branch::V2, &module, "Task"), "types::vps::Task");
    }
}
