//! Applications, consumer keys, OAuth2 clients and their tokens.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;

use fastrand::Rng;
use ipnet::IpNet;

use super::limits::{MAX_DELETED, MAX_TOKENS};
use super::{Means, Rule};
use crate::random::rng;

/// The keys of a new sandbox.
#[derive(Debug, Clone)]
pub(crate) struct InitialKeys {
    pub(crate) application_key: String,
    pub(crate) application_secret: String,
    pub(crate) consumer_key: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// An application.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) secret: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) status: &'static str,
}

/// A consumer key.
#[derive(Debug, Clone)]
pub(crate) struct Credential {
    pub(crate) id: i64,
    pub(crate) application: i64,
    pub(crate) key: String,
    pub(crate) rules: Vec<Rule>,
    pub(crate) status: Status,
    /// The allowed addresses; all if empty.
    pub(crate) allowed_ips: Vec<IpNet>,
    /// In seconds since 1970, like all times here.
    pub(crate) created: i64,
    pub(crate) expires: Option<i64>,
    pub(crate) last_use: Option<i64>,
    /// Where the user is redirected after deciding.
    pub(crate) redirection: Option<String>,
    /// The token in `validationUrl`.
    pub(crate) token: String,
    /// The estimated size, in bytes.
    pub(super) weight: usize,
}

/// The state of a consumer key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Expired,
    PendingValidation,
    Refused,
    Validated,
}

impl Status {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::PendingValidation => "pendingValidation",
            Self::Refused => "refused",
            Self::Validated => "validated",
        }
    }
}

impl Credential {
    /// Returns the state at a time.
    pub(crate) fn status_at(&self, now: i64) -> Status {
        match self.expires {
            Some(end) if now >= end && self.status == Status::Validated => Status::Expired,
            _ => self.status,
        }
    }

    pub(crate) fn allows(&self, address: IpAddr) -> bool {
        self.allowed_ips.is_empty() || self.allowed_ips.iter().any(|block| block.contains(&address))
    }
}

/// All keys.
#[derive(Debug)]
pub(crate) struct KeyRing {
    pub(crate) applications: Vec<Application>,
    pub(crate) credentials: Vec<Credential>,
    /// Client secrets by client id.
    pub(crate) clients: BTreeMap<String, String>,
    /// Client id and expiry by token.
    pub(super) tokens: BTreeMap<String, (String, i64)>,
    /// The latest deleted consumer keys, oldest first.
    pub(super) deleted: VecDeque<String>,
    rng: Rng,
}

impl KeyRing {
    /// Creates the keys of the default account.
    pub(crate) fn new(seed: u64, now: i64) -> (Self, InitialKeys) {
        let mut rng = rng(seed, "keys");
        let keys = InitialKeys {
            application_key: text(&mut rng, 16),
            application_secret: text(&mut rng, 32),
            consumer_key: text(&mut rng, 32),
            client_id: format!("EU.{}", text(&mut rng, 16)),
            client_secret: text(&mut rng, 32),
        };
        let clients = BTreeMap::from([(keys.client_id.clone(), keys.client_secret.clone())]);
        let (tokens, deleted) = (BTreeMap::new(), VecDeque::new());
        let mut ring = Self { applications: Vec::new(), credentials: Vec::new(), clients, tokens, deleted, rng };
        for (id, name, description) in [
            (100_001, "sandbox", "The keys that the sandbox printed"),
            (100_002, "old-backup-script", "Not used any more"),
        ] {
            let first = id == 100_001;
            let own = |own: &String, rng: &mut Rng| if first { own.clone() } else { text(rng, own.len()) };
            let application = Application {
                id,
                key: own(&keys.application_key, &mut ring.rng),
                secret: own(&keys.application_secret, &mut ring.rng),
                name: name.to_owned(),
                description: description.to_owned(),
                status: "active",
            };
            ring.applications.push(application);
            let key = own(&keys.consumer_key, &mut ring.rng);
            let methods: &[&str] = if first { &["GET", "POST", "PUT", "PATCH", "DELETE"] } else { &["GET"] };
            let rules = methods.iter().map(|method| Rule::new(method, "/*")).collect();
            ring.add_credential(id, Some(key), rules, Status::Validated, now);
        }
        (ring, keys)
    }

    /// Adds a consumer key and returns the id of its credential.
    pub(crate) fn add_credential(
        &mut self,
        application: i64,
        key: Option<String>,
        rules: Vec<Rule>,
        status: Status,
        now: i64,
    ) -> i64 {
        let id = self.credentials.iter().map(|known| known.id).max().unwrap_or(200_000) + 1;
        let key = key.unwrap_or_else(|| text(&mut self.rng, 32));
        let token = text(&mut self.rng, 64);
        self.credentials.push(Credential {
            id,
            application,
            key,
            weight: Credential::weight_of(&rules),
            rules,
            status,
            allowed_ips: Vec::new(),
            created: now,
            expires: None,
            last_use: None,
            redirection: None,
            token,
        });
        id
    }

    /// Adds an application.
    pub(crate) fn add_application(&mut self, name: &str, description: &str) -> Application {
        let application = Application {
            id: self.applications.iter().map(|known| known.id).max().unwrap_or(100_000) + 1,
            key: text(&mut self.rng, 16),
            secret: text(&mut self.rng, 32),
            name: name.to_owned(),
            description: description.to_owned(),
            status: "active",
        };
        self.applications.push(application.clone());
        application
    }

    /// Adds an OAuth2 client and returns its id and secret.
    pub(crate) fn add_client(&mut self) -> (String, String) {
        let (id, secret) = (format!("EU.{}", text(&mut self.rng, 16)), text(&mut self.rng, 32));
        self.clients.insert(id.clone(), secret.clone());
        (id, secret)
    }

    /// Adds a token of a client. Returns `None` if too many tokens are valid.
    pub(crate) fn add_token(&mut self, client: &str, now: i64, end: i64) -> Option<String> {
        if self.tokens.len() >= MAX_TOKENS {
            self.tokens.retain(|_, (_, end)| now < *end);
        }
        if self.tokens.len() >= MAX_TOKENS {
            return None;
        }
        let token = format!("{}.{}", text(&mut self.rng, 32), text(&mut self.rng, 43));
        self.tokens.insert(token.clone(), (client.to_owned(), end));
        Some(token)
    }

    /// Returns the client of a token that is valid at a time.
    pub(crate) fn client_of(&self, token: &str, now: i64) -> Option<&str> {
        let (client, end) = self.tokens.get(token)?;
        (now < *end && self.clients.contains_key(client)).then_some(client.as_str())
    }

    pub(crate) fn credential(&self, id: i64) -> Option<&Credential> {
        self.credentials.iter().find(|known| known.id == id)
    }

    pub(crate) fn credential_mut(&mut self, id: i64) -> Option<&mut Credential> {
        self.credentials.iter_mut().find(|known| known.id == id)
    }

    pub(crate) fn application(&self, id: i64) -> Option<&Application> {
        self.applications.iter().find(|known| known.id == id)
    }

    /// Deletes the consumer keys that match.
    pub(crate) fn delete_credentials(&mut self, matches: impl Fn(&Credential) -> bool) {
        let deleted = &mut self.deleted;
        self.credentials.retain(|known| {
            let stays = !matches(known);
            if !stays {
                deleted.push_back(known.key.clone());
            }
            stays
        });
        let over = self.deleted.len().saturating_sub(MAX_DELETED);
        self.deleted.drain(..over);
    }

    /// Validates a consumer key for an unlimited time. Returns false if it is not pending.
    pub(crate) fn authorize(&mut self, key: &str) -> bool {
        let waits = |known: &&mut Credential| known.key == key && known.status == Status::PendingValidation;
        match self.credentials.iter_mut().find(waits) {
            Some(credential) => {
                credential.status = Status::Validated;
                true
            }
            None => false,
        }
    }

    /// Returns whether the access rules of a caller cover a call.
    pub(crate) fn grants(&self, means: &Means, method: &str, path: &str) -> bool {
        match means {
            Means::Credential(id) => self
                .credential(*id)
                .is_some_and(|credential| credential.rules.iter().any(|rule| rule.covers(method, path))),
            Means::Token(_) => true,
        }
    }

    /// Invalidates the caller's key or token.
    pub(crate) fn log_out(&mut self, means: &Means) {
        match means {
            Means::Credential(id) => {
                if let Some(credential) = self.credential_mut(*id) {
                    credential.status = Status::Expired;
                }
            }
            Means::Token(token) => {
                self.tokens.remove(token);
            }
        }
    }
}

/// Returns random letters and digits.
fn text(rng: &mut Rng, length: usize) -> String {
    (0..length).map(|_| rng.alphanumeric()).collect()
}
