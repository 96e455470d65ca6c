import { expect, test } from 'vitest';
import { parsePublishedTranscript } from './parse-published-transcript.ts';

const URL = 'https://a.test/transcript';
const parse = (text: string, contentType: string | null = null) =>
  parsePublishedTranscript(text, { contentType, url: URL });
const LONG = 'This is a line that nobody would call short.';

test('reads WebVTT with voices, notes, settings and character references', () => {
  const vtt = `\uFEFFWEBVTT - Harbour\r
Kind: captions\r
Language: en-GB\r
\r
STYLE\r
::cue { color: red }\r
\r
NOTE nobody sees this\r
\r
intro\r
00:01.000 --> 00:02.500 align:start position:0%\r
<v.loud Anna Berg>This is <i>Harbour</i> Talk &amp; more,\r
<00:00:02.000>and I am Anna.</v>\r
\r
01:00:03.000 --> 01:00:04.000\r
<v Bo>And you are?</v> <v Anna Berg>I said that a minute ago.\r
`;
  expect(parse(vtt)).toEqual({
    language: 'en',
    segments: [
      { start: 1, end: 2.5, speaker: 'Anna Berg', text: 'This is Harbour Talk & more, and I am Anna.' },
      { start: 3_603, end: 3_604, speaker: 'Bo', text: 'And you are?' },
      { start: 3_603, end: 3_604, speaker: 'Anna Berg', text: 'I said that a minute ago.' },
    ],
  });
});

test('reads SubRip, also where a blank line is missing', () => {
  const srt = `1
00:00:01,000 --> 00:00:02,500
${LONG}
2
00:00:03,000 --> 00:00:04,000
This one is on
two lines of text.

3
00:00:05,000 --> 00:00:06,000

4
00:00:07,000 --> 00:00:08,000
And this is the last line.`;
  expect(parse(srt).segments).toEqual([
    { start: 1, end: 2.5, text: LONG },
    { start: 3, end: 4, text: 'This one is on two lines of text.' },
    { start: 7, end: 8, text: 'And this is the last line.' },
  ]);
});

test('takes names of speakers from the beginnings of lines, if they are there more than once', () => {
  const says = [
    'Anna Berg: And so we begin today.',
    'Mind this: it is dangerous.',
    'Anna Berg: And so we end.',
    'Bye: now.',
  ];
  const srt = says.map((line, index) => `${index}\n00:00:0${index},000 --> 00:00:0${index},900\n${line}`).join('\n\n');
  expect(parse(srt).segments).toMatchObject([
    { speaker: 'Anna Berg', text: 'And so we begin today.' },
    { text: 'Mind this: it is dangerous.' },
    { speaker: 'Anna Berg', text: 'And so we end.' },
    { text: 'Bye: now.' },
  ]);
});

test('reads JSON of Podcasting 2.0', () => {
  const json = {
    version: '1.0.0',
    segments: [
      { speaker: ' Anna ', startTime: 0.5, endTime: 2, body: `${LONG}\n` },
      { startTime: 2.5, body: LONG },
      { startTime: 5, endTime: 6, body: '' },
    ],
  };
  expect(parse(JSON.stringify(json))).toEqual({
    language: null,
    segments: [
      { start: 0.5, end: 2, text: LONG, speaker: 'Anna' },
      { start: 2.5, end: 5, text: LONG },
    ],
  });
});

test('reads HTML of Podcasting 2.0; paragraphs under one time share it by their length', () => {
  const html = `<!doctype html><html lang="de"><body>
    <cite>Anna:</cite><time>0:00</time><p>Guten Tag und willkommen im Hafen.</p>
    <cite>Bo:</cite><time>0:10</time><p>aaaaaaaaaa</p><p>bbbbbbbbbbbbbbbbbbbb</p>
    <time>1:00:00</time><p>eins zwei drei vier fünf</p></body></html>`;
  const { segments, language } = parse(html);
  expect(language).toBe('de');
  expect(segments).toMatchObject([
    { start: 0, end: 10, speaker: 'Anna', text: 'Guten Tag und willkommen im Hafen.' },
    // Words so few are put together to one sentence.
    { start: 10, end: 3_602, speaker: 'Bo', text: 'aaaaaaaaaa bbbbbbbbbbbbbbbbbbbb eins zwei drei vier fünf' },
  ]);
});

test('puts single words together to sentences, and keeps their times', () => {
  const cue = (second: number, text: string) => `00:00:0${second}.000 --> 00:00:0${second}.900\n${text}`;
  const vtt = ['WEBVTT', cue(0, 'Hello'), cue(1, 'there.'), cue(2, 'Who'), cue(3, 'is'), cue(6, 'it?')].join('\n\n');
  expect(parse(vtt).segments).toEqual([
    {
      start: 0,
      end: 1.9,
      text: 'Hello there.',
      words: [
        { word: 'Hello', start: 0, end: 0.9 },
        { word: 'there.', start: 1, end: 1.9 },
      ],
    },
    { start: 2, end: 3.9, text: 'Who is', words: expect.any(Array) },
    { start: 6, end: 6.9, text: 'it?', words: expect.any(Array) },
  ]);
});

test.each([
  { what: 'nothing', text: ' \n', reason: 'it is empty' },
  { what: 'plain text', text: 'Hello there.', reason: 'it is text without times, called text/plain' },
  {
    what: 'other JSON',
    text: '{"monologues": []}',
    reason: 'it is JSON of another kind than Podcasting 2.0 describes',
  },
  { what: 'broken JSON', text: '{"segments": [', reason: 'it is JSON of another kind than Podcasting 2.0 describes' },
  { what: 'a web page', text: '<html><p>Hello', reason: 'it is a web page without the times of what is said' },
  {
    what: 'cues without words',
    text: 'WEBVTT\n\n00:01.000 --> 00:02.000\n',
    reason: 'there is not one line with a time in it',
  },
  {
    what: 'times that are none',
    text: 'WEBVTT\n\n1:2:3:4 --> 1:2:3:5\nx',
    reason: 'there is not one line with a time in it',
  },
])('refuses $what', ({ text, reason }) => {
  expect(() => parse(text, 'text/plain; charset=utf-8')).toThrow(
    expect.objectContaining({ code: 'transcript_unusable', message: expect.stringContaining(reason) }),
  );
});

test('a voice that never ends is text like any other', () => {
  const { segments } = parse(`WEBVTT\n\n00:00.000 --> 00:10.000\n<v ${' '.repeat(200_000)}x`);
  expect(segments).toEqual([{ start: 0, end: 10, text: '<v x' }]);
});

test('HTML is read however its elements are nested, up to some hours of lines', () => {
  const nested = `<html>${'<cite>'.repeat(9_000)}Anna<time>0:01</time><p>Hello</p>`;
  expect(parse(nested).segments).toMatchObject([{ start: 1, text: 'Hello' }]);
  expect(() => parse(`<html>${'<time>0:01</time><p>a</p>'.repeat(6_000)}`)).toThrow(
    'more elements than a transcript has',
  );
});

test('paragraphs may have their times in them', () => {
  const { segments } = parse('<html><p><cite>Anna:</cite> <time>0:01</time> Hello there</p></html>');
  expect(segments).toMatchObject([{ start: 1, text: 'Hello there', speaker: 'Anna' }]);
});
