import { describe, expect, test } from 'vitest';
import type { Choice } from './choice.ts';
import { Entities, type Entity } from './entities.ts';
import { wantedOf } from './wanted.ts';

const bill = (id: string, comment: string) => ({ id, name: 'Bill Evans', comment });

function want(name: string, choice: Partial<Choice> = {}) {
  const key = name.toLowerCase();
  const found = { type: 'musician', key, name, mentions: [] };
  return wantedOf(found, { type: 'musician', key, musicbrainz: null, entityId: null, ...choice });
}

const entity = (id: string, key: string, mbid: string | null = null): Entity => ({ id, type: 'musician', key, mbid });

describe('Entities', () => {
  test('take the one of the MBID before the one that was chosen, and that before the one of the name', () => {
    const there = [entity('1', 'bill evans'), entity('2', 'william evans'), entity('3', 'b. evans', 'p')];
    const entities = new Entities(there);
    expect(entities.take(want('Bill Evans', { musicbrainz: bill('p', ''), entityId: 2 })).id).toBe('3');
    expect(entities.take(want('Bill Evans', { entityId: 2 })).id).toBe('2');
    expect(entities.take(want('Bill Evans')).id).toBe('1');
    expect(entities.made).toEqual([]);
    expect(entities.recognised).toEqual([]);
  });

  test('give an MBID to the one that has none', () => {
    const entities = new Entities([entity('1', 'bill evans')]);
    expect(entities.take(want('Bill', { musicbrainz: bill('p', 'pianist') }))).toMatchObject({ id: '1', mbid: 'p' });
    expect(entities.recognised.map(({ id }) => id)).toEqual(['1']);
  });

  test('keep two of one name apart by what MusicBrainz tells them apart by', () => {
    const entities = new Entities([entity('1', 'bill evans', 'p')]);
    const other = entities.take(want('Bill Evans', { musicbrainz: bill('s', 'saxophonist') }));
    expect(other).toMatchObject({ name: 'Bill Evans (saxophonist)', key: 'bill evans (saxophonist', mbid: 's' });
    expect(entities.take(want('Evans', { musicbrainz: bill('s', 'saxophonist') }))).toBe(other);
    expect(entities.made).toHaveLength(1);
  });

  test('make one for two names with one MBID, and for one name that comes twice', () => {
    const entities = new Entities([]);
    const first = entities.take(want('Bird', { musicbrainz: { id: 'c', name: 'Charlie Parker', comment: '' } }));
    expect(entities.take(want('Charlie Parker'))).toBe(first);
    expect(entities.take(want('Yardbird', { musicbrainz: { id: 'c', name: 'Charlie Parker', comment: '' } }))).toBe(
      first,
    );
    expect(entities.made).toMatchObject([{ name: 'Charlie Parker', mbid: 'c' }]);
  });

  test('an entity that was chosen and is gone is made by its name', () => {
    const entities = new Entities([]);
    expect(entities.take(want('Bird', { entityId: 9 }))).toMatchObject({ id: '', key: 'bird' });
  });
});
