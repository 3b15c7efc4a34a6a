//! All keys: applications, consumer keys, OAuth2 clients and their tokens.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;

use fastrand::Rng;
use ipnet::IpNet;

use super::limits::{MAX_DELETED, MAX_TOKENS};
use super::{Means, Rule};
use crate::random::rng;

/// The keys that a sandbox starts with.
#[derive(Debug, Clone)]
pub(crate) struct InitialKeys {
    pub(crate) application_key: String,
    pub(crate) application_secret: String,
    pub(crate) consumer_key: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// A program that may call.
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
    /// Anywhere if empty.
    pub(crate) allowed_ips: Vec<IpNet>,
    /// Seconds since 1970, as all times here.
    pub(crate) created: i64,
    pub(crate) expires: Option<i64>,
    pub(crate) last_use: Option<i64>,
    /// Where a person is sent after deciding.
    pub(crate) redirection: Option<String>,
    /// What `validationUrl` holds.
    pub(crate) token: String,
    /// About how many bytes it takes.
    pub(super) weight: usize,
}

/// What became of a consumer key.
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
    /// The state at a moment.
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
    /// Client id → secret.
    pub(crate) clients: BTreeMap<String, String>,
    /// Token → (client id, end).
    pub(super) tokens: BTreeMap<String, (String, i64)>,
    /// The latest deleted consumer keys, oldest first.
    pub(super) deleted: VecDeque<String>,
    rng: Rng,
}

impl KeyRing {
    /// The keys of the default account, and those who hold them.
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
            let methods: &[&str] = if first { &["GET", "POST", "PUT", "DELETE"] } else { &["GET"] };
            let rules = methods.iter().map(|method| Rule::new(method, "/*")).collect();
            ring.add_credential(id, Some(key), rules, Status::Validated, now);
        }
        (ring, keys)
    }

    /// Makes a consumer key; gives the credential's id.
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

    /// Makes an application.
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

    /// Makes an OAuth2 client's secret.
    pub(crate) fn add_client(&mut self) -> (String, String) {
        let (id, secret) = (format!("EU.{}", text(&mut self.rng, 16)), text(&mut self.rng, 32));
        self.clients.insert(id.clone(), secret.clone());
        (id, secret)
    }

    /// Makes a token for a client; none if too many tokens are valid.
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

    /// Whose token it is, at a moment.
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

    /// Deletes the consumer keys for which this holds.
    pub(crate) fn delete_credentials(&mut self, is_meant: impl Fn(&Credential) -> bool) {
        let deleted = &mut self.deleted;
        self.credentials.retain(|known| {
            let stays = !is_meant(known);
            if !stays {
                deleted.push_back(known.key.clone());
            }
            stays
        });
        let over = self.deleted.len().saturating_sub(MAX_DELETED);
        self.deleted.drain(..over);
    }

    /// Validates a consumer key for an unlimited time; false if it does not wait for that.
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

    /// Whether a caller may make a call, by the rules of the key alone.
    pub(crate) fn grants(&self, means: &Means, method: &str, path: &str) -> bool {
        match means {
            Means::Credential(id) => self
                .credential(*id)
                .is_some_and(|credential| credential.rules.iter().any(|rule| rule.covers(method, path))),
            Means::Token(_) => true,
        }
    }

    /// Ends what a caller has called with.
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

/// Letters and digits, as keys are made of.
fn text(rng: &mut Rng, length: usize) -> String {
    (0..length).map(|_| rng.alphanumeric()).collect()
}
