import { expect, test } from 'vitest';
import { changesOf, detailsOf } from './details-form.ts';

const before = detailsOf({
  title: 'The Lamp',
  showName: null,
  description: 'Two\nlines',
  publishedAt: '2026-11-07T08:00:00.000Z',
  language: 'en',
  country: null,
  imageUrl: null,
  audioUrl: 'https://example.org/1.mp3',
});

test('fields show nothing as empty, and a moment as its day', () => {
  expect(before).toMatchObject({ title: 'The Lamp', showName: '', publishedAt: '2026-11-07' });
});

test('only what was changed is sent', () => {
  expect(changesOf(before, before)).toEqual({});
  expect(changesOf(before, { ...before, title: ' The Lamp ', language: 'de' })).toEqual({ language: 'de' });
});

test('an empty field removes what was there', () => {
  expect(changesOf(before, { ...before, audioUrl: '  ', description: '' })).toEqual({
    audioUrl: null,
    description: null,
  });
});
