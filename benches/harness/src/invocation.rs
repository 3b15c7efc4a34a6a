//! A command that can be run and displayed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use crate::workspace;

/// A program with arguments and environment.
#[derive(Debug, Clone)]
pub(crate) struct Invocation {
    program: String,
    args: Vec<String>,
    env: Vec<(&'static str, String)>,
    url: Option<Url>,
}

/// The URL of a server, which differs between runs.
#[derive(Debug, Clone)]
struct Url {
    url: String,
    /// The command that prints it.
    server: String,
}

impl Invocation {
    /// Creates an invocation of `program` in the folder of the workspace.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        Self { program: text(program.as_ref()), args: Vec::new(), env: Vec::new(), url: None }
    }

    /// Creates an invocation of the current cargo, without incremental compilation, so that figures do not depend on
    /// earlier runs.
    pub(crate) fn cargo() -> Self {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        Self::new(cargo).env("CARGO_INCREMENTAL", "0")
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(text(arg.as_ref()));
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(|arg| text(arg.as_ref())));
        self
    }

    pub(crate) fn env(mut self, name: &'static str, value: impl AsRef<OsStr>) -> Self {
        self.env.push((name, text(value.as_ref())));
        self
    }

    /// Adds the URL of `server` as an argument.
    pub(crate) fn url(mut self, url: &str, server: &Self) -> Self {
        self.url = Some(Url { url: url.to_owned(), server: server.shown() });
        self.arg(url)
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.args)
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .current_dir(workspace::root());
        // Variables of the outer cargo would affect the inner one.
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR")
        {
            command.env_remove(name);
        }
        command
    }

    /// Returns the command as typed in the folder of the workspace.
    pub(crate) fn shown(&self) -> String {
        let env = self.env.iter().map(|(name, value)| format!("{name}={}", relative(value)));
        let program = match Path::new(&self.program).file_stem().and_then(OsStr::to_str) {
            Some("cargo") => "cargo".to_owned(),
            // This command, unless it was built in the scratch folder.
            Some("xtask") if !self.program.contains("bench") => "cargo xtask".to_owned(),
            _ => relative(&self.program),
        };
        let args = self.args.iter().map(|arg| relative(arg));
        let words: Vec<String> = env.chain(args).map(|word| quoted(&word)).collect();
        let (env, args) = words.split_at(self.env.len());
        let line = [env, &[program], args].concat().join(" ");
        match &self.url {
            None => line,
            Some(Url { url, server }) => format!("{} # URL as printed by {server}", line.replace(url, "URL")),
        }
    }
}

fn text(argument: &OsStr) -> String {
    argument.to_string_lossy().into_owned()
}

/// Removes the folder of the workspace from a word.
fn relative(word: &str) -> String {
    let root = text(workspace::root().as_os_str());
    word.replace(&format!("{root}/"), "").replace(&root, ".")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}
