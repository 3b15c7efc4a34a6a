"""Python runs this at its start: sends the endpoint ovh-eu to the sandbox, and DNS queries to the server of its zones.

The clients themselves are unmodified. On a machine of a user, the hosts file and resolv.conf would do the same.
"""

import os

import dns.resolver
import lexicon._private.providers.ovh
import ovh.client

for module in (ovh.client, lexicon._private.providers.ovh):
    module.ENDPOINTS["ovh-eu"] = os.environ["SANDBOX_URL"]

resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = ["127.0.0.1"]
resolver.port = int(os.environ["SANDBOX_DNS_PORT"])
dns.resolver.default_resolver = resolver
