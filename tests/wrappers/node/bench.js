// Measures the official Node.js wrapper: node bench.js call|walk CALLS URL; prints one line of JSON.
const http = require('http');
const https = require('https');

// The wrapper always uses TLS; the test server does not support it.
https.request = (options, done) => http.request(options, done);
https.get = (options, done) => http.get(options, done);
const ovh = require('ovh');

const [task, calls, url] = process.argv.slice(2);
const { hostname, port, pathname } = new URL(url);
const client = ovh({
  host: hostname,
  port: Number(port),
  basePath: pathname,
  appKey: '7kbG7Bk7S9Nt7ZSV',
  appSecret: '9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk',
  consumerKey: '5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY',
});

(async () => {
  await client.requestPromised('GET', '/services/1'); // requests the time and opens the connection
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let requests = Number(calls);
  if (task === 'call') {
    for (let call = 0; call < requests; call += 1) {
      await client.requestPromised('GET', '/services/1');
    }
  } else {
    const ids = await client.requestPromised('GET', '/services');
    for (const id of ids) {
      await client.requestPromised('GET', `/services/${id}`);
    }
    requests = 1 + ids.length;
  }
  const used = process.cpuUsage(cpu);
  const seconds = (used.user + used.system) / 1e6;
  console.log(JSON.stringify({
    requests,
    wall_s: Number(process.hrtime.bigint() - wall) / 1e9,
    cpu_s: seconds,
    cpu_us_per_request: (seconds / requests) * 1e6,
    peak_rss_kb: process.resourceUsage().maxRSS,
  }));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
