//! Printing values, results and traces.

use std::error::Error;
use std::fmt::Debug;

use tracing_subscriber::fmt::format::FmtSpan;

/// Prints the events of all crates, from both `tracing` and `log`.
pub fn trace_everything() {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .init();
    log::set_logger(&Log).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
}

struct Log;

impl log::Log for Log {
    fn enabled(&self, _metadata: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        println!("log: {} {}: {}", record.level(), record.target(), record.args());
    }

    fn flush(&self) {}
}

/// Prints both forms of `Debug`.
pub fn value(name: &str, value: &impl Debug) {
    println!("{name}: {value:?} {value:#?}");
}

/// Prints a value, or an error with all its sources, and a line with the outcome.
pub fn result<T: Debug, E: Error>(name: &str, result: Result<T, E>) {
    match result {
        Ok(response) => {
            value(name, &response);
            println!("outcome: {name}: ok");
        }
        Err(error) => {
            value(name, &error);
            println!("outcome: {name}: {error}");
            let mut source = error.source();
            while let Some(error) = source {
                println!("{name}, source: {error} {error:?} {error:#?}");
                source = error.source();
            }
        }
    }
}
