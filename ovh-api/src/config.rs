//! Where endpoint and credentials are found.

use std::path::PathBuf;

use ovh_api_core::internal::Sources;

use crate::{Client, ClientBuilder, Endpoint, Error};

/// Looks for endpoint and credentials where the official wrappers do: in the environment, then in `ovh.conf`.
///
/// [`Client::from_env`] is this with nothing set. An `ovh.conf` that works for OVHcloud's Python wrapper works here as
/// it is.
///
/// # The environment
///
/// `OVH_ENDPOINT` (`ovh-eu` and its like, or a URL), `OVH_APPLICATION_KEY`, `OVH_APPLICATION_SECRET`,
/// `OVH_CONSUMER_KEY`, `OVH_CLIENT_ID`, `OVH_CLIENT_SECRET`, `OVH_OAUTH2_TOKEN_URL`, `OVH_ACCESS_TOKEN`, `OVH_PROFILE`. An
/// empty variable counts as unset.
///
/// # The files
///
/// `/etc/ovh.conf`, `~/.ovh.conf` and `./ovh.conf`, each overriding single keys of the one before, and an [explicit
/// file](Self::file) overriding them all:
///
/// ```ini
/// [default]
/// ; where to go
/// endpoint=ovh-eu
///
/// [ovh-eu]
/// ; who calls there: application_key, application_secret and consumer_key,
/// ; or client_id and client_secret, or access_token
/// client_id=0123456789abcdef
/// client_secret=0123456789abcdef0123456789abcdef
///
/// [profile:backup]
/// ; another caller, chosen by name; without credentials of its own it has those of its endpoint
/// endpoint=ovh-ca
/// application_key=…
/// ```
///
/// The section for an endpoint is named like the endpoint, be it by a URL: `[http://127.0.0.1:8080/1.0]`, as in the Go
/// wrapper. A slash at the end, `/1.0` or `/v1`, and the old or the new address of a known [`Endpoint`] make no difference; the
/// spelling that was given comes first, and the keys of two spellings do not complete each other.
/// `oauth2_token_url=` in the section, or `OVH_OAUTH2_TOKEN_URL`, overrides the OAuth2 token service of the endpoint.
/// A profile is chosen by [`Config::profile`], by `OVH_PROFILE` or by `profile=` in `[default]`.
///
/// # What beats what
///
/// What is set here, then the environment, then the files; a profile that is set here comes before the environment as
/// well. Keys of one way to authenticate complete each other across places, as in the official wrappers. The first
/// place that has any decides the way, and keys of other ways in later places are ignored: an access token in the
/// environment beats an application key in a file. Two ways in the same place are an error, and so is half a pair.
///
/// A standard file that cannot be read is skipped, as by the Python wrapper, and named if something is missing in the end. Only
/// regular files of at most 1 MiB are read. No file is opened if the environment has endpoint and credentials.
///
/// # Whose host gets whose keys
///
/// A `./ovh.conf` may come from somebody else, with a downloaded project for example. Therefore the endpoint, the token service and
/// the keys of a profile come from one file, and a token service in a file counts only beside the client secret or, outside of
/// the working folder, beside the endpoint. Otherwise it is ignored with a warning. Warnings, events at the level WARN,
/// also name a file that other users can change and that sets an endpoint or a profile, and a URL from `./ovh.conf` that is no
/// known endpoint while the keys are from elsewhere.
///
/// A file that holds keys and that every user of the machine can read or change is used, but warned about: an event of
/// [`tracing`](https://docs.rs/tracing) at the level WARN with the path and the remedy, `chmod 600`. Rights of the
/// file's group are left to whoever set them.
///
/// ```no_run
/// use ovh_api::Config;
/// use std::time::Duration;
///
/// let client = Config::new().profile("backup").builder()?.timeout(Duration::from_secs(20)).build()?;
/// # Ok::<(), ovh_api::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "nothing is looked for until client or builder is called"]
pub struct Config {
    sources: Sources,
}

impl Config {
    /// The environment and the three standard files.
    pub fn new() -> Self {
        Self::default()
    }

    /// The endpoint, whatever environment and files say. It also decides which section of a file is read.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.sources.endpoint = Some(endpoint);
        self
    }

    /// Takes the section `[profile:NAME]`, whatever environment and files say.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.sources.profile = Some(name.into());
        self
    }

    /// Also reads this file, which must be there; its keys override those of the standard files.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources.file = Some(path.into());
        self
    }

    /// Leaves the environment out.
    pub fn without_environment(mut self) -> Self {
        self.sources.no_environment = true;
        self
    }

    /// Leaves `/etc/ovh.conf`, `~/.ovh.conf` and `./ovh.conf` out.
    pub fn without_standard_files(mut self) -> Self {
        self.sources.no_standard_files = true;
        self
    }

    /// A client with what was found.
    ///
    /// # Errors
    ///
    /// Those of [`builder`](Self::builder) and of [`ClientBuilder::build`].
    pub fn client(self) -> Result<Client, Error> {
        self.builder().and_then(ClientBuilder::build)
    }

    /// A description of a client with what was found, for more to be set on it. What is set there comes before all that
    /// was found.
    ///
    /// # Errors
    ///
    /// If there are no credentials, half of a pair, or two ways to authenticate in one place; if the endpoint is none,
    /// or has no OAuth2 when that is what was found; if a profile does not exist; if a file that is needed is no INI
    /// file, or an explicit one cannot be read. The error names the variable, or file, section and key, and never shows
    /// what was found there. All are of the kind [`Configuration`](crate::ErrorKind::Configuration).
    pub fn builder(self) -> Result<ClientBuilder, Error> {
        self.sources.find().map(|found| Client::builder().found(found))
    }
}

impl Client {
    /// A client with the endpoint and the credentials that are [found](Config) in the environment and in `ovh.conf`, as
    /// by the official wrappers.
    ///
    /// ```no_run
    /// let client = ovh_api::Client::from_env()?;
    /// # Ok::<(), ovh_api::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Config::builder`] and of [`ClientBuilder::build`].
    pub fn from_env() -> Result<Self, Error> {
        Config::new().client()
    }
}
