import { expect, test } from 'vitest';
import { isLoopback, parseHost } from './host.ts';

test.for([
  ['localhost', 'localhost', null],
  ['localhost:4040', 'localhost', 4040],
  ['LocalHost.:4040', 'localhost', 4040],
  ['127.0.0.1:80', '127.0.0.1', 80],
  ['127.0.0.1.', '127.0.0.1', null],
  ['[::1]:4040', '::1', 4040],
  ['[0:0:0:0:0:0:0:1]', '::1', null],
  ['[2001:DB8::A]:1', '2001:db8::a', 1],
  ['0x7f.1', '127.0.0.1', null],
  ['my_box.lan:65535', 'my_box.lan', 65535],
] as const)('%s is a host', ([text, name, port]) => {
  expect(parseHost(text)).toEqual({ name, port });
});

test.for([
  '',
  '.',
  ':4040',
  'localhost:4040@evil.example',
  'localhost:4040:1',
  'localhost:65536',
  'localhost:x',
  'localhost/',
  'localhost?',
  'localhost#',
  'localhost\\',
  'local host',
  'localhost\r\nX: y',
  '%6cocalhost',
  'löcalhost',
  '::1',
  '[::1',
  '[fe80::1%eth0]',
  '256.1.1.1',
  'http://localhost',
  'a, b',
])('%j is none', (text) => {
  expect(parseHost(text)).toBeNull();
});

test('loopback is the machine itself, and nothing that sounds like it', () => {
  expect(['localhost', '127.0.0.1', '127.9.8.7', '::1'].filter((name) => !isLoopback(name))).toEqual([]);
  const others = ['127.evil.example', 'localhost.evil.example', '0.0.0.0', '::', '10.0.0.1', '128.0.0.1', ''];
  expect(others.filter(isLoopback)).toEqual([]);
});
