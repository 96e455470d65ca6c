import { hostname as machineName } from 'node:os';
import { describe, expect, test } from 'vitest';
import { parseHost } from './host.ts';
import { OwnHosts } from './own-hosts.ts';

function owns(options: ConstructorParameters<typeof OwnHosts>[0], ...hosts: readonly string[]): readonly boolean[] {
  const own = new OwnHosts(options);
  return hosts.map((text) => own.has(parseHost(text)!));
}

describe('a server that only this machine can reach', () => {
  const LOCAL = { hostname: '127.0.0.1' };

  test('answers for names of this machine, by whatever port', () => {
    expect(owns(LOCAL, 'localhost:4040', 'LOCALHOST.', '127.0.0.1:4040', '127.1.2.3', '[::1]:8080')).toEqual(
      Array(5).fill(true),
    );
  });

  test('answers for no other name and no other address', () => {
    const others = ['evil.example', 'localhost.evil.example', '10.0.0.1', '[2001:db8::1]', '0.0.0.0', machineName()];
    expect(owns(LOCAL, ...others)).toEqual(Array(6).fill(false));
  });

  test('answers for names that it was given, with their port if they have one', () => {
    const given = { ...LOCAL, allowedHosts: ['Telltale.example', 'other.example:8443'] };
    expect(owns(given, 'telltale.example', 'telltale.example:1', 'other.example:8443')).toEqual([true, true, true]);
    expect(owns(given, 'other.example', 'other.example:8444', 'a.telltale.example')).toEqual([false, false, false]);
  });
});

test('a server that others can reach answers for addresses, for the name of its machine, and for the one it listens on', () => {
  const hosts = ['10.0.0.1:4040', '[2001:db8::1]', 'localhost', machineName(), 'telltale.example'];
  for (const hostname of ['0.0.0.0', '::', '10.0.0.1']) {
    expect(owns({ hostname }, ...hosts), hostname).toEqual([true, true, true, true, false]);
  }
  expect(owns({ hostname: 'telltale.example' }, ...hosts)).toEqual(Array(5).fill(true));
});

test.for(['', 'http://telltale.example', '*', 'a b', 'telltale.example:99999'])('%j cannot be answered for', (host) => {
  expect(() => new OwnHosts({ hostname: 'localhost', allowedHosts: [host] })).toThrow(
    expect.objectContaining({ code: 'allowed_host_invalid' }),
  );
});
