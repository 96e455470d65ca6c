import { TranscriptUnusableError } from '../errors.ts';
import { languageCode } from '../transcript/language-code.ts';
import type { Segment, Transcript } from '../transcript/transcript.ts';
import { mergeShortSegments } from './merge-short-segments.ts';
import { nameSpeakers } from './name-speakers.ts';
import { parseCues } from './parse-cues.ts';
import { parseHtmlTranscript } from './parse-html-transcript.ts';
import { parseJsonTranscript } from './parse-json-transcript.ts';

export interface PublishedTranscriptOptions {
  /** As the server or the feed says; only told of, for what a transcript is shows by itself. */
  readonly contentType: string | null;
  readonly url: string;
}

const LANGUAGE_LINE = /^WEBVTT[^\n]*\n(?:[^\n]+\n)*?Language:\s*(\S+)/i;
const CUE_TIME = /\d[:.]\d{2}[.,]?\d*\s*-->\s*\d/;

/**
 * A transcript that a publisher offers: WebVTT, SubRip, JSON or HTML as Podcasting 2.0 has them, recognised by what they are.
 * Cues of a word or a few are put together to sentences. Throws `TranscriptUnusableError`, for what has no times among others.
 */
export function parsePublishedTranscript(raw: string, { contentType, url }: PublishedTranscriptOptions): Transcript {
  const text = raw
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trim();
  const { segments, language } = read(text, (reason) => {
    const called = contentType === null ? '' : `, called ${contentType.split(';')[0]}`;
    return new TranscriptUnusableError(`${reason}${called}`, { url });
  });
  const usable = segments
    .filter(({ start, end, text: said }) => said !== '' && Number.isFinite(start) && Number.isFinite(end) && start >= 0)
    .map((segment) => ({ ...segment, end: Math.max(segment.start, segment.end) }));
  if (usable.length === 0) throw new TranscriptUnusableError('there is not one line with a time in it', { url });
  return { segments: mergeShortSegments(usable), language };
}

type Unusable = (reason: string) => TranscriptUnusableError;

function read(text: string, unusable: Unusable): Transcript {
  if (text === '') throw unusable('it is empty');
  if (text.startsWith('{') || text.startsWith('[')) {
    const segments = parseJsonTranscript(text);
    if (segments === null) throw unusable('it is JSON of another kind than Podcasting 2.0 describes');
    return inNoLanguage(segments);
  }
  if (text.startsWith('WEBVTT')) {
    return { segments: nameSpeakers(parseCues(text)), language: languageCode(LANGUAGE_LINE.exec(text)?.[1]) };
  }
  if (CUE_TIME.test(text)) return inNoLanguage(nameSpeakers(parseCues(text)));
  if (text.startsWith('<')) {
    const transcript = parseHtmlTranscript(text);
    if (transcript === null) throw unusable('it is a web page of more elements than a transcript has');
    const { segments, language } = transcript;
    if (segments.length === 0) throw unusable('it is a web page without the times of what is said');
    return { segments, language };
  }
  throw unusable('it is text without times');
}

function inNoLanguage(segments: readonly Segment[]): Transcript {
  return { segments, language: null };
}
