import type { AddCommand, CommandContext } from '../command.ts';
import { UsageError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { type AfterwardsOptions, afterwards, sayStarted } from '../runs/afterwards.ts';
import { explainRefusal } from '../submit/explain-refusal.ts';
import { readInput } from '../submit/read-input.ts';
import { type FeedOptions, sayKnown, submissionFor } from '../submit/submit-episode.ts';
import { type Named, whatToSubmit } from '../submit/what-to-submit.ts';

interface SubmitOptions extends AfterwardsOptions, FeedOptions {
  readonly inputFile?: string;
  readonly set?: readonly string[];
  readonly priority?: number;
  readonly reason?: string;
  readonly idempotencyKey?: string;
}

export const addSubmit: AddCommand = (program, run) => {
  program
    .command('submit')
    .summary('start a run')
    .description(
      'Starts a run. An address or an audio file becomes an episode, and an episode that is done already is not made again; with --latest or --all each episode of a feed gets a run. Any other pipeline is named, and what it is to work on is given as JSON, in a file, or key by key. A subject has one run in flight: submitting it again gives that one.',
    )
    .argument('<what>', 'the address of an episode, a feed or an audio file; a file; or the name of a pipeline')
    .argument('[input]', 'the input of a pipeline, as JSON')
    .option('--latest <count>', 'of a feed: its newest episodes, so many', wholeNumber)
    .option('--all', 'of a feed: all of its episodes')
    .option('-i, --input-file <file>', 'read the input from a file with JSON; - is what is piped in')
    .option(
      '-s, --set <key=value...>',
      'set one key of the input; a.b sets b inside a; the value is JSON, or else text',
    )
    .option('--priority <number>', 'its place in the queue: the lowest goes first (default: 100)', wholeNumber)
    .option('--reason <text>', 'why; stands in the trace')
    .option('--idempotency-key <key>', 'the same key again gives the run that it gave first')
    .option('-w, --watch', 'watch the run')
    .option('--wait', 'wait until it has ended; exit with 3 if it failed, with 4 if it was cancelled')
    .addHelpText(
      'after',
      `
Examples:
  telltale submit https://example.org/show/42 --watch
  telltale submit ./interview.mp3
  telltale submit https://example.org/feed.xml --latest 5
  telltale submit episode '{"feed":"https://example.org/feed.xml","guid":"42"}'
  telltale submit browse --set url=https://example.org task="When does it open?" --wait
  echo '{"folder":"/srv/calls"}' | telltale submit recording --input-file -`,
    )
    .action(run(submit));
};

async function submit(
  context: CommandContext,
  what: string,
  inline: string | undefined,
  options: SubmitOptions,
): Promise<ExitCode | undefined> {
  const { output, signal } = context;
  const { priority, reason, idempotencyKey, set: settings = [] } = options;
  const named = await whatToSubmit(what, context.configOptions.cwd);
  refuseStrange(named, inline, options);
  const api = await context.api();
  const submission =
    named.kind === 'pipeline'
      ? { pipeline: named.name, input: await readInput(context, { inline, file: options.inputFile, settings }) }
      : await submissionFor(context, api, named, options);
  if ('episode' in submission) {
    sayKnown(context, submission);
    return;
  }
  const { pipeline, input } = submission;
  const submitted = await api
    .submitRun({ pipeline, input, priority, reason }, { idempotencyKey, signal })
    .catch(async (error: unknown) => {
      throw await explainRefusal(api, { pipeline, settings }, error);
    });
  sayStarted(output, submitted);
  return await afterwards(context, api, submitted.runId, options);
}

/** Throws `UsageError` for options that say nothing about what was named. */
function refuseStrange(named: Named, inline: string | undefined, { inputFile, set, latest, all }: SubmitOptions): void {
  const wantsFeed = latest !== undefined || all === true;
  if (wantsFeed && named.kind !== 'url') {
    throw new UsageError('--latest and --all are for the address of a feed.', {
      hint: 'Such as: telltale submit https://example.org/feed.xml --latest 5',
    });
  }
  if (latest !== undefined && (all === true || latest === 0)) {
    throw new UsageError(all === true ? 'Give one of --latest and --all.' : '--latest has to be 1 or more.');
  }
  if (named.kind === 'pipeline' || (inline === undefined && inputFile === undefined && set === undefined)) return;
  throw new UsageError('An address or a file is an input by itself: nothing can be added to it.', {
    hint: 'To give an input by hand, name the pipeline: telltale submit episode --set url=https://example.org/show/42',
  });
}
