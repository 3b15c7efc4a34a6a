//! What must hold of a command that replaces files, wherever it is cut short.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::trace::{self, Call, Ended, Kind};
use crate::tree::Tree;

/// A command that replaces files in a folder.
pub(crate) struct Subject<'s> {
    pub(crate) root: &'s Path,
    pub(crate) command: &'s dyn Fn() -> Command,
    /// A run of the same command that cannot do anything but clean up.
    pub(crate) fails: &'s dyn Fn() -> Command,
    /// Commands that read, and must not take what is half-way for a whole.
    pub(crate) readers: &'s [&'s dyn Fn() -> Command],
}

impl Subject<'_> {
    /// Kills it at each write, and once more while the next run cleans up.
    pub(crate) fn is_old_or_new_when_killed(&self) {
        let old = Tree::read(self.root);
        let states = self.states(self.command, 0);
        let new = Tree::read(self.root);
        assert!(old != new && new == new.settled(), "the run is to change something, and to leave nothing behind");
        assert!(states.len() > 15, "{} states", states.len());
        let mut half_way = Vec::new();
        for state in &states {
            state.write(self.root);
            for reader in self.readers {
                let succeeded = run(&reader());
                assert!(!succeeded || state.settled() == old || state.settled() == new, "read half-way");
                assert_eq!(*state, Tree::read(self.root), "a reader wrote");
            }
            let after = self.cleaned_up(state);
            assert!(
                after == old || after == new,
                "neither old nor new: {:?} {:?}",
                after.differing(&old),
                after.differing(&new)
            );
            assert!(!state.has_journal() || after == old, "a change that has a journal is undone");
            if state.has_journal() && state.settled() != old {
                half_way.push(state);
            }
        }
        let (first, last) = (half_way[0], half_way[half_way.len() - 1]);
        for state in [first, half_way[half_way.len() / 2], last] {
            state.write(self.root);
            for state in self.states(self.fails, 1) {
                assert_eq!(self.cleaned_up(&state).differing(&old), Vec::<String>::new(), "killed twice");
            }
        }
    }

    /// Fails each write in its turn.
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
        let mut refused = 0;
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
            // An empty folder that cannot be removed is no reason to give up.
            assert_eq!(now.settled().files().differing(&expected.files()), Vec::<String>::new(), "{}", about());
            assert_eq!(self.cleaned_up(&now).files().differing(&expected.files()), Vec::<String>::new(), "{}", about());
            assert!(ended.code == 0 || ended.stderr.contains("error: "), "{}", about());
            refused += usize::from(ended.code != 0);
        }
        assert!(refused > calls / 2, "{refused} of {calls} failures were noticed");
    }

    /// All that is on disk at some moment of a run, with what was not synced and without.
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

    /// What the next run makes of a state.
    fn cleaned_up(&self, state: &Tree) -> Tree {
        state.write(self.root);
        assert!(!run(&(self.fails)()), "it is to fail");
        Tree::read(self.root)
    }
}

fn run(command: &Command) -> bool {
    let mut again = Command::new(command.get_program());
    again.args(command.get_args()).current_dir(command.get_current_dir().unwrap());
    again.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

/// Nothing but the program's name and arguments.
pub(crate) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder);
    command
}
