import { describe, expect, it } from 'vitest';
import { HANDOFF_ANSWERS, handoffQuestionSchema, readHandoffAnswer } from './handoff.ts';
import { LIMITS } from './limits/limits.ts';
import { formatNumber } from './wording/quantity.ts';

describe('readHandoffAnswer', () => {
  it.each([
    ['the second one', { kind: 'answer', text: 'the second one' }],
    [{ answer: '  yes ' }, { kind: 'answer', text: 'yes' }],
    [{ retry: true }, { kind: 'retry', hint: null }],
    [
      { retry: true, hint: 'log in first' },
      { kind: 'retry', hint: 'log in first' },
    ],
    [{ giveUp: true }, { kind: 'giveUp', reason: null }],
    [
      { giveUp: true, reason: 'the site is gone' },
      { kind: 'giveUp', reason: 'the site is gone' },
    ],
  ])('understands %j', (answer, read) => {
    expect(readHandoffAnswer(answer)).toEqual(read);
  });

  it.each([
    [''],
    ['  '],
    [null],
    [undefined],
    [7],
    [true],
    [[]],
    [{}],
    [['yes']],
    [{ answer: '' }],
    [{ answer: 1 }],
    [{ retry: false }],
    [{ retry: true, hint: '' }],
    [{ retry: true, giveUp: true }],
    [{ giveUp: 'yes' }],
    [{ answer: 'yes', more: 1 }],
    ['x'.repeat(LIMITS.textCharacters + 1)],
  ])('does not take %j for an answer', (answer) => {
    expect(readHandoffAnswer(answer)).toBeNull();
  });

  it('takes what its own explanation shows, and no longer text than it says', () => {
    const shown = [...HANDOFF_ANSWERS.matchAll(/\{.*?\}/g)].map(([json]) => readHandoffAnswer(JSON.parse(json))?.kind);
    expect(shown).toEqual(['retry', 'giveUp']);
    expect(HANDOFF_ANSWERS).toContain(formatNumber(LIMITS.textCharacters));
  });
});

describe('handoffQuestionSchema', () => {
  it('takes what an agent asks, and nothing else', () => {
    const question = { agent: 'finder', question: 'Which?', options: ['a'], reason: 'asked', whatHappened: '1. click' };
    expect(handoffQuestionSchema.parse(question)).toEqual(question);
    for (const other of ['Who speaks?', null, { question: 'Who speaks?' }, { ...question, reason: 'bored' }]) {
      expect(handoffQuestionSchema.safeParse(other).success).toBe(false);
    }
  });
});
