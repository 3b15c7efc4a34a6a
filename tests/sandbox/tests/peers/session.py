"""A session of the official Python wrapper: login, reads, writes and expected errors."""

import os
import time

import ovh
from connect import answer, client

# The wrapper recognises the older shape of errors by their code, the newer one by its status alone.
LEGACY = os.environ["SANDBOX_ERRORS"] == "legacy"


def refused(kind, message, call):
    """`kind` is the exception for the older shape of errors, if it differs."""
    expected = kind if LEGACY or kind in BY_STATUS else ovh.exceptions.APIError
    try:
        call()
    except expected as error:
        assert error.query_id and message in str(error), error
        assert ("errorCode" in error.response.json()) == LEGACY, error
        return
    raise AssertionError(f"not refused: {kind} {message}")


BY_STATUS = (ovh.exceptions.ResourceNotFoundError, ovh.exceptions.BadParametersError)


# Logs in as in the wrapper's documentation.
anonymous = client()
request = anonymous.new_consumer_key_request()
request.add_recursive_rules(ovh.API_READ_WRITE, "/domain")
request.add_rules(ovh.API_READ_ONLY, "/me")
validation = request.request()
refused(ovh.exceptions.InvalidCredential, "not valid", lambda: anonymous.get("/me"))
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
refused(ovh.exceptions.ResourceNotFoundError, "does not exist", lambda: anonymous.get(path))

# A forbidden path, a wrong signature, a wrong clock, a missing parameter.
refused(ovh.exceptions.NotGrantedCall, "has not been granted", lambda: anonymous.get("/vps"))
consumer_key = os.environ["SANDBOX_CONSUMER_KEY"]
wrong = client(application_secret="0" * 32, consumer_key=consumer_key)
refused(ovh.exceptions.APIError, "Invalid signature", lambda: wrong.get("/me"))
late = client(consumer_key=consumer_key)
assert len(late.get("/vps")) == 3
late._time_delta = -600
refused(ovh.exceptions.APIError, "Query out of time", lambda: late.get("/me"))
late._time_delta = 0
no_target = lambda: late.post("/domain/zone/example.com/record", fieldType="TXT")
refused(ovh.exceptions.BadParametersError, "target", no_target)
unknown = client(application_key="x" * 16, consumer_key=consumer_key)
text = "Invalid application key" if LEGACY else "This application key is invalid"
refused(ovh.exceptions.InvalidKey, text, lambda: unknown.get("/me"))
assert abs(late.get("/auth/time", _need_auth=False) - time.time()) < 5

late.post("/auth/logout")
refused(ovh.exceptions.InvalidCredential, "not valid", lambda: late.get("/me"))
print("done")
