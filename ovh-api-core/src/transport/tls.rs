//! The TLS library, by feature: `rustls` (with aws-lc) before `rustls-ring` before `native-tls`.
//!
//! The default feature wins, so that a dependency that enables another one does not change what a program trusts.

use ::reqwest::ClientBuilder;

use crate::error::Error;
#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
use crate::error::ErrorKind;

/// Selects the TLS library and the trusted root certificates: those of the system and of these PEM bundles, or only the
/// latter.
#[cfg(any(feature = "rustls", all(feature = "native-tls", not(feature = "rustls-ring"))))]
pub(super) fn configure(builder: ClientBuilder, bundles: &[Vec<u8>], only_these: bool) -> Result<ClientBuilder, Error> {
    #[cfg(feature = "rustls")]
    let builder = builder.tls_backend_rustls();
    #[cfg(not(feature = "rustls"))]
    let builder = builder.tls_backend_native();
    let mut certificates = Vec::new();
    for pem in bundles {
        let found = ::reqwest::Certificate::from_pem_bundle(pem).map_err(|error| invalid_pem().with_source(error))?;
        if found.is_empty() {
            return Err(invalid_pem());
        }
        certificates.extend(found);
    }
    Ok(match (certificates.is_empty(), only_these) {
        (_, true) => builder.tls_certs_only(certificates),
        (true, false) => builder,
        (false, false) => builder.tls_certs_merge(certificates),
    })
}

/// Selects rustls with ring. reqwest would use the provider that the program has installed for the whole process, which
/// a library must not do.
#[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
pub(super) fn configure(builder: ClientBuilder, bundles: &[Vec<u8>], only_these: bool) -> Result<ClientBuilder, Error> {
    use std::sync::Arc;

    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    use rustls::{ClientConfig, RootCertStore};

    let failed =
        |error: rustls::Error| Error::new(ErrorKind::Configuration, "cannot create the HTTP client").with_source(error);
    let mut certificates = Vec::new();
    for pem in bundles {
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let found = found.map_err(|error| invalid_pem().with_source(error))?;
        if found.is_empty() {
            return Err(invalid_pem());
        }
        certificates.extend(found);
    }
    let mut roots = RootCertStore::empty();
    for certificate in &certificates {
        // Also checks the certificates that the verifier of the system gets.
        roots.add(certificate.clone()).map_err(|error| invalid_pem().with_source(error))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let config = if only_these {
        config.with_root_certificates(roots)
    } else {
        let verifier = platform_verifier(certificates, provider).map_err(failed)?;
        config.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
    };
    Ok(builder.tls_backend_preconfigured(config.with_no_client_auth()))
}

/// Returns a verifier that trusts the roots of the system and these.
#[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
fn platform_verifier(
    certificates: Vec<rustls::pki_types::CertificateDer<'static>>,
    provider: std::sync::Arc<rustls::crypto::CryptoProvider>,
) -> Result<rustls_platform_verifier::Verifier, rustls::Error> {
    if certificates.is_empty() {
        return rustls_platform_verifier::Verifier::new(provider);
    }
    #[cfg(any(all(unix, not(target_os = "android")), windows))]
    return rustls_platform_verifier::Verifier::new_with_extra_roots(certificates, provider);
    #[cfg(not(any(all(unix, not(target_os = "android")), windows)))]
    return Err(rustls::Error::General("this system cannot add root certificates to its own".to_owned()));
}

/// Without TLS, reqwest has no method to add certificates.
#[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls")))]
pub(super) fn configure(
    builder: ClientBuilder,
    _bundles: &[Vec<u8>],
    _only_these: bool,
) -> Result<ClientBuilder, Error> {
    Ok(builder)
}

#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
fn invalid_pem() -> Error {
    Error::new(ErrorKind::Configuration, "root certificate is not valid PEM")
}

/// Fails if reqwest has no TLS library for a custom HTTP client: it would panic.
#[cfg(all(feature = "rustls-ring", not(any(feature = "rustls", feature = "native-tls"))))]
pub(super) fn check_default() -> Result<(), Error> {
    if rustls::crypto::CryptoProvider::get_default().is_some() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Configuration,
        "a custom HTTP client needs a crypto provider; \
         call rustls::crypto::ring::default_provider().install_default() first",
    ))
}

/// Always succeeds: reqwest has a default.
#[cfg(not(all(feature = "rustls-ring", not(any(feature = "rustls", feature = "native-tls")))))]
pub(super) fn check_default() -> Result<(), Error> {
    Ok(())
}
