//! The command line of `fetch`.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use generator::schema::Branch;

use super::api_path::ApiPath;
use super::endpoint::Endpoint;

/// Download API schemas and update the snapshot atomically
///
/// Without `--api` and `--all`, downloads the APIs that the snapshot has, of both branches; all if it is empty.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Args {
    /// The service to download from.
    #[arg(long, value_name = "eu|ca|us|URL", value_parser = Endpoint::parse)]
    #[arg(help = "Service to download from: eu, ca, us or a URL [default: https://api.ovh.com/1.0]")]
    pub(crate) endpoint: Option<Endpoint>,

    /// Branch of the API; can be repeated [default: the one in the URL; else v1 with `--api`, both with `--all`, those
    /// in the snapshot without either]
    #[arg(long = "branch", value_name = "v1|v2", hide_possible_values = true)]
    #[arg(value_parser = PossibleValuesParser::new(["v1", "v2"]).map(branch))]
    pub(crate) branches: Vec<Branch>,

    /// Download only this API; can be repeated
    #[arg(long = "api", value_name = "/PATH", value_parser = ApiPath::parse)]
    pub(crate) apis: Vec<ApiPath>,

    /// Download all APIs of both branches, or of the one that `--branch` or the URL selects
    #[arg(long, conflicts_with = "apis")]
    pub(crate) all: bool,

    /// Folder of the snapshot [default: schemas, in the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,

    /// Remove descriptions from the schemas
    #[arg(long)]
    pub(crate) no_prose: bool,

    /// Timeout of a download
    #[arg(long, value_name = "SECONDS", hide = true, default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
}

#[expect(clippy::needless_pass_by_value, reason = "the signature that clap needs")]
fn branch(name: String) -> Branch {
    if name == "v2" { Branch::V2 } else { Branch::V1 }
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| "expected a positive number of seconds".to_owned())
}
