"""Pebble, an ACME server that resolves names in the sandbox's zones."""

import contextlib
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
from programs import ENVIRONMENT


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


@contextlib.contextmanager
def running():
    """Starts the server and returns the URL of its directory, and a folder with its certificate.pem."""
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
        program = Path(os.environ["CLIENTS"]) / "debian/usr/bin/pebble"
        dns_server = f"127.0.0.1:{ENVIRONMENT['SANDBOX_DNS_PORT']}"
        with open(folder / "pebble.log", "w") as log:
            server = subprocess.Popen(
                [program, "-config", folder / "pebble.json", "-dnsserver", dns_server], stdout=log, stderr=log,
                env={**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_AUTHZREUSE": "0"},
            )
        try:
            directory = f"https://localhost:{port}/dir"
            wait_for(directory, folder / "certificate.pem")
            yield directory, folder
        except AssertionError:
            print((folder / "pebble.log").read_text())
            raise
        finally:
            server.kill()
            server.wait()


def names_of(certificate):
    """Returns the names in a certificate file."""
    issued = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = issued.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return sorted(names.get_values_for_type(x509.DNSName))
