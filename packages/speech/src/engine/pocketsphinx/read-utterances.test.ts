import { expect, test } from 'vitest';
import { UtteranceReader } from './read-utterances.ts';

const PRINTED = `and then our my
<s> 0.000 0.140 0.999400
and(2) 0.150 0.360 0.260057
<sil> 0.370 0.400 0.5
then 1.840 2.110 1.000300
++NOISE++ 2.120 2.200 0.3
[NOISE] 2.200 2.250 0.3
</s> 7.050 7.080 1.000000

<s> 8.000 8.140 0.999400
</s> 9.050 9.080 1.000000
not
<s> 10.000 10.140 0.999400
not 10.150 10.500 0.5
</s> 10.550 10.580 1.000000
`;
const HEARD = [
  {
    start: 0.15,
    end: 2.11,
    text: 'and then',
    words: [
      { word: 'and', start: 0.15, end: 0.36, confidence: 0.260057 },
      { word: 'then', start: 1.84, end: 2.11, confidence: 1 },
    ],
  },
  { start: 10.15, end: 10.5, text: 'not', words: [{ word: 'not', start: 10.15, end: 10.5, confidence: 0.5 }] },
];

test('reads words with their times, and leaves out what is none', () => {
  expect(new UtteranceReader().push(PRINTED)).toEqual(HEARD);
});

test('reads text that comes in parts, and gives an utterance when it is complete', () => {
  const reader = new UtteranceReader();
  const given = [...PRINTED].map((character) => reader.push(character));
  expect(given.flat()).toEqual(HEARD);
  expect(given.findIndex(({ length }) => length > 0)).toBe(PRINTED.indexOf('</s> 7.050 7.080 1.000000') + 25);
});
