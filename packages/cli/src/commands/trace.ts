import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ApiClient } from '@telltale/api';
import { EVENT_TYPES, type EventType, type TraceEvent } from '@telltale/core';
import type { AddCommand, CommandContext } from '../command.ts';
import { RunGoneError } from '../errors.ts';
import { TracePrinter } from '../format/trace-printer.ts';
import { wholeNumber, wordsOf } from '../option-values.ts';

interface TraceOptions {
  readonly after: number;
  readonly follow?: true;
  readonly types?: readonly EventType[];
}

export const addTrace: AddCommand = (program, run) => {
  program
    .command('trace')
    .summary('print what a run did, event by event')
    .description(
      'Prints the trace of a run: everything that it did, in order. Each line has the time, the number of the event, the step and what happened.',
    )
    .argument('<run>', 'the id of the run; "telltale runs" lists them')
    .option('--after <seq>', 'begin after the event of this number', wholeNumber, 0)
    .option('-f, --follow', 'go on with what the run does next, until it has ended')
    .option('--types <types>', 'only events of these types, with commas between them', wordsOf(EVENT_TYPES))
    .option('--jsonl', 'print each event as one line of JSON; the same as --json')
    .addHelpText(
      'after',
      `
Examples:
  telltale trace episode-show.42-run-1
  telltale trace episode-show.42-run-1 --follow --after 120
  telltale trace episode-show.42-run-1 --types step.failed,run.failed
  telltale trace episode-show.42-run-1 --jsonl > trace.jsonl

docs/events.md explains every type.`,
    )
    .action(run(trace));
};

async function trace(context: CommandContext, runId: string, options: TraceOptions): Promise<void> {
  const { output, signal } = context;
  const api = await context.api();
  const { after, types } = options;
  // As it is kept, which is fast, and nothing for a terminal: there can be characters in it that steer one.
  if (output.json && !output.stdout.isTTY && types === undefined && options.follow === undefined) {
    const { body } = await api.downloadEvents({ runId, after }, { signal });
    // It breaks off with an error if it is not whole.
    if (body !== null) await pipeline(Readable.fromWeb(body), output.stdout, { end: false, signal });
    return;
  }
  const printer = new TracePrinter(output);
  const events = options.follow
    ? followed(api, { runId, after, signal })
    : stored(api, { runId, after, types, signal });
  for await (const event of events) {
    if (types === undefined || types.includes(event.type)) await printer.print(event);
  }
}

interface Which {
  readonly runId: string;
  readonly after: number;
  readonly types?: readonly EventType[] | undefined;
  readonly signal: AbortSignal;
}

/** What is there now, page by page. */
async function* stored(api: ApiClient, { runId, after, types, signal }: Which): AsyncGenerator<TraceEvent> {
  let from = after;
  for (;;) {
    const { events } = await api.readEvents({ runId, after: from, types }, { signal });
    yield* events;
    const last = events.at(-1);
    if (last === undefined) return;
    from = last.seq;
  }
}

async function* followed(api: ApiClient, { runId, after, signal }: Which): AsyncGenerator<TraceEvent> {
  for await (const message of api.followRun({ runId, after }, { signal })) {
    if (message.kind === 'trace') yield message.event;
    if (message.kind === 'end' && message.reason === 'gone') throw new RunGoneError(runId);
  }
  signal.throwIfAborted();
}
