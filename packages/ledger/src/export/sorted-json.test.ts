import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedJson } from './sorted-json.ts';

test('sorts keys at every depth, by their UTF-16 units, also those that look like numbers', () => {
  expect(sortedJson({ b: { d: 1, c: [{ z: null, a: true }] }, 10: 'x', 9: 'y', é: 1, Z: 2 })).toBe(
    '{"10":"x","9":"y","Z":2,"b":{"c":[{"a":true,"z":null}],"d":1},"é":1}',
  );
});

test('means the same as JSON.stringify, whatever the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(sortedJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
