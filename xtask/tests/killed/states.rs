//! Checks that a command leaves the old files or the new ones, wherever it fails.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::trace::{self, Call, Ended, Kind};
use crate::tree::Tree;

/// A command that replaces files in a folder.
pub(crate) struct Subject<'s> {
    pub(crate) root: &'s Path,
    pub(crate) command: &'s dyn Fn() -> Command,
    /// A run of the command that fails after the rollback.
    pub(crate) fails: &'s dyn Fn() -> Command,
    /// Commands that read the files, and must fail during an incomplete change.
    pub(crate) readers: &'s [&'s dyn Fn() -> Command],
}

impl Subject<'_> {
    /// Kills the command at each write, and also during the rollback of the next run.
    pub(crate) fn is_old_or_new_when_killed(&self) {
        let old = Tree::read(self.root);
        let states = self.states(self.command, 0);
        let new = Tree::read(self.root);
        assert!(old != new && new == new.settled(), "the run must change files and leave no staging folder");
        assert!(states.len() > 15, "{} states", states.len());
        let mut incomplete = Vec::new();
        for state in &states {
            state.write(self.root);
            for reader in self.readers {
                let succeeded = run(&reader());
                assert!(
                    !succeeded || state.settled() == old || state.settled() == new,
                    "a reader accepted an incomplete change"
                );
                assert_eq!(*state, Tree::read(self.root), "a reader wrote");
            }
            let after = self.recovered(state);
            assert!(
                after == old || after == new,
                "neither old nor new: {:?} {:?}",
                after.differing(&old),
                after.differing(&new)
            );
            assert!(!state.has_journal() || after == old, "a change with a journal must be rolled back");
            if state.has_journal() && state.settled() != old {
                incomplete.push(state);
            }
        }
        let (first, last) = (incomplete[0], incomplete[incomplete.len() - 1]);
        for state in [first, incomplete[incomplete.len() / 2], last] {
            state.write(self.root);
            for state in self.states(self.fails, 1) {
                assert_eq!(self.recovered(&state).differing(&old), Vec::<String>::new(), "killed twice");
            }
        }
    }

    /// Fails each write, one per run.
    pub(crate) fn is_old_or_new_when_the_disk_is_full(&self) {
        let old = Tree::read(self.root);
        let mut calls = 0;
        let ended = trace::run(
            &(self.command)(),
            self.root,
            |_| {
                calls += 1;
                false
            },
            |_| {},
        );
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let new = Tree::read(self.root);
        let mut failures = 0;
        for failing in 0..calls {
            old.write(self.root);
            let mut number = 0;
            let mut what = None;
            let fails = |call: &Call| {
                number += 1;
                if number == failing + 1 {
                    what = Some(call.clone());
                }
                number == failing + 1
            };
            let ended = trace::run(&(self.command)(), self.root, fails, |_| {});
            let now = Tree::read(self.root);
            let expected = if ended.code == 0 { &new } else { &old };
            let about = || format!("{what:?} failed: {} {}", ended.code, ended.stderr);
            // The run may succeed if only an empty folder cannot be removed.
            assert_eq!(now.settled().files().differing(&expected.files()), Vec::<String>::new(), "{}", about());
            assert_eq!(self.recovered(&now).files().differing(&expected.files()), Vec::<String>::new(), "{}", about());
            assert!(ended.code == 0 || ended.stderr.contains("error: "), "{}", about());
            failures += usize::from(ended.code != 0);
        }
        assert!(failures > calls / 2, "{failures} of {calls} failures were reported");
    }

    /// Returns all states of the disk during a run, with and without unsynced data.
    fn states(&self, command: &dyn Fn() -> Command, code: i32) -> BTreeSet<Tree> {
        let mut states = BTreeSet::from([Tree::read(self.root)]);
        let mut unsynced: BTreeSet<PathBuf> = BTreeSet::new();
        let after = |call: &Call| {
            let place = |path: &Path| path.strip_prefix(self.root).unwrap().to_owned();
            match (call.kind, &call.to) {
                (Kind::Create | Kind::Write, _) => drop(unsynced.insert(place(&call.path))),
                (Kind::Sync, _) => drop(unsynced.remove(&place(&call.path))),
                (Kind::Rename, Some(to)) if unsynced.remove(&place(&call.path)) => drop(unsynced.insert(place(to))),
                _ => {}
            }
            let tree = Tree::read(self.root);
            states.insert(tree.without(unsynced.iter().map(PathBuf::as_path)));
            states.insert(tree);
        };
        let Ended { code: ended, stderr } = trace::run(&command(), self.root, |_| false, after);
        assert_eq!(ended, code, "{stderr}");
        states
    }

    /// Returns the files after the next run.
    fn recovered(&self, state: &Tree) -> Tree {
        state.write(self.root);
        assert!(!run(&(self.fails)()), "the run must fail");
        Tree::read(self.root)
    }
}

fn run(command: &Command) -> bool {
    let mut again = Command::new(command.get_program());
    again.args(command.get_args()).current_dir(command.get_current_dir().unwrap());
    again.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

/// Returns the command of the program.
pub(crate) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder);
    command
}
