//! progenitor, which generates Rust clients from `OpenAPI` descriptions.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use generator::model::{Api, Model};

use crate::invocation::Invocation;
use crate::scratch::Scratch;
use crate::{measure, openapi};

/// The version that the marks refer to.
const VERSION: &str = "0.15.1";

/// The installed command.
#[derive(Debug)]
pub(crate) struct Progenitor {
    program: PathBuf,
}

impl Progenitor {
    /// Installs it if necessary.
    ///
    /// # Errors
    ///
    /// Returns the reason if it cannot be downloaded or built.
    pub(crate) fn install(scratch: &Scratch) -> Result<Self, String> {
        let root = scratch.path("progenitor");
        let program = root.join("bin").join(format!("cargo-progenitor{}", std::env::consts::EXE_SUFFIX));
        if !program.exists() {
            let install = Invocation::cargo()
                .args(["install", "cargo-progenitor", "--locked", "--version", VERSION, "--root"])
                .arg(&root)
                .arg("--target-dir")
                .arg(scratch.path("progenitor-build"));
            measure::once(&install).map_err(|error| format!("could not install progenitor {VERSION}: {error:#}"))?;
        }
        Ok(Self { program })
    }

    /// Generates a package from an `OpenAPI` file.
    pub(crate) fn generate(&self, specification: &Path, name: &str, into: &Path) -> Invocation {
        Invocation::new(&self.program)
            .args(["progenitor", "--input"])
            .arg(specification)
            .arg("--output")
            .arg(into)
            .args(["--name", name, "--version", "0.0.0", "--interface", "positional"])
    }

    /// Writes the `OpenAPI` description of some APIs and returns the file.
    pub(crate) fn specification(
        scratch: &Scratch,
        model: &Model,
        name: &str,
        is_in: impl Fn(&Api) -> bool,
    ) -> anyhow::Result<PathBuf> {
        let apis: Vec<&Api> = model.apis.iter().filter(|api| is_in(api)).collect();
        let document = serde_json::to_string_pretty(&openapi::document(model, &apis))?;
        scratch.write(&format!("openapi/{name}.json"), &document)
    }

    /// Generates the package of some APIs and returns its manifest.
    pub(crate) fn package(
        &self,
        scratch: &Scratch,
        model: &Model,
        name: &str,
        is_in: impl Fn(&Api) -> bool,
    ) -> anyhow::Result<PathBuf> {
        let specification = Self::specification(scratch, model, name, is_in)?;
        let package = scratch.path(&format!("packages/progenitor-{name}"));
        measure::once(&self.generate(&specification, &format!("progenitor-{name}"), &package))?;
        let manifest = package.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).with_context(|| format!("could not read {}", manifest.display()))?;
        if !text.contains("[workspace]") {
            fs::write(&manifest, format!("{text}\n[workspace]\n"))
                .with_context(|| format!("could not write {}", manifest.display()))?;
        }
        Ok(manifest)
    }
}
