//! The sandbox's certificate authority.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use jiff::{Timestamp, ToSpan as _, civil, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PublicKeyData as _, date_time_ymd,
};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{TlsError, file_error};
use crate::hash::sha1_hex;

/// Days that the authority is valid.
const AUTHORITY_DAYS: i64 = 10 * 365;
/// Days that the server's certificate is valid. Some clients reject certificates that are valid for much longer.
const SERVER_DAYS: i64 = 397;

/// A certificate authority. Its private key stays in memory, unless the authority is kept in files.
pub(super) struct Authority {
    /// In PEM.
    pub(super) certificate: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// Creates a new authority.
    pub(super) fn new() -> Result<Self, TlsError> {
        let key = KeyPair::generate()?;
        let certificate = parameters(&key)?.self_signed(&key)?.pem();
        Self::with(certificate, key)
    }

    /// Reads an authority from files, or creates a new one and writes it to them. The key can be read by its owner only.
    pub(super) fn kept(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let unusable = |path: &Path, problem| TlsError::Authority { path: path.to_owned(), problem };
        let known = (read(certificate)?, read(key)?);
        let (text, pair) = match known {
            (Some(text), Some(pem)) => {
                if is_shared(key).map_err(file_error("read", key))? {
                    return Err(unusable(key, "other users can read this private key; run chmod 600"));
                }
                let pair = KeyPair::from_pem(&pem).map_err(|_| unusable(key, "not a private key; remove this file"))?;
                if !certifies(&text, &pair) {
                    return Err(unusable(certificate, "not the certificate of the key beside it; remove both files"));
                }
                (text, pair)
            }
            (None, None) => {
                let pair = KeyPair::generate()?;
                let text = parameters(&pair)?.self_signed(&pair)?.pem();
                if let Some(folder) = key.parent() {
                    fs::create_dir_all(folder).map_err(file_error("create", folder))?;
                }
                write_private(key, &pair.serialize_pem()).map_err(file_error("write", key))?;
                fs::write(certificate, &text).map_err(file_error("write", certificate))?;
                (text, pair)
            }
            (None, Some(_)) => return Err(unusable(certificate, "missing beside its key; remove the key")),
            (Some(_), None) => return Err(unusable(key, "missing beside its certificate; remove the certificate")),
        };
        Self::with(text, pair)
    }

    fn with(certificate: String, key: KeyPair) -> Result<Self, TlsError> {
        // The issuer's name and key id follow from the key, so the certificate need not be parsed.
        Ok(Self { certificate, issuer: Issuer::new(parameters(&key)?, key) })
    }

    /// Creates a server certificate for host names and addresses, and its private key.
    pub(super) fn issue(
        &self,
        names: Vec<String>,
    ) -> Result<(CertificateDer<'static>, PrivateKeyDer<'static>), TlsError> {
        let key = KeyPair::generate()?;
        let mut parameters = CertificateParams::new(names)?;
        parameters.distinguished_name = name("ovh-sandbox");
        parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        parameters.use_authority_key_identifier_extension = true;
        set_validity(&mut parameters, SERVER_DAYS);
        let certificate = parameters.signed_by(&key, &self.issuer)?;
        Ok((certificate.der().clone(), PrivatePkcs8KeyDer::from(key.serialize_der()).into()))
    }
}

/// Returns the parameters of the certificate of an authority.
fn parameters(key: &KeyPair) -> Result<CertificateParams, TlsError> {
    let id: String = sha1_hex(key.der_bytes()).chars().take(8).collect();
    let mut parameters = CertificateParams::new(Vec::new())?;
    // Authorities of different runs have different names, so a client may trust several of them.
    parameters.distinguished_name = name(&format!("ovh-sandbox authority {id}"));
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut parameters, AUTHORITY_DAYS);
    Ok(parameters)
}

fn name(text: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, text);
    name
}

/// Sets the validity from yesterday, because clocks may differ.
fn set_validity(parameters: &mut CertificateParams, days: i64) {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let date =
        |date: civil::Date| date_time_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs());
    parameters.not_before = date(today.saturating_sub(1.day()));
    parameters.not_after = date(today.saturating_add(days.days()));
}

/// Returns whether a certificate in PEM is that of a key.
fn certifies(certificate: &str, key: &KeyPair) -> bool {
    let Ok(certificate) = CertificateDer::from_pem_slice(certificate.as_bytes()) else { return false };
    let own = key.der_bytes();
    certificate.windows(own.len()).any(|bytes| bytes == own)
}

/// Reads a file. Returns `None` if it does not exist.
fn read(path: &Path) -> Result<Option<String>, TlsError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(file_error("read", path)(error)),
    }
}

/// Writes a new file that only its owner can read.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

/// Returns whether other users can read or write a file.
#[cfg(unix)]
fn is_shared(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_shared(_path: &Path) -> io::Result<bool> {
    Ok(false)
}
