import { expect, test } from 'vitest';
import { readQuestion } from './read-question.ts';

const asked = { agent: 'downloader', question: 'Which player?', options: ['The first'], reason: 'asked' };

test.each([
  [asked, { kind: 'agent', question: asked }],
  ['Publish it?', { kind: 'text', text: 'Publish it?', rest: null, isYesOrNo: true }],
  ['Which one.', { kind: 'text', text: 'Which one.', rest: null, isYesOrNo: false }],
  [
    { text: 'Publish this? ', draft: 'x' },
    { kind: 'text', text: 'Publish this? ', rest: { draft: 'x' }, isYesOrNo: true },
  ],
  [{ text: 'Say' }, { kind: 'text', text: 'Say', rest: null, isYesOrNo: false }],
  [{ text: 5 }, { kind: 'other', value: { text: 5 } }],
  [['a'], { kind: 'other', value: ['a'] }],
  [null, { kind: 'other', value: null }],
])('the question %j is read as it is meant', (question, expected) => {
  expect(readQuestion(question)).toEqual(expected);
});
