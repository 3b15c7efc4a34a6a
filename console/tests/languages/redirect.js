// Sends requests for the service to the sandbox, like an entry in the hosts file.
const dns = require("dns");
const https = require("https");

const lookup = dns.lookup;
dns.lookup = (host, ...rest) => lookup(host.endsWith(".ovh.com") ? "127.0.0.1" : host, ...rest);
const request = https.request;
https.request = (options, ...rest) => request({ ...options, port: process.env.SANDBOX_PORT }, ...rest);
