"""certbot with its plugin for OVHcloud: gets a certificate."""

import acme_server
from programs import run
from zone_server import KEYS, client

API = client()
NAMES = ["*.example.org", "example.org", "www.example.com"]
ZONES = ("example.org", "example.com")


def records():
    return {zone: API.get(f"/domain/zone/{zone}/record") for zone in ZONES}


before = records()
with acme_server.running() as (directory, folder):
    credentials = folder / "credentials.ini"
    credentials.write_text(
        "dns_ovh_endpoint = ovh-eu\n" + "".join(f"dns_ovh_{name} = {value}\n" for name, value in KEYS.items())
    )
    credentials.chmod(0o600)
    domains = [part for name in NAMES for part in ("--domain", name)]
    folders = [part for kind in ("config", "work", "logs") for part in (f"--{kind}-dir", folder / kind)]
    run(
        "certbot", "certonly", "--non-interactive", "--agree-tos", "--register-unsafely-without-email",
        "--server", directory, *folders, *domains, "--cert-name", "test", "--dns-ovh",
        "--dns-ovh-credentials", credentials, "--dns-ovh-propagation-seconds", "1",
        REQUESTS_CA_BUNDLE=str(folder / "certificate.pem"),
    )
    assert acme_server.names_of(folder / "config/live/test/cert.pem") == NAMES
# The records of the challenges are gone.
assert records() == before
print("done")
