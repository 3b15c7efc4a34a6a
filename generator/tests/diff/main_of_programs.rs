// The main function of the programs in `run_time.rs`: part of a package that is written there.

use std::collections::BTreeMap;
use std::fmt::Display;

/// Everything that one program does, in order, one line each.
pub struct Shown {
    answers: BTreeMap<String, String>,
    lines: Vec<String>,
}

impl Shown {
    /// The request: everything that is sent, and how.
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
                &request.query().unwrap_or_default(),
                &headers.join("&"),
                &body,
                &operation.authenticated,
                &operation.iam_actions().collect::<Vec<_>>().join(" "),
            ],
        );
    }

    /// What the method makes of the service's answer.
    fn answer<C, T: ovh::json::FromJson, P>(&mut self, what: &str, _: &ovh::Request<C, T, P>) -> Option<T> {
        let answer = self.answers.get(what).unwrap_or_else(|| panic!("no answer for {what}"));
        let decoded = ovh::json::decode(answer.as_bytes());
        let failed = decoded.as_ref().err().map(ToString::to_string);
        self.line("answer", &[&what, &failed.unwrap_or_default()]);
        decoded.ok()
    }

    /// A value of an enum, as text and as it is sent.
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

/// A value from its JSON.
fn parsed<T: ovh::json::FromJson>(json: &str) -> T {
    ovh::json::decode(json.as_bytes()).unwrap()
}

fn show(name: &str, answers: &[(&str, &str)], program: fn(&mut Shown)) {
    let answers = answers.iter().map(|(what, answer)| ((*what).to_owned(), (*answer).to_owned())).collect();
    let mut shown = Shown { answers, lines: Vec::new() };
    program(&mut shown);
    println!("program\t{name}");
    shown.lines.iter().for_each(|line| println!("{line}"));
}
