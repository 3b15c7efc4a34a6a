//! The official wrappers for Python and Node.js, in the versions of `tests/wrappers`.

use std::path::PathBuf;

use crate::invocation::Invocation;
use crate::measure;
use crate::workspace;

/// The installed wrappers.
#[derive(Debug)]
pub(crate) struct Wrappers {
    installed: PathBuf,
}

impl Wrappers {
    /// Installs them if necessary.
    ///
    /// # Errors
    ///
    /// Returns the reason if Python, Node.js or their registries are not available.
    pub(crate) fn install() -> Result<Self, String> {
        let root = workspace::root();
        // Shared with the tests.
        let installed = root.join("target/wrappers");
        std::fs::create_dir_all(&installed).map_err(|error| error.to_string())?;
        let install = Invocation::new(root.join("tests/wrappers/install")).arg(&installed);
        measure::once(&install)
            .map(|_| Self { installed })
            .map_err(|error| format!("could not install the Python and Node.js wrappers: {error:#}"))
    }

    /// Returns a command that makes `calls` calls with the Python wrapper, or lists all services if the task is `walk`.
    /// The URL must be added.
    pub(crate) fn python(&self, task: &str, calls: usize) -> Invocation {
        Invocation::new(self.installed.join("python/bin/python"))
            .arg(workspace::root().join("tests/wrappers/python/bench.py"))
            .args([task, &calls.to_string()])
    }

    /// Returns the same command for the Node.js wrapper.
    pub(crate) fn node(&self, task: &str, calls: usize) -> Invocation {
        Invocation::new("node")
            .arg(workspace::root().join("tests/wrappers/node/bench.js"))
            .args([task, &calls.to_string()])
            .env("NODE_PATH", self.installed.join("node/node_modules"))
    }
}
