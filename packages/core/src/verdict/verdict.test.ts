import { describe, expect, expectTypeOf, it } from 'vitest';
import type { RunState } from '../view/states.ts';
import type { RunFacts } from './run-facts.ts';
import { ago, click, facts, loop, NOW } from './test/facts.ts';
import { VERDICTS, type Verdict, type VerdictName, verdict } from './verdict.ts';

type Case = [title: string, differences: Partial<RunFacts>, name: VerdictName, more?: object];

const judge = (differences: Partial<RunFacts>) => verdict(facts(differences), NOW);

describe('a run that no worker has in hand', () => {
  it.each<RunState>(['queued', 'paused', 'succeeded', 'failed', 'cancelled'])('is %s, however silent', (state) => {
    const silent = { advancedAt: ago(1e9), aliveAt: ago(1e9), looping: loop(1e9), action: click(1e9) };
    expect(judge({ ...silent, state, stateSince: ago(5_000) })).toEqual({ name: state, since: ago(5_000) });
  });
});

describe('a run in hand', () => {
  it.each<Case>([
    ['advances', {}, 'working', { reason: 'advancing', since: ago(0) }],
    ['is judged from its start before it ever advanced', { advancedAt: null, stateSince: ago(9) }, 'working'],
    ['is working if nothing at all is known', { advancedAt: null, stateSince: null, aliveAt: null }, 'working'],

    ['is not orphaned before 30 s', { aliveAt: ago(29_999) }, 'working'],
    ['is orphaned from 30 s on', { aliveAt: ago(30_000) }, 'orphaned', { since: ago(30_000), silentMs: 30_000 }],
    ['is orphaned without a first heartbeat', { aliveAt: null, advancedAt: ago(30_000) }, 'orphaned'],
    ['is not orphaned while its first heartbeat is due', { aliveAt: null, advancedAt: ago(29_999) }, 'working'],

    ['is not stuck at 15 min', { advancedAt: ago(900_000) }, 'quiet'],
    ['is stuck past 15 min', { advancedAt: ago(900_001) }, 'stuck', { silentMs: 900_001, thresholdMs: 900_000 }],
    ['is not stuck for having waited in its queue', { advancedAt: ago(900_001), stateSince: ago(1) }, 'working'],
    ['is stuck past its own limit', { advancedAt: ago(120_001), stuckAfterMs: 120_000 }, 'stuck'],
    ['is not stuck within its own limit', { advancedAt: ago(3_600_000), stuckAfterMs: 3_600_000 }, 'quiet'],

    ['is looping if the detector says so', { looping: loop(70_000) }, 'looping', { since: ago(70_000) }],

    ['is not quiet at 60 s', { advancedAt: ago(60_000) }, 'working'],
    ['is quiet past 60 s', { advancedAt: ago(60_001) }, 'quiet', { threshold: 'default', thresholdMs: 60_000 }],
    ['is not quiet at what is usual', { advancedAt: ago(12_000), usualGapMs: 12_000 }, 'working'],
    [
      'is quiet past what is usual',
      { advancedAt: ago(12_001), usualGapMs: 12_000 },
      'quiet',
      { threshold: 'usual-for-step', thresholdMs: 12_000, silentMs: 12_001, since: ago(12_001) },
    ],
    ['is not quiet within 5 s, however quick it was', { advancedAt: ago(5_000), usualGapMs: 40 }, 'working'],
    ['is quiet past 5 s if it was quick', { advancedAt: ago(5_001), usualGapMs: 40 }, 'quiet', { thresholdMs: 5_000 }],
    ['is not silent before its time', { advancedAt: ago(-10_000), aliveAt: ago(-10_000) }, 'working'],
  ])('%s', (_, differences, name, more = {}) => {
    expect(judge(differences)).toMatchObject({ name, ...more });
  });
});

describe('a run with an open action', () => {
  it.each<Case>([
    [
      'is working within the limit, and names it',
      { action: click(28_400), advancedAt: ago(28_400), usualGapMs: 6_000 },
      'working',
      { reason: 'action', since: ago(28_400), action: { tool: 'click', timeoutMs: 30_000 } },
    ],
    ['is working at the limit', { action: click(30_000), advancedAt: ago(30_000) }, 'working', { reason: 'action' }],
    [
      'is quiet past the limit',
      { action: click(30_001), advancedAt: ago(30_001) },
      'quiet',
      { threshold: 'timeout', thresholdMs: 30_000, action: { tool: 'click' } },
    ],
    [
      'is quiet past the limit even if the step is usually silent for longer',
      { action: click(30_001), advancedAt: ago(30_001), usualGapMs: 300_000 },
      'quiet',
      { threshold: 'timeout' },
    ],
    [
      'is working past the limit as long as other items advance',
      { action: click(90_000), advancedAt: ago(4_000), usualGapMs: 6_000 },
      'working',
      { reason: 'advancing' },
    ],
    [
      'is quiet past the limit once the others are silent as well',
      { action: click(90_000), advancedAt: ago(6_001), usualGapMs: 6_000 },
      'quiet',
      { threshold: 'usual-for-step' },
    ],
    [
      'is measured by what is usual for the tool where it has no limit',
      { action: click(9_001, { timeoutMs: null, usualMs: 9_000 }), advancedAt: ago(9_001) },
      'quiet',
      { threshold: 'usual-for-tool', thresholdMs: 9_000 },
    ],
    [
      'is working within what is usual for the tool',
      { action: click(80_000, { timeoutMs: null, usualMs: 80_000 }), advancedAt: ago(80_000) },
      'working',
      { reason: 'action' },
    ],
    [
      'is measured by the step where nothing is known of the action',
      { action: click(60_001, { timeoutMs: null }), advancedAt: ago(60_001) },
      'quiet',
      { threshold: 'default', action: { tool: 'click' } },
    ],
    [
      'is not stuck while it may take so long',
      { action: click(1_800_000, { timeoutMs: 1_800_000 }), advancedAt: ago(1_800_000) },
      'working',
      { reason: 'action' },
    ],
    [
      'is not quiet within 5 s, however short the limit',
      { action: click(5_000, { timeoutMs: 1_000 }), advancedAt: ago(5_000) },
      'working',
      { reason: 'advancing' },
    ],
    [
      'is stuck once the limit has passed as well',
      { action: click(1_800_001, { timeoutMs: 1_800_000 }), advancedAt: ago(1_800_001) },
      'stuck',
      { action: { tool: 'click' } },
    ],
  ])('%s', (_, differences, name, more = {}) => {
    expect(judge(differences)).toMatchObject({ name, ...more });
  });
});

describe('a run that waits for its next attempt', () => {
  it.each<Case>([
    ['is working until then', { retryAt: ago(0), advancedAt: ago(600_000) }, 'working', { reason: 'retry' }],
    ['is quiet after that', { retryAt: ago(1), advancedAt: ago(600_000) }, 'quiet'],
    ['is not stuck until then', { retryAt: ago(-1), advancedAt: ago(1_000_000) }, 'working', { reason: 'retry' }],
  ])('%s', (_, differences, name, more = {}) => {
    expect(judge(differences)).toMatchObject({ name, ...more });
  });
});

describe('of several verdicts', () => {
  const worst = { aliveAt: ago(60_000), advancedAt: ago(1_000_000), state: 'pausing', looping: loop(1) } as const;

  it.each<Case>([
    ['orphaned comes first', worst, 'orphaned'],
    ['then stuck', { ...worst, aliveAt: ago(0) }, 'stuck'],
    ['then pausing', { ...worst, aliveAt: ago(0), advancedAt: ago(100_000) }, 'pausing', { since: ago(3_600_000) }],
    ['then looping', { looping: loop(1), advancedAt: ago(100_000) }, 'looping'],
    ['then quiet', { advancedAt: ago(100_000) }, 'quiet'],
  ])('%s', (_, differences, name, more = {}) => {
    expect(judge(differences)).toMatchObject({ name, ...more });
  });
});

describe('a run that is being cancelled', () => {
  it.each<Case>([
    [
      'is working',
      { state: 'cancelling', stateSince: ago(3_000) },
      'working',
      { reason: 'cancelling', since: ago(3_000) },
    ],
    ['is quiet if nothing comes of it', { state: 'cancelling', advancedAt: ago(60_001) }, 'quiet'],
    ['is orphaned without its worker', { state: 'cancelling', aliveAt: ago(30_000) }, 'orphaned'],
  ])('%s', (_, differences, name, more = {}) => {
    expect(judge(differences)).toMatchObject({ name, ...more });
  });
});

it('has one list of verdicts, and a type of each', () => {
  expectTypeOf<Verdict['name']>().toEqualTypeOf<VerdictName>();
  expectTypeOf<VerdictName>().toEqualTypeOf<(typeof VERDICTS)[number]>();
  expect(new Set(VERDICTS).size).toBe(VERDICTS.length);
});
