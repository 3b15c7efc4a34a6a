// A session of an official Node.js wrapper: login, reads and writes, errors, OAuth2.
const assert = require('assert');
const dns = require('dns');
const https = require('https');
const wrapper = require(process.env.SANDBOX_MODULE);

const port = Number(process.env.SANDBOX_PORT);

// The effect of entries in the hosts file: the wrapper uses the names of the service.
const lookup = dns.lookup;
dns.lookup = (host, ...rest) => lookup(host.endsWith('.ovh.com') ? '127.0.0.1' : host, ...rest);

const place = process.env.SANDBOX_ENDPOINT
  ? { endpoint: process.env.SANDBOX_ENDPOINT, port }
  : { host: '127.0.0.1', port };
const keys = { appKey: process.env.SANDBOX_APPLICATION_KEY, appSecret: process.env.SANDBOX_APPLICATION_SECRET };

// Sends a request without the wrapper and returns the page.
const page = (url, form) => new Promise((resolve, reject) => {
  const { hostname, pathname, search } = new URL(url);
  const headers = form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {};
  const method = form ? 'POST' : 'GET';
  const request = https.request({ hostname, port, path: pathname + search, method, headers }, (response) => {
    let text = '';
    response.on('data', (chunk) => { text += chunk; });
    response.on('end', () => resolve(text));
  });
  request.on('error', reject);
  request.end(form);
});

// Authorizes a key like a person who clicks the button.
const authorize = async (url) => {
  const hidden = [...(await page(url)).matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const fields = hidden.map(([, name, value]) => [name, value]);
  await page(url.split('?')[0], new URLSearchParams([...fields, ['decision', 'authorize'], ['duration', '0']]).toString());
};

const rejected = async (call, status, message) => {
  const error = await call.then(() => assert.fail(`not rejected: ${message}`), (error) => error);
  assert.deepStrictEqual([error.error, error.message], [status, message]);
};

(async () => {
  const client = wrapper({ ...place, ...keys });
  const rules = ['GET', 'POST', 'PUT', 'DELETE'].map((method) => ({ method, path: '/*' }));
  const credential = await client.requestPromised('POST', '/auth/credential', { accessRules: rules });
  assert.strictEqual(credential.state, 'pendingValidation');
  client.consumerKey = credential.consumerKey;
  await rejected(client.requestPromised('GET', '/me'), 403, 'This credential is not valid');
  await authorize(credential.validationUrl);
  assert.strictEqual((await client.requestPromised('GET', '/me')).firstname, 'Flora');

  assert.strictEqual((await client.requestPromised('GET', '/vps')).length, 3);
  const records = '/domain/zone/{zone}/record';
  const sent = { zone: 'example.com', fieldType: 'TXT', subDomain: 'été', target: 'a b&c', ttl: null };
  const record = await client.requestPromised('POST', records, sent);
  const found = await client.requestPromised('GET', records, { zone: 'example.com', subDomain: 'été', fieldType: '' });
  assert.deepStrictEqual(found, [record.id]);
  const path = `/domain/zone/example.com/record/${record.id}`;
  await client.requestPromised('PUT', path, { ...record, target: 'changed' });
  assert.strictEqual((await client.requestPromised('GET', path)).target, 'changed');
  await client.requestPromised('DELETE', path, { ignored: 'yes' });
  await rejected(client.requestPromised('GET', path), 404, `The requested object (id = ${record.id}) does not exist`);
  await rejected(client.requestPromised('GET', '/domain/zone/www.example.com'), 404, 'This service does not exist');
  const stranger = wrapper({ ...place, ...keys, appKey: 'x'.repeat(16), consumerKey: credential.consumerKey });
  await rejected(stranger.requestPromised('GET', '/me'), 403, 'This application key is invalid');

  // With schemas, which warn about deprecated operations.
  const checked = wrapper({ ...place, ...keys, consumerKey: credential.consumerKey, apis: ['me', 'vps'], warn: () => {} });
  assert.strictEqual((await checked.requestPromised('GET', '/me')).firstname, 'Flora');

  if (process.env.SANDBOX_MODULE.startsWith('@') && process.env.SANDBOX_ENDPOINT) {
    // The address of the token service has no port, so its requests are sent to the sandbox's.
    const connect = require('net').Socket.prototype.connect;
    require('net').Socket.prototype.connect = function redirected(options, ...rest) {
      const list = Array.isArray(options) ? options : [options];
      if (list[0] && list[0].port === 443) list[0].port = port;
      return connect.call(this, options, ...rest);
    };
    const account = wrapper({
      ...place,
      clientID: process.env.SANDBOX_CLIENT_ID,
      clientSecret: process.env.SANDBOX_CLIENT_SECRET,
    });
    assert.strictEqual((await account.requestPromised('GET', '/me')).firstname, 'Flora');
  }
  console.log('done');
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
