//! A program with secrets: it does all that can be done with them, and prints all that can be printed.
//!
//! Tests run it as a process of its own, for what it prints and what its memory holds are those of nobody else. The
//! secrets come through its standard input, so that the program itself has none.

mod calls;
mod forget;
mod keys;
mod mishaps;
mod show;
mod values;

use keys::Keys;
use ovh_api::Config;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match &arguments[..] {
        ["call", service, elsewhere] => {
            show::trace_everything();
            let keys = Keys::read();
            runtime.block_on(calls::every_way(&keys, service));
            runtime.block_on(calls::consumer_key(&keys, service));
            calls::blocking(&keys, service);
            runtime.block_on(mishaps::every_one(&keys, service, elsewhere));
            runtime.block_on(values::every_one(&keys));
        }
        ["http2", service] => {
            show::trace_everything();
            runtime.block_on(calls::over_http2(&Keys::read(), service));
        }
        ["tls", service, certificate] => {
            show::trace_everything();
            runtime.block_on(calls::over_tls(&Keys::read(), service, certificate));
        }
        ["local", service] => {
            let keys = Keys::read();
            runtime.block_on(mishaps::local_requests(&keys, service));
        }
        ["config", file @ ..] => {
            show::trace_everything();
            let config = file.iter().fold(Config::new(), |config, path| config.file(path));
            show::value("config", &config);
            show::result("builder", config.clone().builder());
            show::result("client", config.client());
        }
        ["forget", service, file] => forget::run(runtime, service, file),
        other => panic!("no such command: {other:?}"),
    }
}
