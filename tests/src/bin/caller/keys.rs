//! The secrets of the program, kept only in wiped memory.

use std::collections::BTreeMap;
use std::io::BufRead as _;

use ovh_api::Credentials;
use ovh_api::secrecy::zeroize::Zeroizing;
use ovh_api::secrecy::{ExposeSecret as _, SecretString};

/// Secrets by their names.
pub struct Keys(BTreeMap<String, SecretString>);

impl Keys {
    /// Reads lines of a name, a space, and the masked bytes of the secret in hexadecimal, up to an empty line. With the
    /// mask no buffer contains a secret.
    pub fn read() -> Self {
        const MASK: u8 = 0x5a;
        let lines = std::io::stdin().lock().lines().map(Result::unwrap).take_while(|line| !line.is_empty());
        let read = |line: String| {
            let (name, masked) = line.split_once(' ').unwrap();
            let mut key = Zeroizing::new(String::with_capacity(masked.len() / 2));
            for at in (0..masked.len()).step_by(2) {
                key.push(char::from(u8::from_str_radix(&masked[at..at + 2], 16).unwrap() ^ MASK));
            }
            (name.to_owned(), SecretString::from(key.as_str()))
        };
        Self(lines.map(read).collect())
    }

    pub fn get(&self, name: &str) -> SecretString {
        self.0.get(name).unwrap_or_else(|| panic!("no {name}")).clone()
    }

    /// Returns a secret for code that does not accept `SecretString`.
    pub fn exposed(&self, name: &str) -> Zeroizing<String> {
        self.get(name).expose_secret().to_owned().into()
    }

    pub fn classic(&self) -> Credentials {
        Credentials::classic(self.get("application_key"), self.get("application_secret"), self.get("consumer_key"))
    }

    pub fn application(&self) -> Credentials {
        Credentials::application(self.get("application_key"), self.get("application_secret"))
    }

    pub fn oauth2(&self) -> Credentials {
        Credentials::oauth2(self.get("client_id"), self.get("client_secret"))
    }

    pub fn access_token(&self) -> Credentials {
        Credentials::access_token(self.get("access_token"))
    }
}
