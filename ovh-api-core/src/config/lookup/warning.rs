//! What is used, or ignored, with a warning.

use super::super::files::Writable;
use super::super::ini::File;
use super::super::place::{Place, Setting};
use super::Target;
use crate::Endpoint;

/// A warning about a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Warning {
    pub(crate) file: String,
    pub(crate) message: String,
}

impl Warning {
    fn new(file: &File<'_>, message: String) -> Self {
        Self { file: file.name().to_owned(), message }
    }

    /// Keys that others can read, and files that others can change.
    pub(super) fn about_file(file: &File<'_>) -> Vec<Self> {
        let mut warnings = Vec::new();
        if file.is_exposed() {
            let message = "other users can read or change the keys in a configuration file; chmod 600";
            warnings.push(Self::new(file, format!("{message} {}", file.name())));
        }
        if let Some(writable) = file.source.writable.filter(|_| file.sets_endpoint_or_profile()) {
            let remedy = match writable {
                Writable::File => format!("change it; chmod o-w {}", file.name()),
                Writable::Folder => "replace it; chmod o-w its folder".to_owned(),
            };
            let message = "a configuration file sets an endpoint or a profile, and other users can";
            warnings.push(Self::new(file, format!("{message} {remedy}")));
        }
        warnings
    }

    /// A host from the working folder that gets keys from elsewhere.
    pub(super) fn about_target(target: &Target<'_>, keys: &[Place<'_>]) -> Option<Self> {
        let place = target.place?;
        let file = place.file().filter(|file| file.source.in_working_folder)?;
        let is_foreign = matches!(target.endpoint, Endpoint::Custom(_)) && !target.endpoint.is_known();
        (is_foreign && keys.iter().any(|key| !key.is_with(place))).then(|| {
            let message = "is a URL from the working folder, but the keys that are sent there are from elsewhere; \
                set the endpoint where the keys are";
            Self::new(file, format!("{} {message}", place.describe(Setting::ENDPOINT)))
        })
    }

    /// A token service in a file that is not trusted with the client secret.
    pub(super) fn ignored_token_url(place: Place<'_>) -> Self {
        let message = "is ignored because the client secret is from elsewhere; set it where the client secret is";
        let file = place.file().map(|file| file.name().to_owned()).unwrap_or_default();
        Self { file, message: format!("{} {message}", place.describe(Setting::TOKEN_URL)) }
    }
}
