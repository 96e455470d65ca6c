import type { ActionFacts, RunFacts } from '../run-facts.ts';

export const NOW = Date.parse('2026-11-21T03:14:15.926Z');

/** The instant so many ms before NOW. */
export function ago(ms: number): string {
  return new Date(NOW - ms).toISOString();
}

/** A run that just advanced, with these differences. */
export function facts(differences: Partial<RunFacts> = {}): RunFacts {
  return {
    state: 'running',
    stateSince: ago(3_600_000),
    advancedAt: ago(0),
    workerId: 'w-1',
    aliveAt: ago(0),
    step: {
      name: 'transcribe',
      number: 3,
      of: 8,
      startedAt: ago(600_000),
      counts: { total: 120, estimated: true, done: 45, failed: 0, skipped: 0 },
      unit: 'segments',
      current: [{ key: 's46', label: 'segment 46' }],
    },
    action: null,
    looping: null,
    question: null,
    retryAt: null,
    stuckAfterMs: null,
    usualGapMs: null,
    ...differences,
  };
}

/** A click with a limit of 30 s that has been open for so many ms. */
export function click(openMs: number, differences: Partial<ActionFacts> = {}): ActionFacts {
  return {
    tool: 'click',
    input: { text: 'Mehr Informationen' },
    startedAt: ago(openMs),
    timeoutMs: 30_000,
    usualMs: null,
    ...differences,
  };
}

export function loop(sinceMs: number): NonNullable<RunFacts['looping']> {
  return { at: ago(sinceMs), rule: 'repetition', severity: 'warn', message: 'the same click 3 times' };
}
