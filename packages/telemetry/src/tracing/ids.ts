import { hash } from 'node:crypto';

/** The id of a run's trace, 32 hexadecimal digits: the same in every process and for every worker that takes the run. */
export function traceIdOf(runId: string): string {
  return hash('sha256', runId).slice(0, 32);
}

/** The id of a span, 16 hexadecimal digits, from what it is about: the same in every process. */
export function spanIdOf(
  runId: string,
  kind: 'run' | 'step' | 'agent' | 'action',
  ...about: readonly unknown[]
): string {
  return hash('sha256', JSON.stringify([runId, kind, ...about])).slice(0, 16);
}
