"""Connects the official Python wrapper to the sandbox."""

import html
import os
import re
import socket
import urllib.parse
import urllib.request

import ovh

URL = os.environ["SANDBOX_URL"]
KEYS = {name: os.environ["SANDBOX_" + name.upper()] for name in ("application_key", "application_secret")}
CONSUMER_KEY = os.environ["SANDBOX_CONSUMER_KEY"]

if URL.startswith("https:"):
    # The effect of entries in the hosts file and `--port 443`: the wrapper uses the names of the service.
    resolve = socket.getaddrinfo

    def to_sandbox(host, port, *more, **options):
        if str(host).endswith("ovh.com") and port == 443:
            host, port = "127.0.0.1", int(os.environ["SANDBOX_PORT"])
        return resolve(host, port, *more, **options)

    socket.getaddrinfo = to_sandbox
    ENDPOINT = "ovh-eu"
else:
    ovh.client.ENDPOINTS["sandbox"] = URL
    ENDPOINT = "sandbox"


def client(**changes):
    return ovh.Client(endpoint=ENDPOINT, **{**KEYS, **changes})


def answer(url, decision="authorize"):
    """Submits the form of the page with its hidden fields, like a person who clicks a button."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    page = opener.open(url).read().decode()
    hidden = re.findall('type="hidden" name="([^"]*)" value="([^"]*)"', page)
    fields = {name: html.unescape(value) for name, value in hidden}
    form = urllib.parse.urlencode({**fields, "decision": decision, "duration": "0"})
    opener.open(url.split("?")[0], form.encode())
