import { expect, test } from 'vitest';
import type { ZodType } from 'zod';
import { EVENT_SCHEMAS } from '../events/schemas.ts';
import { describedSecrecyOf, querySecrecyOf, secrecyOf, withheld } from './secret-keys.ts';

test.each([
  ...[
    'token',
    'Token',
    'TOKEN',
    'accessToken',
    'access_token',
    'refresh-token',
    'id_token',
    'csrftoken',
    'x-csrf-token',
  ],
  ...['X-Amz-Security-Token', 'githubToken', 'tokenValue', 'SLACK_BOT_TOKEN', 'nextPageToken'],
  ...['secret', 'secrets', 'client_secret', 'clientSecret', 'CLIENTSECRET', 'NEXTAUTH_SECRET', 'secretId'],
  ...[
    'password',
    'passwd',
    'passphrase',
    'passcode',
    'passWord',
    'user.password',
    'PGPASSWORD',
    'mysql_pwd',
    'password2',
  ],
  ...['passwordHash', 'password_confirmation', 'new-password', 'user[password]', 'sshKeyPassphrase'],
  ...['authorization', 'Authorization', 'authorisation', 'Proxy-Authorization', 'authorizationHeader', 'bearer', 'jwt'],
  ...[
    'apikey',
    'apiKey',
    'APIKey',
    'api_key',
    'api-key',
    'api key',
    'API_KEY',
    'x-api-key',
    'X-Api-Key',
    'OPENAI_API_KEY',
  ],
  ...[
    'apiKeys',
    'x-goog-api-key',
    'Ocp-Apim-Subscription-Key',
    'AccountKey',
    'signing_key',
    'encryptionKey',
    'ssh_key',
  ],
  ...['private_key', 'privateKey', 'PRIVATE KEY', 'AWS_SECRET_ACCESS_KEY', 'aws_access_key_id', 'secretAccessKey'],
  ...['cookie', 'Cookie', 'cookies', 'set-cookie', 'Set-Cookie', 'cookieHeader', 'sessionCookie'],
  ...[
    'credential',
    'credentials',
    'x-amz-credential',
    'awsCredentials',
    'sessionId',
    'session_id',
    'JSESSIONID',
    'PHPSESSID',
  ],
  ...['csrf', '_xsrf', 'otp', 'totp', `${'config.'.repeat(1_000)}password`, `api_key_${'x'.repeat(5_000)}`],
])('secrecyOf: %s holds a secret', (key) => {
  expect(secrecyOf(key)).toBe('all');
});

test.each([
  ...['tokens', 'inputTokens', 'max_tokens', 'maxTokens', 'completion_tokens', 'prompt_tokens_details'],
  ...['auth', 'basicAuth', 'http_auth', 'pass', 'userPass', 'smtp_pass'],
])('secrecyOf: %s holds secret strings, or numbers that are none', (key) => {
  expect(secrecyOf(key)).toBe('strings');
});

test.each([
  ...[
    'tokenizer',
    'tokenized',
    'tokenCount',
    'token_count',
    'tokenLimit',
    'token_type',
    'tokens_used',
    'tokenExpiresAt',
  ],
  ...[
    'costPerToken',
    'tokensPerSecond',
    'token_endpoint',
    'token_url',
    'tokenBudget',
    'secretary',
    'secretariat',
    'secretName',
  ],
  ...[
    'keyboard',
    'keyword',
    'keywords',
    'key',
    'keys',
    'primaryKey',
    'cacheKey',
    'publicKey',
    'public_key',
    'itemKey',
    'monkey',
  ],
  ...['author', 'authors', 'authority', 'authorized', 'authored', 'authenticated', 'oauthUrl', 'authorizationUrl'],
  ...[
    'passed',
    'passes',
    'passenger',
    'compass',
    'bypass',
    'passwordless',
    'passwordField',
    'passwordPolicy',
    'firstPass',
  ],
  ...['session', 'sessions', 'cookieBanner', 'cookie_consent', 'cookiecutter', 'credentialsPath', 'seconds', 'section'],
  ...[
    'signature',
    'sig',
    'signal',
    'description',
    'label',
    'durationMs',
    'url',
    'x',
    '',
    '__proto__',
    'constructor',
    '🔑',
  ],
])('secrecyOf: %s is public', (key) => {
  expect(secrecyOf(key)).toBe('public');
});

test.each([
  'sig',
  'Signature',
  'X-Amz-Signature',
  'X-Goog-Signature',
  'hmac',
  'auth',
  'AWSAccessKeyId',
  'access_token',
  'pw',
])('querySecrecyOf: ?%s= holds a secret', (key) => {
  expect(querySecrecyOf(key)).toBe('all');
});

test.each(['page', 'q', 'design', 'assignee', 'signal', 'code', 'key', 'state', 'X-Amz-Date', 'X-Amz-Expires'])(
  'querySecrecyOf: ?%s= is public',
  (key) => {
    expect(querySecrecyOf(key)).toBe('public');
  },
);

test.each([
  ['#password', 'all'],
  ['input[name="api_key"]', 'all'],
  ['Password field', 'strings'],
  ['Token name', 'strings'],
  ['#search', 'public'],
  ['Author', 'public'],
])('describedSecrecyOf: a field described as %s is %s', (description, expected) => {
  expect(describedSecrecyOf(description)).toBe(expected);
});

test('whether a secret is set is no secret', () => {
  const values = [true, false, null, undefined, 'x', 5, { a: 1 }, ['x']].map((value) => withheld(value, 'all'));
  expect(values).toEqual([true, false, null, undefined, '[redacted]', '[redacted]', '[redacted]', '[redacted]']);
});

test('no key of an event is secret but `tokens`, whose numbers stay', () => {
  const keys = Object.values(EVENT_SCHEMAS as Record<string, ZodType & { shape?: object }>).flatMap((schema) =>
    Object.keys(schema.shape ?? {}),
  );
  const secret = new Set(keys.filter((key) => secrecyOf(key) !== 'public'));
  expect(keys).toContain('durationMs');
  expect([...secret]).toEqual(['tokens']);
});
