import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

// Below the range from which Linux (32768–60999) and macOS (49152–65535) take the ports of outgoing connections. A port
// inside it could be taken while a restarted server is down; worse, a client that keeps retrying such a port of its own
// host can connect to itself.
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const ATTEMPTS = 100;

/** A port of 127.0.0.1 on which nothing listens right now, safe to keep through restarts; `wanted` if that is one. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await isFree(wanted))) return wanted;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isFree(port)) return port;
  }
  throw new EmbeddedPostgresError(
    `No free port was found between ${FIRST_PORT} and ${LAST_PORT} in ${ATTEMPTS} attempts.`,
    { code: 'no_free_port', hint: 'Check what listens on so many ports of this machine, and stop some of it.' },
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1' }, () => {
      probe.close(() => resolve(true));
    });
  });
}
