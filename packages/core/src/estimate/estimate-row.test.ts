import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduce } from '../view/reduce.ts';
import { currentStep, emptyRunView, type RunView } from '../view/run-view.ts';
import { hasEnded } from '../view/states.ts';
import { plausibleRun } from '../view/test/plausible-run.ts';
import { Story } from '../view/test/story.ts';
import { estimateRow, type RunRow } from './estimate-row.ts';
import { estimateRun } from './estimate-run.ts';
import { NO_HISTORY, type PipelineHistory, type StepHistory } from './history.ts';

const past = (step: string, p50Ms: number): StepHistory => ({
  step,
  runs: 40,
  p50Ms,
  p95Ms: 2 * p50Ms,
  perUnit: { unit: 'audio seconds', runs: 40, p50MsPerUnit: p50Ms / 100, p95MsPerUnit: p50Ms / 50 },
  gaps: null,
});
const HISTORY: PipelineHistory = {
  steps: [past('fetch', 10_000), past('transcribe', 80_000), past('embed', 10_000)],
  tools: [],
};
const STEP = { step: 'transcribe' };

/** The row of the run with this view, as the ledger keeps it. */
function rowOf(view: RunView): RunRow {
  const step = currentStep(view);
  return {
    state: view.state,
    steps: view.steps.map(({ name }) => name),
    step: step && {
      name: step.name,
      attempt: step.attempt,
      startedAt: step.attemptStartedAt,
      counts: step.counts,
      size: step.size,
    },
    tries: view.attempt,
    retryOf: view.retryOf,
    advancedAt: view.advancedAt ?? '2026-11-21T03:00:00.000Z',
  };
}

function both(story: Story, history: PipelineHistory, afterMs = 0) {
  const { view, now } = story;
  return { row: estimateRow(rowOf(view), history, now + afterMs), whole: estimateRun(view, history, now + afterMs) };
}

const submitted = () => new Story().submit('fetch', 'transcribe', 'embed');
const atItems = (total = 20) =>
  submitted()
    .start()
    .startStep('fetch', 1, 3)
    .after(2_000)
    .tell('step.succeeded', { durationMs: 2_000 }, { step: 'fetch' })
    .startStep('transcribe', 2, 3)
    .tell('step.planned', { total, kept: 0, unit: 'segments' }, STEP);
const items = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

describe('what a row tells of a run is what its trace tells', () => {
  it.each([
    ['queued', submitted()],
    ['taken', submitted().start()],
    ['in a step of one piece', submitted().start().startStep('fetch', 1, 3)],
    ['at the first item', atItems()],
    ['among items that take equally long', atItems().items('transcribe', items(6), 1_500)],
    ['in a sized step', atItems().tell('step.sized', { size: 500, unit: 'audio seconds' }, STEP)],
    [
      'at the last step',
      atItems(2)
        .items('transcribe', items(2))
        .tell('step.succeeded', { durationMs: 2_000 }, STEP)
        .startStep('embed', 3, 3),
    ],
    ['paused', atItems().tell('step.stopped', { durationMs: 1, reason: 'paused' }, STEP).tell('run.paused', {})],
    [
      'failed',
      atItems()
        .items('transcribe', items(3))
        .tell('run.failed', { durationMs: 1, error: { name: 'Error', message: 'no' } }),
    ],
    ['succeeded', atItems(1).items('transcribe', items(1)).tell('run.succeeded', { durationMs: 1 })],
  ])('%s', (_, story) => {
    for (const history of [HISTORY, NO_HISTORY]) {
      for (const afterMs of [0, 700, 60_000]) {
        const { row, whole } = both(story, history, afterMs);
        expect(row).toEqual({ percent: whole.percent, remaining: whole.remaining });
      }
    }
  });

  it('though the row knows of no spread: of uneven items it knows the middle', () => {
    const story = atItems(40);
    for (const [index, item] of items(20).entries()) story.items('transcribe', [item], index % 2 === 0 ? 500 : 1_500);
    const { row, whole } = both(story, { steps: [past('embed', 0)], tools: [] });
    if (!row.remaining.known || !whole.remaining.known) throw new Error('both are known');
    expect(row.remaining.lowMs).toBe(row.remaining.highMs);
    expect(row.remaining.lowMs).toBeCloseTo((whole.remaining.lowMs + whole.remaining.highMs) / 2);
  });

  const paced = rowOf(atItems().items('transcribe', items(10), 1_500).view);
  const left = (row: RunRow) => {
    const others: PipelineHistory = { steps: [past('embed', 10_000)], tools: [] };
    return estimateRow(row, others, Date.parse(row.advancedAt)).remaining;
  };
  it.each<[string, RunRow]>([
    ['a later try of the run', { ...paced, tries: 2 }],
    ['a later attempt of the step', { ...paced, step: paced.step && { ...paced.step, attempt: 2 } }],
    ['a run that goes on where another ended', { ...paced, retryOf: 'episode-x-run-0' }],
  ])('but of %s it takes no pace, which would count what was done before', (_, row) => {
    expect(left(paced).known).toBe(true);
    expect(left(row)).toEqual({ known: false, why: 'no-history' });
  });
});

describe('of any run, at each moment', () => {
  it('is never further than the trace tells, as far while items are worked on, and 100 only in the end', () => {
    fc.assert(
      fc.property(plausibleRun, fc.constantFrom(HISTORY, NO_HISTORY), ({ events }, history) => {
        let view = emptyRunView('r');
        for (const event of events) {
          view = reduce(view, event);
          const now = Date.parse(event.at);
          const { percent, remaining } = estimateRow(rowOf(view), history, now);
          const whole = estimateRun(view, history, now);
          expect(percent).toBeLessThanOrEqual(whole.percent);
          expect(percent === 100).toBe(view.state === 'succeeded');
          const step = currentStep(view);
          if (step?.state === 'running') expect(percent).toBe(whole.percent);
          if (hasEnded(view.state)) expect(remaining).toEqual(whole.remaining);
          if (remaining.known) expect(remaining.lowMs).toBeLessThanOrEqual(remaining.highMs);
        }
      }),
    );
  });
});

it('a run at a step that nobody declared has done none of the others', () => {
  const row = rowOf(atItems().items('transcribe', items(3)).view);
  const stray: RunRow = { ...row, step: row.step && { ...row.step, name: 'other' } };
  expect(estimateRow(stray, HISTORY, Date.parse(row.advancedAt)).percent).toBe(0);
});
