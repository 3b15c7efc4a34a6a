//! Printing all that can be printed.

use std::error::Error;
use std::fmt::Debug;

use tracing_subscriber::fmt::format::FmtSpan;

/// What every crate has to tell, by either of the two ways that crates have for it.
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

/// The two forms of `Debug`.
pub fn value(name: &str, value: &impl Debug) {
    println!("{name}: {value:?} {value:#?}");
}

/// A value, or an error with all its causes, and one line that says which of them it was.
pub fn result<T: Debug, E: Error>(name: &str, result: Result<T, E>) {
    match result {
        Ok(answer) => {
            value(name, &answer);
            println!("outcome: {name}: fine");
        }
        Err(error) => {
            value(name, &error);
            println!("outcome: {name}: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                println!("{name}, because: {error} {error:?} {error:#?}");
                cause = error.source();
            }
        }
    }
}
