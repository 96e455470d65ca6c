import { describe, expect, test } from 'vitest';
import { beginAt, firstLeftOut, type Past, reachedSteps, stepToRetry } from './kept-steps.ts';

/** `done` in order; a name with a `!` failed. */
function past(declared: string, done: string): Past {
  const words = (text: string) => text.split(' ').filter((word) => word !== '');
  const recorded = words(done).map((name) => ({ name: name.replace('!', ''), failed: name.endsWith('!') }));
  return { runId: 'r', declared: words(declared), recorded };
}

describe('stepToRetry', () => {
  test.each([
    ['the step that failed', 'a b c', 'a b!', 'b'],
    ['the one after the last that was done', 'a b c', 'a b', 'c'],
    ['the first, if none was done', 'a b c', '', 'a'],
    ['the last, if it failed after all of them', 'a b c', 'a b c', 'c'],
    ['the first that failed, where the body went on', 'a b c', 'a! b c!', 'a'],
    ['the one after the last, where some were passed over', 'a b c d', 'a c', 'd'],
    ['a step, whatever else was recorded', 'a b c', 'spawn:x a spawn:y', 'b'],
  ])('is %s', (_, declared, done, step) => {
    expect(stepToRetry(past(declared, done))).toBe(step);
  });
});

describe('reachedSteps', () => {
  test('are those that were recorded, and the one under work, in the order of their declaration', () => {
    expect(reachedSteps(past('a b c d', 'spawn:x a b'), 'c')).toEqual(['a', 'b', 'c']);
    expect(reachedSteps(past('a b', ''), null)).toEqual([]);
  });
});

describe('firstLeftOut', () => {
  test.each([
    ['the step itself', 'a b c', 'a b c', 'b', 'b'],
    ['the next that was done, where it was passed over', 'a b c', 'a c', 'b', 'c'],
    ['the step itself, where nothing was done after it', 'a b c', 'a', 'b', 'b'],
  ])('is %s', (_, declared, done, step, first) => {
    expect(firstLeftOut(past(declared, done), step)).toBe(first);
  });
});

describe('beginAt', () => {
  test.each([
    ['the steps are the same', 'a b c', 'a b', 'c', 'a b c', 'c'],
    ['steps were added after what is kept', 'a b c', 'a b', 'c', 'a b x c y', 'c'],
    ['nothing is kept', 'a b c', 'a b', 'a', 'x y z', 'x'],
    ['what changed was passed over', 'a b c d', 'a', 'b', 'a b z', 'b'],
  ])('gives the step if %s', (_, declared, done, step, now, begin) => {
    expect(beginAt(past(declared, done), step, now.split(' '))).toBe(begin);
  });

  test.each([
    ['a step came in between', 'a b c', 'a b', 'c', 'a x b c', 'b', 'b'],
    ['two changed places', 'a b c', 'a b', 'c', 'b a c', 'a', 'a'],
    ['one of them is gone', 'a b c', 'a b', 'c', 'a c', 'b', 'a'],
    ['the step itself is gone', 'a b c', 'a b', 'c', 'a b d', 'c', 'b'],
    ['all are others', 'a b c', 'a b', 'c', 'x y z', 'a', 'a'],
  ])('refuses where results are kept and %s', (_, declared, done, step, now, changed, rerunFrom) => {
    const begin = () => beginAt(past(declared, done), step, now.split(' '));
    expect(begin).toThrow(`No run can go on where r ended: step ${changed} is not where it was`);
    expect(begin).toThrow(expect.objectContaining({ code: 'steps_changed', rerunFrom }));
    // What it advises works.
    expect(() => beginAt(past(declared, done), rerunFrom, now.split(' '))).not.toThrow();
  });
});
