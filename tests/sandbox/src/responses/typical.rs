//! Plausible texts: a table of words in the names of fields and the texts that fit them.

use fastrand::Rng;
use jiff::civil::Date;

use super::{moments, names};

/// Makes a text.
enum Make {
    OneOf(&'static [&'static str]),
    /// Receives random numbers and the words of the name.
    By(fn(&mut Rng, &[String]) -> String),
    /// A point in time.
    Moment,
}

use Make::{By, Moment, OneOf};

const WORDS: &[&str] = &[
    "amber", "birch", "cobalt", "delta", "ember", "fjord", "garnet", "harbor", "indigo", "juniper", "kestrel", "linden",
];

const SENTENCES: &[&str] = &[
    "Production environment",
    "Staging environment",
    "Nightly backups",
    "Web shop",
    "Internal tools",
    "Customer portal",
    "Test of the new release",
    "Monitoring",
];

/// Patterns of names, see [`names::matches`], and the texts. The first row that matches is used.
const TEXTS: &[(&[&str], Make)] = &[
    (&["unit$"], By(|_, words| unit(words).to_owned())),
    (&["url$", "uri$"], By(|rng, _| link(rng))),
    (&["description$"], OneOf(SENTENCES)),
    (&["region id$"], OneOf(&["GRA11", "SBG5", "BHS5"])),
    (&["=id", "id$", "uuid", "guid"], By(|rng, _| uuid(rng))),
    (&["siret"], OneOf(&["42742103100015"])),
    (&["siren"], OneOf(&["427421031"])),
    (&["ape", "ape code"], OneOf(&["6201Z"])),
    (&["insee code"], OneOf(&["59512"])),
    (&["street code", "street alt code"], OneOf(&["2590"])),
    (&["street number", "street no", "way number"], OneOf(&["12"])),
    (&["owner address", "complementary address"], OneOf(&["12 rue des Tilleuls"])),
    (&["floor", "stair", "door"], OneOf(&["1", "2"])),
    (&["latitude"], OneOf(&["50.6942"])),
    (&["longitude"], OneOf(&["3.1746"])),
    (&["cron"], OneOf(&["0 3 * * *"])),
    (&["user agent"], OneOf(&["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"])),
    (&["=memory"], OneOf(&["ram-32g-ecc-2400", "ram-64g-ecc-2400"])),
    (&["=storage", "=system storage"], OneOf(&["softraid-2x480ssd", "softraid-2x960ssd"])),
    (&["content type", "mime type", "media type"], OneOf(&["text/html", "application/json"])),
    (&["organisation type", "organization type", "company type"], OneOf(&["SARL"])),
    (&["directory service code"], OneOf(&["563000", "620100"])),
    (&["terminate$"], OneOf(&["An email with a token was sent to confirm the termination of the service"])),
    (&["confirm termination$"], OneOf(&["The service will be terminated"])),
    (&["type$", "kind$", "category$"], OneOf(&["standard"])),
    (&["mac", "mac address"], By(|rng, _| mac(rng))),
    (&["ssh key$", "public key$"], By(|rng, _| format!("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{}", base64(rng, 43)))),
    (
        &["certificate$", "pem$", "csr$", "chain$", "cert$"],
        OneOf(&[
            "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ2Fyb2xpbmUtc2FuZGJveC0wMDE=\n-----END CERTIFICATE-----",
        ]),
    ),
    (&["subject alt name", "common name"], By(|rng, _| format!("{}.lovelace.example", word(rng)))),
    (&["subject", "body"], OneOf(SENTENCES)),
    (&["port$"], OneOf(&["443", "80"])),
    (
        &["email", "mail$", "mailbox$", "mail address", "list address"],
        By(|rng, _| format!("{}@lovelace.example", word(rng))),
    ),
    (&["urn$"], By(|rng, _| format!("urn:v1:eu:resource:vps:vps-{:08x}.vps.ovh.net", rng.u32(..)))),
    (
        &[
            "url",
            "uri",
            "link",
            "redirection",
            "redirect",
            "endpoint",
            "href",
            "webhook",
            "website",
            "callback",
            "icon",
        ],
        By(|rng, _| link(rng)),
    ),
    (&["country name"], OneOf(&["France"])),
    (&["country"], OneOf(&["FR"])),
    (&["currency symbol", "symbol"], OneOf(&["€"])),
    (&["currency"], OneOf(&["EUR"])),
    (&["language", "locale"], OneOf(&["en_GB"])),
    (&["time zone", "timezone"], OneOf(&["Europe/Paris"])),
    (&["availability zone"], OneOf(&["eu-west-gra-a"])),
    (&["datacenter", "datacentre"], OneOf(&["GRA3", "SBG3", "BHS5"])),
    (&["region", "location"], OneOf(&["GRA11", "SBG5", "BHS5"])),
    (&["rack"], By(|rng, _| format!("G{}C{:02}", rng.u16(100..300), rng.u8(1..30)))),
    (
        &["phone", "fax", "mobile", "caller", "called", "calling", "receiver", "phonenumber", "cell", "phone number"],
        By(|rng, _| format!("+33.97210{:04}", rng.u16(..10_000))),
    ),
    (&["number$"], By(|rng, _| format!("42{:08}", rng.u32(..100_000_000)))),
    (&["first name", "firstname"], OneOf(&["Flora", "Alice", "Karim", "Noor"])),
    (&["last name", "lastname", "surname"], OneOf(&["Lindqvist", "Moreau", "Haddad", "Jansen"])),
    (&["city", "town"], OneOf(&["Roubaix", "Strasbourg", "Lille"])),
    (&["zip", "zipcode", "postal code", "postcode", "post code"], OneOf(&["59100", "67000", "59000"])),
    (&["province", "state code"], OneOf(&["Nord"])),
    (&["street", "address line", "line1", "postal address", "street name"], OneOf(&["12 rue des Tilleuls"])),
    (&["company", "organisation", "organization", "corporation"], OneOf(&["Lovelace SARL"])),
    (&["vat"], OneOf(&["FR40427421031"])),
    (&["iban"], OneOf(&["FR7630006000011234567890189"])),
    (&["bic"], OneOf(&["AGRIFRPP"])),
    (&["netmask", "mask"], OneOf(&["255.255.255.0"])),
    (&["cidr", "subnet$", "ip block", "block$", "prefix$"], By(|rng, _| format!("198.51.100.{}/30", rng.u8(..64) * 4))),
    (&["ipv6"], By(|rng, _| format!("2001:db8::{:x}", rng.u16(1..)))),
    (
        &["ip$", "ipv4", "gateway", "ip address", "address$", "ips$"],
        By(|rng, _| format!("203.0.113.{}", rng.u8(1..255))),
    ),
    (&["duration", "period$"], OneOf(&["P1M", "P1Y"])),
    (&["major", "minor", "build", "patch"], OneOf(&["1", "2", "4"])),
    (&["version"], By(|rng, _| format!("{}.{}.{}", rng.u8(1..5), rng.u8(..10), rng.u8(..10)))),
    (&["os", "operating system", "distribution", "template$"], OneOf(&["Debian 12", "Ubuntu 24.04"])),
    (&["cpu", "processor"], OneOf(&["Intel Xeon-E 2386G", "AMD EPYC 4344P"])),
    (&["file", "file name", "filename", "archive"], By(|rng, _| format!("{}.tar.gz", word(rng)))),
    (&["path", "directory", "folder", "home", "mount"], By(|rng, _| format!("/home/flora/{}", word(rng)))),
    (
        &[
            "hash",
            "checksum",
            "fingerprint",
            "finger print",
            "thumbprint",
            "etag",
            "signature",
            "password",
            "secret",
            "token",
            "key$",
            "passphrase",
        ],
        By(|rng, _| format!("{:016x}{:016x}", rng.u64(..), rng.u64(..))),
    ),
    (&["login", "username", "user name", "user$"], By(|rng, _| word(rng).to_owned())),
    (
        &["domain", "fqdn", "host", "hostname", "server", "zone", "dns", "reverse", "nameserver", "sub domain"],
        By(|rng, _| format!("{}.lovelace.example", word(rng))),
    ),
    (
        &[
            "description",
            "comment",
            "message",
            "text",
            "reason",
            "title",
            "content",
            "detail",
            "note",
            "summary",
            "information",
            "info",
            "explanation",
        ],
        OneOf(SENTENCES),
    ),
    (&["date", "datetime", "timestamp", "at$", "day$", "time$", "expiration", "moment"], Moment),
    (&["nic", "nichandle", "account$", "contact$", "owner"], OneOf(&["fl4210-ovh"])),
    (&["plan", "offer", "product", "model", "range"], OneOf(&["starter", "standard", "advance"])),
    (&["quantity", "count", "size", "amount", "quota", "value$"], By(|rng, _| rng.u8(1..100).to_string())),
    (&["status", "state", "health"], OneOf(&["ok"])),
    (&["type", "kind", "category", "mode", "level"], OneOf(&["standard"])),
    (&["protocol"], OneOf(&["tcp", "udp"])),
    (&["vendor", "manufacturer", "brand"], OneOf(&["Supermicro", "ASUS"])),
    (&["color", "colour"], OneOf(&["#2859c0"])),
    (&["environment"], OneOf(&["production", "staging"])),
    (&["=team"], OneOf(&["web", "operations"])),
    (&["=project"], OneOf(&["shop", "portal"])),
    (&["flavor"], OneOf(&["b3-8", "b3-16", "d2-2"])),
    (&["method"], OneOf(&["GET"])),
    (&["scheme"], OneOf(&["https"])),
    (&["label", "tag"], By(|rng, _| word(rng).to_owned())),
];

/// Words of the name of a quantity and its unit.
const UNITS: &[(&[&str], &str)] = &[
    (&["memory", "ram", "raid size"], "MB"),
    (&["bandwidth", "speed", "connection", "internet", "ovh"], "Mbps"),
    (&["duration", "delay", "time"], "s"),
    (&["frequency"], "MHz"),
    (&["price", "cost", "amount"], "EUR"),
    (&["percent", "ratio"], "%"),
];

fn unit(words: &[String]) -> &'static str {
    names::find(UNITS, words).copied().unwrap_or("GB")
}

fn word(rng: &mut Rng) -> &'static str {
    rng.choice(WORDS).copied().unwrap_or("amber")
}

fn link(rng: &mut Rng) -> String {
    format!("https://www.lovelace.example/{}", word(rng))
}

fn mac(rng: &mut Rng) -> String {
    let [a, b, c, d, e, ..] = rng.u64(..).to_be_bytes();
    format!("02:{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}")
}

fn base64(rng: &mut Rng, length: usize) -> String {
    (0..length).map(|_| rng.alphanumeric()).collect()
}

fn uuid(rng: &mut Rng) -> String {
    let (high, low) = (rng.u64(..), rng.u64(..));
    let [a, b, c] = [high >> 32, high >> 16 & 0xffff, high & 0xfff];
    format!("{a:08x}-{b:04x}-4{c:03x}-{:04x}-{:012x}", low >> 48 & 0x3fff | 0x8000, low & 0xffff_ffff_ffff)
}

/// Returns a text that fits the name of a field.
pub(super) fn text(name: &str, today: Date, rng: &mut Rng) -> String {
    let words = names::words(name);
    match names::find(TEXTS, &words) {
        Some(OneOf(texts)) => rng.choice(*texts).copied().unwrap_or_default().to_owned(),
        Some(By(make)) => make(rng, &words),
        Some(Moment) => moments::timestamp(&words, today, rng),
        None => format!("{}-{}", word(rng), rng.u16(1..1000)),
    }
}

/// Returns a key of a map of tags or labels.
pub(super) fn map_key(index: usize) -> &'static str {
    ["environment", "team", "project"].get(index).copied().unwrap_or("owner")
}

/// Returns a key that fits the last words of a path, such as `account accountName`.
pub(crate) fn key(path_end: &str, rng: &mut Rng) -> String {
    let words = names::words(path_end);
    let number = rng.u16(1..1000);
    match names::find(KEYS, &words) {
        Some(make) => make(rng, number),
        None => format!("{}-{number}", word(rng)),
    }
}

/// Patterns of names of path parameters, and the keys.
type KeyRow = (&'static [&'static str], fn(&mut Rng, u16) -> String);
const KEYS: &[KeyRow] = &[
    (&["email", "mail"], |rng, number| format!("{}{number}@lovelace.example", word(rng))),
    (&["uuid", "id$"], |rng, _| uuid(rng)),
    (&["region", "location", "zone$"], |rng, number| {
        format!("{}{number}", rng.choice(["GRA", "SBG", "BHS"]).unwrap_or("GRA"))
    }),
    (&["mac", "mac address"], |rng, _| mac(rng)),
    (&["number", "phone", "line", "sender"], |rng, _| format!("0033972{:06}", rng.u32(..1_000_000))),
    (&["domain", "zone", "host", "fqdn"], |rng, number| format!("{}{number}.lovelace.example", word(rng))),
    (&["ip", "address"], |rng, _| format!("203.0.113.{}", rng.u8(1..255))),
    (&["version"], |rng, number| format!("{}.{number}", rng.u8(1..5))),
    (&["login", "user", "account name"], |rng, number| format!("{}{number}", word(rng))),
];

/// Returns another name like a sample, with other digits: `vps-7c90e1f3.vps.ovh.net` like `vps-1a2b3c4d.vps.ovh.net`.
/// Returns `None` if the sample has no long number.
pub(crate) fn imitate(sample: &str, rng: &mut Rng) -> Option<String> {
    const SHORTEST: usize = 6;
    let is_hex = |character: char| matches!(character, '0'..='9' | 'a'..='f');
    let mut changed = false;
    let mut name = String::new();
    let mut rest = sample;
    while !rest.is_empty() {
        let end = rest.find(|character| !is_hex(character)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let digits = run.chars().filter(char::is_ascii_digit).count();
        if run.len() >= SHORTEST && digits > 1 {
            let base = if digits == run.len() { 10 } else { 16 };
            name.extend((0..run.len()).map(|_| rng.digit(base)));
            changed = true;
        } else {
            name.push_str(run);
        }
        let next = after.chars().next();
        name.extend(next);
        rest = after.get(next.map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    changed.then_some(name)
}
