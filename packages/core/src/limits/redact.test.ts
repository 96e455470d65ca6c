import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactText } from './redact.ts';

/** A JWT of the example in RFC 7519. */
const JWT =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLCJleHAiOjEzMDA4MTkzODB9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

test.each([
  ['OpenAI', 'sk-proj-a1B2c3D4e5F6g7H8i9J0'],
  ['Anthropic', 'sk-ant-api03-a1B2c3D4e5F6g7H8'],
  ['Stripe', ['sk', 'live', 'a1B2c3D4e5F6g7H8'].join('_')],
  ['GitHub', 'ghp_a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8'],
  ['GitHub, fine-grained', 'github_pat_11ABCDEFG0a1B2c3D4e5F6'],
  ['GitLab', 'glpat-a1B2c3D4e5F6g7H8i9J0'],
  ['Slack', ['xoxb', '123456789012', 'a1B2c3D4e5F6g7H8'].join('-')],
  ['AWS', 'AKIAIOSFODNN7EXAMPLE'],
  ['Google', 'AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q'],
  ['Hugging Face', 'hf_a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7'],
  ['JWT', JWT],
  ['Slack webhook', 'hooks.slack.com/services/T00000000/B00000000/a1B2c3D4e5F6g7H8'],
])('a %s token is told by its shape, anywhere', (_issuer, token) => {
  for (const text of [token, `before ${token} after`, `("${token}")`, `\\n${token}\\n`, `x=%3D${token}`]) {
    const redacted = redactText(text);
    expect(redacted).not.toContain(token);
    expect(redacted).toContain('[redacted]');
  }
});

const PRIVATE_KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nq7h\n-----END RSA PRIVATE KEY-----';

test.each([
  // Private keys, also ones that a cut or an escape has changed
  [`key:\n${PRIVATE_KEY}\nend`, 'key:\n[redacted]\nend'],
  [PRIVATE_KEY.slice(0, 50), '[redacted]'],
  [JSON.stringify({ pem: `\n${PRIVATE_KEY}` }), '{"pem":"\\n[redacted]"}'],
  // Credentials in URLs
  ['GET https://anna:hunter2@example.com/feed', 'GET https://[redacted]@example.com/feed'],
  ['https://a1b2c3@example.com', 'https://[redacted]@example.com'],
  ['https://anna:p@ss@example.com:8080/x', 'https://[redacted]@example.com:8080/x'],
  ['postgres://app:p/a?s#s@db:5432/app failed', 'postgres://[redacted]@db:5432/app failed'],
  ['//anna:hunter2@example.com/x', '//[redacted]@example.com/x'],
  ['clone anna:hunter2@git.example.com/repo', 'clone [redacted]@git.example.com/repo'],
  ['anna:hunter2@127.0.0.1:9200', '[redacted]@127.0.0.1:9200'],
  ['?to=https%3A%2F%2Fanna%3Ahunter2%40example.com', '?to=https%3A%2F%2F[redacted]%40example.com'],
  // Parameters of URLs
  ['https://x.org/a?token=abc&page=2', 'https://x.org/a?token=[redacted]&page=2'],
  ['https://x.org/a?page=2&api_key=abc#top', 'https://x.org/a?page=2&api_key=[redacted]'],
  ['https://x.org/f.mp3?Expires=1&sig=a%2Fb%3D&x=y', 'https://x.org/f.mp3?Expires=1&sig=[redacted]&x=y'],
  [
    's3?X-Amz-Credential=AK/x&X-Amz-Date=2026&X-Amz-Signature=ab12',
    's3?X-Amz-Credential=[redacted]&X-Amz-Date=2026&X-Amz-Signature=[redacted]',
  ],
  [
    '/cb#access_token=abc&token_type=bearer&expires_in=3600',
    '/cb#access_token=[redacted]&token_type=bearer&expires_in=3600',
  ],
  ['?next=%2Fcb%3Ftoken%3Dabc', '?next=%2Fcb%3Ftoken%3D[redacted]'],
  ['?next=%2Fcb%3Fa%3Db%26sig%3Dabc', '?next=%2Fcb%3Fa%3Db%26sig%3D[redacted]'],
  // Headers and commands
  ['Bearer xyz', 'Bearer [redacted]'],
  ['got "bearer a.b-c" back', 'got "bearer [redacted]" back'],
  ['Basic dXNlcjpwYXNz', 'Basic [redacted]'],
  ['Authorization: Bearer abc.def\r\nAccept: */*', 'Authorization: [redacted]\r\nAccept: */*'],
  ['authorization=Bearer abc next', 'authorization=[redacted] next'],
  ['Cookie: sid=a; theme="dark"; id=b\nHost: x', 'Cookie: [redacted]\nHost: x'],
  ["curl -H 'Cookie: a=b; c=d' https://x", "curl -H 'Cookie: [redacted]' https://x"],
  ['curl -u anna:hunter2 https://x', 'curl -u [redacted] https://x'],
  ['deploy --token abc --dry-run --api-key=def', 'deploy --token [redacted] --dry-run --api-key=[redacted]'],
  ['PGPASSWORD=abc psql', 'PGPASSWORD=[redacted] psql'],
  // Pairs in free text
  ['password=hunter2', 'password=[redacted]'],
  ['password = hunter2, user = anna', 'password = [redacted], user = anna'],
  ['user=anna;password=a,b;c&d;port=1', 'user=anna;password=[redacted];port=1'],
  ['The api key: abc was used', 'The api key: [redacted] was used'],
  ['user[password]=abc&user[name]=anna', 'user[password]=[redacted]&user[name]=anna'],
  ['{"password":"hun\\"ter2","x":1}', '{"password":"[redacted]","x":1}'],
  ["{ 'client_secret' : 'a b c' }", "{ 'client_secret' : '[redacted]' }"],
  ['{\\"token\\":\\"a\\\\\\"b\\",\\"x\\":1}', '{\\"token\\":\\"[redacted]\\",\\"x\\":1}'],
  ['{"credentials":{"user":"anna","pin":[1,2]},"x":1}', '{"credentials":[redacted],"x":1}'],
  ['{"password":1234}', '{"password":[redacted]}'],
  ['"token": "cut off he', '"token": "[redacted]'],
  ['{token: abc, x: 1}', '{token: [redacted], x: 1}'],
  ["headers: { 'x-api-key' => 'abc' }", "headers: { 'x-api-key' => '[redacted]' }"],
  ['message: "password=hunter2 sent"', 'message: "password=[redacted] sent"'],
  ['if (token === "abc") {', 'if (token === "[redacted]") {'],
  ['{"name":"password","value":"hunter2"}', '{"name":"password","value":"[redacted]"}'],
  ['<input type="password" id="p" value="hunter2">', '<input type="password" id="p" value="[redacted]">'],
  ['tokens: 5b4f0a91, tokens: ["a"]', 'tokens: [redacted], tokens: [redacted]'],
])('redactText: %s', (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

test.each([
  ...['', 'plain text', 'segment 12 of 120', '2026-11-21T03:14:15.926Z', 'Fetched 48,213 bytes in 312 ms: ok'],
  ...['https://example.com/@anna/posts?page=2&sort=desc#top', 'https://example.com:8080/a@b', 'http://[::1]:3000/x'],
  ...[
    'https://x.org/?email=anna@example.com',
    'mailto:anna@example.com',
    'Write to anna@example.com',
    'cc:anna@example.com',
  ],
  ...[
    'git@github.com:owner/repo.git',
    'npm:lodash@4.17.21',
    'docker.io/library/node:24@sha256:0a1b',
    'docker run -u 1000:1000 x',
  ],
  ...[
    'tokens: 1,234',
    'max_tokens=4096',
    'inputTokens: 12 outputTokens: 3',
    '{"tokens":{"input":5,"output":6}}',
    '12k tokens',
  ],
  ...[
    'token: expired',
    'password: must have a digit',
    'Token required',
    'token_type=bearer',
    'tokenizer: gpt2',
    'token=""',
  ],
  ...[
    "Unexpected token '<' in JSON",
    'secretary: Anna',
    'keyboard: qwerty',
    'author: Anna',
    'key: chapter-1',
    'compass: north',
  ],
  ...['Bearer token required', 'the bearer of news', 'Basic English', 'Basic authentication', 'basic JavaScript types'],
  ...['sk-learn-classification-model', 'task-1234567890123456789', 'disk-a1B2c3D4e5F6g7H8i9J0', 'risk_live_'],
  ...[
    '?design=flat&signal=9',
    'x?page=1;y=2',
    '12:30',
    'C:\\Users\\anna',
    'a=b',
    '::',
    '=',
    '--',
    'const keys = Object.keys(x)',
  ],
  ...['Cookies are fine', 'Accept all cookies', '{"name":"anna","value":"x"}', '[redacted]', 'password=[redacted]'],
])('redactText leaves alone: %s', (text) => {
  expect(redactText(text)).toBe(text);
});

test('a URL that a cut ended inside of its password does not show it', () => {
  const password = 'a1B2'.repeat(100);
  expect(redactText(`see https://anna:${password}`, { isCut: true })).toBe('see https://[redacted]');
});

const secretText = fc.stringMatching(/^[A-Za-z0-9_!$*+.~^-]{12,40}$/).map((text) => `Zq7${text}Zq7`);

test.each([
  (secret: string) => `https://anna:${secret}@example.com/x`,
  (secret: string) => `https://example.com/?a=1&access_token=${secret}&b=2`,
  (secret: string) => `password=${secret}`,
  (secret: string) => `"apiKey": "${secret}"`,
  (secret: string) => `x-api-key: ${secret}`,
  (secret: string) => JSON.stringify({ body: JSON.stringify({ client_secret: secret }) }),
  (secret: string) => `run --password ${secret} now`,
  (secret: string) => `Cookie: a=1; sid=${secret}; b=2`,
  (secret: string) => `Authorization: Digest ${secret}`,
])('no secret is left in a text around it (form %#)', (embed) => {
  const words = fc.string({ unit: fc.constantFrom('a', ' ', '.', '\n', '1', '(', '/', '-') });
  fc.assert(
    fc.property(secretText, words, words, (secret, before, after) => {
      const redacted = redactText(`${before} ${embed(secret)} ${after}`);
      expect(redacted).not.toContain(secret);
      expect(redactText(redacted)).toBe(redacted);
    }),
  );
});

test('redacting twice is redacting once', () => {
  const parts = fc.constantFrom(
    'password',
    'token',
    '=',
    ':',
    ' ',
    '"',
    "'",
    '\\',
    '{',
    '}',
    '[',
    ']',
    '://',
    '@',
    'a1',
    'Bearer',
    '\n',
    '&',
    ',',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 30 }), (texts) => {
      const once = redactText(texts.join(''));
      expect(redactText(once)).toBe(once);
    }),
    { numRuns: 2_000 },
  );
});
