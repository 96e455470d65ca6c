import { formatQuantity } from '@telltale/core';
import { collectGarbage, type PruneCounts, type PruneResult, prune } from '@telltale/ledger';
import type { Pool } from 'pg';
import type { CommandContext } from '../command.ts';
import { withPool } from '../database/with-pool.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { artifactStoreOf } from '../services/artifact-store.ts';

interface RetentionOptions {
  readonly days?: number;
  readonly dryRun?: boolean;
}

interface Removed {
  readonly pruned: PruneResult;
  readonly files: { readonly removed: number; readonly failed: number };
}

const DAY_MS = 86_400_000;
const FILES_AT_ONCE = 1_000;
const SPEAK_EVERY_MS = 2_000;

export async function retention(context: CommandContext, options: RetentionOptions): Promise<ExitCode> {
  const { output, signal } = context;
  const { values } = await context.config();
  const keep = options.days ?? values.worker.keepRunsDays;
  if (keep === null) {
    throw new UsageError('How many days are runs to be kept?', {
      hint: 'Say it with --days, or set worker.keepRunsDays.',
    });
  }
  const endedBefore = new Date(Date.now() - keep * DAY_MS).toISOString();
  const dryRun = options.dryRun === true;
  const { pruned, files } = await withPool(context, async (pool): Promise<Removed> => {
    const onProgress = speakingNowAndThen(output.note);
    const pruned = await prune(pool, { endedBefore, dryRun, signal, onProgress });
    return { pruned, files: dryRun ? { removed: 0, failed: 0 } : await removeFiles(context, pool) };
  });
  output.record({ endedBefore, dryRun, ...pruned, filesRemoved: files.removed, filesFailed: files.failed });
  output.print(`${dryRun ? 'Would be removed' : 'Removed'}: ${describeCounts(pruned)}.`);
  if (!dryRun) output.print(`Files: ${formatQuantity(files.removed, 'files')} removed.`);
  if (signal.aborted) return EXIT.interrupted;
  return files.failed === 0 ? EXIT.ok : EXIT.failed;
}

/** All that no run names any more, until a round removes none: a file that cannot be removed comes back at the end of the line. */
async function removeFiles({ output, config, signal }: CommandContext, pool: Pool): Promise<Removed['files']> {
  const artifacts = artifactStoreOf((await config()).values);
  const remove = (location: string) => artifacts.remove(location);
  let removed = 0;
  for (;;) {
    let problem = '';
    const onProblem = ({ message }: Error) => {
      problem = message;
    };
    const round = await collectGarbage(pool, { remove, limit: FILES_AT_ONCE, signal, onProblem });
    removed += round.removed;
    if (round.removed > 0 && !signal.aborted) continue;
    if (problem !== '') output.note(`Warning: ${problem}`);
    return { removed, failed: round.failed };
  }
}

function speakingNowAndThen(note: (line: string) => void): (soFar: PruneCounts) => void {
  let spoken = performance.now();
  return (soFar) => {
    if (performance.now() - spoken < SPEAK_EVERY_MS) return;
    spoken = performance.now();
    note(`So far: ${describeCounts(soFar)} …`);
  };
}

function describeCounts({ runs, events, artifacts, workers }: PruneCounts): string {
  const counts = [
    formatQuantity(runs, 'runs'),
    formatQuantity(events, 'events'),
    formatQuantity(artifacts, 'artifacts'),
    ...(workers === 0 ? [] : [formatQuantity(workers, 'workers')]),
  ];
  return counts.join(', ');
}
