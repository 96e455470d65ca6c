import type { AddCommand, CommandContext } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { type AfterwardsOptions, afterwards, sayStarted } from '../runs/afterwards.ts';
import { explainRefusal } from '../submit/explain-refusal.ts';

interface EnrichOptions extends AfterwardsOptions {
  readonly retryFailed?: true;
  readonly limit?: number;
}

const PIPELINE = 'enrich';

export const addEnrich: AddCommand = (program, run) => {
  program
    .command('enrich')
    .summary('look up entities that were not found yet')
    .description(
      'Starts a run that looks up in MusicBrainz and Wikidata who and what is mentioned in episodes. New ones are looked up by themselves; this is for those that were left.',
    )
    .option('--retry-failed', 'also those that were given up')
    .option('-n, --limit <count>', 'at most so many, up to 1000', wholeNumber)
    .option('-w, --watch', 'watch the run')
    .option('--wait', 'wait until it has ended; exit with 3 if it failed, with 4 if it was cancelled')
    .addHelpText(
      'after',
      `
Examples:
  telltale enrich
  telltale enrich --retry-failed --limit 100 --watch`,
    )
    .action(run(enrich));
};

async function enrich(
  context: CommandContext,
  { retryFailed, limit, ...rest }: EnrichOptions,
): Promise<ExitCode | undefined> {
  const { output, signal } = context;
  const api = await context.api();
  const input = { pending: true, ...(retryFailed && { retryFailed }), ...(limit !== undefined && { limit }) };
  const submitted = await api.submitRun({ pipeline: PIPELINE, input }, { signal }).catch(async (error: unknown) => {
    throw await explainRefusal(api, { pipeline: PIPELINE, settings: [] }, error);
  });
  sayStarted(output, submitted);
  return await afterwards(context, api, submitted.runId, rest);
}
