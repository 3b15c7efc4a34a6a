//! The secrets, which nothing in this program holds but what is tested.

use std::collections::BTreeMap;
use std::io::BufRead as _;

use ovh_api::Credentials;
use ovh_api::secrecy::zeroize::Zeroizing;
use ovh_api::secrecy::{ExposeSecret as _, SecretString};

/// Secrets by their names.
pub struct Keys(BTreeMap<String, SecretString>);

impl Keys {
    /// Reads lines of a name, a space, and the bytes of the secret, each changed by the mask and in hexadecimal, up to an
    /// empty line: the buffers on the way never hold a secret itself.
    pub fn read() -> Self {
        const MASK: u8 = 0x5a;
        let lines = std::io::stdin().lock().lines().map(Result::unwrap).take_while(|line| !line.is_empty());
        let read = |line: String| {
            let (name, hidden) = line.split_once(' ').unwrap();
            let mut key = Zeroizing::new(String::with_capacity(hidden.len() / 2));
            for at in (0..hidden.len()).step_by(2) {
                key.push(char::from(u8::from_str_radix(&hidden[at..at + 2], 16).unwrap() ^ MASK));
            }
            (name.to_owned(), SecretString::from(key.as_str()))
        };
        Self(lines.map(read).collect())
    }

    pub fn get(&self, name: &str) -> SecretString {
        self.0.get(name).unwrap_or_else(|| panic!("no {name}")).clone()
    }

    /// For what takes no secret.
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
