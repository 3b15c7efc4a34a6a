//! What a command costs: time, processor time of all processes that it starts, and memory.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, bail};
use wait4::Wait4;

use super::invocation::Invocation;
use super::scratch::{move_away, remove};

/// A short command runs at most so often while the longest of its comparison runs once.
const MOST_RUNS: f64 = 9.0;

/// The cost of one run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    /// Seconds from start to end.
    pub(crate) wall: f64,
    /// Seconds of processors outside of the kernel, of the process and those that it waited for.
    pub(crate) user: f64,
    /// Seconds of processors, the kernel's included.
    pub(crate) cpu: f64,
    /// Resident memory of the largest of these processes at its peak, in MiB.
    pub(crate) peak: f64,
    /// What it printed.
    pub(crate) stdout: String,
}

/// What is done unmeasured.
#[derive(Debug, Clone)]
pub(crate) enum Before {
    /// Removes a folder and all in it.
    Remove(PathBuf),
    /// Moves a folder to another one; see [`move_away`].
    MoveAway(PathBuf, PathBuf),
    /// Runs a command.
    Run(Invocation),
}

/// Who takes part in a comparison.
#[derive(Debug, Clone)]
pub(crate) struct Entrant {
    pub(crate) name: String,
    /// What is done once, before all runs.
    pub(crate) first: Vec<Before>,
    /// What is done before each run.
    pub(crate) before: Vec<Before>,
    pub(crate) measured: Invocation,
}

/// An entrant and its runs.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) entrant: Entrant,
    pub(crate) samples: Vec<Sample>,
}

/// Runs a command to its end.
///
/// # Errors
///
/// It cannot be started, or it fails: the error holds the end of what it wrote on stderr.
pub(crate) fn once(invocation: &Invocation) -> anyhow::Result<Sample> {
    let shown = invocation.shown();
    let context = || format!("could not run `{shown}`");
    // Files, for a pipe that nobody reads would stop the command.
    let (mut stdout, mut stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    let mut command = invocation.command();
    command.stdin(Stdio::null()).stdout(stdout.try_clone()?).stderr(stderr.try_clone()?);
    let started = Instant::now();
    let used = command.spawn().and_then(Wait4::wait4).with_context(context)?;
    let wall = started.elapsed().as_secs_f64();
    if !used.status.success() {
        let said = read(&mut stderr)?;
        let lines: Vec<&str> = said.lines().collect();
        let end = lines.get(lines.len().saturating_sub(12)..).unwrap_or_default().join("\n");
        bail!("`{shown}` failed ({}):\n{end}", used.status);
    }
    let user = used.rusage.utime.as_secs_f64();
    let cpu = user + used.rusage.stime.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "no process is as large as 2⁵³ bytes")]
    let peak = used.rusage.maxrss as f64 / (1024.0 * 1024.0);
    Ok(Sample { wall, user, cpu, peak, stdout: read(&mut stdout)? })
}

/// Reports progress on stderr.
pub(crate) fn progress(line: impl Display) {
    // A closed stderr must not stop a run.
    let _ = writeln!(io::stderr(), "{line}");
}

fn read(file: &mut File) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Runs each entrant `runs` times, in turns, so that whatever else the machine does hits all of them.
///
/// # Errors
///
/// One of the commands fails.
pub(crate) fn in_turns(subject: &str, entrants: Vec<Entrant>, runs: usize) -> anyhow::Result<Vec<Measured>> {
    get_ready(subject, &entrants)?;
    turns(subject, &entrants.iter().map(|_| 1).collect::<Vec<_>>(), entrants, runs)
}

/// The same for commands of which some take several times as long as others: the short ones run more often in each turn, which counts
/// with its mean. What disturbs the machine for a second then hits all of them alike.
///
/// # Errors
///
/// One of the commands fails.
pub(crate) fn in_equal_turns(subject: &str, entrants: Vec<Entrant>, runs: usize) -> anyhow::Result<Vec<Measured>> {
    get_ready(subject, &entrants)?;
    let lengths = entrants.iter().map(|entrant| Ok(entrant.run()?.wall)).collect::<anyhow::Result<Vec<_>>>()?;
    turns(subject, &runs_in_a_turn(&lengths), entrants, runs)
}

fn get_ready(subject: &str, entrants: &[Entrant]) -> anyhow::Result<()> {
    entrants.iter().try_for_each(|entrant| {
        progress(format_args!("{subject}: {}, getting ready", entrant.name));
        entrant.first.iter().try_for_each(prepare)
    })
}

/// How often each runs in a turn, from the seconds that each takes.
fn runs_in_a_turn(lengths: &[f64]) -> Vec<usize> {
    let longest = lengths.iter().copied().fold(0.0, f64::max);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 9")]
    lengths.iter().map(|length| (longest / length.max(f64::MIN_POSITIVE)).clamp(1.0, MOST_RUNS) as usize).collect()
}

/// `often` has the number of runs of each entrant in a turn.
fn turns(subject: &str, often: &[usize], entrants: Vec<Entrant>, turns: usize) -> anyhow::Result<Vec<Measured>> {
    let mut all: Vec<Measured> =
        entrants.into_iter().map(|entrant| Measured { entrant, samples: Vec::new() }).collect();
    for turn in 1..=turns {
        for (Measured { entrant, samples }, often) in all.iter_mut().zip(often) {
            progress(format_args!("{subject}: {} ({turn} of {turns})", entrant.name));
            samples.push(mean((0..*often).map(|_| entrant.run()).collect::<anyhow::Result<_>>()?));
        }
    }
    Ok(all)
}

impl Entrant {
    fn run(&self) -> anyhow::Result<Sample> {
        self.before.iter().try_for_each(prepare)?;
        once(&self.measured)
    }
}

/// The mean of some runs, the greatest of their peaks, and what the last of them printed.
fn mean(runs: Vec<Sample>) -> Sample {
    #[expect(clippy::cast_precision_loss, reason = "there are a few")]
    let share = 1.0 / runs.len() as f64;
    runs.into_iter().fold(Sample::default(), |mean, run| Sample {
        wall: mean.wall + share * run.wall,
        user: mean.user + share * run.user,
        cpu: mean.cpu + share * run.cpu,
        peak: mean.peak.max(run.peak),
        stdout: run.stdout,
    })
}

fn prepare(step: &Before) -> anyhow::Result<()> {
    match step {
        Before::Remove(folder) => remove(folder),
        Before::MoveAway(folder, into) => move_away(folder, into),
        Before::Run(invocation) => once(invocation).map(drop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_commands_run_more_often() {
        assert_eq!(runs_in_a_turn(&[0.3, 1.0, 3.1]), [9, 3, 1]);
        assert_eq!(runs_in_a_turn(&[0.1, 100.0]), [9, 1]);
        assert_eq!(runs_in_a_turn(&[2.0]), [1]);
        assert_eq!(runs_in_a_turn(&[0.0, 0.0]), [1, 1]);
    }

    #[test]
    fn a_turn_counts_with_its_mean() {
        let run =
            |cpu, peak, stdout: &str| Sample { wall: 2.0 * cpu, user: 0.5 * cpu, cpu, peak, stdout: stdout.into() };
        let Sample { wall, user, cpu, peak, stdout } = mean(vec![run(1.0, 70.0, "a"), run(3.0, 60.0, "b")]);
        assert_eq!((wall, user, cpu, peak, stdout.as_str()), (4.0, 1.0, 2.0, 70.0, "b"));
    }
}
