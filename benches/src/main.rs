//! `ovh-bench`: see `--help`.

use std::io::{self, Write as _};

use clap::{Parser, Subcommand};
use ovh_bench::{build, call, serve, walk};

/// What calls cost, beside a bare HTTP client. Each command but `serve` prints one line of JSON.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves an account on 127.0.0.1; its URL is the first line of stdout. Ends when stdin is closed.
    Serve(serve::Settings),
    /// Calls GET /services/{serviceId}, one call after the other over one connection.
    Call {
        /// Who calls.
        #[arg(long)]
        client: call::Kind,
        /// The URL that `serve` printed.
        #[arg(long)]
        url: String,
        /// How many calls.
        #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
        requests: u32,
    },
    /// Takes all services of an account with their details.
    Walk {
        /// The URL that `serve` printed.
        #[arg(long)]
        url: String,
        /// How many calls are on their way at once.
        #[arg(long, default_value_t = 32)]
        in_flight: usize,
        /// Takes services as they come instead of in the order of their ids.
        #[arg(long)]
        unordered: bool,
    },
    /// Builds and signs a request, and hands it to the HTTP client, which sends nothing.
    Build {
        /// How many rounds of a hundred requests; the fastest counts.
        #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
        rounds: u32,
    },
}

fn main() -> anyhow::Result<()> {
    let figures = match Arguments::parse().command {
        Command::Serve(settings) => return serve::run(&settings),
        Command::Call { client, url, requests } => call::run(client, &url, requests)?,
        Command::Walk { url, in_flight, unordered } => walk::run(&url, in_flight, unordered)?,
        Command::Build { rounds } => build::run(rounds)?,
    };
    writeln!(io::stdout().lock(), "{figures}")?;
    Ok(())
}
