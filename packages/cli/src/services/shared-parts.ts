import { setUpDatabase } from '@telltale/engine/client';
import type { CommandContext } from '../command.ts';
import { sharedDatabaseUrl } from '../database/with-database.ts';
import { loadPipelines } from '../pipelines/load-pipelines.ts';
import { makeParts, type Parts } from './parts.ts';

/** The parts of a service that works on a database which others share, set up. Throws what a stop while it starts says. */
export async function sharedParts(stack: AsyncDisposableStack, { config, signal }: CommandContext): Promise<Parts> {
  const loaded = await config();
  // First what can be wrong with what was given, before anybody else is bothered.
  const ownPipelines = await loadPipelines(loaded.values);
  const url = await sharedDatabaseUrl(loaded.values);
  await setUpDatabase(url);
  signal.throwIfAborted();
  return await makeParts(stack, loaded, { url, ownPipelines });
}
