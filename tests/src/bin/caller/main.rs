//! A program that uses secrets in all supported ways and prints everything that can be printed.
//!
//! Tests run it as a separate process and inspect its output and memory. It reads the secrets from standard input.

mod calls;
mod failures;
mod keys;
mod memory;
mod print;
mod values;

use keys::Keys;
use ovh_api::Config;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match &arguments[..] {
        ["call", service, unreachable] => {
            print::trace_everything();
            let keys = Keys::read();
            runtime.block_on(calls::with_each_scheme(&keys, service));
            runtime.block_on(calls::consumer_key(&keys, service));
            calls::blocking(&keys, service);
            runtime.block_on(failures::all(&keys, service, unreachable));
            runtime.block_on(values::all(&keys));
        }
        ["http2", service] => {
            print::trace_everything();
            runtime.block_on(calls::over_http2(&Keys::read(), service));
        }
        ["tls", service, certificate] => {
            print::trace_everything();
            runtime.block_on(calls::over_tls(&Keys::read(), service, certificate));
        }
        ["local", service] => {
            let keys = Keys::read();
            runtime.block_on(failures::local_requests(&keys, service));
        }
        ["config", file @ ..] => {
            print::trace_everything();
            let config = file.iter().fold(Config::new(), |config, path| config.file(path));
            print::value("config", &config);
            print::result("builder", config.clone().builder());
            print::result("client", config.client());
        }
        ["memory", service, file] => memory::run(runtime, service, file),
        other => panic!("unknown command: {other:?}"),
    }
}
