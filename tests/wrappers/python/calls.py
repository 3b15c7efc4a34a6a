"""Sends requests with the official Python wrapper: python calls.py CALLS.json, in the format of ../calls.json."""

import json
import socket
import sys

import ovh

plan = json.load(open(sys.argv[1]))

# The wrapper uses the real host name, which is redirected to the test server.
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, port, *rest, **named: resolve("127.0.0.1", plan["port"], *rest, **named)

client = ovh.Client(
    endpoint="ovh-eu",
    application_key=plan["applicationKey"],
    application_secret=plan["applicationSecret"],
    consumer_key=plan["consumerKey"],
)
for call in plan["calls"]:
    method = getattr(client, call["method"].lower())
    arguments = call.get("query") or call.get("body") or {}
    method(call["path"], _need_auth=call.get("signed", True), **arguments)
