"""The calls of an introduction for beginners: all rights, a greeting, all services, all VPS, a change of contact."""

import time

import ovh

from connect import answer, client

caller = client()
request = caller.new_consumer_key_request()
request.add_recursive_rules(ovh.API_READ_WRITE, "/")
validation = request.request()
answer(validation["validationUrl"])
print("Welcome", caller.get("/me")["firstname"])
assert caller.get("/auth/currentCredential")["status"] == "validated"

services = caller.get("/services")
assert len(services) >= 7
for number in services:
    service = caller.get(f"/services/{number}")
    assert service["resource"]["name"], service
assert len(caller.get("/services/")) == len(services)

servers = caller.get("/vps")
assert len(servers) == 3
for name in servers:
    assert caller.get(f"/vps/{name}")["name"] == name
    infos = caller.get(f"/vps/{name}/serviceInfos")
    assert infos["expiration"] and infos["contactTech"], infos
    # Read, modify, write.
    infos["renew"]["deleteAtExpiration"] = not infos["renew"]["deleteAtExpiration"]
    caller.put(f"/vps/{name}/serviceInfos", **infos)
    assert caller.get(f"/vps/{name}/serviceInfos")["renew"] == infos["renew"]

tasks = caller.post(
    f"/vps/{servers[0]}/changeContact", contactAdmin=None, contactBilling=None, contactTech="kj2718-ovh"
)
assert len(tasks) == 1, tasks
task = caller.get(f"/me/task/contactChange/{tasks[0]}")
assert task["toAccount"] == "kj2718-ovh" and task["contactTypes"] == ["contactTech"], task

assert abs(caller.get("/auth/time", _need_auth=False) - time.time()) < 5
assert caller.get("/auth/time/", _need_auth=False)
print("done")
