import { createHash } from 'node:crypto';
import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import { inTransaction } from '@telltale/ledger';
import { clockTime } from '@telltale/speech';
import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import { noteUsed } from '../store/note-used.ts';
import {
  activeKinds,
  type FoundInChunk,
  readChunks,
  type SaidInChunk,
  type SearchedChunk,
  saidInChunk,
  writeFound,
} from './chunks.ts';
import { NoChunksError } from './errors.ts';
import { type Finder, finderFor } from './finder.ts';
import { distinct, type FoundEntity } from './found-entity.ts';
import { timeOfName } from './time-of-name.ts';

export interface ExtractServices {
  readonly pool: Pool;
  /** Gives `null` if no language model is configured. */
  readonly model: () => Promise<AgentModel | null>;
}

/** What `extract` tells of its work. */
export interface Extracted {
  readonly with: string;
  readonly chunks: number;
  /** In all chunks together: what is named in two counts twice. */
  readonly found: number;
}

/** So many of the kinds that a model made up are told. */
const MADE_UP_SHOWN = 10;

/** What one chunk gave; kept as the result of its item. */
interface ChunkNames {
  readonly found: readonly FoundEntity[];
  /** Types that a model made up. */
  readonly madeUp: readonly string[];
}

/**
 * Looks for names in the chunks of an episode, in place of what an earlier run found: by the language model that is
 * configured, else by rules, which know English only. A model that fails fails the step. Throws `NoChunksError`,
 * `ModelCallError`, `UselessAnswerError`.
 */
export async function extract(step: Step, { pool, model }: ExtractServices, episodeId: string): Promise<Extracted> {
  const chunks = await readChunks(pool, episodeId);
  if (chunks.length === 0) throw new NoChunksError(episodeId);
  const kinds = await activeKinds(pool);
  const finder = await finderFor(step, await model(), { kinds, language: await languageOf(pool, episodeId) });
  const types = new Set(kinds.map(({ key }) => key));
  const results = await lookThrough(step, chunks, finder, {
    isType: (type) => types.has(type),
    saidIn: async (chunk) => await saidInChunk(pool, episodeId, chunk),
  });
  const found = results.reduce((sum, each) => sum + (each.found?.length ?? 0), 0);
  const used = { ...finder.used, chunks: chunks.length, found };
  await inTransaction(
    pool,
    async (transaction) => {
      await writeFound(transaction, results);
      await noteUsed(transaction, episodeId, step.name, used);
    },
    { signal: step.signal },
  );
  return { with: used.with, chunks: chunks.length, found };
}

interface Look {
  readonly isType: (type: string) => boolean;
  readonly saidIn: (chunk: SearchedChunk) => Promise<SaidInChunk>;
}

async function lookThrough(
  step: Step,
  chunks: readonly SearchedChunk[],
  { find, concurrency, used }: Finder,
  { isType, saidIn }: Look,
): Promise<readonly FoundInChunk[]> {
  if (find === null) {
    step.log(`No names are looked for: ${used.why}.`, {}, 'warn');
    return chunks.map(({ id }) => ({ id, found: null }));
  }
  const results = await step.items(
    chunks,
    {
      key: ({ index, text }) => `chunk ${index} ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`,
      label: ({ startS, endS }) => `${clockTime(startS)}–${clockTime(endS)}`,
      unit: 'chunks',
      concurrency,
    },
    async (chunk, { signal }): Promise<ChunkNames> => {
      const names = distinct(await find(chunk.text, signal));
      const { words, isTimed } = await saidIn(chunk);
      return {
        found: names
          .filter(({ type }) => isType(type))
          .map((entity) => ({ ...entity, start: timeOfName(entity.name, words) ?? (isTimed ? null : chunk.startS) })),
        madeUp: names.flatMap(({ type }) => (isType(type) ? [] : [type])),
      };
    },
  );
  const madeUp = new Set(results.flatMap((each) => each.madeUp));
  if (madeUp.size > 0) {
    const some = [...madeUp].slice(0, MADE_UP_SHOWN).join(', ');
    step.log(`${used.with} named things of kinds that are not looked for, which were left out: ${some}.`);
  }
  return chunks.map(({ id }, place) => ({ id, found: results[place]?.found ?? null }));
}

async function languageOf(pool: Pool, episodeId: string): Promise<string | null> {
  const { rows } = await pool.query<{ readonly language: string | null }>(
    'SELECT language FROM telltale_episode.episode WHERE id = $1',
    [episodeId],
  );
  if (rows[0] === undefined) throw new EpisodeNotFoundError(episodeId);
  return rows[0].language;
}
