// Sends requests with the official Node.js wrapper: node calls.js CALLS.json, in the format of ../calls.json.
const fs = require('fs');
const https = require('https');
const ovh = require('ovh');

const plan = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

// The wrapper uses the real host name, which is redirected to the test server.
const request = https.request;
https.request = (options, done) => request({
  ...options,
  host: '127.0.0.1',
  port: plan.port,
  servername: options.host,
  ca: fs.readFileSync(plan.ca),
  headers: { ...options.headers, Host: options.host },
}, done);

const client = ovh({
  endpoint: 'ovh-eu',
  appKey: plan.applicationKey,
  appSecret: plan.applicationSecret,
  consumerKey: plan.consumerKey,
});

(async () => {
  for (const call of plan.calls) {
    await client.requestPromised(call.method, call.path, { ...(call.query || call.body) });
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
