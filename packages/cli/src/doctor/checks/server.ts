import { once } from 'node:events';
import { createServer } from 'node:net';
import { createApiClient } from '@telltale/api';
import { TelltaleError } from '@telltale/core';
import { findServer } from '../../find-server.ts';
import { readRunningServer } from '../../running-server.ts';
import { type Check, type Finding, fail, ok, type Scene, skipped, warn } from '../check.ts';

const UNREACHABLE = 'server_unreachable';

export const server: Check = { name: 'server', look: lookAtServer };

async function lookAtServer({ loaded, config, signal }: Scene): Promise<Finding> {
  const address = await findServer(loaded);
  try {
    const session = await createApiClient(address).getSession({}, { signal });
    return ok(`${address.url}, as ${session.name}`);
  } catch (error) {
    if (!(error instanceof TelltaleError) || error.code !== UNREACHABLE) throw error;
    if (config.server.url !== undefined) throw error;
    if ((await readRunningServer(config.data)) === null) return skipped('None was started on the data folder.');
    return warn(`The one that was started at ${address.url} does not answer.`, 'Start it again: telltale start');
  }
}

export const port: Check = {
  name: 'port',
  look: async (scene) => {
    const { host, port } = scene.config.server;
    if (port === 0) return ok('one that is free');
    const busy = await tryPort(host, port);
    if (busy === null) return ok(`${port} is free on ${host}`);
    if (busy === 'EADDRINUSE' && (await lookAtServer(scene).catch(() => null))?.outcome === 'ok') {
      return ok(`${port} is the running server's`);
    }
    const why = { EADDRINUSE: 'another program has it', EACCES: 'this user may not use it' }[busy] ?? busy;
    return fail(
      `Port ${port} on ${host} cannot be used: ${why}.`,
      'Choose another: telltale configure set server.port 4041',
    );
  },
};

/** The error's code if the port cannot be listened on. */
async function tryPort(host: string, port: number): Promise<string | null> {
  const trial = createServer();
  try {
    await once(trial.listen(port, host), 'listening');
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    trial.close();
  }
}
