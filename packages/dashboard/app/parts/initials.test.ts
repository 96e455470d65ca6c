import { expect, test } from 'vitest';
import { initialsOf } from './initials.ts';

test.each([
  ['The Lamp on the Machine', 'TL'],
  ['telltales', 'T'],
  ['“#42” – the answer', '4T'],
  ['Ärger über Öl', 'ÄÜ'],
  ['灯台 守', '灯守'],
  ['…', ''],
])('of %s they are %s', (title, initials) => {
  expect(initialsOf(title)).toBe(initials);
});
