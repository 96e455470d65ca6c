import { expect, it } from 'vitest';
import { dbosLogger } from './dbos-logger.ts';
import type { LogEntry } from './hooks.ts';

function logged(write: (logger: ReturnType<typeof dbosLogger>) => void): LogEntry[] {
  const entries: LogEntry[] = [];
  write(dbosLogger((entry) => entries.push(entry)));
  return entries;
}

it('keeps what DBOS tells of itself for who wants to know it all', () => {
  expect(logged((logger) => logger.info('DBOS launched!'))).toEqual([
    { level: 'debug', message: 'DBOS: DBOS launched!' },
  ]);
});

it('passes on what DBOS warns of, and its errors', () => {
  const error = new Error('odd');
  const entries = logged((logger) => {
    logger.warn('Could not execute workflow with id x: odd');
    logger.error('odd', { error } as never);
  });
  expect(entries).toEqual([
    { level: 'warn', message: 'DBOS: Could not execute workflow with id x: odd' },
    { level: 'error', message: 'DBOS: odd', error },
  ]);
});

it.each([
  'Workflow x outcome was not recorded: the workflow is no longer owned by this execution. Waiting for the recorded outcome',
  'Database connection failed: connect ECONNREFUSED. Retrying in 1.20s (attempt 3)',
])('does not alarm anybody with what is usual: %s', (message) => {
  expect(logged((logger) => logger.warn(message)).map(({ level }) => level)).toEqual(['debug']);
});

it('does not repeat the failure of a run, which is in its trace', () => {
  const error = Object.assign(new Error('Step a failed'), { code: 'step_failed' });
  expect(logged((logger) => logger.error('Step a failed', { error } as never)).map(({ level }) => level)).toEqual([
    'debug',
  ]);
});
