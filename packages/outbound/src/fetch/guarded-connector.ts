import { buildConnector } from 'undici';
import type { OutboundPolicy } from '../policy/outbound-policy.ts';
import { pinnedLookup } from '../policy/pinned-lookup.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** Connects to addresses that the policy has just checked, and to nothing else. */
export function guardedConnector(policy: OutboundPolicy): buildConnector.connector {
  return (options, callback) => {
    policy.resolve(options.hostname).then(
      (addresses) => {
        const connect = buildConnector({
          lookup: pinnedLookup(addresses),
          allowH2: false,
          maxCachedSessions: 0,
          timeout: CONNECT_TIMEOUT_MS,
        });
        connect(options, callback);
      },
      (error: Error) => callback(error, null),
    );
  };
}
