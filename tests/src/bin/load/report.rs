//! The outcome of each request, printed immediately because the memory of this process is measured.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufWriter, Stdout, Write as _};
use std::sync::Mutex;

use ovh_api::Error;

pub struct Report {
    lines: Mutex<BufWriter<Stdout>>,
    /// The number of requests with each outcome.
    outcomes: Mutex<BTreeMap<String, usize>>,
}

impl Default for Report {
    fn default() -> Self {
        Self { lines: Mutex::new(BufWriter::new(std::io::stdout())), outcomes: Mutex::default() }
    }
}

impl Report {
    /// Prints `write METHOD PATH NAME OUTCOME`. The outcome is `done`, `failed`, or `perhaps` if the request may have
    /// been sent.
    pub fn write<T>(&self, method: &str, path: &str, name: &str, result: &Result<T, Error>) {
        let outcome = match result {
            Ok(_) => "done",
            Err(error) if error.may_have_been_sent() => "perhaps",
            Err(_) => "failed",
        };
        self.line(&format!("write {method} {path} {name:?} {outcome}"));
        self.count(method, result);
    }

    pub fn line(&self, line: &str) {
        writeln!(self.lines.lock().unwrap(), "{line}").unwrap();
    }

    pub fn read<T>(&self, result: &Result<T, Error>) {
        self.count("GET", result);
    }

    fn count<T>(&self, method: &str, result: &Result<T, Error>) {
        let outcome = match result {
            Ok(_) => "done".to_owned(),
            Err(error) => {
                let mut outcome = format!("{:?}", error.kind());
                if let Some(status) = error.status() {
                    write!(outcome, " {}", status.as_u16()).unwrap();
                }
                if let Some(code) = error.error_code() {
                    write!(outcome, " {code}").unwrap();
                }
                outcome
            }
        };
        *self.outcomes.lock().unwrap().entry(format!("{method} {outcome}")).or_default() += 1;
    }

    /// Prints `outcome COUNT METHOD …` for each outcome.
    pub fn close(&self) {
        let mut lines = self.lines.lock().unwrap();
        for (outcome, count) in &*self.outcomes.lock().unwrap() {
            writeln!(lines, "outcome {count} {outcome}").unwrap();
        }
        lines.flush().unwrap();
    }
}
