import { formatQuantity } from '@telltale/core';
import type { AddCommand, CommandContext } from '../command.ts';
import { UsageError } from '../errors.ts';
import { plain } from '../format/plain.ts';

interface ReindexOptions {
  readonly yes?: true;
}

/** Episodes that are named; of the others it is said how many they are. */
const NAMED = 10;

export const addReindex: AddCommand = (program, run) => {
  program
    .command('reindex')
    .summary('make all passages findable by their meaning anew')
    .description(
      'Removes the vectors of all passages, and starts a run of each episode that makes them anew, from its step embed. For another embeddings model or another store of vectors; until a run has ended, its episode is found by its words alone. Nothing is removed unless the new vectors can be made and kept.',
    )
    .option('--yes', 'really remove them')
    .addHelpText(
      'after',
      `
Examples:
  telltale reindex --yes
  telltale runs --pipeline episode`,
    )
    .action(run(reindex));
};

async function reindex(context: CommandContext, { yes }: ReindexOptions): Promise<void> {
  const { output, signal } = context;
  if (!yes) {
    throw new UsageError('Nothing was removed: that the vectors of all episodes are made anew needs --yes.', {
      hint: 'telltale reindex --yes',
    });
  }
  const api = await context.api();
  // Thousands of runs take their time.
  const reindexed = await api.reindex({}, { signal, timeoutMs: null });
  output.record(reindexed);
  const { started, fromTheStart, inFlight, embedder, store } = reindexed;
  output.print(`Removed all vectors, and started ${formatQuantity(started, 'runs')} that make them anew.`);
  output.print(`  with ${plain(embedder)}`);
  output.print(`  in   ${plain(store)}`);
  if (fromTheStart > 0) {
    const episodes = formatQuantity(fromTheStart, 'episodes');
    output.note(`From the first step, as no earlier run was left to go on from: ${episodes}.`);
  }
  if (inFlight.length > 0) {
    output.note(
      `Left out, as a run is in flight that makes them itself: ${formatQuantity(inFlight.length, 'episodes')}.`,
    );
    for (const { episodeId, runId } of inFlight.slice(0, NAMED)) output.note(`  ${episodeId}  ${runId}`);
    if (inFlight.length > NAMED) output.note(`  and ${inFlight.length - NAMED} more: telltale runs --pipeline episode`);
  }
}
