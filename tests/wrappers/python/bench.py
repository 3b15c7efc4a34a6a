"""Measures the official Python wrapper: python bench.py call|walk CALLS URL; prints one line of JSON."""

import json
import resource
import sys
import time

import ovh

task, calls, url = sys.argv[1], int(sys.argv[2]), sys.argv[3]
ovh.client.ENDPOINTS["bench"] = url
client = ovh.Client(
    endpoint="bench",
    application_key="7kbG7Bk7S9Nt7ZSV",
    application_secret="9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk",
    consumer_key="5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY",
)
client.get("/services/1")  # requests the time and opens the connection
wall, cpu = time.perf_counter(), time.process_time()
if task == "call":
    for _ in range(calls):
        client.get("/services/1")
else:
    services = [client.get(f"/services/{id}") for id in client.get("/services")]
    calls = 1 + len(services)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(json.dumps({
    "requests": calls,
    "wall_s": wall,
    "cpu_s": cpu,
    "cpu_us_per_request": cpu / calls * 1e6,
    "peak_rss_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
}))
