import { MAX_GUID_BYTES } from '../feed/index.ts';
import type { Details, Finding, MergedDetails } from './details.ts';

const NOTHING: Details = {
  title: null,
  showName: null,
  description: null,
  publishedAt: null,
  imageUrl: null,
  language: null,
  country: null,
  canonicalUrl: null,
  feedUrl: null,
  guid: null,
  audioUrl: null,
  audioFormat: null,
  transcripts: null,
  chaptersUrl: null,
};

const FIELDS = Object.keys(NOTHING) as readonly (keyof Details)[];

/** Most characters of a field that the library holds. */
const MAX_CHARACTERS: Readonly<Partial<Record<keyof Details, number>>> = {
  title: 500,
  showName: 255,
  description: 20_000,
};
/** What cannot be cut is left out. */
const MAX_URL_CHARACTERS = 2_000;

/** Takes each field from the first source that knows it. The audio's format goes with its URL: another file may be of another. */
export function mergeFindings(findings: readonly Finding[]): MergedDetails {
  const known: Record<string, unknown> = {};
  const from: Partial<Record<keyof Details, string>> = {};
  for (const { source, details } of findings) {
    for (const field of FIELDS) {
      if (field === 'audioFormat' || field in known) continue;
      const value = fitting(field, details[field]);
      if (value === null) continue;
      known[field] = value;
      from[field] = source;
      if (field === 'audioUrl' && details.audioFormat != null) {
        known.audioFormat = details.audioFormat;
        from.audioFormat = source;
      }
    }
  }
  return { details: { ...NOTHING, ...known }, from };
}

function fitting(field: keyof Details, value: Details[keyof Details] | undefined): unknown {
  if (value == null || value.length === 0) return null;
  if (typeof value !== 'string') return value;
  if (field.endsWith('Url')) return value.length <= MAX_URL_CHARACTERS ? value : null;
  // One that is cut is another one.
  if (field === 'guid') return Buffer.byteLength(value) <= MAX_GUID_BYTES ? value : null;
  const most = MAX_CHARACTERS[field] ?? Number.POSITIVE_INFINITY;
  return value.length <= most ? value : `${value.slice(0, most - 1).toWellFormed()}…`;
}
