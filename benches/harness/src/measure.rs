//! Measures commands: time, CPU time including child processes, and memory.

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

/// Maximum number of runs of a short command while the longest one runs once.
const MOST_RUNS: f64 = 9.0;

/// The cost of one run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    /// Elapsed time in seconds.
    pub(crate) wall: f64,
    /// User CPU time in seconds, of the process and its child processes.
    pub(crate) user: f64,
    /// User and system CPU time in seconds.
    pub(crate) cpu: f64,
    /// Peak resident memory of the largest process, in MiB.
    pub(crate) peak: f64,
    /// The output on stdout.
    pub(crate) stdout: String,
}

/// A step before a run, which is not measured.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Removes a folder.
    Remove(PathBuf),
    /// Moves a folder into another one with [`move_away`].
    MoveAway(PathBuf, PathBuf),
    /// Runs a command.
    Run(Invocation),
}

/// A command in a comparison.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) name: String,
    /// Steps before the first run.
    pub(crate) first: Vec<Step>,
    /// Steps before each run.
    pub(crate) before: Vec<Step>,
    pub(crate) measured: Invocation,
}

/// A candidate and its runs.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) candidate: Candidate,
    pub(crate) samples: Vec<Sample>,
}

/// Runs a command and waits for it.
///
/// # Errors
///
/// Fails if the command cannot be started or fails. The error has the last lines of stderr.
pub(crate) fn once(invocation: &Invocation) -> anyhow::Result<Sample> {
    let shown = invocation.shown();
    let context = || format!("could not run `{shown}`");
    // Files, because a full pipe would block the command.
    let (mut stdout, mut stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    let mut command = invocation.command();
    command.stdin(Stdio::null()).stdout(stdout.try_clone()?).stderr(stderr.try_clone()?);
    let started = Instant::now();
    let used = command.spawn().and_then(Wait4::wait4).with_context(context)?;
    let wall = started.elapsed().as_secs_f64();
    if !used.status.success() {
        let stderr = read(&mut stderr)?;
        let lines: Vec<&str> = stderr.lines().collect();
        let end = lines.get(lines.len().saturating_sub(12)..).unwrap_or_default().join("\n");
        bail!("`{shown}` failed ({}):\n{end}", used.status);
    }
    let user = used.rusage.utime.as_secs_f64();
    let cpu = user + used.rusage.stime.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "processes are smaller than 2⁵³ bytes")]
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

/// Runs each candidate `runs` times, in turns, so that other load on the machine affects all of them.
///
/// # Errors
///
/// Fails if a command fails.
pub(crate) fn in_turns(subject: &str, candidates: Vec<Candidate>, runs: usize) -> anyhow::Result<Vec<Measured>> {
    run_first_steps(subject, &candidates)?;
    turns(subject, &candidates.iter().map(|_| 1).collect::<Vec<_>>(), candidates, runs)
}

/// Runs commands of different duration in turns. Short ones run several times per turn, whose sample is their mean, so
/// that short disturbances affect all of them alike.
///
/// # Errors
///
/// Fails if a command fails.
pub(crate) fn in_equal_turns(subject: &str, candidates: Vec<Candidate>, runs: usize) -> anyhow::Result<Vec<Measured>> {
    run_first_steps(subject, &candidates)?;
    let lengths = candidates.iter().map(|candidate| Ok(candidate.run()?.wall)).collect::<anyhow::Result<Vec<_>>>()?;
    turns(subject, &runs_in_a_turn(&lengths), candidates, runs)
}

fn run_first_steps(subject: &str, candidates: &[Candidate]) -> anyhow::Result<()> {
    candidates.iter().try_for_each(|candidate| {
        progress(format_args!("{subject}: {}, preparing", candidate.name));
        candidate.first.iter().try_for_each(prepare)
    })
}

/// Returns the number of runs per turn of each command, given their durations in seconds.
fn runs_in_a_turn(lengths: &[f64]) -> Vec<usize> {
    let longest = lengths.iter().copied().fold(0.0, f64::max);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 9")]
    lengths.iter().map(|length| (longest / length.max(f64::MIN_POSITIVE)).clamp(1.0, MOST_RUNS) as usize).collect()
}

/// Runs all turns. `often` has the number of runs per turn of each candidate.
fn turns(subject: &str, often: &[usize], candidates: Vec<Candidate>, turns: usize) -> anyhow::Result<Vec<Measured>> {
    let mut all: Vec<Measured> =
        candidates.into_iter().map(|candidate| Measured { candidate, samples: Vec::new() }).collect();
    for turn in 1..=turns {
        for (Measured { candidate, samples }, often) in all.iter_mut().zip(often) {
            progress(format_args!("{subject}: {} ({turn} of {turns})", candidate.name));
            samples.push(mean((0..*often).map(|_| candidate.run()).collect::<anyhow::Result<_>>()?));
        }
    }
    Ok(all)
}

impl Candidate {
    fn run(&self) -> anyhow::Result<Sample> {
        self.before.iter().try_for_each(prepare)?;
        once(&self.measured)
    }
}

/// Returns the mean of some runs, with the greatest peak and the last output.
fn mean(runs: Vec<Sample>) -> Sample {
    #[expect(clippy::cast_precision_loss, reason = "the number of runs is small")]
    let share = 1.0 / runs.len() as f64;
    runs.into_iter().fold(Sample::default(), |mean, run| Sample {
        wall: mean.wall + share * run.wall,
        user: mean.user + share * run.user,
        cpu: mean.cpu + share * run.cpu,
        peak: mean.peak.max(run.peak),
        stdout: run.stdout,
    })
}

fn prepare(step: &Step) -> anyhow::Result<()> {
    match step {
        Step::Remove(folder) => remove(folder),
        Step::MoveAway(folder, into) => move_away(folder, into),
        Step::Run(invocation) => once(invocation).map(drop),
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
    fn sample_of_a_turn_is_the_mean() {
        let run =
            |cpu, peak, stdout: &str| Sample { wall: 2.0 * cpu, user: 0.5 * cpu, cpu, peak, stdout: stdout.into() };
        let Sample { wall, user, cpu, peak, stdout } = mean(vec![run(1.0, 70.0, "a"), run(3.0, 60.0, "b")]);
        assert_eq!((wall, user, cpu, peak, stdout.as_str()), (4.0, 1.0, 2.0, 70.0, "b"));
    }
}
