import { describe, expect, test } from 'vitest';
import { matches } from './run-filter.ts';
import { runSummary } from './test/run-summary.ts';

const run = runSummary({ pipeline: 'episode', subject: 'show.42', title: 'Über die Lampen (Teil 2)' });

describe('matches', () => {
  test('lets every run through that nothing is asked of', () => {
    expect(matches(run, {})).toBe(true);
    expect(matches(run, { text: '  ' })).toBe(true);
  });

  test('takes pipeline and subject by their whole names', () => {
    expect(matches(run, { pipeline: 'episode', subject: 'show.42' })).toBe(true);
    expect(matches(run, { pipeline: 'epi' })).toBe(false);
    expect(matches(run, { subject: 'show' })).toBe(false);
  });

  test('takes any of the statuses and any of the verdicts', () => {
    expect(matches(run, { status: ['queued', 'running'], verdict: ['working'] })).toBe(true);
    expect(matches(run, { status: ['failed'] })).toBe(false);
    expect(matches(run, { verdict: ['stuck', 'quiet'] })).toBe(false);
  });

  test('finds words by their beginnings, in any order and case', () => {
    for (const text of ['lamp', 'TEIL über', 'show 4', 'epi 42', '(lampen)']) expect(matches(run, { text })).toBe(true);
    for (const text of ['ampen', 'lampen x', '43']) expect(matches(run, { text })).toBe(false);
  });

  test('finds nothing by a text without words, as the server does', () => {
    expect(matches(run, { text: '…' })).toBe(false);
  });

  test('counts as waiting only what is paused with a question', () => {
    const question = { step: 'ask', key: null, question: 'Which?', at: run.createdAt };
    expect(matches(run, { waiting: true })).toBe(false);
    expect(matches(runSummary({ state: 'paused' }), { waiting: true })).toBe(false);
    expect(matches(runSummary({ question }), { waiting: true })).toBe(false);
    expect(matches(runSummary({ state: 'paused', question }), { waiting: true })).toBe(true);
  });
});
