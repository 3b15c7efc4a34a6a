//! The program `ovh-sandbox`; see `--help` or the README of this crate.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use ovh_sandbox::Sandbox;
use ovh_sandbox::command::{Flags, announcement};

fn main() -> ExitCode {
    let flags = Flags::parse();
    match run(flags) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // An error of standard error itself cannot be reported.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(flags: Flags) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let sandbox = flags.builder().start().await?;
        announce(&sandbox)?;
        interrupted().await?;
        sandbox.stop();
        Ok(())
    })
}

fn announce(sandbox: &Sandbox) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(announcement(sandbox).as_bytes()).and_then(|()| stdout.flush()) {
        // The reader may stop early, such as `| head -1`; the server keeps running.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

#[cfg(unix)]
async fn interrupted() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        outcome = tokio::signal::ctrl_c() => outcome,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn interrupted() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
