import { type EventData, type EventType, emptyRunView, reduceAll, type TraceEvent } from '@telltale/core';
import type { Look, WatchedRun } from '../watched-run.ts';

interface Place {
  readonly step?: string;
  readonly item?: string;
  readonly actionId?: string;
}

/** Tells a run event by event, as somebody who watches it sees it, on a clock that begins at 03:00:00 UTC. */
export class Story {
  readonly runId = 'episode-show.42-run-1';
  readonly #events: TraceEvent[] = [];
  now = Date.parse('2026-11-21T03:00:00.000Z');

  after(ms: number): this {
    this.now += ms;
    return this;
  }

  tell<T extends EventType>(type: T, data: EventData<T>, { step, item, actionId }: Place = {}): this {
    const event = {
      runId: this.runId,
      seq: this.#events.length + 1,
      at: new Date(this.now).toISOString(),
      step: step ?? null,
      item: item ?? null,
      actionId: actionId ?? null,
      type,
      data,
    };
    this.#events.push(event as TraceEvent);
    return this;
  }

  begin(steps: readonly string[], title = 'Folge 42'): this {
    return this.tell('run.submitted', {
      pipeline: 'episode',
      version: '1',
      subject: 'show.42',
      number: 1,
      title,
      steps: [...steps],
    })
      .after(1_000)
      .tell('run.started', { workerId: 'w-1', attempt: 1 });
  }

  startStep(step: string, number: number, of: number): this {
    return this.tell('step.started', { number, of, attempt: 1 }, { step });
  }

  finishStep(step: string, durationMs = 2_000): this {
    return this.after(durationMs).tell('step.succeeded', { durationMs }, { step });
  }

  get events(): readonly TraceEvent[] {
    return this.#events;
  }

  /** As it looks at this moment over a line that is `live`. The two machines' clocks are the same. */
  watched(look: Partial<Look> = {}, line: Partial<WatchedRun['line']> = {}): WatchedRun {
    return {
      view: reduceAll(emptyRunView(this.runId), this.#events),
      look: {
        isFresh: true,
        serverMs: this.now,
        ownMs: this.now,
        aliveAt: new Date(this.now).toISOString(),
        lastSeq: this.#events.length,
        usual: { step: null, gapMs: null, tool: null, toolMs: null },
        percent: 31,
        remaining: { known: false, why: 'no-history' },
        step: null,
        unattendedQueue: null,
        ...look,
      },
      line: { state: 'live', sinceMs: this.now, ...line },
    };
  }
}

/** In its third step of eight, with items in work and an action that timed out. */
export function transcribing(): Story {
  const steps = ['fetch_details', 'download', 'transcribe', 'summarize', 'chunk', 'extract', 'resolve', 'embed'];
  const step = { step: 'transcribe' };
  return new Story()
    .begin(steps)
    .startStep('fetch_details', 1, 8)
    .finishStep('fetch_details')
    .startStep('download', 2, 8)
    .finishStep('download', 42_000)
    .startStep('transcribe', 3, 8)
    .tell('step.planned', { total: 120, unit: 'segments', kept: 0 }, step)
    .after(60_000)
    .tell(
      'step.progressed',
      {
        total: 120,
        done: 45,
        failed: 0,
        skipped: 0,
        unit: 'segments',
        current: [{ key: 's46', label: 'segment 46' }],
        upNext: [
          { key: 's47', label: 'segment 47' },
          { key: 's48', label: 'segment 48' },
        ],
      },
      step,
    )
    .tell(
      'action.started',
      { tool: 'click', input: { text: 'Mehr Informationen' }, timeoutMs: 30_000 },
      { ...step, actionId: 'a1' },
    )
    .after(30_000)
    .tell(
      'action.finished',
      { tool: 'click', target: 'Mehr Informationen', outcome: 'timeout', durationMs: 30_000 },
      { ...step, actionId: 'a1' },
    )
    .tell(
      'action.started',
      { tool: 'fetch', input: { url: 'https://example.org/42.mp3' }, timeoutMs: 30_000 },
      { ...step, actionId: 'a2' },
    )
    .tell('log.written', { level: 'info', message: 'Using the large model.' }, step)
    .after(12_300);
}

/** In its one step, in which an agent's third click runs after the first two have timed out. */
export function browsing(): Story {
  const step = { step: 'browse' };
  const story = new Story()
    .begin(['browse'])
    .startStep('browse', 1, 1)
    .tell(
      'agent.started',
      { model: 'openai:gpt-4.1-mini', limits: { modelRequests: 30, wallClockMs: 120_000, tokens: 100_000 } },
      step,
    );
  for (const [index, text] of ['Mehr Informationen', '⋮', 'Information'].entries()) {
    const [request, click] = [`model-${index}`, `click-${index}`];
    story
      .tell('action.started', { tool: 'model', input: { request: index + 1 } }, { ...step, actionId: request })
      .after(2_000)
      .tell(
        'action.finished',
        { tool: 'model', outcome: 'success', durationMs: 2_000, tokens: { input: 1_900, output: 100 }, costUsd: 0.001 },
        { ...step, actionId: request },
      )
      .tell('agent.spoke', { text: `I try the button ${text}.` }, step)
      .tell('action.started', { tool: 'click', input: { text }, timeoutMs: 30_000 }, { ...step, actionId: click });
    if (index < 2) {
      story
        .after(30_000)
        .tell(
          'action.finished',
          { tool: 'click', target: text, outcome: 'timeout', durationMs: 30_000 },
          { ...step, actionId: click },
        );
    }
  }
  return story.after(12_000);
}
