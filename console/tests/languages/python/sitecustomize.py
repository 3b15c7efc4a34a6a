"""Lets programs use the sandbox: the package knows the endpoints of the service only."""

import os

try:
    import ovh.client
except ImportError:
    # pip and other programs of the environment start without the package.
    pass
else:
    url = os.environ.get("OVH_ENDPOINT")
    if url:
        ovh.client.ENDPOINTS[url] = url
