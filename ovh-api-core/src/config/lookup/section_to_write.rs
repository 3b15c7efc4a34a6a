//! Selects the section that new credentials belong to.

use super::credentials::endpoint_section_name;
use super::{Overrides, Search, invalid};
use crate::config::environment::Environment;
use crate::config::files::ConfigFile;
use crate::config::ini::section_name;
use crate::error::Error;

/// Returns the name of the section that a lookup with the same settings would read: that of the profile, which need not
/// exist yet, or that of the endpoint in its existing spelling.
pub(in super::super) fn section_to_write(
    overrides: Overrides,
    environment: &Environment,
    files: &[ConfigFile],
) -> Result<String, Error> {
    let search = Search::new(environment, files)?;
    let Overrides { endpoint, profile } = overrides;
    if let Some(name) = profile.or_else(|| search.configured_profile().map(|(_, name)| name.to_owned())) {
        return section_of_profile(&name);
    }
    let target = search.target(endpoint, None)?;
    let name = endpoint_section_name(&search.files, &target).unwrap_or_else(|| target.section());
    Ok(name.to_owned())
}

/// Returns the section of a profile. Fails if its name cannot be read back from a file, or would end the line.
fn section_of_profile(name: &str) -> Result<String, Error> {
    let section = format!("profile:{name}");
    let is_valid = !name.is_empty()
        && !name.contains(char::is_control)
        && section_name(&format!("[{section}]")) == Some(section.as_str());
    if is_valid {
        return Ok(section);
    }
    Err(invalid(
        "invalid profile name: it is empty, ends with a space, or contains `] ` or control characters".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profile_names_that_cannot_be_read_back_are_rejected() {
        for name in ["", "a\nb", "a\rb", "a\n[ovh-eu]\naccess_token=t", "a ", "a] b", "a\t"] {
            let error = section_of_profile(name).unwrap_err().to_string();
            assert!(error.starts_with("invalid profile name: "), "{name:?}: {error}");
        }
        for name in ["a", "a b", "é", "[a]", "x=y"] {
            assert_eq!(section_of_profile(name).unwrap(), format!("profile:{name}"));
        }
    }
}
