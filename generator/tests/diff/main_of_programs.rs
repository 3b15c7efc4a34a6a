// The main function of the programs in `run_time.rs`, which writes it into a package.

use std::collections::BTreeMap;
use std::fmt::Display;

/// A log of one program, with one line for each step.
pub struct Log {
    responses: BTreeMap<String, String>,
    lines: Vec<String>,
}

impl Log {
    /// Logs a request: all its parts, and whether it is signed.
    fn request<C, T, P>(&mut self, what: &str, request: &ovh::Request<C, T, P>) {
        let operation = request.operation();
        let body = String::from_utf8(request.body().unwrap_or_default().to_vec()).unwrap();
        let headers: Vec<String> =
            request.headers().iter().map(|(name, value)| format!("{name}={}", value.to_str().unwrap())).collect();
        self.line(
            "request",
            &[
                &what,
                &operation.branch,
                &request.method(),
                &operation.path,
                &request.path(),
                &request.query_string().unwrap_or_default(),
                &headers.join("&"),
                &body,
                &operation.authenticated,
                &operation.iam_actions().collect::<Vec<_>>().join(" "),
            ],
        );
    }

    /// Decodes the service's response to a request.
    fn response<C, T: ovh::json::FromJson, P>(&mut self, what: &str, _: &ovh::Request<C, T, P>) -> Option<T> {
        let response = self.responses.get(what).unwrap_or_else(|| panic!("no response for {what}"));
        let decoded = ovh::json::decode(response.as_bytes());
        let failed = decoded.as_ref().err().map(ToString::to_string);
        self.line("response", &[&what, &failed.unwrap_or_default()]);
        decoded.ok()
    }

    /// Logs an enum value as text and as JSON.
    fn value(&mut self, what: &str, text: &str, value: &impl ovh::json::ToJson) {
        let sent = String::from_utf8(ovh::json::encode(value).unwrap()).unwrap();
        self.line("value", &[&what, &text, &sent]);
    }

    fn text(&mut self, what: &str, text: &str) {
        self.line("text", &[&what, &text]);
    }

    fn line(&mut self, kind: &str, columns: &[&dyn Display]) {
        let mut line = kind.to_owned();
        columns.iter().for_each(|column| line.push_str(&format!("\t{column}")));
        self.lines.push(line);
    }
}

/// Decodes a value from JSON.
fn parsed<T: ovh::json::FromJson>(json: &str) -> T {
    ovh::json::decode(json.as_bytes()).unwrap()
}

fn log(name: &str, responses: &[(&str, &str)], program: fn(&mut Log)) {
    let responses = responses.iter().map(|(what, response)| ((*what).to_owned(), (*response).to_owned())).collect();
    let mut log = Log { responses, lines: Vec::new() };
    program(&mut log);
    println!("program\t{name}");
    log.lines.iter().for_each(|line| println!("{line}"));
}
