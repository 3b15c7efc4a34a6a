"""octoDNS: applies a zone, then finds no difference."""

import os
import tempfile
from pathlib import Path

from programs import run
from zone_server import KEYS, client

CONFIGURATION = """
providers:
  files:
    class: octodns.provider.yaml.YamlProvider
    directory: {directory}
    default_ttl: 3600
    enforce_order: false
  ovh:
    class: octodns_ovh.OvhProvider
    endpoint: ovh-eu
    application_key: {application_key}
    application_secret: {application_secret}
    consumer_key: {consumer_key}
zones:
  example.net.:
    sources: [files]
    targets: [ovh]
"""

ZONE = r"""
"":
  - {{type: A, ttl: 300, values: [{address}, 192.0.2.2]}}
  - {{type: AAAA, values: ["2001:db8::1"]}}
  - type: CAA
    values: [{{flags: 0, tag: issue, value: ca.example.org}}, {{flags: 0, tag: iodef, value: "mailto:a@example.org"}}]
  - type: MX
    values: [{{preference: 10, exchange: mx1.example.org.}}, {{preference: 20, exchange: mx2.example.org.}}]
  - {{type: NS, values: [dns101.ovh.net., ns101.ovh.net.]}}
  - {{type: TXT, values: ["v=spf1 -all", "semi\\; colon", "back to 'back'"]}}
www: {{type: CNAME, value: example.net.}}
_sip._tcp: {{type: SRV, value: {{priority: 1, weight: 2, port: 5060, target: sip.example.org.}}}}
sub: {{type: NS, values: [ns1.example.org., ns2.example.org.]}}
key._domainkey: {{type: TXT, value: "v=DKIM1\\;k=rsa\\;p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ=="}}
host:
  - {{type: A, value: 192.0.2.3}}
  - type: SSHFP
    value: {{algorithm: 1, fingerprint_type: 1, fingerprint: 2bb183af5f22588179a53b0a98631fad1a292118}}
service:
  type: HTTPS
  value: {{svcpriority: 1, targetname: ., svcparams: {{alpn: [h2, h3], port: 8443, ipv4hint: [192.0.2.1]}}}}
naptr:
  type: NAPTR
  value: {{order: 100, preference: 10, flags: S, service: SIP+D2U, regexp: "!^.*$!sip:a@b.c!", replacement: .}}
"""

API = client()
with tempfile.TemporaryDirectory() as folder:
    configuration = Path(folder) / "configuration.yaml"
    configuration.write_text(CONFIGURATION.format(directory=folder, **KEYS))

    def sync(*options):
        return run("octodns-sync", "--config-file", configuration, "--force", *options)

    for address in ("192.0.2.1", "192.0.2.9"):
        (Path(folder) / "example.net.yaml").write_text(ZONE.format(address=address))
        output = sync("--doit")
        assert "example.net." in output and address in output, output
        assert "No changes were planned" in sync(), sync()

    # Changing the address of the zone itself leaves those of other names.
    hosts = API.get("/domain/zone/example.net/record", fieldType="A", subDomain="host")
    assert len(hosts) == 1 and len(API.get("/domain/zone/example.net/record", fieldType="A")) == 3
    assert API.get("/domain/zone/example.net/status")["isDeployed"] is True
print("done")
