import { expect, test } from 'vitest';
import { parsePublishedTranscript } from '../published/parse-published-transcript.ts';
import { toVtt } from './to-vtt.ts';

const transcript = {
  language: null,
  segments: [
    { start: 0, end: 1.5, text: 'Salt & pepper --> <b>here</b>, said the old woman.', speaker: 'Anna & Bo' },
    { start: 3_661.0004, end: 3_662.9996, text: 'And nobody\n\nanswered her for a while.' },
  ],
};

test('writes cues with speakers, and lets no text end a cue', () => {
  expect(toVtt(transcript)).toBe(
    `WEBVTT

00:00:00.000 --> 00:00:01.500
<v Anna &amp; Bo>Salt &amp; pepper --&gt; &lt;b&gt;here&lt;/b&gt;, said the old woman.

01:01:01.000 --> 01:01:03.000
And nobody answered her for a while.
`,
  );
});

test('writes what can be read again', () => {
  const { segments } = parsePublishedTranscript(toVtt(transcript), {
    contentType: 'text/vtt',
    url: 'https://a.test/t.vtt',
  });
  expect(segments).toMatchObject([
    { speaker: 'Anna & Bo', text: 'Salt & pepper --> <b>here</b>, said the old woman.' },
    { start: 3_661, end: 3_663, text: 'And nobody answered her for a while.' },
  ]);
});
