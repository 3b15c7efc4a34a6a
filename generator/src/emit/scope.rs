//! The names in a generated file: imported and short, or a path if the file has a type or module of that name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::Definition;
use crate::schema::Branch;

/// Names of libraries and macros in generated files, which a module of the same name would hide.
const OTHERS: &[&str] = &["clone_and_debug", "open_enum", "std"];

/// A file's names, and the imports that were needed so far.
#[derive(Debug, Default)]
pub struct FileScope<'m> {
    /// The module of types that the file holds or imports by `*`, if any.
    module: Option<(Branch, &'m [String])>,
    /// Types, modules and type parameters of that module. They shadow imports and Rust's prelude.
    own: BTreeSet<&'m str>,
    /// Names of the file that shadow the module.
    shadows: BTreeSet<&'m str>,
    /// Whether the file belongs to an API.
    is_of_api: bool,
    /// The file around a module that is written in it.
    parent: Option<&'m FileScope<'m>>,
    imports: RefCell<BTreeSet<&'static str>>,
    /// Imported modules of a branch, such as `types` or `vps`.
    modules: RefCell<BTreeMap<String, Branch>>,
}

impl<'m> FileScope<'m> {
    /// Creates the scope of a file that holds or imports a module of types.
    pub fn new(branch: Branch, module: &'m [String], own: BTreeSet<&'m str>) -> Self {
        Self { module: Some((branch, module)), own, ..Self::default() }
    }

    /// Turns the scope into that of an API's file, which uses the public paths of types. All of them exist with the
    /// API's feature. A file of types is compiled with the features of any of its types, and the modules of other APIs
    /// may be missing, but not those below `types`.
    #[must_use]
    pub fn of_api(mut self) -> Self {
        self.is_of_api = true;
        self
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

    /// Returns the shortest path of a generated type: from the file's own module, or from the root of a branch.
    pub fn generated(&self, branch: Branch, definition: &Definition, name: &str) -> String {
        if let Some(parent) = self.parent {
            let path = parent.generated(branch, definition, name);
            return if path.starts_with("crate::") { path } else { format!("super::{path}") };
        }
        if let Some(below) = self.below(branch, &definition.module) {
            let first = below.first().map_or(name, String::as_str);
            if !self.shadows.contains(first) {
                return join(below, name);
            }
        }
        let path = match self.is_of_api {
            true => join(definition.public_module(), name),
            false => format!("types::{}", join(&definition.module, name)),
        };
        let module = path.split("::").next().unwrap_or_default();
        if self.import_module(branch, module) { path } else { format!("{}::{path}", root_of(branch)) }
    }

    /// Imports a module of a branch, and returns whether its name is free.
    fn import_module(&self, branch: Branch, module: &str) -> bool {
        if self.own.contains(module) || self.shadows.contains(module) || OTHERS.contains(&module) {
            return false;
        }
        let mut modules = self.modules.borrow_mut();
        match modules.get(module) {
            Some(imported) => *imported == branch,
            None => modules.insert(module.to_owned(), branch).is_none(),
        }
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
        let (imports, modules) = (self.imports.borrow(), self.modules.borrow());
        let mut parents: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (parent, name) in imports.iter().filter_map(|path| path.rsplit_once("::")) {
            parents.entry(parent).or_default().push(name);
        }
        for (module, branch) in modules.iter() {
            parents.entry(root_of(*branch)).or_default().push(module);
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

/// Returns the module with the APIs of a branch.
pub const fn root_of(branch: Branch) -> &'static str {
    match branch {
        Branch::V1 => "crate",
        Branch::V2 => "crate::v2",
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
    use crate::model::Kind;

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

    /// Returns an empty struct of a namespace, which is in the module of an API if it has one.
    fn definition(module: &[&str], api: Option<&str>) -> Definition {
        let module: Vec<String> = module.iter().map(|&name| name.to_owned()).collect();
        let public = std::iter::once(api.unwrap_or("types")).map(str::to_owned);
        let public = public.chain(module.iter().skip(usize::from(api.is_some())).cloned()).collect();
        let kind = Kind::Object { output: None, input: None };
        Definition { module, named_in: vec![public], name: String::new(), twins: Vec::new(), kind, description: None }
    }

    #[test]
    fn import_of_taken_name_returns_a_path() {
        let module = ["x".to_owned()];
        let scope =
            FileScope::new(Branch::V1, &module, ["Option", "Timestamp", "jiff", "types", "vps"].into()).of_api();
        assert_eq!(scope.import("jiff::Timestamp"), "::jiff::Timestamp");
        assert_eq!(scope.import("jiff::Span"), "Span");
        assert_eq!(scope.prelude("std::option::Option"), "std::option::Option");
        assert_eq!(scope.prelude("std::string::String"), "String");
        assert_eq!(scope.generated(Branch::V1, &definition(&["y"], None), "Z"), "crate::types::y::Z");
        assert_eq!(scope.generated(Branch::V1, &definition(&["vps"], Some("vps")), "Z"), "crate::vps::Z");
        assert_eq!(scope.generated(Branch::V1, &definition(&["std"], Some("std")), "Z"), "crate::std::Z");
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
        assert_eq!(nested.generated(Branch::V1, &definition(&["x"], Some("x")), "Task"), "super::Task");
        assert_eq!(nested.generated(Branch::V1, &definition(&["y"], None), "Z"), "super::types::y::Z");
        assert_eq!(scope.imports(), "use jiff::Span;\n\nuse crate::types;\n");
    }

    #[test]
    fn types_of_the_own_module_have_short_names() {
        let module = ["vps".to_owned()];
        let scope =
            FileScope::new(Branch::V1, &module, ["C", "Task", "ip"].into()).of_api().shadowed_by(["C", "parameters"]);
        let generated = |module: &[&str], name| scope.generated(Branch::V1, &definition(module, Some("vps")), name);
        assert_eq!(generated(&["vps"], "Task"), "Task");
        assert_eq!(generated(&["vps", "ip"], "Type"), "ip::Type");
        assert_eq!(scope.imports(), "");
        assert_eq!(generated(&["vps"], "C"), "vps::C");
        assert_eq!(scope.imports(), "use crate::vps;\n");
    }

    #[test]
    fn types_of_other_modules_have_public_paths() {
        let file_of_types = FileScope::default();
        let server = definition(&["dedicated", "server"], Some("dedicated_server"));
        assert_eq!(file_of_types.generated(Branch::V1, &server, "Task"), "types::dedicated::server::Task");
        let scope = FileScope::default().of_api();
        let server = definition(&["server"], Some("dedicated_server"));
        assert_eq!(scope.generated(Branch::V1, &server, "Task"), "dedicated_server::Task");
        assert_eq!(scope.generated(Branch::V1, &definition(&["y"], None), "Z"), "types::y::Z");
        assert_eq!(scope.generated(Branch::V2, &definition(&["iam"], Some("iam")), "Policy"), "iam::Policy");
        assert_eq!(scope.generated(Branch::V2, &definition(&["y"], None), "Z"), "crate::v2::types::y::Z");
        scope.import("crate::Patch");
        assert_eq!(scope.imports(), "use crate::v2::iam;\nuse crate::{Patch, dedicated_server, types};\n");
    }
}
