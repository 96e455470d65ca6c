import type { ArtifactView } from '@telltale/core';
import { expect, test } from 'vitest';
import { newestPicture } from './newest-picture.ts';

function stored(kind: string, name: string, step = 'fetch'): ArtifactView {
  return { artifactId: name, kind, name, location: name, bytes: 1, sha256: '', at: '', step, item: null };
}

test('the newest picture comes with its small one', () => {
  const picture = newestPicture(
    [
      stored('screenshot', '0001-a.jpg'),
      stored('thumbnail', '0001-a-small.jpg'),
      stored('screenshot', '0002-b.jpg'),
      stored('thumbnail', '0002-b-small.jpg'),
      stored('audio', 'a.mp3'),
    ],
    'fetch',
  );
  expect([picture?.large.name, picture?.small.name]).toEqual(['0002-b.jpg', '0002-b-small.jpg']);
});

test('one of the two is enough, whichever has come', () => {
  const large = newestPicture([stored('screenshot', '0001-a.jpg')], 'fetch');
  expect([large?.large.name, large?.small.name]).toEqual(['0001-a.jpg', '0001-a.jpg']);
  const small = newestPicture([stored('thumbnail', '0001-a-small.jpg')], 'fetch');
  expect(small?.large.name).toBe('0001-a-small.jpg');
});

test('pictures of other steps are none of this one', () => {
  expect(newestPicture([stored('screenshot', '0001-a.jpg', 'other'), stored('audio', 'a.mp3')], 'fetch')).toBeNull();
});
