import { expect, test } from 'vitest';
import { aggregatorOf } from './aggregators.ts';
import { audioFormatOf } from './audio-format.ts';
import { titleOfFile } from './from-upload.ts';
import { mergeFindings } from './merge-findings.ts';

test('each field is from the first source that knows it, and the format from the one of the audio', () => {
  const { details, from } = mergeFindings([
    { source: 'the feed', details: { title: 'Fog', audioUrl: null, language: null, transcripts: [] } },
    { source: 'JSON-LD', details: { title: 'Fog | Lamp', audioUrl: 'https://a.example/1', showName: 'Lamp' } },
    { source: 'OpenGraph', details: { audioUrl: 'https://b.example/2.mp3', audioFormat: 'mp3', language: 'de' } },
  ]);
  expect(details).toMatchObject({
    title: 'Fog',
    showName: 'Lamp',
    audioUrl: 'https://a.example/1',
    audioFormat: null,
    language: 'de',
    transcripts: null,
    description: null,
  });
  expect(from).toEqual({ title: 'the feed', showName: 'JSON-LD', audioUrl: 'JSON-LD', language: 'OpenGraph' });
});

test('what the library cannot hold is cut, or left out where a part of it would be another thing', () => {
  const { details } = mergeFindings([
    {
      source: 'the page',
      details: { title: 'x'.repeat(600), guid: 'g'.repeat(501), audioUrl: `https://a.example/${'a'.repeat(2_000)}` },
    },
    { source: 'JSON-LD', details: { guid: 'short', audioUrl: 'https://a.example/a.mp3' } },
  ]);
  expect(details.title).toHaveLength(500);
  expect(details).toMatchObject({ guid: 'short', audioUrl: 'https://a.example/a.mp3' });
});

test.each([
  ['audio/mpeg', 'https://a.example/x', 'mp3'],
  ['audio/mpeg; charset=binary', null, 'mp3'],
  ['application/octet-stream', 'https://a.example/x.M4B?y=1.mp3', 'm4a'],
  [null, 'https://a.example/x.opus', 'opus'],
  ['audio/flac', 'https://a.example/x.flac', null],
  [null, 'https://a.example/mp3', null],
  [null, 'no address', null],
])('a file of the type %s at %s has the format %s', (type, url, format) => {
  expect(audioFormatOf(type, url)).toBe(format);
});

test.each([
  ['https://podcasts.apple.com/us/podcast/x/id1', 'apple_podcasts'],
  ['https://m.youtube.com/watch?v=1', 'youtube'],
  ['https://spotify.com.evil.example/', null],
  ['https://myfyyd.de/', null],
])('%s belongs to the aggregator %s', (url, provider) => {
  expect(aggregatorOf(url)).toBe(provider);
});

test.each([
  ['The_Lamp-12 - Fog.mp3', 'The Lamp 12 - Fog'],
  ['recording', 'recording'],
  ['.mp3', null],
  [null, null],
])('the file %s has the title %s', (name, title) => {
  expect(titleOfFile(name)).toBe(title);
});
