"""The calls of the README of the official Python wrapper."""

import os

import ovh

from connect import CONSUMER_KEY, ENDPOINT, KEYS, URL, answer, client

# Use the API on behalf of a user.
caller = client()
request = caller.new_consumer_key_request()
request.add_rules(ovh.API_READ_ONLY, "/me")
validation = request.request()
answer(validation["validationUrl"])
print("Welcome", caller.get("/me")["firstname"])
try:
    caller.get("/me/")
    raise AssertionError("the rule is for /me alone")
except ovh.exceptions.APIError as error:
    assert "has not been granted" in str(error), error

# The keys that the sandbox prints, from the environment.
os.environ.update({f"OVH_{name.upper()}": value for name, value in KEYS.items()})
os.environ.update(OVH_ENDPOINT=ENDPOINT, OVH_CONSUMER_KEY=CONSUMER_KEY)
caller = ovh.Client()

# Install a new mail redirection.
domain = caller.get("/email/domain/")[0]
caller.post(
    f"/email/domain/{domain}/redirection", _from=f"sales@{domain}", to=f"contact@{domain}", localCopy=False
)
found = caller.get(f"/email/domain/{domain}/redirection", _from=f"sales@{domain}")
assert len(found) == 1, found
assert caller.get(f"/email/domain/{domain}/redirection/{found[0]}")["to"] == f"contact@{domain}"

# Grab the list of bills.
for bill in caller.get("/me/bill"):
    details = caller.get(f"/me/bill/{bill}")
    print(bill, details["date"], details["priceWithTax"]["text"], details["pdfUrl"])

# Enable network burst.
servers = caller.get("/dedicated/server/")
assert servers
for server in servers:
    assert caller.get(f"/dedicated/server/{server}")["datacenter"]
    caller.put(f"/dedicated/server/{server}/burst", status="active")
    assert caller.get(f"/dedicated/server/{server}/burst")["status"] == "active"

# List the applications that may access the account.
for number in caller.get("/me/api/credential", status="validated"):
    path = "/me/api/credential/" + str(number)
    credential, application = caller.get(path), caller.get(path + "/application")
    print(number, application["status"], application["name"], application["description"], credential["lastUse"])

# Open a KVM on a server.
access = f"/dedicated/server/{servers[0]}/features/ipmi/access"
caller.post(access, ipToAllow="198.51.100.7", ttl=15, type="kvmipJnlp")
assert caller.get(access + "?type=kvmipJnlp")["value"] is not None

# OAuth2, for endpoints that the wrapper knows.
if URL.startswith("https:"):
    for name in [*KEYS, "consumer_key"]:
        del os.environ[f"OVH_{name.upper()}"]
    account = ovh.Client(
        endpoint=ENDPOINT,
        client_id=os.environ["SANDBOX_CLIENT_ID"],
        client_secret=os.environ["SANDBOX_CLIENT_SECRET"],
    )
    assert account.get("/me")["firstname"] == "Flora"
print("done")
