//! What became of each call, printed as it comes: kept, it would be the memory that is measured.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufWriter, Stdout, Write as _};
use std::sync::Mutex;

use ovh_api::Error;

pub struct Account {
    lines: Mutex<BufWriter<Stdout>>,
    /// How often each sort of outcome came.
    outcomes: Mutex<BTreeMap<String, usize>>,
}

impl Default for Account {
    fn default() -> Self {
        Self { lines: Mutex::new(BufWriter::new(std::io::stdout())), outcomes: Mutex::default() }
    }
}

impl Account {
    /// `write METHOD PATH NAME OUTCOME`, where the outcome is `done`, `failed`, or `perhaps` if the error says that the
    /// call may have been sent.
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

    /// `outcome NUMBER METHOD …` for each sort.
    pub fn close(&self) {
        let mut lines = self.lines.lock().unwrap();
        for (outcome, count) in &*self.outcomes.lock().unwrap() {
            writeln!(lines, "outcome {count} {outcome}").unwrap();
        }
        lines.flush().unwrap();
    }
}
