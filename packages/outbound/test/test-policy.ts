import { OutboundPolicy, type OutboundRules } from '../src/index.ts';

/**
 * All names under `.test` lead to this machine, `inside.test` to a private network. Those in `reachable` may be reached though
 * they do, as if they were public; addresses may not.
 */
export function testPolicy(
  rules: OutboundRules = {},
  reachable: readonly string[] = ['site.test', 'other.test'],
): OutboundPolicy {
  return new OutboundPolicy({ allowPrivate: reachable, lookup: lookUp, ...rules });
}

async function lookUp(host: string): Promise<readonly string[]> {
  if (!host.endsWith('.test')) throw new Error(`${host} is not found`);
  return [host === 'inside.test' ? '10.0.0.1' : '127.0.0.1'];
}
