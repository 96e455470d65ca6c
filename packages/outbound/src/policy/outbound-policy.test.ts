import { expect, test } from 'vitest';
import { HARMLESS_URLS } from '../../test/harmless-urls.ts';
import { HOSTILE_URLS } from '../../test/hostile-urls.ts';
import type { OutboundRules } from '../rules/outbound-rules.ts';
import { SENSITIVE_DOMAINS } from '../rules/sensitive-domains.ts';
import { OutboundPolicy } from './outbound-policy.ts';

const PUBLIC = '93.184.216.34';
const policy = new OutboundPolicy({ lookup: async () => [PUBLIC] });

test.for(HOSTILE_URLS.flatMap(([rule, urls]) => urls.map((url) => [url, rule] as const)))(
  '%j is refused by the rule about %s',
  ([url, rule]) => {
    expect(() => policy.checkUrl(url)).toThrow(expect.objectContaining({ code: 'outbound_refused', rule }));
  },
);

test.for(HARMLESS_URLS)('%j passes, and leads to a public address', async (url) => {
  const { hostname } = policy.checkUrl(url);
  expect(await policy.resolve(hostname)).toHaveLength(1);
});

test.for([
  '127.0.0.1',
  '10.1.2.3',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::ffff:10.0.0.1',
  'fe80::1%eth0',
  '64:ff9b::10.0.0.1',
  'fd00::1',
  '127.1',
  'nonsense',
])('a name is refused if one of its addresses is %s', async (address) => {
  const several = new OutboundPolicy({ lookup: async () => [PUBLIC, address, '2606:4700::1'] });
  await expect(several.resolve('rebind.example')).rejects.toMatchObject({
    rule: 'private-address',
    host: 'rebind.example',
  });
});

test('all addresses of a public name are given, mapped ones as what they mean', async () => {
  const several = new OutboundPolicy({ lookup: async () => [PUBLIC, '2606:4700:0::1', '::ffff:1.1.1.1'] });
  expect(await several.resolve('Example.COM.')).toEqual([
    { address: PUBLIC, family: 4 },
    { address: '2606:4700::1', family: 6 },
    { address: '1.1.1.1', family: 4 },
  ]);
});

test('a literal address and a private name are refused by resolve as well, and nothing is looked up', async () => {
  const none = new OutboundPolicy({ lookup: () => Promise.reject(new Error('looked up')) });
  for (const host of ['127.0.0.1', '[::1]', '::1', 'localhost', 'LOCALHOST.', 'printer.local']) {
    await expect(none.resolve(host), host).rejects.toMatchObject({ code: 'outbound_refused' });
  }
});

test('messages say what was refused, why, and what can be done', async () => {
  const leading = new OutboundPolicy({ lookup: async () => ['10.0.0.7'], allowedDomains: ['a.example'] });
  const said = (url: string) => {
    try {
      return leading.checkUrl(url).href;
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect([
    said('http://127.0.0.1:9/'),
    said('http://127.0.0.1/'),
    said('https://www.paypal.com/pay'),
    said('https://b.example/'),
    said('file:///etc/passwd'),
    said('http://me:secret@exa mple.com/'),
  ]).toEqual([
    '127.0.0.1 is refused at port 9, which is not one of the web.',
    '127.0.0.1 is refused: it is an address of this machine itself.',
    'Domain www.paypal.com is blocked (matches paypal.com)',
    'Domain b.example not in allowed list',
    'file: addresses are refused: only http: and https: are fetched.',
    '"http://exa mple.com/" is no web address.',
  ]);
  await expect(leading.resolve('a.example')).rejects.toMatchObject({
    message: 'a.example is refused: it leads to 10.0.0.7, which is a private address.',
    hint: expect.stringContaining('allowPrivate'),
    details: { rule: 'private-address', host: 'a.example' },
  });
});

test.for<[what: string, rules: OutboundRules, url: string, passes: boolean]>([
  ['everything private: this machine', { allowPrivate: true }, 'http://localhost:3000/', true],
  ['everything private: its address', { allowPrivate: true }, 'http://[::1]:3000/', true],
  ['everything private: networks', { allowPrivate: true }, 'http://192.168.1.1/', true],
  ['everything private, metadata are more', { allowPrivate: true }, 'http://169.254.169.254/', false],
  ['everything private, link-local is more', { allowPrivate: true }, 'http://169.254.1.1/', false],
  [
    'everything private, metadata in a private range are more',
    { allowPrivate: true },
    'http://[fd00:ec2::254]/',
    false,
  ],
  ['everything private, multicast is more', { allowPrivate: true }, 'http://224.0.0.1/', false],
  ['everything private, other schemes are not', { allowPrivate: true }, 'file:///etc/passwd', false],
  ['an empty list', { allowPrivate: [] }, 'http://10.0.0.1/', false],
  ['an address', { allowPrivate: ['10.0.0.1'] }, 'http://10.0.0.1/', true],
  ['an address in other letters', { allowPrivate: ['10.0.0.1'] }, 'http://0xa.1/', true],
  ['an address, and not the next', { allowPrivate: ['10.0.0.1'] }, 'http://10.0.0.2/', false],
  ['a range', { allowPrivate: ['10.0.0.0/8'] }, 'http://10.9.8.7/', true],
  ['a range, inside of IPv6', { allowPrivate: ['10.0.0.0/8'] }, 'http://[::ffff:10.9.8.7]/', true],
  ['a range, through NAT64', { allowPrivate: ['10.0.0.0/8'] }, 'http://[64:ff9b::10.9.8.7]/', true],
  ['a range, and nothing else', { allowPrivate: ['10.0.0.0/8'] }, 'http://192.168.0.1/', false],
  ['a range of IPv6', { allowPrivate: ['fd00::/8'] }, 'http://[fd12::1]/', true],
  ['a range with metadata, by name', { allowPrivate: ['169.254.169.254/32'] }, 'http://169.254.169.254/', true],
  ['a name', { allowPrivate: ['nas.local'] }, 'http://nas.local/', true],
  ['a name, and what is below', { allowPrivate: ['corp'] }, 'http://wiki.corp/', true],
  ['a name, and not its neighbour', { allowPrivate: ['nas.local'] }, 'http://printer.local/', false],
  ['a port that is listed', { ports: [443, 9999] }, 'https://example.com:9999/', true],
  ['a port that is not', { ports: [443] }, 'http://example.com/', false],
  ['a port that others may not use', { ports: [25] }, 'http://example.com:25/', true],
  ['a domain', { allowedDomains: ['example.com'] }, 'https://example.com/', true],
  ['a domain, and what is below', { allowedDomains: ['Example.com.'] }, 'https://a.b.example.com./', true],
  ['a domain, and not what ends like it', { allowedDomains: ['example.com'] }, 'https://badexample.com/', false],
  [
    'a domain, and not what begins like it',
    { allowedDomains: ['example.com'] },
    'https://example.com.evil.net/',
    false,
  ],
  ['a domain, and no address', { allowedDomains: ['example.com'] }, 'https://8.8.8.8/', false],
  ['an address as a domain', { allowedDomains: ['8.8.8.8'] }, 'https://8.8.8.8/', true],
  ['only below a domain', { allowedDomains: ['*.example.com'] }, 'https://example.com/', false],
  ['below a domain', { allowedDomains: ['*.example.com'] }, 'https://a.b.example.com/', true],
  ['any domain', { allowedDomains: ['*'] }, 'https://a.b.example.com/', true],
  ['a domain in letters of its own', { allowedDomains: ['münchen.example'] }, 'https://xn--mnchen-3ya.example/', true],
  ['a domain that is blocked', { blockedDomains: ['ads.*'] }, 'https://cdn.ads.example/', false],
  ['a domain that is blocked and allowed', { allowedDomains: ['x.com'] }, 'https://x.com/', false],
  ['no domain is blocked', { blockedDomains: [] }, 'https://x.com/', true],
  [
    'a domain added to the blocked ones',
    { blockedDomains: [...SENSITIVE_DOMAINS, 'a.example'] },
    'https://x.com/',
    false,
  ],
])('rules: %s', ([, rules, url, passes]) => {
  const check = () => new OutboundPolicy(rules).checkUrl(url);
  if (passes) expect(check()).toBeInstanceOf(URL);
  else expect(check).toThrow(expect.objectContaining({ code: 'outbound_refused' }));
});

test('a name that may be private leads to private addresses, and not to credentials', async () => {
  const named = (address: string) =>
    new OutboundPolicy({ allowPrivate: ['nas.example'], lookup: async () => [address] });
  expect(await named('10.0.0.1').resolve('nas.example')).toEqual([{ address: '10.0.0.1', family: 4 }]);
  await expect(named('10.0.0.1').resolve('other.example')).rejects.toMatchObject({ rule: 'private-address' });
  await expect(named('169.254.169.254').resolve('nas.example')).rejects.toMatchObject({ rule: 'private-address' });
});

test('a private name may lead into a range that is allowed', async () => {
  const ranged = (address: string) =>
    new OutboundPolicy({ allowPrivate: ['127.0.0.0/8'], lookup: async () => [address] });
  expect(await ranged('127.0.0.1').resolve('localhost')).toHaveLength(1);
  await expect(ranged('10.0.0.1').resolve('localhost')).rejects.toMatchObject({ rule: 'private-address' });
});

test('what a page brings along need not be in the list, but must not be blocked', () => {
  const listed = new OutboundPolicy({ allowedDomains: ['example.com'], blockedDomains: ['ads.example'] });
  expect(listed.checkUrl('https://cdn.example/', { anyDomain: true }).host).toBe('cdn.example');
  expect(() => listed.checkUrl('https://ads.example/', { anyDomain: true })).toThrow('is blocked');
});

test.for<[OutboundRules, string]>([
  [{ allowedDomains: ['https://example.com'] }, '"allowedDomains" has "https://example.com", which is no domain.'],
  [{ allowedDomains: ['example.com/path'] }, '"allowedDomains" has "example.com/path", which is no domain.'],
  [{ blockedDomains: ['example.com:8080'] }, '"blockedDomains" has "example.com:8080", which is no domain.'],
  [{ blockedDomains: [''] }, '"blockedDomains" has "", which is no domain.'],
  [{ blockedDomains: ['a..b'] }, '"blockedDomains" has "a..b", which is no domain.'],
  [{ allowedDomains: Array(101).fill('a.example') }, '"allowedDomains" takes at most 100 domains, and has 101.'],
  [{ allowPrivate: ['10.0.0.0/33'] }, '"allowPrivate" has "10.0.0.0/33", which is no range of addresses.'],
  [{ allowPrivate: ['10.0.0.0/'] }, '"allowPrivate" has "10.0.0.0/", which is no range of addresses.'],
  [{ allowPrivate: ['nas.local/8'] }, '"allowPrivate" has "nas.local/8", which is no range of addresses.'],
])('rules %j cannot be used', ([rules, message]) => {
  expect(() => new OutboundPolicy(rules)).toThrow(expect.objectContaining({ code: 'outbound_rules_invalid', message }));
});

test('addresses below one that is always allowed pass, and nothing else on its host', async () => {
  const own = 'http://127.0.0.1:4040/sample/';
  const opened = new OutboundPolicy({ blockedDomains: ['127.0.0.1'] });
  opened.allowBelow(own);
  for (const path of ['', 'feed.xml', 'a/b?c=d#e']) expect(opened.checkUrl(own + path).href).toBe(own + path);
  expect(await opened.resolve('127.0.0.1')).toEqual([{ address: '127.0.0.1', family: 4 }]);
  for (const url of [
    'http://127.0.0.1:4040/',
    'http://127.0.0.1:4040/sample',
    'http://127.0.0.1:4040/sample/../api/v1/runs',
    'http://127.0.0.1:4040/sample/%2e%2e/api/v1/runs',
    'http://127.0.0.1:5432/sample/',
    'https://127.0.0.1:4040/sample/',
    'http://127.0.0.2:4040/sample/',
    'http://localhost:4040/sample/',
  ]) {
    expect(() => opened.checkUrl(url), url).toThrow(expect.objectContaining({ code: 'outbound_refused' }));
  }
});

test('what is always allowed may have a private name, but another name that leads there is refused', async () => {
  const opened = new OutboundPolicy({ lookup: async () => ['127.0.0.1'] });
  opened.allowBelow('http://localhost:4040/');
  expect(await opened.resolve('localhost')).toEqual([{ address: '127.0.0.1', family: 4 }]);
  await expect(opened.resolve('rebind.example')).rejects.toMatchObject({ rule: 'private-address' });
});

test.for(['127.0.0.1', 'http://127.0.0.1:4040', 'http://127.0.0.1/sample', 'file:///etc/', 'HTTP://a.example/'])(
  '%j is no beginning of addresses',
  (text) => {
    expect(() => new OutboundPolicy().allowBelow(text)).toThrow(
      expect.objectContaining({ code: 'outbound_rules_invalid' }),
    );
  },
);
