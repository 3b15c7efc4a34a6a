//! Configuration from the environment and from `ovh.conf`.

use std::path::PathBuf;

use ovh_api_core::internal::Sources;

use crate::{Client, ClientBuilder, Credentials, Endpoint, Error};

/// Reads the endpoint and the credentials from the environment and from `ovh.conf`, like OVHcloud's official wrappers.
///
/// [`Client::from_env`] uses the default configuration. An `ovh.conf` that works for python-ovh works unchanged.
///
/// ```no_run
/// use ovh_api::Config;
/// use std::time::Duration;
///
/// let client = Config::new().profile("backup").builder()?.timeout(Duration::from_secs(20)).build()?;
/// # Ok::<(), ovh_api::Error>(())
/// ```
///
/// # Environment
///
/// `OVH_ENDPOINT` (a name such as `ovh-eu`, or a URL), `OVH_APPLICATION_KEY`, `OVH_APPLICATION_SECRET`,
/// `OVH_CONSUMER_KEY`, `OVH_CLIENT_ID`, `OVH_CLIENT_SECRET`, `OVH_OAUTH2_TOKEN_URL`, `OVH_ACCESS_TOKEN` and
/// `OVH_PROFILE`. An empty variable counts as unset.
///
/// # Files
///
/// `/etc/ovh.conf`, `~/.ovh.conf` and `./ovh.conf` are read in this order. Later files override single keys of earlier
/// ones. An [additional file](Self::file) overrides all of them.
///
/// ```ini
/// [default]
/// ; the endpoint
/// endpoint=ovh-eu
///
/// [ovh-eu]
/// ; the credentials for this endpoint: application_key, application_secret and consumer_key,
/// ; or client_id and client_secret, or access_token
/// client_id=0123456789abcdef
/// client_secret=0123456789abcdef0123456789abcdef
///
/// [profile:backup]
/// ; alternative settings for another endpoint; without credentials here, those of its section are used
/// endpoint=ovh-ca
///
/// [profile:customer]
/// ; the consumer key of another account, for the application of [ovh-eu]
/// consumer_key=0123456789abcdef0123456789abcdef
/// ```
///
/// - A profile is selected by [`Config::profile`], by `OVH_PROFILE` or by `profile=` in `[default]`.
/// - A profile inherits what it lacks from the section of its endpoint: all credentials if it has none, and the
///   application key with its secret if it has only a consumer key. Both come from the section of one file, and only if
///   neither is set in the profile or in the environment: half of another application's pair would make every signature
///   invalid. A consumer key is not inherited with an application of the profile's own, as it belongs to one
///   application. OAuth2 clients and access tokens are not completed either.
/// - `oauth2_token_url=` in a section, or `OVH_OAUTH2_TOKEN_URL`, overrides the OAuth2 token service of the endpoint.
/// - The section of an endpoint given by URL is named by the URL, as in go-ovh: `[http://127.0.0.1:8080/1.0]`. A
///   trailing slash, `/1.0` or `/v1` is ignored, and the old and new hosts of a known [`Endpoint`] are equal. If a file
///   has several spellings, the section with the given spelling comes first; keys of two sections are not combined.
///
/// # Precedence
///
/// Settings of this type override the environment, which overrides files. A profile set with
/// [`profile`](Self::profile) also overrides the environment.
///
/// Keys of one authentication scheme may come from several places, as in the official wrappers. The first place that
/// has any key decides the scheme, and keys of other schemes in later places are ignored: an access token in the
/// environment overrides an application key in a file. Keys of two schemes in the same place are an error, and so is an
/// incomplete pair.
///
/// A standard file that cannot be read is skipped, as in python-ovh, and listed in the error if credentials are
/// missing. Only regular files of at most 1 MiB are read. No file is opened if the environment has the endpoint and the
/// credentials.
///
/// # Untrusted files
///
/// `./ovh.conf` may come from someone else, for example as part of a downloaded project. To keep it from sending keys
/// to another host:
///
/// - The endpoint, the token service and the keys of a profile must come from one file. Keys that it inherits are from
///   a section of the endpoint itself.
/// - A token service set in a file is ignored with a warning unless that file also sets the client secret or, outside
///   the working directory, the endpoint.
///
/// Warnings are [`tracing`](https://docs.rs/tracing) events at level WARN. There is also a warning for
///
/// - a file that other users can change and that sets an endpoint or a profile,
/// - an endpoint in `./ovh.conf` that is an unknown URL, while the keys come from another place,
/// - a file with keys that every user of the machine can read or change. The warning has the path and the remedy,
///   `chmod 600`. Permissions of the file's group are not checked.
#[derive(Debug, Clone, Default)]
#[must_use = "a configuration does nothing until a method such as `client` is called"]
pub struct Config {
    sources: Sources,
}

impl Config {
    /// Creates a configuration that reads the environment and the three standard files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the endpoint, overriding environment and files. It also selects the section of a file.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.sources.endpoint = Some(endpoint);
        self
    }

    /// Selects the section `[profile:NAME]`, overriding environment and files.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.sources.profile = Some(name.into());
        self
    }

    /// Also reads this file, which must exist. Its keys override those of the standard files.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources.file = Some(path.into());
        self
    }

    /// Ignores the environment.
    pub fn without_environment(mut self) -> Self {
        self.sources.no_environment = true;
        self
    }

    /// Ignores `/etc/ovh.conf`, `~/.ovh.conf` and `./ovh.conf`.
    pub fn without_standard_files(mut self) -> Self {
        self.sources.no_standard_files = true;
        self
    }

    /// Creates a client with the configuration found.
    ///
    /// # Errors
    ///
    /// As for [`builder`](Self::builder) and [`ClientBuilder::build`].
    pub fn client(self) -> Result<Client, Error> {
        self.builder().and_then(ClientBuilder::build)
    }

    /// Creates a builder with the configuration found. Methods of the builder override it.
    ///
    /// # Errors
    ///
    /// All errors are of the kind [`Configuration`](crate::ErrorKind::Configuration). They name the variable, or the
    /// file, section and key, and never contain a value:
    ///
    /// - Credentials are missing, a pair is incomplete, or one place has keys of two authentication schemes.
    /// - The endpoint is invalid, or has no OAuth2 token service although the credentials are for OAuth2.
    /// - The profile does not exist.
    /// - A file is not a valid INI file, or the file set with [`file`](Self::file) cannot be read.
    pub fn builder(self) -> Result<ClientBuilder, Error> {
        self.sources.find().map(|found| Client::builder().found(found))
    }

    /// Returns the names of the profiles in the files, sorted and without duplicates. Each can be passed to
    /// [`profile`](Self::profile).
    ///
    /// ```no_run
    /// for profile in ovh_api::Config::new().profiles()? {
    ///     println!("{profile}");
    /// }
    /// # Ok::<(), ovh_api::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a file is not a valid INI file, or the file set with [`file`](Self::file) cannot be read.
    pub fn profiles(&self) -> Result<Vec<String>, Error> {
        self.sources.profiles()
    }

    /// Writes credentials to a configuration file and returns its path.
    ///
    /// ```no_run
    /// use ovh_api::{Config, Credentials, Endpoint};
    ///
    /// let config = Config::new().endpoint(Endpoint::OvhCa).profile("customer");
    /// let path = config.save_credentials(&Credentials::classic("key", "secret", "consumer"))?;
    /// println!("saved in {}", path.display());
    /// # Ok::<(), ovh_api::Error>(())
    /// ```
    ///
    /// The file is the one set with [`file`](Self::file), else `~/.ovh.conf`. It is created if it does not exist; its
    /// folder must exist. The section is the one that [`client`](Self::client) would read with the same settings:
    ///
    /// - `[profile:NAME]` for the profile of this configuration, of `OVH_PROFILE` or of `[default]`. An endpoint set
    ///   with [`endpoint`](Self::endpoint) is written there too.
    /// - Otherwise the section of the endpoint, such as `[ovh-eu]`.
    ///
    /// Values of an existing section are replaced in their line. Other credentials in that section, which belong to
    /// the old ones, are removed. Comments, unknown keys, other sections, the order and the kind of line ends stay.
    ///
    /// The file is replaced atomically: other programs read the old or the new file. Of two programs that write at the
    /// same time, the last one wins. On Unix, the new file has mode `0600`, also if the old one had a wider mode:
    /// a group that could read the file cannot read it any more. The owner stays. Other systems have no mode; there the
    /// file has the rights that its folder gives to new files.
    ///
    /// # Errors
    ///
    /// All errors are of the kind [`Configuration`](crate::ErrorKind::Configuration), and the file is unchanged:
    ///
    /// - The credentials are empty or incomplete, or a key contains characters that would not be read back, such as a
    ///   line break.
    /// - The name of the profile is empty, ends with a space, or contains `] ` or control characters.
    /// - The file is not a valid INI file, or cannot be read or replaced.
    /// - The path is a symbolic link. It is not followed when writing, so that a link cannot choose the file that
    ///   receives the keys.
    pub fn save_credentials(&self, credentials: &Credentials) -> Result<PathBuf, Error> {
        self.sources.save(credentials)
    }
}

impl Client {
    /// Creates a client with the endpoint and credentials of the environment and of `ovh.conf`, like the official
    /// wrappers; see [`Config`].
    ///
    /// ```no_run
    /// let client = ovh_api::Client::from_env()?;
    /// # Ok::<(), ovh_api::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`Config::builder`] and [`ClientBuilder::build`].
    pub fn from_env() -> Result<Self, Error> {
        Config::new().client()
    }
}
