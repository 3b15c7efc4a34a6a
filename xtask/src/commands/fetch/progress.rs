//! Shows progress as a bar on a terminal, and as plain lines elsewhere.

use std::fmt::Display;
use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

use crate::support::output;

/// The bar, if stderr is a terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Shows a spinner until the number of downloads is known.
    pub(crate) fn new() -> Self {
        let spinner = || ProgressBar::new_spinner().with_message("index");
        Self { bar: io::stderr().is_terminal().then(spinner) }
    }

    /// Sets the number of downloads.
    pub(crate) fn begin(&self, downloads: usize) {
        if let Some(bar) = &self.bar {
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
                bar.set_style(style);
            }
            bar.set_length(downloads as u64);
            bar.tick();
        }
    }

    /// Reports a completed download.
    pub(crate) fn done(&self, api: &str, bytes: usize) {
        match &self.bar {
            Some(bar) => {
                bar.set_message(api.to_owned());
                bar.inc(1);
            }
            None => output::note(format_args!("fetched {api}, {} kB", bytes.div_ceil(1000))),
        }
    }

    /// Prints a line without disturbing the bar.
    pub(crate) fn line(&self, line: impl Display) {
        match &self.bar {
            Some(bar) => bar.suspend(|| output::note(line)),
            None => output::note(line),
        }
    }

    /// Removes the bar.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
