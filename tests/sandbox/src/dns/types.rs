//! Record types and the fields of their data.

/// A field of a record's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// A number up to a maximum.
    Number(u32),
    Ipv4,
    Ipv6,
    /// A name that is neither the root nor an address.
    Host,
    /// A host, or the root to state that the service does not exist.
    HostOrRoot,
    Name,
    /// The tag of a CAA record.
    Tag,
    /// A character string.
    Text,
    /// The value of a CAA record.
    Value,
    /// All remaining words: character strings.
    Texts,
    /// All remaining words: hexadecimal bytes. The number before them determines how many, if it is in the table.
    Hex(&'static [(&'static str, usize)]),
    /// All remaining words: a geographical position.
    Location,
    /// All remaining words: the parameters of a SVCB or HTTPS record.
    Parameters,
}

/// A record type.
#[derive(Debug)]
pub(super) struct RecordType {
    pub(super) name: &'static str,
    /// The type in zone files and DNS messages.
    pub(super) written: &'static str,
    pub(super) fields: &'static [Field],
    pub(super) example: &'static str,
}

use Field::{Hex, Host, HostOrRoot, Ipv4, Ipv6, Location, Name, Number, Parameters, Tag, Text, Texts, Value};

const U8: Field = Number(0xff);
const U16: Field = Number(0xffff);

const SSHFP_LENGTHS: &[(&str, usize)] = &[("1", 20), ("2", 32)];
const TLSA_LENGTHS: &[(&str, usize)] = &[("1", 32), ("2", 64)];
/// Digest type 0 is reserved.
const DS_LENGTHS: &[(&str, usize)] = &[("0", 0), ("1", 20), ("2", 32), ("3", 32), ("4", 48)];

const fn row(name: &'static str, written: &'static str, fields: &'static [Field], example: &'static str) -> RecordType {
    RecordType { name, written, fields, example }
}

/// The text types DKIM, DMARC and SPF exist in the API only.
const TYPES: &[RecordType] = &[
    row("A", "A", &[Ipv4], "192.0.2.1"),
    row("AAAA", "AAAA", &[Ipv6], "2001:db8::1"),
    row("CAA", "CAA", &[U8, Tag, Value], "0 issue \"ca.example.net\""),
    row("CNAME", "CNAME", &[Host], "www.example.net."),
    row("DKIM", "TXT", &[Texts], "\"v=DKIM1;k=rsa;p=AQAB\""),
    row("DMARC", "TXT", &[Texts], "\"v=DMARC1;p=none\""),
    row("DNAME", "DNAME", &[Host], "example.net."),
    row("DS", "DS", &[U16, U8, U8, Hex(DS_LENGTHS)], "60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118"),
    row("HTTPS", "HTTPS", &[U16, Name, Parameters], "1 . alpn=h2"),
    row("LOC", "LOC", &[Location], "48 51 29.000 N 2 17 40.000 E 35.00m"),
    row("MX", "MX", &[U16, HostOrRoot], "10 mx.example.net."),
    row("NAPTR", "NAPTR", &[U16, U16, Text, Text, Text, Name], "100 10 \"S\" \"SIP+D2U\" \"\" _sip._udp.example.net."),
    row("NS", "NS", &[Host], "ns.example.net."),
    row("PTR", "PTR", &[Host], "www.example.net."),
    row("RP", "RP", &[Name, Name], "admin.example.net. ."),
    row("SPF", "TXT", &[Texts], "\"v=spf1 -all\""),
    row("SRV", "SRV", &[U16, U16, U16, HostOrRoot], "0 5 5060 sip.example.net."),
    row("SSHFP", "SSHFP", &[U8, U8, Hex(SSHFP_LENGTHS)], "1 1 2bb183af5f22588179a53b0a98631fad1a292118"),
    row("SVCB", "SVCB", &[U16, Name, Parameters], "1 svc.example.net. port=8443"),
    row("TLSA", "TLSA", &[U8, U8, U8, Hex(TLSA_LENGTHS)], "3 1 0 30820122"),
    row("TXT", "TXT", &[Texts], "\"hello\""),
];

/// Returns the type with this name in the API.
pub(super) fn find(name: &str) -> Option<&'static RecordType> {
    TYPES.iter().find(|ty| ty.name == name)
}

/// Returns all types, for tests.
#[cfg(test)]
pub(super) fn all() -> &'static [RecordType] {
    TYPES
}
