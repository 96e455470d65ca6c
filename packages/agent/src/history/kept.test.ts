import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readKept } from './kept.ts';
import { Past } from './test/past.ts';

test('what an agent keeps reads back as it was', () => {
  const past = new Past()
    .model(1, ['read', { tool: 'read', input: 'no object' }], { text: 'I read' })
    .tool('read', 1, 1, { reached: ['https://a.test'], skipped: 'once' })
    .question(1, null, 1, 'question-0');
  for (const { kept } of past.actions) {
    expect(readKept(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  }
});

test('what nobody understands is nothing', () => {
  const kept = new Past().model(1, ['read']).actions[0]?.kept as object;
  const broken = [
    undefined,
    null,
    'kept',
    [],
    {},
    { kind: 'other' },
    { ...kept, turn: 0 },
    { ...kept, messages: [{ role: 'assistant', content: [{ type: 'new-part' }] }] },
    { ...kept, before: 'go' },
    { ...kept, calls: [{ tool: 'read' }] },
    { ...kept, began: { fingerprint: 'x' } },
  ];
  expect(broken.map(readKept)).toEqual(broken.map(() => null));
});

test('no value makes it throw', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void readKept(value)));
});
