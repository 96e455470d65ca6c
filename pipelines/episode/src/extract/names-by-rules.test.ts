import { describe, expect, test } from 'vitest';
import { namesByRules } from './names-by-rules.ts';

const ALL = new Set(['person', 'organization', 'place', 'city', 'country', 'year']);

function names(text: string, types: ReadonlySet<string> = ALL): readonly string[] {
  return namesByRules(text, types).map(({ type, name }) => `${type}: ${name}`);
}

describe('names in English, by rules', () => {
  test('people, in full where the text gives it so, without titles and possessives', () => {
    expect(names("So Miles Davis, he went there with John Coltrane's band and Dr. Jane Goodall.")).toEqual([
      'person: Miles Davis',
      'person: John Coltrane',
      'person: Jane Goodall',
    ]);
    expect(names('Miles Davis said no. Then Davis left.')).toEqual(['person: Miles Davis']);
    expect(names('Well I think Queen Elizabeth was here. Yeah, Tom, right.')).toEqual([
      'person: Queen Elizabeth',
      'person: Tom',
    ]);
  });

  test('what begins a sentence is no part of a name', () => {
    expect(names('Host: Then John Smeaton came. Guest: In England they said: And George Westinghouse?')).toEqual([
      'person: John Smeaton',
      'country: England',
      'person: George Westinghouse',
    ]);
  });

  test('places, as what they are', () => {
    expect(names('In New York City and in Paris, France, and in St. Louis.')).toEqual([
      'place: New York City',
      'city: Paris',
      'country: France',
      'place: St. Louis',
    ]);
    expect(names('In Paris, France.', new Set(['place']))).toEqual(['place: Paris', 'place: France']);
  });

  test('organisations, by what is known of them or by their last word', () => {
    expect(names('She met the BBC, and Google. Oxford University and Columbia Records came later.')).toEqual([
      'organization: BBC',
      'organization: Google',
      'organization: Oxford University',
      'organization: Columbia Records',
    ]);
  });

  test('years, and no other numbers', () => {
    expect(names('From 1959 to 2024, 300 pages, $1999, 1,950 boats, 1800% more, 20245 and room 1.1950.')).toEqual([
      'year: 1959',
      'year: 2024',
    ]);
  });

  test('what has a capital for another reason is no name', () => {
    expect(names('Thanks for that. Music is everything. On Monday I said: God, no. We will see.')).toEqual([]);
  });

  test('only types that are looked for', () => {
    expect(names('Miles Davis was in Paris in 1959.', new Set(['year']))).toEqual(['year: 1959']);
  });

  test('a transcript without capitals, as some engines give it', () => {
    expect(names('he was in france with john smith and then they went home')).toEqual([
      'country: france',
      'person: john smith',
    ]);
  });
});
