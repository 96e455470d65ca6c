import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

const about = { instructions: 'be kind', prompt: 'go', tools: ['read', 'click'] };

test('is the same for the same task, in whatever order its tools come', () => {
  expect(fingerprintOf({ ...about, tools: ['click', 'read'] })).toBe(fingerprintOf(about));
});

test.each([
  { ...about, instructions: 'be quick' },
  { ...about, prompt: 'stop' },
  { ...about, tools: ['read'] },
  { instructions: 'be kindgo', prompt: '', tools: about.tools },
])('is another for %j', (other) => {
  expect(fingerprintOf(other)).not.toBe(fingerprintOf(about));
});
