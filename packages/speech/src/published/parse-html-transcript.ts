import { load } from 'cheerio/slim';
import { languageCode } from '../transcript/language-code.ts';
import type { Segment, Transcript } from '../transcript/transcript.ts';
import { readClock } from './read-clock.ts';

/** Words a second that people say, for the end of the last line: HTML has beginnings only. */
const SPEECH_RATE = 2.5;

/** A line takes three elements: some hours of them. Beyond that, how deep they are nested would count more than what they say. */
const MAX_TAGS = 20_000;

/** HTML as Podcasting 2.0 describes it: `<cite>` says who speaks, `<time>` when, `<p>` what. Without `<time>` there are no segments; `null`: it is too large. */
export function parseHtmlTranscript(html: string): Transcript | null {
  if ((html.match(/<\/?[a-z]/gi)?.length ?? 0) > MAX_TAGS) return null;
  const $ = load(html, null, false);
  const begun: { start: number; text: string; speaker?: string }[] = [];
  let start = Number.NaN;
  let speaker: string | undefined;
  for (const { name, text } of markedTexts($.root().toArray())) {
    if (name === 'cite') speaker = text.replace(/:$/, '') || undefined;
    else if (name === 'time') start = readClock(text);
    else if (text !== '' && !Number.isNaN(start))
      begun.push({ start, text, ...(speaker === undefined ? {} : { speaker }) });
  }
  return { segments: withEnds(begun), language: languageCode($('html').attr('lang')) };
}

type HtmlNode = Exclude<Parameters<typeof load>[0], string | Buffer | readonly unknown[]>;

interface MarkedText {
  readonly name: string;
  readonly text: string;
}

/** What each `cite`, `time` and `p` says, without what others in it say; as they end, so that those come first. */
function markedTexts(nodes: readonly HtmlNode[]): readonly MarkedText[] {
  const ended: MarkedText[] = [];
  const open: { readonly name: string; readonly texts: string[] }[] = [];
  const left: (HtmlNode | 'end')[] = [...nodes];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node === 'end') {
      const { name = '', texts = [] } = open.pop() ?? {};
      ended.push({ name, text: texts.join('').replace(/\s+/g, ' ').trim() });
    } else if (node.type === 'text') open.at(-1)?.texts.push(node.data);
    else if ('children' in node) {
      if ('name' in node && ['cite', 'time', 'p'].includes(node.name)) {
        open.push({ name: node.name, texts: [] });
        left.push('end');
      }
      for (let child = node.lastChild; child !== null; child = child.previousSibling) left.push(child);
    }
  }
  return ended;
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
