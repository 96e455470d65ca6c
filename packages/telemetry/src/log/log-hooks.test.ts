import { expect, test } from 'vitest';
import { Lines } from '../../test/lines.ts';
import { createLogger } from './create-logger.ts';
import { logHooks } from './log-hooks.ts';

test('a worker says what it does, a line each', () => {
  const lines = new Lines();
  const hooks = logHooks(createLogger({ name: 'worker', level: 'debug', destination: lines }));
  const run = { runId: 'work-a-run-1' };
  hooks.log?.({ level: 'debug', message: 'a detail' });
  hooks.log?.({ level: 'warn', message: 'It is not well', runId: run.runId, error: new Error('why') });
  hooks.runTaken?.({ ...run, tries: 2 });
  hooks.runLeft?.({ ...run, how: 'succeeded' });
  const error = { name: 'Error', message: 'no such page' };
  const failed = { durationMs: 1, error, openActions: [], lastActions: [], tried: [], next: [] };
  const about = { atMs: 0, step: null, item: null, actionId: null };
  const events = [{ type: 'run.failed', ...about, data: JSON.stringify(failed) }] as const;
  hooks.recorded?.({ ...run, pipeline: 'work', events });
  hooks.runLeft?.({ ...run, how: 'failed' });
  hooks.runLeft?.({ ...run, how: 'handed-back' });
  expect(lines.objects.map(({ level, message, runId }) => `${level} ${message} (${runId})`)).toEqual([
    'debug a detail (undefined)',
    'warn It is not well (work-a-run-1)',
    'info Run work-a-run-1 was taken (work-a-run-1)',
    'info Run work-a-run-1 succeeded (work-a-run-1)',
    'warn Run work-a-run-1 failed (work-a-run-1)',
    'info Run work-a-run-1 went back to its queue (work-a-run-1)',
  ]);
  expect(lines.objects[1]?.error).toMatchObject({ message: 'why' });
  expect(lines.objects[4]).toMatchObject({ how: 'failed', error: { message: 'no such page' } });
});
