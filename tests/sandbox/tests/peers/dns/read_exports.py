"""dnspython: reads the exports of random records, and their import."""

import itertools
import random
import string

import dns.rdatatype
import ovh
from zone_server import client, exported

API = client()
ZONE = "/domain/zone/example.org"
RANDOM = random.Random(1)
CHARACTERS = string.ascii_letters + string.digits + ' "\\;()@$.,=' + "é€\n\t\0"


def text(most):
    return "".join(RANDOM.choices(CHARACTERS, k=RANDOM.randint(1, most)))


def number(most):
    return RANDOM.randint(0, most)


def name():
    labels = RANDOM.choices(["www", "_sip", "a-b", "X1", "été", "a b", "-", "x" * 64], [9, 9, 9, 9, 2, 1, 1, 1], k=2)
    return ".".join(labels) + RANDOM.choice(["", ".", ".example.net."])


def quoted():
    return RANDOM.choice(['"' + text(9).replace("\\", "\\\\").replace('"', '\\"') + '"', text(9), '"x"', "y"])


def digest(length):
    return RANDOM.randbytes(RANDOM.choice([1, length, length])).hex()


PARAMETERS = ["", "mandatory=port port=1", "ipv4hint=192.0.2.1", "ech=AAQAAAAA", "ohttp alpn=a", "dohpath=/q{?dns}"]
TARGETS = {
    "A": lambda: ".".join(str(number(257)) for _ in range(4)),
    "AAAA": lambda: f"2001:db8::{number(0x10000):x}:{number(99999)}",
    "CAA": lambda: f"{number(260)} {RANDOM.choice(['issue', 'iodef', 'is-sue'])} {quoted()}",
    "CNAME": name,
    "DKIM": lambda: "v=DKIM1;k=rsa;p=" + "A" * number(600),
    "DMARC": lambda: RANDOM.choice(["v=DMARC1; p=none", '"v=DMARC1; p=none"']),
    "DNAME": name,
    "HTTPS": lambda: f"{number(2)} {name()} {RANDOM.choice(['', 'alpn=h2,h3', 'port=443 alpn=h2', 'key9=1', 'x=y'])}",
    "LOC": lambda: f"{number(91)} {number(61)} {number(61)}.{number(999)} N {number(181)} E {number(99)}.5m 1m",
    "MX": lambda: f"{number(66000)} {name()}",
    "NAPTR": lambda: f"{number(9)} {number(9)} {quoted()} {quoted()} {quoted()} {name()}",
    "NS": name,
    "PTR": name,
    "RP": lambda: f"{name()} {name()}",
    "SPF": lambda: RANDOM.choice(["v=spf1 -all", '"v=spf1" " -all"']),
    "SRV": lambda: f"{number(9)} {number(9)} {number(66000)} {name()}",
    "SSHFP": lambda: f"{number(4)} {RANDOM.choice([1, 2])} {digest(20)}",
    "SVCB": lambda: f"{number(2)} {name()} {RANDOM.choice(PARAMETERS)}",
    "TLSA": lambda: f"{number(3)} {number(1)} {RANDOM.choice([0, 1])} {digest(32)}",
    "TXT": lambda: RANDOM.choice([text(700), quoted(), '"a" "b"', text(3)]),
}


def unquoted(target):
    """Returns the bytes of a target that is not a sequence of quoted strings."""
    return None if target.startswith('"') else target.encode()


def records_of(zone):
    return {(owner, data) for owner, _, data in zone.iterate_rdatas() if data.rdtype != dns.rdatatype.SOA}


accepted = {kind: 0 for kind in TARGETS}
for round_ in range(4):
    texts = {}
    for index, kind in itertools.product(range(6), TARGETS):
        sub_domain = f"{kind.lower()}{index}.{name()}".rstrip(".")
        record = {"fieldType": kind, "subDomain": sub_domain, "target": TARGETS[kind]()}
        record["ttl"] = RANDOM.choice([0, 60, 3600, 59, -1, 86400]) if RANDOM.random() < 0.3 else 60
        try:
            created = API.post(f"{ZONE}/record", **record)
        except ovh.exceptions.BadParametersError:
            continue
        accepted[kind] += 1
        if kind in ("TXT", "DKIM", "DMARC", "SPF") and unquoted(record["target"]) is not None:
            texts[record["subDomain"]] = unquoted(record["target"])
    API.post(f"{ZONE}/refresh")
    count = len(API.get(f"{ZONE}/record"))
    zones = [exported(API, "example.org", relativize) for relativize in (False, True)]
    for zone in zones:
        rdatas = [data for _, _, data in zone.iterate_rdatas() if data.rdtype != dns.rdatatype.SOA]
        assert len(rdatas) == count, f"{len(rdatas)} of {count} records are exported"
        for data in rdatas:
            data.to_wire(origin=zone.origin)
    for owner, expected in texts.items():
        found = zones[1].find_rdataset(owner, "TXT")
        assert [b"".join(data.strings) for data in found] == [expected], (owner, expected, list(found))
    # What was exported can be imported, and is then the same zone except for its serial number.
    file = API.get(f"{ZONE}/export")
    API.post(f"{ZONE}/import", zoneFile=file)
    assert len(API.get(f"{ZONE}/record")) == count
    again = exported(API, "example.org")
    assert records_of(again) == records_of(zones[0])
    API.post(f"{ZONE}/reset")
    API.post(f"{ZONE}/refresh")
assert all(accepted.values()), accepted
print("done")
