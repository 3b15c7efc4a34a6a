"""A session of the official Python wrapper: it logs in, reads, writes, and is refused where it should be."""

import os
import time
import urllib.parse
import urllib.request

import ovh

ovh.client.ENDPOINTS["sandbox"] = os.environ["SANDBOX_URL"]
KEYS = {name: os.environ["SANDBOX_" + name.upper()] for name in ("application_key", "application_secret")}


def client(**changes):
    return ovh.Client(endpoint="sandbox", **{**KEYS, **changes})


def refused(kind, call):
    try:
        call()
    except kind as error:
        assert error.query_id, error
        return
    raise AssertionError(f"not refused: {kind}")


def answer(url, decision):
    token = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["credentialToken"][0]
    form = urllib.parse.urlencode({"credentialToken": token, "decision": decision, "duration": "0"})
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, form.encode())


# Logs in, as the wrapper's own documentation does it.
anonymous = client()
request = anonymous.new_consumer_key_request()
request.add_recursive_rules(ovh.API_READ_WRITE, "/domain")
request.add_rules(ovh.API_READ_ONLY, "/me")
validation = request.request()
refused(ovh.exceptions.InvalidCredential, lambda: anonymous.get("/me"))
answer(validation["validationUrl"], "authorize")
assert anonymous.get("/me")["firstname"] == "Flora"

# Reads and writes.
assert len(anonymous.get("/domain")) == 4
record = anonymous.post("/domain/zone/example.com/record", fieldType="TXT", subDomain="été", target="a b&c")
assert anonymous.get("/domain/zone/example.com/record", subDomain="été") == [record["id"]]
path = f"/domain/zone/example.com/record/{record['id']}"
anonymous.put(path, target="changed")
assert anonymous.get(path)["target"] == "changed"
assert anonymous.post("/domain/zone/example.com/refresh") is None
anonymous.delete(path)
refused(ovh.exceptions.ResourceNotFoundError, lambda: anonymous.get(path))

# A forbidden path, a wrong signature, a clock that is wrong, a missing parameter.
refused(ovh.exceptions.NotGrantedCall, lambda: anonymous.get("/vps"))
consumer_key = os.environ["SANDBOX_CONSUMER_KEY"]
wrong = client(application_secret="0" * 32, consumer_key=consumer_key)
refused(ovh.exceptions.APIError, lambda: wrong.get("/me"))
late = client(consumer_key=consumer_key)
assert len(late.get("/vps")) == 3
late._time_delta = -600
try:
    late.get("/me")
except ovh.exceptions.APIError as error:
    assert error.response.json()["errorCode"] == "QUERY_TIME_OUT", error
else:
    raise AssertionError("an old timestamp was taken")
late._time_delta = 0
refused(ovh.exceptions.BadParametersError, lambda: late.post("/domain/zone/example.com/record", fieldType="TXT"))
assert abs(late.get("/auth/time", _need_auth=False) - time.time()) < 5

late.post("/auth/logout")
refused(ovh.exceptions.InvalidCredential, lambda: late.get("/me"))
print("done")
