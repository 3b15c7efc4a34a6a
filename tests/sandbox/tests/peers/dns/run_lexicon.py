"""dns-lexicon: creates, lists, updates and deletes records."""

import json

from programs import run
from zone_server import KEYS, client

KEYS = {f"LEXICON_OVH_AUTH_{name.upper()}": value for name, value in KEYS.items()}
API = client()


def lexicon(action, kind, *arguments, zone="example.com", status=0):
    options = ["--output", "JSON"] if action == "list" else []
    return run(
        "lexicon", "ovh", action, zone, kind, *arguments, *options, status=status,
        LEXICON_OVH_AUTH_ENTRYPOINT="ovh-eu", **KEYS,
    )


def listed(kind, *arguments, **options):
    records = json.loads(lexicon("list", kind, *arguments, **options).splitlines()[-1])
    return [(record["name"], record["content"], record["ttl"]) for record in records]


# dns-lexicon writes the name of the zone itself with a dot.
assert listed("NS") == [(".example.com", f"{name}.ovh.net.", 0) for name in ("dns100", "ns100")], listed("NS")
for kind, name, content, changed in [
    ("TXT", "_acme-challenge.www", 'quo"te; semi\\colon', "moon"),
    ("A", "a.lexicon", "192.0.2.7", "192.0.2.8"),
    ("CNAME", "c.lexicon", "www.example.net.", "example.net."),
    ("MX", "m.lexicon", "10 mx.example.net.", "20 mx.example.net."),
    ("SRV", "_sip._tcp", "0 5 5060 sip.example.net.", "0 5 5061 sip.example.net."),
    ("NS", "sub", "ns.example.net.", "ns2.example.net."),
]:
    full = f"{name}.example.com"
    lexicon("create", kind, "--name", name, "--content", content, "--ttl", "3600")
    # The same record is not created twice.
    lexicon("create", kind, "--name", full, "--content", content)
    assert listed(kind, "--name", name) == [(full, content, 3600)], listed(kind, "--name", name)
    assert API.get("/domain/zone/example.com/status")["isDeployed"] is True
    lexicon("update", kind, "--name", full, "--content", changed)
    assert listed(kind, "--name", name, "--content", changed) == [(full, changed, 3600)]
    lexicon("delete", kind, "--name", name, "--content", changed)
    assert listed(kind, "--name", name) == []

# A zone of another account, and a record that conflicts with another one.
API.post("/domain/zone/example.com/record", fieldType="CNAME", subDomain="alias", target="www")
API.post("/domain/zone/example.com/refresh")
assert "400" in lexicon("create", "TXT", "--name", "alias", "--content", "x", status=1)
print("done")
