import { expect, test } from 'vitest';
import { runPhases } from './run-phases.ts';

test('phases run one after the other, and one that fails or hangs is told of and stops none', async () => {
  const done: string[] = [];
  const warnings: string[] = [];
  const phase = (what: string, run: () => Promise<void>, limitMs = 60_000) => ({ what, limitMs, run });
  await runPhases(
    [
      phase('Telling', async () => {
        await Promise.resolve();
        done.push('told');
        throw new Error('nobody listens\nat …');
      }),
      phase('Closing', () => new Promise(() => undefined), 5),
      phase('Sync', () => {
        throw new Error('at once');
      }),
      phase('Keeping', async () => {
        done.push('kept');
      }),
    ],
    (warning) => warnings.push(warning),
  );

  expect(done).toEqual(['told', 'kept']);
  expect(warnings).toEqual([
    'Telling failed: nobody listens',
    'Closing failed: Closing took longer than 5 ms.',
    'Sync failed: at once',
  ]);
});
