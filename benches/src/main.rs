//! `ovh-bench`; see `--help`.

use std::io::{self, Write as _};

use clap::{Parser, Subcommand};
use ovh_bench::{build, call, decode, instructions, serve, walk};

/// Measures calls and compares them with a bare HTTP client. Each command except `serve` prints one line of JSON.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves an account on 127.0.0.1. Prints the URL as the first line, and exits when stdin is closed.
    Serve(serve::Settings),
    /// Sends sequential requests for GET /services/{serviceId} over one connection.
    Call {
        /// Client to measure.
        #[arg(long)]
        client: call::Kind,
        /// URL printed by `serve`.
        #[arg(long)]
        url: String,
        /// Number of requests.
        #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
        requests: u32,
    },
    /// Counts the instructions of a request like those of `call` with valgrind.
    Instructions {
        /// Client to measure.
        #[arg(long)]
        client: call::Kind,
        /// URL printed by `serve`.
        #[arg(long)]
        url: String,
    },
    /// Lists all services of an account with their details.
    Walk {
        /// URL printed by `serve`.
        #[arg(long)]
        url: String,
        /// Maximum number of concurrent requests.
        #[arg(long, default_value_t = 32)]
        in_flight: usize,
        /// Yields services as their responses arrive, instead of in the order of their ids.
        #[arg(long)]
        unordered: bool,
    },
    /// Builds and signs a request and passes it to the HTTP client, without sending it.
    Build {
        /// Number of rounds of a hundred requests. The fastest one counts.
        #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
        rounds: u32,
    },
    /// Decodes large responses, and compares this with serde derives.
    Decode {
        /// Number of rounds. The fastest one counts.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
        rounds: u32,
    },
}

fn main() -> anyhow::Result<()> {
    let figures = match Arguments::parse().command {
        Command::Serve(settings) => return serve::run(&settings),
        Command::Call { client, url, requests } => call::run(client, &url, requests)?,
        Command::Instructions { client, url } => instructions::run(client, &url)?,
        Command::Walk { url, in_flight, unordered } => walk::run(&url, in_flight, unordered)?,
        Command::Build { rounds } => build::run(rounds)?,
        Command::Decode { rounds } => decode::run(rounds)?,
    };
    writeln!(io::stdout().lock(), "{figures}")?;
    Ok(())
}
