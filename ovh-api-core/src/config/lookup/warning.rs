//! Warnings about configuration files.

use super::super::files::Writable;
use super::super::ini::IniFile;
use super::super::setting::Setting;
use super::super::source::ConfigSource;
use super::SelectedEndpoint;
use crate::endpoint::Endpoint;

/// A warning about a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Warning {
    pub(crate) file: String,
    pub(crate) message: String,
}

impl Warning {
    fn new(file: &IniFile<'_>, message: String) -> Self {
        Self { file: file.name().to_owned(), message }
    }

    /// Warns about keys that other users can read, and files that they can change.
    pub(super) fn about_file(file: &IniFile<'_>) -> Vec<Self> {
        let mut warnings = Vec::new();
        if file.is_exposed() {
            let message = "other users can read or change the keys in a configuration file; chmod 600";
            warnings.push(Self::new(file, format!("{message} {}", file.name())));
        }
        if let Some(writable) = file.source.writable.filter(|_| file.sets_endpoint_or_profile()) {
            let remedy = match writable {
                Writable::File => format!("change it; chmod o-w {}", file.name()),
                Writable::Folder => "replace it; chmod o-w its directory".to_owned(),
            };
            let message = "a configuration file sets an endpoint or a profile, and other users can";
            warnings.push(Self::new(file, format!("{message} {remedy}")));
        }
        warnings
    }

    /// Warns about an endpoint in the working directory that receives keys from another source.
    pub(super) fn about_target(target: &SelectedEndpoint<'_>, keys: &[ConfigSource<'_>]) -> Option<Self> {
        let source = target.source?;
        let file = source.file().filter(|file| file.source.in_working_folder)?;
        let is_foreign = matches!(target.endpoint, Endpoint::Custom(_)) && !target.endpoint.is_known();
        (is_foreign && keys.iter().any(|key| !key.is_same_as(source))).then(|| {
            let message = "is a custom URL in the working directory, but the keys are from another source; \
                set the endpoint next to the keys";
            Self::new(file, format!("{} {message}", source.describe(Setting::ENDPOINT)))
        })
    }

    /// Warns about a token URL in a file that is not trusted with the client secret.
    pub(super) fn ignored_token_url(source: ConfigSource<'_>) -> Self {
        let message = "is ignored because the client secret is from another source; set it next to the client secret";
        let file = source.file().map(|file| file.name().to_owned()).unwrap_or_default();
        Self { file, message: format!("{} {message}", source.describe(Setting::TOKEN_URL)) }
    }
}
