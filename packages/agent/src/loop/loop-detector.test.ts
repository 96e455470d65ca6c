import { describe, expect, it } from 'vitest';
import { type LoopFinding, NO_CALLS, type Observation, observe, wasStopped } from './loop-detector.ts';
import { LOOP_SETTINGS, type LoopSettings, loopSettings } from './loop-settings.ts';

/** `a`: a call that succeeded; `a!`: it failed; `a@u`: it reached `https://u.test`. */
function call(text: string): Observation {
  const [, name = '', failed, url] = /^([^!@]+)(!?)(?:@(.+))?$/.exec(text) ?? [];
  return {
    name,
    signature: name,
    failed: failed === '!',
    reached: url === undefined ? [] : url.split(',').map((host) => `https://${host}.test/`),
  };
}

/** What was found at each call: `-` or rule and severity. */
function findings(calls: string, given: Partial<LoopSettings> = {}): string[] {
  return watch(calls, given).map(({ finding }) => brief(finding));
}

function watch(calls: string, given: Partial<LoopSettings> = {}) {
  const settings = loopSettings(given);
  let state = NO_CALLS;
  return calls.split(' ').map((text) => {
    const observed = observe(state, call(text), settings);
    state = observed.state;
    return observed;
  });
}

function brief(finding: LoopFinding | null): string {
  return finding === null ? '-' : `${finding.rule} ${finding.severity}`;
}

/** `count` calls that differ from all others. */
const others = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `other${from + index}`).join(' ');

describe('repetition', () => {
  it('gets a hint, a warning and a stop, by how often in a row', () => {
    expect(findings('a a a a a a a a')).toEqual([
      '-',
      '-',
      'repetition hint',
      'repetition hint',
      'repetition warn',
      'repetition warn',
      'repetition stop',
      'repetition stop',
    ]);
  });

  it('counts a call that failed as the same', () => {
    expect(findings('a a! a').at(-1)).toBe('repetition hint');
  });

  it('begins again after another call', () => {
    expect(findings('a a b a a')).toEqual(['-', '-', '-', '-', '-']);
  });

  it('counts no further than its window', () => {
    const given = { window: 7, repeatHint: 2, repeatWarn: 3, repeatStop: 7 };
    expect(watch('a a a a a a a a a', given).at(-1)?.finding?.message).toBe('a 7 times in a row');
  });

  it.each([2, 20])('has a bound of its own: hint at %i', (repeatHint) => {
    const given = { repeatHint, repeatWarn: 30, repeatStop: 40, window: 50, cycleRepeats: 20 };
    const found = findings(Array(repeatHint).fill('a').join(' '), given);
    expect(found.slice(-2)).toEqual(['-', 'repetition hint']);
  });

  it('says what and how often', () => {
    expect(watch('a a a').at(-1)?.finding?.message).toBe('a 3 times in a row');
  });
});

describe('cycle', () => {
  it('is found when the same calls came three times in a row, worse each time it goes on', () => {
    expect(findings('a b a b a b a b')).toEqual(['-', '-', '-', '-', '-', 'cycle hint', 'cycle warn', 'cycle stop']);
  });

  it.each([
    [2, 'a b a b a b'],
    [3, 'a b c a b c a b c'],
    [4, 'a b c d a b c d a b c d'],
  ])('may have a length of %i', (length, calls) => {
    expect(findings(calls, { cycleMaxLength: 4 }).at(-1)).toBe('cycle hint');
    expect(findings(calls, { cycleMaxLength: Math.max(2, length - 1) }).at(-1)).toBe(length === 2 ? 'cycle hint' : '-');
  });

  it('may begin after something else', () => {
    expect(findings('x y z a b a b a b').at(-1)).toBe('cycle hint');
  });

  it('is none with a break in it', () => {
    expect(findings('a b a b x a b').at(-1)).toBe('-');
  });

  it('has to fit into the window', () => {
    expect(findings('a b c a b c a b c', { window: 8 }).at(-1)).toBe('-');
    expect(findings('a b c a b c a b c', { window: 9 }).at(-1)).toBe('cycle hint');
  });

  it('is none of one and the same call', () => {
    const given = { repeatHint: 10, repeatWarn: 10, repeatStop: 10, cycleRepeats: 2 };
    expect(findings('a a a a a a', given)).toEqual(Array(6).fill('-'));
  });

  it('names the calls of its round', () => {
    expect(watch('a b a b a b').at(-1)?.finding?.message).toBe('the same 2 calls 3 times in a row: a, b');
  });
});

describe('revisit', () => {
  it.each([1, 5, 50])('is found after at least %i calls', (revisitGap) => {
    const between = (calls: number) => ['go@u', ...(calls > 1 ? [others(calls - 1)] : []), 'back@u'].join(' ');
    // Nothing is found before the third call.
    const before = revisitGap < 3 ? `${others(2, 100)} ` : '';
    expect(findings(before + between(revisitGap), { revisitGap }).at(-1)).toBe('revisit hint');
    if (revisitGap > 1) expect(findings(before + between(revisitGap - 1), { revisitGap }).at(-1)).toBe('-');
  });

  it('is one whenever any earlier visit is that long ago, however short ago the last was', () => {
    expect(findings(`go@u ${others(3)} back@u again@u`)).toEqual(['-', '-', '-', '-', '-', 'revisit hint']);
  });

  it('looks back over the whole history, not the window', () => {
    expect(findings(`go@u ${others(200)} back@u`).at(-1)).toBe('revisit hint');
  });

  it('is warned of when the agent is deep in, and never stopped', () => {
    const found = findings(`go@u ${others(5)} b1@u b2@u b3@u b4@u b5@u`).slice(6);
    expect(found).toEqual(['revisit hint', 'revisit hint', 'revisit warn', 'revisit warn', 'revisit warn']);
  });

  it('counts only places that were reached', () => {
    expect(findings(`go@u ${others(5)} back!@u`).at(-1)).toBe('-');
    expect(findings(`go!@u ${others(5)} back@u`).at(-1)).toBe('-');
  });

  it('counts each of several places that one call reached', () => {
    expect(findings(`go@u,v ${others(5)} back@w,v`).at(-1)).toBe('revisit hint');
  });

  it('takes a place for the same whatever its case, slash and fragment', () => {
    const settings = loopSettings({ revisitGap: 3 });
    const visit = (reached: string[]) => ({ name: 'go', signature: String(reached), failed: false, reached });
    const urls = [['https://A.test/x/'], [], ['https://b.test'], ['HTTPS://a.test/x#y']];
    let state = NO_CALLS;
    const found = urls.map((reached, index) => {
      const seen = observe(state, { ...visit(reached), signature: String(index) }, settings);
      state = seen.state;
      return seen.finding?.message;
    });
    expect(found).toEqual([undefined, undefined, undefined, 'back at https://a.test/x after 3 calls']);
  });
});

describe('failure cluster', () => {
  it('is found when three of the last five calls failed, worse each time', () => {
    expect(findings('a! b! c! d! e!')).toEqual([
      '-',
      '-',
      'failure-cluster hint',
      'failure-cluster warn',
      'failure-cluster stop',
    ]);
  });

  it('forgets failures that are longer ago', () => {
    expect(findings('a! b! c d e f!').at(-1)).toBe('-');
  });

  it('warns a call that succeeded, and does not stop it', () => {
    expect(findings('a! b! c! d e f')).toEqual([
      '-',
      '-',
      'failure-cluster hint',
      'failure-cluster warn',
      'failure-cluster warn',
      '-',
    ]);
  });

  it('counts in its own window, which may be longer than the other', () => {
    const given = { failureWindow: 20, failureThreshold: 3 };
    expect(findings(`a! b! ${others(17)} c!`, given).at(-1)).toBe('failure-cluster hint');
    expect(findings(`a! b! ${others(18)} c!`, given).at(-1)).toBe('-');
  });
});

describe('the rules together', () => {
  it('tell the first that finds something', () => {
    expect(findings('a! a! a!').at(-1)).toBe('repetition hint');
    expect(findings(`a@u b a b a b@u`).at(-1)).toBe('cycle hint');
    expect(findings(`a@u b c d! e! f@u`, { failureThreshold: 2 }).at(-1)).toBe('revisit hint');
  });

  it('say nothing before there are enough calls', () => {
    expect(findings('a! b!', { failureThreshold: 1 })).toEqual(['-', '-']);
    expect(findings('a! b! c!', { failureThreshold: 1 }).at(-1)).toBe('failure-cluster hint');
    // The smaller of the two counts.
    const patient = { repeatHint: 7, repeatWarn: 7, failureThreshold: 1, cycleRepeats: 2 };
    expect(findings('a! b! c! d!', patient)).toEqual(['-', '-', '-', 'failure-cluster hint']);
  });

  it('count how deep the agent is in by findings, less the calls without one, and not below none', () => {
    const depths = watch('a a a a b c d e f').map(({ state }) => state.stuck);
    expect(depths).toEqual([0, 0, 1, 2, 1, 0, 0, 0, 0]);
  });

  it('do not count calls before there are enough of them', () => {
    const { state } = observe({ ...NO_CALLS, stuck: 2 }, call('a'), LOOP_SETTINGS);
    expect(state.stuck).toBe(2);
  });

  it('judge by how deep it was before the finding', () => {
    // Out of one loop and into another before it was forgotten.
    expect(findings('a a a b c b c b c', {}).at(-1)).toBe('cycle hint');
    expect(findings('a a a a a b c b c b c', { cycleRepeats: 3 }).at(-1)).toBe('cycle hint');
    expect(findings('a a a a a a b c b c b c', { cycleRepeats: 3 }).at(-1)).toBe('cycle hint');
    expect(findings('a a a a a b c b c', { cycleRepeats: 2 }).at(-1)).toBe('cycle hint');
    expect(findings('a a a a a a b c b c', { cycleRepeats: 2 }).at(-1)).toBe('cycle warn');
  });

  it('begin again with nothing', () => {
    const deep = watch('a a a a a').at(-1)?.state;
    expect(deep?.stuck).toBe(3);
    expect(observe(NO_CALLS, call('a'), LOOP_SETTINGS).finding).toBeNull();
    expect(NO_CALLS).toEqual({ recent: [], calls: 0, visits: new Map(), stuck: 0 });
  });
});

describe('wasStopped', () => {
  it.each([
    ['', false],
    ['a a a a a a', false],
    ['a a a a a a a', true],
    ['a a a a a a a b', true],
  ])('of %j: %j', (calls, stopped) => {
    expect(wasStopped(calls.split(' ').filter(Boolean).map(call), LOOP_SETTINGS)).toBe(stopped);
  });
});
