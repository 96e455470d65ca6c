import { load } from 'cheerio';
import { languageCode } from '../transcript/language-code.ts';
import type { Segment, Transcript } from '../transcript/transcript.ts';
import { readClock } from './read-clock.ts';

/** Words a second that people say, for the end of the last line: HTML has beginnings only. */
const SPEECH_RATE = 2.5;

/** HTML as Podcasting 2.0 describes it: `<cite>` says who speaks, `<time>` when, `<p>` what. Without `<time>` there are no segments. */
export function parseHtmlTranscript(html: string): Transcript {
  const $ = load(html);
  const begun: { start: number; text: string; speaker?: string }[] = [];
  let start = Number.NaN;
  let speaker: string | undefined;
  for (const element of $('cite, time, p').toArray()) {
    const text = $(element).text().replace(/\s+/g, ' ').trim();
    if (element.tagName === 'cite') speaker = text.replace(/:$/, '') || undefined;
    else if (element.tagName === 'time') start = readClock(text);
    else if (text !== '' && !Number.isNaN(start))
      begun.push({ start, text, ...(speaker === undefined ? {} : { speaker }) });
  }
  return { segments: withEnds(begun), language: languageCode($('html').attr('lang') ?? null) };
}

/** Paragraphs under one time share the stretch until the next, by their length. */
function withEnds(begun: readonly Omit<Segment, 'end'>[]): readonly Segment[] {
  const groups: Omit<Segment, 'end'>[][] = [];
  for (const segment of begun) {
    const group = groups.at(-1);
    if (group?.[0]?.start === segment.start) group.push(segment);
    else groups.push([segment]);
  }
  return groups.flatMap((group, index) => share(group, groups[index + 1]?.[0]?.start));
}

function share(group: readonly Omit<Segment, 'end'>[], until: number | undefined): readonly Segment[] {
  const start = group[0]?.start ?? 0;
  const text = group.map((each) => each.text).join(' ');
  const lengthS = (until ?? start + text.split(' ').length / SPEECH_RATE) - start;
  const characters = group.reduce((sum, each) => sum + each.text.length, 0);
  let passed = 0;
  return group.map((each) => {
    const from = start + (lengthS * passed) / characters;
    passed += each.text.length;
    return { ...each, start: from, end: start + (lengthS * passed) / characters };
  });
}
