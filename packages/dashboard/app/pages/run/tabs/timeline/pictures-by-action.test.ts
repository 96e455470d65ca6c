import { expect, test } from 'vitest';
import { picturesOf } from '../../parts/pictures.ts';
import { picturesByAction } from './pictures-by-action.ts';
import { aFile, anAction } from './test-actions.ts';

test('picturesOf puts a picture and the small one of it together', () => {
  const pictures = picturesOf([
    aFile('0001-click.jpg', 1),
    aFile('0001-click-small.jpg', 1, { kind: 'thumbnail' }),
    aFile('0002-click.png', 2),
    aFile('notes.json', 3, { kind: 'notes', contentType: 'application/json' }),
    aFile('0003-click-small.jpg', 4, { kind: 'thumbnail' }),
  ]);
  expect(pictures.map(({ large, small }) => [large.name, small.name])).toEqual([
    ['0001-click.jpg', '0001-click-small.jpg'],
    ['0002-click.png', '0002-click.png'],
    ['0003-click-small.jpg', '0003-click-small.jpg'],
  ]);
});

test('a picture belongs to the action that began last before it', () => {
  const found = picturesByAction(picturesOf([aFile('a.png', 2.5), aFile('b.png', 0.5)]), [
    anAction('later', 3),
    anAction('second', 2),
    anAction('first', 1),
  ]);
  expect([...found].map(([id, pictures]) => [id, pictures.length])).toEqual([['second', 1]]);
});

test('a picture belongs rather to the action that it is named after', () => {
  const pictures = picturesOf([aFile('0007-click-live.jpg', 5)]);
  const found = picturesByAction(pictures, [anAction('inside', 2, { tool: 'wait' }), anAction('around', 1)]);
  expect([...found.keys()]).toEqual(['around']);
});

test('a picture of another item belongs to none', () => {
  expect(picturesByAction(picturesOf([aFile('a.png', 2, { item: 'b' })]), [anAction('a', 1)]).size).toBe(0);
});
