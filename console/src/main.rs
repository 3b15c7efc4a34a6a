//! The program `ovh-console`; see `--help` or the README of the repository.

use std::io::{self, Write as _};
use std::process::{Command, ExitCode, Stdio};

use clap::Parser as _;
use ovh_console::command::Flags;

fn main() -> ExitCode {
    match run(&Flags::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // An error of standard error itself cannot be reported.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(flags: &Flags) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let console = flags.start().await?;
        // The reader may stop early, such as `| head -1`; the server keeps running.
        let mut stdout = io::stdout();
        let _ = writeln!(stdout, "listening on {}", console.url()).and_then(|()| stdout.flush());
        if flags.open {
            open(&console.url())?;
        }
        tokio::signal::ctrl_c().await?;
        Ok(())
    })
}

/// Opens an address in the browser.
fn open(url: &str) -> io::Result<()> {
    let program = match std::env::consts::OS {
        "macos" => "open",
        // `start` of the command prompt would interpret the address.
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let opened =
        Command::new(program).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    opened
        .map(drop)
        .map_err(|error| io::Error::new(error.kind(), format!("cannot open a browser with {program}: {error}")))
}
