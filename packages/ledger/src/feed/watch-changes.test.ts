import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PendingChanges } from './watch-changes.ts';

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('add' as const), run: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resync' as const) }) },
);

describe('PendingChanges', () => {
  test('never repeats a run in a message, and leaves the watcher with the newest seq of every run', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const pending = new PendingChanges();
        const truth = new Map<string, number>();
        let seen = new Map<string, number>();
        const take = () => {
          const message = pending.take();
          // At a resync the watcher loads the list as it is at that moment.
          if (message?.kind === 'resync') seen = new Map(truth);
          if (message?.kind !== 'changed') return message;
          const ids = message.runs.map(({ runId }) => runId);
          expect(new Set(ids).size).toBe(ids.length);
          for (const { runId, lastSeq } of message.runs) seen.set(runId, lastSeq);
          return message;
        };
        for (const each of steps) {
          if (each.kind === 'take') take();
          if (each.kind === 'resync') pending.resync();
          if (each.kind === 'add') {
            const runId = `run-${each.run}`;
            const lastSeq = (truth.get(runId) ?? 0) + 1;
            truth.set(runId, lastSeq);
            pending.add({ runId, lastSeq });
          }
        }
        while (take() !== null);
        expect(seen).toEqual(truth);
      }),
    );
  });

  test('wakes who waits, and is quiet when there is nothing', async () => {
    const pending = new PendingChanges();
    const some = pending.some();
    pending.add({ runId: 'a', lastSeq: 1 });
    pending.add({ runId: 'a', lastSeq: 2 });
    await some;
    expect(pending.take()).toEqual({ kind: 'changed', runs: [{ runId: 'a', lastSeq: 2 }] });
    expect(pending.take()).toBeNull();
  });
});
