import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LoopFinding, NO_CALLS, type Observation, observe } from './loop-detector.ts';
import { LOOP_SETTINGS, type LoopSettings } from './loop-settings.ts';

const SEVERITIES = ['hint', 'warn', 'stop'];
const rank = (finding: LoopFinding | null) => (finding === null ? -1 : SEVERITIES.indexOf(finding.severity));

const calls = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    signature: fc.constantFrom('a', 'b', 'c'),
    failed: fc.boolean(),
    reached: fc.array(fc.oneof(fc.constantFrom('https://a.test', 'https://b.test/x'), fc.string()), { maxLength: 2 }),
  }),
  { maxLength: 60 },
);

const settings: fc.Arbitrary<LoopSettings> = fc
  .record({
    counts: fc.array(fc.integer({ min: 2, max: 20 }), { minLength: 4, maxLength: 4 }),
    cycleMaxLength: fc.integer({ min: 2, max: 10 }),
    cycleRepeats: fc.integer({ min: 2, max: 20 }),
    revisitGap: fc.integer({ min: 1, max: 50 }),
    failures: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 2 }),
  })
  .map(({ counts, failures, ...others }) => {
    const [repeatHint = 2, repeatWarn = 2, repeatStop = 2, window = 2] = counts.toSorted((a, b) => a - b);
    const [failureThreshold = 1, failureWindow = 1] = failures.toSorted((a, b) => a - b);
    return { ...others, repeatHint, repeatWarn, repeatStop, window, failureThreshold, failureWindow };
  });

function watch(list: readonly Observation[], given: LoopSettings) {
  let state = NO_CALLS;
  return list.map((call) => {
    const before = state;
    const observed = observe(before, call, given);
    state = observed.state;
    return { before, call, ...observed };
  });
}

test('whatever the calls are: it never throws, its depth moves by one at most, and what it holds is bounded', () => {
  fc.assert(
    fc.property(calls, settings, (list, given) => {
      for (const [index, { before, state, finding }] of watch(list, given).entries()) {
        expect(state.calls).toBe(index + 1);
        expect(state.stuck).toBeGreaterThanOrEqual(0);
        const isShort = state.recent.length < Math.min(given.repeatHint, 2 * given.cycleRepeats);
        const moved = finding === null ? (isShort || before.stuck === 0 ? 0 : -1) : 1;
        expect(state.stuck - before.stuck).toBe(moved);
        expect(state.recent.length).toBeLessThanOrEqual(Math.max(given.window, given.failureWindow));
      }
    }),
  );
});

test('the deeper the agent is in, the graver the same finding', () => {
  fc.assert(
    fc.property(calls, settings, fc.nat(5), (list, given, deeper) => {
      for (const { before, call, finding } of watch(list, given)) {
        const other = observe({ ...before, stuck: before.stuck + deeper }, call, given).finding;
        expect(other?.rule).toBe(finding?.rule);
        expect(rank(other)).toBeGreaterThanOrEqual(rank(finding));
      }
    }),
  );
});

test('the same call again never makes a repetition less grave', () => {
  fc.assert(
    fc.property(calls, settings, fc.integer({ min: 1, max: 45 }), (list, given, times) => {
      const same = Array<Observation>(times).fill({ name: 'x', signature: 'x', failed: false, reached: [] });
      const ranks = watch([...list, ...same], given)
        .slice(-times)
        .filter(({ finding }) => finding?.rule === 'repetition')
        .map(({ finding }) => rank(finding));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    }),
  );
});

test('nobody is stopped for coming back, or by a call that succeeded for the failures before it', () => {
  fc.assert(
    fc.property(calls, settings, (list, given) => {
      for (const { call, finding } of watch(list, given)) {
        if (finding?.severity !== 'stop') continue;
        expect(finding.rule).not.toBe('revisit');
        expect(finding.rule === 'failure-cluster' && !call.failed).toBe(false);
      }
    }),
  );
});

test('calls that all differ, succeed and go to new places are never found fault with', () => {
  fc.assert(
    fc.property(fc.nat(120), (count) => {
      const list = Array.from({ length: count }, (_, index) => {
        const name = `call ${index}`;
        return { name, signature: name, failed: false, reached: [`https://a.test/${index}`] };
      });
      expect(watch(list, LOOP_SETTINGS).every(({ finding }) => finding === null)).toBe(true);
    }),
  );
});
