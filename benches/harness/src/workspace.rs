//! Paths in this workspace.

use std::path::{Path, PathBuf};

/// Returns the root folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_owned()
}

/// Returns the folder of the committed schemas.
pub(crate) fn schemas() -> PathBuf {
    root().join("schemas")
}

/// Reads the schemas below `folder` as `cargo xtask codegen` does.
#[cfg(test)]
pub(crate) fn model(folder: &Path) -> generator::model::Model {
    use generator::fixups::{FIXUPS, apply};
    use generator::schema::{Branch, Schema};

    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let schemas = files.filter(|file| file.depth() > 1 && file.path().extension().is_some_and(|it| it == "json"));
    let schemas: Vec<_> = schemas
        .map(|file| {
            let name = file.path().to_str().unwrap();
            let branch = if file.path().starts_with(folder.join("v2")) { Branch::V2 } else { Branch::V1 };
            let mut schema = Schema::read(name, &std::fs::read(file.path()).unwrap()).unwrap();
            apply(FIXUPS, name, branch, &mut schema);
            (branch, schema)
        })
        .collect();
    let names = std::fs::read_to_string(root().join("schemas/names.lock")).unwrap();
    generator::resolve_with(&schemas, &generator::lock::NameLock::parse(&names).unwrap())
}
