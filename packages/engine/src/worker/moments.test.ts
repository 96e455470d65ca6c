import { expect, it, vi } from 'vitest';
import type { LogEntry } from './hooks.ts';
import { createMoments } from './moments.ts';

const RUN = { runId: 'episode-a-run-1', tries: 1 };

it('tells the hooks what happens', () => {
  const taken = vi.fn();
  createMoments({ runTaken: taken }).runTaken(RUN);
  expect(taken).toHaveBeenCalledExactlyOnceWith(RUN);
});

it('does nothing without hooks', () => {
  const moments = createMoments({});
  moments.runTaken(RUN);
  expect(moments.at('before-step-end', 'r', 's')).toBeUndefined();
});

it('goes on when a hook throws, and logs that once for each hook', () => {
  const entries: LogEntry[] = [];
  const throwing = () => {
    throw new Error('no');
  };
  const moments = createMoments({ runTaken: throwing, itemFinished: throwing, log: (entry) => entries.push(entry) });
  moments.runTaken(RUN);
  moments.runTaken(RUN);
  moments.itemFinished({ runId: 'r', step: 's', key: 'k' });
  expect(entries.map(({ level, message }) => [level, message])).toEqual([
    ['warn', 'The hook runTaken failed, which changed nothing; it is not told of again.'],
    ['warn', 'The hook itemFinished failed, which changed nothing; it is not told of again.'],
  ]);
});

it('goes on when the log itself throws, and warns of that once', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const moments = createMoments({
    log: () => {
      throw new Error('disk full');
    },
  });
  moments.log({ level: 'info', message: 'a' });
  moments.log({ level: 'info', message: 'b' });
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});

it('waits at a commit point only for a hook that gives a promise, and goes on when that rejects', async () => {
  const entries: LogEntry[] = [];
  const log = (entry: LogEntry) => void entries.push(entry);
  expect(createMoments({ commitPoint: () => undefined }).at('before-step-end', 'r')).toBeUndefined();
  await createMoments({ commitPoint: () => Promise.reject(new Error('no')), log }).at('before-step-end', 'r');
  expect(entries).toHaveLength(1);
});
