import { expect, it } from 'vitest';
import type { TraceEvent } from '../events/event.ts';
import type { EventType } from '../events/event-types.ts';
import type { EventData } from '../events/schemas.ts';
import { describeEvent } from './describe.ts';

const error = { name: 'Error', message: 'connection\nreset' };
const counts = { total: 120, done: 45, failed: 0, skipped: 0 };
const submitted = { pipeline: 'episode', version: '1', subject: 'x', number: 2, steps: ['a'] };

/** Every type has a line: one that is missing does not compile. */
const LINES: { readonly [T in EventType]: readonly [data: EventData<T>, line: string][] } = {
  'run.submitted': [
    [{ ...submitted, title: 'Folge 12', by: 'anna', reason: 'new' }, "episode of 'Folge 12' submitted by anna (new)"],
    [
      { ...submitted, retryOf: 'episode-x-run-1', fromStep: 'a' },
      "episode of 'x' submitted, going on from episode-x-run-1 at step 'a'",
    ],
  ],
  'run.started': [
    [{ workerId: 'w-1', attempt: 1 }, 'worker w-1 started the run'],
    [{ workerId: 'w-2', attempt: 2 }, 'worker w-2 took the run (attempt 2)'],
  ],
  'run.titled': [[{ title: 'The Lamp\n· Telltales' }, "is called 'The Lamp · Telltales'"]],
  'run.pausing': [[{ by: 'anna' }, 'pause requested by anna']],
  'run.paused': [
    [{}, 'paused'],
    [{ by: 'agent', question: 'Publish?' }, 'paused by agent, asking: Publish?'],
    [{ question: { choices: [1, 2] } }, 'paused'],
  ],
  'run.resumed': [[{ by: 'anna', answer: 'yes' }, 'resumed by anna, answering: yes']],
  'run.cancelling': [[{ by: 'anna', reason: 'wrong file' }, 'cancellation requested by anna (wrong file)']],
  'run.cancelled': [[{}, 'cancelled']],
  'run.recovered': [
    [
      { fromWorker: 'w-1', toWorker: null, reason: 'silent for 40 s', interruptedActions: 2 },
      'moved from worker w-1 back to the queue: silent for 40 s; 2 open actions interrupted',
    ],
    [
      { fromWorker: 'w-1', toWorker: 'w-2', reason: 'drained', interruptedActions: 0 },
      'moved from worker w-1 to worker w-2: drained',
    ],
  ],
  'run.stuck': [
    [
      { silentMs: 960_000, thresholdMs: 900_000, decision: 'requeued', message: 'm' },
      'stuck: nothing advanced for 16 m 00 s (limit 15 m 00 s), put back in the queue',
    ],
  ],
  'run.succeeded': [[{ durationMs: 125_000 }, 'succeeded after 2 m 05 s']],
  'run.failed': [[{ durationMs: 30_000, error }, 'failed after 30.0 s: connection reset']],
  'run.retried': [
    [{ newRunId: 'episode-x-run-2', fromStep: 'a', by: 'anna' }, "goes on as episode-x-run-2 from step 'a' by anna"],
  ],
  'step.started': [
    [{ number: 3, of: 8, attempt: 1 }, "step 3 of 8 'transcribe' started"],
    [{ number: 3, of: 8, attempt: 2 }, "step 3 of 8 'transcribe' started again (attempt 2)"],
  ],
  'step.sized': [[{ size: 1_710, unit: 'audio seconds' }, "step 'transcribe' is 1,710 audio seconds in size"]],
  'step.planned': [
    [{ total: 120, unit: 'segments', kept: 0 }, "step 'transcribe' has 120 segments to do"],
    [{ total: 120, kept: 45 }, "step 'transcribe' has 120 items to do, 45 of them done before"],
    [{ total: null, kept: 0 }, "step 'transcribe' has an unknown number of items to do"],
  ],
  'step.progressed': [
    [
      { ...counts, unit: 'segments', current: [{ key: 's46', label: 'segment 46' }], upNext: [] },
      "step 'transcribe': 45 of 120 segments, now 'segment 46'",
    ],
    [{ ...counts, estimated: true, current: [], upNext: [] }, "step 'transcribe': 45 of ~120 items"],
  ],
  'step.retrying': [
    [{ attempt: 2, delayMs: 10_000, error }, "step 'transcribe' failed: connection reset; attempt 2 in 10.0 s"],
  ],
  'step.succeeded': [[{ durationMs: 500 }, "step 'transcribe' succeeded after 500 ms"]],
  'step.failed': [[{ durationMs: 500, error }, "step 'transcribe' failed after 500 ms: connection reset"]],
  'step.skipped': [[{ reason: 'too long' }, "step 'transcribe' skipped: too long"]],
  'step.stopped': [
    [{ durationMs: 500, reason: 'paused' }, "step 'transcribe' stopped after 500 ms: paused"],
    [{ durationMs: 0, reason: 'interrupted' }, "step 'transcribe' stopped: interrupted"],
  ],
  'item.started': [[{ label: 'segment 46' }, "item 'segment 46' in work"]],
  'item.retrying': [
    [{ attempt: 2, delayMs: 10_000, error }, "item 's46' failed: connection reset; attempt 2 in 10.0 s"],
  ],
  'item.succeeded': [
    [{ durationMs: 3_200 }, "item 's46' done after 3.2 s"],
    [{}, "item 's46' done"],
  ],
  'item.failed': [[{ durationMs: 3_200, error }, "item 's46' failed after 3.2 s: connection reset"]],
  'item.skipped': [[{ reason: 'silence' }, "item 's46' skipped: silence"]],
  'action.started': [
    [{ tool: 'click', input: { text: 'Mehr' }, timeoutMs: 30_000 }, "click 'Mehr' started, limit 30.0 s"],
    [{ tool: 'fetch' }, 'fetch started'],
  ],
  'action.finished': [
    [{ tool: 'click', outcome: 'timeout', durationMs: 30_000, error }, 'click timed out after 30.0 s'],
    [
      { tool: 'click', target: 'text=Mehr', outcome: 'timeout', durationMs: 30_000, error },
      "click 'text=Mehr' timed out after 30.0 s",
    ],
    [
      {
        tool: 'click',
        target: 'text=Mehr',
        outcome: 'timeout',
        durationMs: 30_010,
        error: { name: 'PageTimeoutError', message: "click 'text=Mehr' timed out after 30.0 s: it is disabled" },
      },
      "click 'text=Mehr' timed out after 30.0 s: it is disabled",
    ],
    [
      { tool: 'click', outcome: 'error', durationMs: 90, error: { name: 'Error', message: 'click failed: 2 match' } },
      'click failed after 90 ms: 2 match',
    ],
    [{ tool: 'click', outcome: 'success', durationMs: 1_200 }, 'click succeeded after 1.2 s'],
    [{ tool: 'click', outcome: 'error', durationMs: 1_200, error }, 'click failed after 1.2 s: connection reset'],
    [{ tool: 'click', outcome: 'blocked', durationMs: 0, error }, 'click was refused: connection reset'],
    [{ tool: 'click', outcome: 'cancelled', durationMs: 1_200 }, 'click was cancelled after 1.2 s'],
    [{ tool: 'click', outcome: 'interrupted', durationMs: 1_200 }, 'click was interrupted after 1.2 s'],
  ],
  'agent.started': [[{ model: 'gpt-4.1-mini' }, 'agent started with gpt-4.1-mini']],
  'agent.spoke': [[{ text: 'I try\nthe menu.' }, 'agent: I try the menu.']],
  'agent.looped': [
    [{ rule: 'cycle', severity: 'warn', message: 'back and forth' }, 'agent is looping: back and forth'],
  ],
  'agent.unlooped': [[{}, 'agent got out of its loop']],
  'agent.limited': [
    [{ limit: 'modelRequests', value: 30, allowed: 30, unit: 'requests' }, 'agent reached its limit of 30 requests'],
    [
      { limit: 'wallClockMs', value: 120_004, allowed: 120_000, unit: 'ms', during: "click 'Mehr'" },
      "agent reached its limit of 2 m 00 s while click 'Mehr' was running",
    ],
    [
      { limit: 'tokens', value: 10_240, allowed: 10_000, unit: 'tokens' },
      'agent reached its limit of 10,000 tokens, with 10,240 tokens',
    ],
    [
      { limit: 'costUsd', value: 0.0123, allowed: 0.01, unit: 'USD' },
      'agent reached its limit of $0.0100, with $0.0123',
    ],
  ],
  'agent.asked': [[{ question: 'Where is the link?' }, 'agent asks: Where is the link?']],
  'agent.finished': [
    [{ outcome: 'needs-human', durationMs: 120_000 }, 'agent needs a person after 2 m 00 s'],
    [{ outcome: 'failed', durationMs: 500, message: 'no link' }, 'agent failed after 500 ms: no link'],
  ],
  'log.written': [
    [{ level: 'info', message: 'hello' }, 'hello'],
    [{ level: 'warn', message: 'hello' }, 'warning: hello'],
  ],
  'artifact.stored': [
    [
      { artifactId: '1', kind: 'audio', name: 'x.mp3', location: '/x', bytes: 12_345_678, sha256: '0' },
      "audio 'x.mp3' stored, 12.3 MB",
    ],
  ],
};

const CASES = Object.entries(LINES).flatMap(([type, lines]) => lines.map(([data, line]) => ({ type, data, line })));

it.each(CASES)('says $type as: $line', ({ type, data, line }) => {
  const place = { runId: 'r', seq: 1, at: '2026-11-21T03:00:00.000Z', step: 'transcribe', item: 's46', actionId: '1' };
  expect(describeEvent({ ...place, type, data } as TraceEvent)).toBe(line);
});
