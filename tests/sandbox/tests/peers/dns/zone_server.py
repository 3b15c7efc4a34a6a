"""A DNS server for the zones of the sandbox, as they are deployed."""

import os
import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.zone
import ovh

NAMES = ("application_key", "application_secret", "consumer_key")
KEYS = {name: os.environ["SANDBOX_" + name.upper()] for name in NAMES}


def client():
    ovh.client.ENDPOINTS["sandbox"] = os.environ["SANDBOX_URL"]
    return ovh.Client(endpoint="sandbox", **KEYS)


def exported(api, name, relativize=False):
    return dns.zone.from_text(api.get(f"/domain/zone/{name}/export"), origin=name, relativize=relativize)


def find_zone(api, name):
    zones = [dns.name.from_text(zone) for zone in api.get("/domain/zone")]
    parents = [zone for zone in zones if name.is_subdomain(zone)]
    return max(parents, key=len, default=None)


def respond(api, query):
    response = dns.message.make_response(query)
    question = query.question[0]
    origin = find_zone(api, question.name)
    if origin is None:
        response.set_rcode(dns.rcode.REFUSED)
        return response
    response.flags |= dns.flags.AA
    zone = exported(api, origin.to_text(omit_final_dot=True))
    for rdtype in (question.rdtype, dns.rdatatype.CNAME):
        found = zone.get_rrset(question.name, rdtype)
        if found is not None:
            response.answer.append(found)
            return response
    if zone.get_node(question.name) is None:
        response.set_rcode(dns.rcode.NXDOMAIN)
    response.authority.append(zone.get_rrset(origin, dns.rdatatype.SOA))
    return response


def start():
    """Starts the server and returns its port."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    api = client()

    def serve():
        while True:
            data, sender = server.recvfrom(65535)
            server.sendto(respond(api, dns.message.from_wire(data)).to_wire(), sender)

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()[1]
