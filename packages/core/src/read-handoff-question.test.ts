import { expect, test } from 'vitest';
import { handoffQuestionSchema } from './handoff.ts';
import { readHandoffQuestion } from './read-handoff-question.ts';

const question = { agent: 'browse', question: 'Which one?', reason: 'asked' };

test.for<[unknown]>([
  [question],
  [{ ...question, options: ['this', 'that'], whatHappened: 'It looked.' }],
  [{ ...question, options: [] }],
  [{ ...question, more: 1 }],
  [{ ...question, reason: 'bored' }],
  [{ ...question, reason: undefined }],
  [{ ...question, agent: 1 }],
  [{ ...question, question: null }],
  [{ ...question, options: 'this' }],
  [{ ...question, options: [1] }],
  [{ ...question, whatHappened: null }],
  [{}],
  [[]],
  ['Which one?'],
  [null],
  [undefined],
])('takes what the schema takes, and nothing else: %j', ([value]) => {
  expect(readHandoffQuestion(value)).toEqual(handoffQuestionSchema.safeParse(value).data ?? null);
});
