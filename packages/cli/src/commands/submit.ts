import type { AddCommand, CommandContext } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { type AfterwardsOptions, afterwards, sayStarted } from '../runs/afterwards.ts';
import { explainRefusal } from '../submit/explain-refusal.ts';
import { readInput } from '../submit/read-input.ts';

interface SubmitOptions extends AfterwardsOptions {
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
      'Starts a run of a pipeline. What it is to work on is given as JSON, in a file, or key by key. A subject has one run in flight: submitting it again gives that one.',
    )
    .argument('<pipeline>', 'the name of the pipeline')
    .argument('[input]', 'the input, as JSON')
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
  telltale submit episode '{"url":"https://example.org/show/42"}'
  telltale submit episode --set url=https://example.org/show/42 --watch
  telltale submit content --input-file keywords.json --wait
  echo '{"folder":"/srv/calls"}' | telltale submit recording --input-file -`,
    )
    .action(run(submit));
};

async function submit(
  context: CommandContext,
  pipeline: string,
  inline: string | undefined,
  options: SubmitOptions,
): Promise<ExitCode | undefined> {
  const { output, signal } = context;
  const { priority, reason, idempotencyKey, inputFile: file, set: settings = [] } = options;
  const input = await readInput(context, { inline, file, settings });
  const api = await context.api();
  const submitted = await api
    .submitRun({ pipeline, input, priority, reason }, { idempotencyKey, signal })
    .catch(async (error: unknown) => {
      throw await explainRefusal(api, { pipeline, settings }, error);
    });
  sayStarted(output, submitted);
  return await afterwards(context, api, submitted.runId, options);
}
