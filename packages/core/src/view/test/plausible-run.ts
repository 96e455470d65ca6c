import fc from 'fast-check';
import type { TraceEvent } from '../../events/event.ts';
import { Story } from './story.ts';

/** A run as an engine would tell it, and what it should add up to. */
export interface PlausibleRun {
  readonly events: readonly TraceEvent[];
  readonly steps: readonly PlausibleStep[];
  readonly end: 'succeeded' | 'failed';
}

interface PlausibleStep {
  readonly name: string;
  readonly total: number;
  /** The time at work, in ms, without any pause, wait or crash. */
  readonly workedMs: number;
}

type Choose = fc.GeneratorValue;

/** Runs of up to three steps with items and actions, which are paused, crash, are retried and may fail. */
export const plausibleRun: fc.Arbitrary<PlausibleRun> = fc.gen().map(tellRun);

function tellRun(choose: Choose): PlausibleRun {
  const names = ['fetch', 'transcribe', 'embed'].slice(0, choose(fc.integer, { min: 1, max: 3 }));
  const story = new Story().submit(...names);
  story.after(choose(fc.nat, 5_000)).start();
  const steps: PlausibleStep[] = [];
  for (const [index, name] of names.entries()) {
    const step = tellStep(story, choose, name, index + 1, names.length);
    steps.push(step);
    if (step.failed) {
      story.tell('run.failed', { durationMs: 1, error: { name: 'Error', message: 'no' } }, { step: name });
      return { events: story.events, steps, end: 'failed' };
    }
  }
  story.tell('run.succeeded', { durationMs: 1 });
  return { events: story.events, steps, end: 'succeeded' };
}

function tellStep(
  story: Story,
  choose: Choose,
  step: string,
  number: number,
  of: number,
): PlausibleStep & { readonly failed: boolean } {
  const total = choose(fc.integer, { min: 0, max: 8 });
  let kept = 0;
  let workedMs = 0;
  for (let attempt = 1; ; attempt++) {
    const outcome = attempt > 3 ? 'succeed' : choose(fc.constantFrom, 'succeed', 'pause', 'crash', 'retry', 'fail');
    const until = outcome === 'succeed' ? total : choose(fc.integer, { min: kept, max: total });
    story.startStep(step, number, of, attempt);
    const begun = story.now;
    story.after(choose(fc.nat, 500)).tell('step.planned', { total, kept, unit: 'segments' }, { step });
    for (let item = kept; item < until; item++) tellItem(story, choose, step, `k${item}`, { total, done: item });
    const durationMs = story.now - begun;
    workedMs += durationMs;
    kept = until;
    if (outcome === 'succeed') story.tell('step.succeeded', { durationMs }, { step });
    if (outcome === 'fail')
      story.tell('step.failed', { durationMs, error: { name: 'Error', message: 'no' } }, { step });
    if (outcome === 'succeed' || outcome === 'fail') return { name: step, total, workedMs, failed: outcome === 'fail' };
    if (outcome === 'pause') tellPause(story, choose, step, durationMs, attempt);
    if (outcome === 'crash') tellCrash(story, choose, attempt);
    if (outcome === 'retry') tellRetry(story, choose, step, attempt);
  }
}

function tellItem(
  story: Story,
  choose: Choose,
  step: string,
  item: string,
  { total, done }: { total: number; done: number },
): void {
  const ms = choose(fc.nat, 3_000);
  if (ms > 1_000) {
    const current = [{ key: item }];
    story.after(1_000).tell('item.started', {}, { step, item });
    story.tell('step.progressed', { total, done, failed: 0, skipped: 0, current, upNext: [] }, { step });
  }
  if (choose(fc.boolean)) {
    const action = { step, item, actionId: `${step}-${item}-${story.events.length}` };
    story.tell('action.started', { tool: 'fetch', timeoutMs: 30_000 }, action).after(ms);
    story.tell('action.finished', { tool: 'fetch', outcome: 'success', durationMs: ms }, action);
  }
  story.tell('item.succeeded', { durationMs: ms }, { step, item });
}

function tellPause(story: Story, choose: Choose, step: string, durationMs: number, attempt: number): void {
  story.tell('run.pausing', { by: 'anna' });
  story.tell('step.stopped', { durationMs, reason: 'paused' }, { step }).tell('run.paused', {});
  story.after(choose(fc.nat, 600_000)).tell('run.resumed', { by: 'anna' });
  story.after(choose(fc.nat, 5_000)).start('w-2', attempt + 1);
}

function tellCrash(story: Story, choose: Choose, attempt: number): void {
  const recovered = { fromWorker: 'w-1', toWorker: null, reason: 'silent', interruptedActions: 0 };
  story.after(choose(fc.nat, 60_000)).tell('run.recovered', recovered);
  story.after(choose(fc.nat, 5_000)).start('w-3', attempt + 1);
}

function tellRetry(story: Story, choose: Choose, step: string, attempt: number): void {
  const delayMs = choose(fc.nat, 10_000);
  story.tell('step.retrying', { attempt: attempt + 1, delayMs, error: { name: 'Error', message: 'no' } }, { step });
  story.after(delayMs);
}
