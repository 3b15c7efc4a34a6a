//! What a command costs: time, processor time of all processes that it starts, and memory.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, bail};
use wait4::Wait4;

use super::invocation::Invocation;
use super::scratch::{move_away, remove};
use crate::output;

/// The cost of one run.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// Seconds from start to end.
    pub(super) wall: f64,
    /// Seconds of processors outside of the kernel, of the process and those that it waited for.
    pub(super) user: f64,
    /// Seconds of processors, the kernel's included.
    pub(super) cpu: f64,
    /// Resident memory of the largest of these processes at its peak, in MiB.
    pub(super) peak: f64,
    /// What it printed.
    pub(super) stdout: String,
}

/// What is done unmeasured.
#[derive(Debug, Clone)]
pub(super) enum Before {
    /// Removes a folder and all in it.
    Remove(PathBuf),
    /// Moves a folder to another one; see [`move_away`].
    MoveAway(PathBuf, PathBuf),
    /// Runs a command.
    Run(Invocation),
}

/// Who takes part in a comparison.
#[derive(Debug, Clone)]
pub(super) struct Entrant {
    pub(super) name: String,
    /// What is done once, before all runs.
    pub(super) first: Vec<Before>,
    /// What is done before each run.
    pub(super) before: Vec<Before>,
    pub(super) measured: Invocation,
}

/// An entrant and its runs.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) entrant: Entrant,
    pub(super) samples: Vec<Sample>,
}

/// Runs a command to its end.
///
/// # Errors
///
/// It cannot be started, or it fails: the error holds the end of what it wrote on stderr.
pub(super) fn once(invocation: &Invocation) -> anyhow::Result<Sample> {
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
pub(super) fn in_turns(subject: &str, entrants: Vec<Entrant>, runs: usize) -> anyhow::Result<Vec<Measured>> {
    for entrant in &entrants {
        output::note(format_args!("{subject}: {}, getting ready", entrant.name));
        entrant.first.iter().try_for_each(prepare)?;
    }
    let mut all: Vec<Measured> =
        entrants.into_iter().map(|entrant| Measured { entrant, samples: Vec::new() }).collect();
    for run in 1..=runs {
        for Measured { entrant, samples } in &mut all {
            output::note(format_args!("{subject}: {} ({run} of {runs})", entrant.name));
            entrant.before.iter().try_for_each(prepare)?;
            samples.push(once(&entrant.measured)?);
        }
    }
    Ok(all)
}

fn prepare(step: &Before) -> anyhow::Result<()> {
    match step {
        Before::Remove(folder) => remove(folder),
        Before::MoveAway(folder, into) => move_away(folder, into),
        Before::Run(invocation) => once(invocation).map(drop),
    }
}
