//! The official wrappers for Python and Node.js, in the versions that `tests/wrappers` names.

use std::path::PathBuf;

use crate::invocation::Invocation;
use crate::measure;
use crate::workspace;

/// Both, installed.
#[derive(Debug)]
pub(crate) struct Wrappers {
    installed: PathBuf,
}

impl Wrappers {
    /// Installs them, once.
    ///
    /// # Errors
    ///
    /// Python, Node.js or their registries cannot be had: why.
    pub(crate) fn install() -> Result<Self, String> {
        let root = workspace::root();
        // The folder that the tests use.
        let installed = root.join("target/wrappers");
        std::fs::create_dir_all(&installed).map_err(|error| error.to_string())?;
        let install = Invocation::new(root.join("tests/wrappers/install")).arg(&installed);
        measure::once(&install)
            .map(|_| Self { installed })
            .map_err(|error| format!("the Python and Node.js wrappers cannot be installed: {error:#}"))
    }

    /// Makes `calls` calls with the Python wrapper, or takes all services if the task is `walk`; the URL is to follow.
    pub(crate) fn python(&self, task: &str, calls: usize) -> Invocation {
        Invocation::new(self.installed.join("python/bin/python"))
            .arg(workspace::root().join("tests/wrappers/python/bench.py"))
            .args([task, &calls.to_string()])
    }

    /// The same with the Node.js wrapper.
    pub(crate) fn node(&self, task: &str, calls: usize) -> Invocation {
        Invocation::new("node")
            .arg(workspace::root().join("tests/wrappers/node/bench.js"))
            .args([task, &calls.to_string()])
            .env("NODE_PATH", self.installed.join("node/node_modules"))
    }
}
