import { describe, expect, test } from 'vitest';
import { extractiveSummary } from './extractive-summary.ts';
import { sentencesOf } from './sentences.ts';

const ON_TOPIC = [
  'Today we talk about the lighthouse keepers of the northern coast and their lamps.',
  'A lighthouse lamp burned oil for a hundred years before electric light came to the coast.',
  'Every keeper climbed the tower twice a night to wind the clock that turned the lamp.',
  'The keepers wrote the weather, the ships and the hours of the lamp into a log.',
  'When the lamps were made automatic, the last keepers left the northern towers.',
];
const CHATTER = Array.from({ length: 60 }, (_, index) => `And so I was number ${index}, you know, yeah, um, right.`);

describe('an extractive summary', () => {
  test('takes what the text is about, in the order in which it is said', () => {
    const sentences = [...ON_TOPIC.slice(0, 2), ...CHATTER.slice(0, 30), ...ON_TOPIC.slice(2), ...CHATTER.slice(30)];
    const chosen = extractiveSummary(sentences);
    expect(chosen.length).toBeGreaterThanOrEqual(4);
    expect(chosen.length).toBeLessThanOrEqual(6);
    expect(chosen).toEqual(sentences.filter((sentence) => chosen.includes(sentence)));
    expect(chosen).toContain(ON_TOPIC[0]);
    expect(chosen.filter((sentence) => ON_TOPIC.includes(sentence)).length).toBeGreaterThanOrEqual(3);
  });

  test('says nothing twice', () => {
    const sentences = [...Array.from({ length: 10 }, () => ON_TOPIC[0] ?? ''), ...ON_TOPIC.slice(1)];
    expect(new Set(extractiveSummary(sentences)).size).toBeGreaterThan(3);
  });

  test('is the whole of a text that is no longer', () => {
    expect(extractiveSummary(ON_TOPIC.slice(0, 3))).toEqual(ON_TOPIC.slice(0, 3));
    expect(extractiveSummary([])).toEqual([]);
  });

  test('knows no language: German and Japanese are as good', () => {
    const german = ['Der Leuchtturm steht seit hundert Jahren an der Küste im Norden.', ...CHATTER.slice(0, 20)];
    expect(extractiveSummary(german)).toHaveLength(4);
    const japanese = Array.from({ length: 20 }, (_, index) => `灯台は北の海岸に${index}年前から立っています。`);
    expect(extractiveSummary(japanese)).toHaveLength(4);
  });
});

describe('sentences', () => {
  const of = (...texts: readonly string[]) =>
    sentencesOf(
      texts.map((text) => ({ text })),
      'en',
    );

  test('go on across segments', () => {
    expect(of('The lamp', 'burns. It burns', 'all night. Good.')).toEqual([
      'The lamp burns.',
      'It burns all night.',
      'Good.',
    ]);
  });

  test('without punctuation are the segments', () => {
    const segments = Array.from({ length: 40 }, (_, index) => `segment number ${index} says this and that`);
    expect(of(...segments)).toEqual(segments);
    expect(of('First.', ...segments)).toEqual(['First.', ...segments]);
  });

  test('of an unknown language are found all the same', () => {
    expect(sentencesOf([{ text: 'One. Two.' }], 'not a language')).toEqual(['One.', 'Two.']);
  });
});
