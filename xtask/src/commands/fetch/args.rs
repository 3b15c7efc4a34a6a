//! The command line of `fetch`.

use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;

use super::api_path::ApiPath;
use super::endpoint::Endpoint;

/// Downloads the schemas of the chosen APIs and replaces the snapshot with them: all of them, or none.
///
/// Without `--api` and `--all` these are /me, /vps, /services and /domain, and whatever is already in the snapshot.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to download from.
    #[arg(long, value_name = "eu|ca|us|URL", value_parser = Endpoint::parse)]
    #[arg(help = "Where to download from: eu, ca, us or a URL [default: https://api.ovh.com/1.0]")]
    pub(crate) endpoint: Option<Endpoint>,

    /// Branch of the API [default: what the URL ends in, else v1]
    #[arg(long, value_name = "v1|v2", hide_possible_values = true)]
    pub(crate) branch: Option<Branch>,

    /// Download this API only; may be given several times
    #[arg(long = "api", value_name = "/PATH", value_parser = ApiPath::parse)]
    pub(crate) apis: Vec<ApiPath>,

    /// Download every API that the index lists
    #[arg(long, conflicts_with = "apis")]
    pub(crate) all: bool,

    /// Folder of the snapshot [default: schemas, in the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,

    /// Leave out the descriptions, keep the facts
    #[arg(long)]
    pub(crate) no_prose: bool,

    /// How long one download may take
    #[arg(long, value_name = "SECONDS", hide = true, default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
}

/// A branch of the API. The two share no paths and no files.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Branch {
    /// The first one, still where most of the service is.
    V1,
    /// The second one.
    V2,
}

impl Branch {
    /// The branch's folder in the snapshot.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// What the service calls the branch in a URL, the usual name first.
    pub(crate) const fn segments(self) -> &'static [&'static str] {
        match self {
            Self::V1 => &["1.0", "v1"],
            Self::V2 => &["v2"],
        }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| "expected a number of seconds above zero".to_owned())
}
