"""certbot with its plugin for OVHcloud: gets certificates from Pebble, which resolves names in the sandbox's zones."""

import datetime
import json
import os
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from programs import ENVIRONMENT, run
from zone_server import KEYS, client

API = client()
NAMES = ["example.org", "*.example.org", "www.example.com"]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def write_certificate(folder):
    """Writes a certificate for localhost and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)


def wait_for(url, certificate):
    context = ssl.create_default_context(cafile=certificate)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    for _ in range(100):
        try:
            return opener.open(url).read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not respond")


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    write_certificate(folder)
    port = free_port()
    settings = {
        "listenAddress": f"127.0.0.1:{port}", "managementListenAddress": f"127.0.0.1:{free_port()}",
        "certificate": str(folder / "certificate.pem"), "privateKey": str(folder / "key.pem"),
        "httpPort": 5002, "tlsPort": 5001, "ocspResponderURL": "", "externalAccountBindingRequired": False,
    }
    (folder / "pebble.json").write_text(json.dumps({"pebble": settings}))
    credentials = folder / "credentials.ini"
    credentials.write_text(
        "dns_ovh_endpoint = ovh-eu\n" + "".join(f"dns_ovh_{name} = {value}\n" for name, value in KEYS.items())
    )
    credentials.chmod(0o600)
    before = {zone: API.get(f"/domain/zone/{zone}/record") for zone in ("example.org", "example.com")}
    dns_server = f"127.0.0.1:{ENVIRONMENT['SANDBOX_DNS_PORT']}"
    with open(folder / "pebble.log", "w") as log:
        pebble = subprocess.Popen(
            [os.environ["PEBBLE"], "-config", folder / "pebble.json", "-dnsserver", dns_server],
            env={**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_AUTHZREUSE": "0"}, stdout=log, stderr=log,
        )
    try:
        directory = f"https://localhost:{port}/dir"
        wait_for(directory, folder / "certificate.pem")
        domains = [part for name in NAMES for part in ("--domain", name)]
        folders = [part for kind in ("config", "work", "logs") for part in (f"--{kind}-dir", folder / kind)]
        run(
            "certbot", "certonly", "--non-interactive", "--agree-tos", "--register-unsafely-without-email",
            "--server", directory, *folders, *domains, "--cert-name", "test", "--dns-ovh",
            "--dns-ovh-credentials", credentials, "--dns-ovh-propagation-seconds", "1",
            REQUESTS_CA_BUNDLE=str(folder / "certificate.pem"),
        )
    except AssertionError:
        print((folder / "pebble.log").read_text())
        raise
    finally:
        pebble.kill()
        pebble.wait()
    issued = x509.load_pem_x509_certificate((folder / "config/live/test/cert.pem").read_bytes())
    names = issued.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert sorted(names.get_values_for_type(x509.DNSName)) == sorted(NAMES), names
    # The records of the challenges are gone.
    for zone, records in before.items():
        assert API.get(f"/domain/zone/{zone}/record") == records
print("done")
