"""lego: gets a certificate. It needs no redirection, because its endpoint can be a URL."""

import os
from pathlib import Path

import acme_server
from programs import ENVIRONMENT, run
from zone_server import KEYS, client

API = client()
ZONE = "/domain/zone/example.org/record"
before = API.get(ZONE)
with acme_server.running() as (directory, folder):
    run(
        Path(os.environ["CLIENTS"]) / "debian/usr/bin/lego", "--path", folder / "lego", "--server", directory,
        "--email", "flora@example.org", "--accept-tos", "--dns", "ovh", "--dns.disable-cp",
        "--dns.resolvers", f"127.0.0.1:{ENVIRONMENT['SANDBOX_DNS_PORT']}",
        "--domains", "example.org", "--domains", "*.example.org", "run",
        LEGO_CA_CERTIFICATES=str(folder / "certificate.pem"), OVH_ENDPOINT=os.environ["SANDBOX_URL"],
        OVH_POLLING_INTERVAL="1", **{f"OVH_{name.upper()}": value for name, value in KEYS.items()},
    )
    names = acme_server.names_of(folder / "lego/certificates/example.org.crt")
    assert names == ["*.example.org", "example.org"], names
# The records of the challenges are gone.
assert API.get(ZONE) == before
print("done")
