import { hasEnded } from '@telltale/core';
import { lockSubject, type NewestRun } from '@telltale/ledger';
import type { ClientBase } from 'pg';
import { EpisodeBusyError } from './errors.ts';

/**
 * Sees to it that no run works on an episode, nor begins to, until the caller's transaction ends; gives the newest run of it.
 * Throws `EpisodeBusyError`. `toBe`, for its sentence: what was to be done to the episode.
 */
export async function keepRunsAway(
  transaction: ClientBase,
  episodeId: string,
  toBe: 'deleted' | 'edited',
): Promise<NewestRun | null> {
  const newest = await lockSubject(transaction, { pipeline: 'episode', subject: episodeId });
  if (newest !== null && !hasEnded(newest.state)) throw new EpisodeBusyError(episodeId, { toBe, runId: newest.runId });
  return newest;
}
