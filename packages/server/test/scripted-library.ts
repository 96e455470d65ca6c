import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { TelltaleError } from '@telltale/core';
import type { Library } from '../src/library/library.ts';

export const EPISODE = 'k3v9x0q2m7c4a1zd';
export const AUDIO = Buffer.from('0123456789'.repeat(10));
export const COVER = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Refused beyond so many bytes. */
export const MAX_UPLOAD_BYTES = 3_000_000;

const summary = {
  episodeId: EPISODE,
  title: 'The lamp on the machine',
  showName: 'Telltales',
  description: null,
  publishedAt: '2026-11-21T03:14:15.926Z',
  durationS: 120,
  language: 'en',
  imageUrl: null,
  coverUrl: `/api/v1/episodes/${EPISODE}/cover?v=8a6b6a46`,
  audioUrl: null,
  readyAt: null,
  createdAt: '2026-11-21T03:14:15.926Z',
};

const episode = {
  ...summary,
  ...{ pageUrl: null, canonicalUrl: null, feedUrl: null, guid: null, country: null, audioFormat: null },
  ...{ sourceKind: 'unknown' as const, aggregatorProvider: null },
  audio: { path: '/x', contentType: 'audio/mpeg', bytes: AUDIO.length },
  audioFacts: { codec: 'mp3' },
  chapters: [{ startS: 0, title: 'One', url: null, imageUrl: null }],
  ...{ segments: 1, passages: 1, summary: null, entities: [] },
  used: { embed: { with: 'a', why: 'b', passages: 1 } },
};

const entity = {
  ...{ entityId: 7, type: 'person', name: 'Fresnel', wikidataId: 'Q81365', musicbrainzId: null },
  ...{ wikidataStatus: 'resolved' as const, mentions: 2, episodes: 1 },
};

const removal = { kind: 'vectors' as const, key: EPISODE, askedAt: summary.createdAt, attempts: 1, lastError: 'away' };

/** A library with one episode, which remembers what it was asked. */
export class ScriptedLibrary implements Library {
  readonly asked: (readonly [method: string, asked: unknown])[] = [];
  readonly uploads: { bytes: number; aborted: boolean }[] = [];
  /** What every reading fails with. */
  failure: Error | null = null;
  /** Told when the first bytes of a file came. */
  uploadBegun: () => void = () => undefined;
  uploadEnded: () => void = () => undefined;

  #note<T>(method: string, asked: unknown, answer: T): T {
    this.asked.push([method, asked]);
    if (this.failure !== null) throw this.failure;
    return answer;
  }

  readonly listEpisodes: Library['listEpisodes'] = async (asked) =>
    this.#note('listEpisodes', asked, { episodes: [summary], nextCursor: 'next' });

  readonly getEpisode: Library['getEpisode'] = async (asked) => {
    if (asked.episodeId !== EPISODE) throw notFound(asked.episodeId);
    return this.#note('getEpisode', asked, episode);
  };

  readonly editEpisode: Library['editEpisode'] = async (edit) => this.#note('editEpisode', edit, episode);

  readonly getTranscript: Library['getTranscript'] = async (asked) =>
    this.#note('getTranscript', asked, {
      language: 'en',
      segments: [{ index: 0, startS: 0, endS: 1.5, text: 'Hello.', speaker: 'Ruth', words: null }],
    });

  readonly deleteEpisode: Library['deleteEpisode'] = async (asked) =>
    this.#note('deleteEpisode', asked, { episodeId: asked.episodeId, left: [removal] });

  readonly listRemovals: Library['listRemovals'] = async (asked) =>
    this.#note('listRemovals', asked, { removals: [removal] });

  readonly reindex: Library['reindex'] = async ({ by }) =>
    this.#note('reindex', by, {
      ...{ embedder: 'a model', store: 'a store', started: 2, fromTheStart: 1 },
      inFlight: [{ episodeId: EPISODE, runId: `episode-${EPISODE}-run-2` }],
    });

  readonly searchPassages: Library['searchPassages'] = async (asked) =>
    this.#note('searchPassages', asked, { hits: [], degraded: 'Only words were searched.', tookMs: 1 });

  readonly listEntities: Library['listEntities'] = async (asked) =>
    this.#note('listEntities', asked, { entities: [entity], nextCursor: null });

  readonly getEntity: Library['getEntity'] = async (asked) =>
    this.#note('getEntity', asked, { ...entity, mentionedAt: [], nextCursor: null });

  readonly lookUpEntity: Library['lookUpEntity'] = async (asked) =>
    this.#note('lookUpEntity', asked, { candidates: [] });

  async getTranscriptFile(episodeId: string, format: 'vtt' | 'text') {
    if (episodeId !== EPISODE) throw notFound(episodeId);
    return { name: `Lamp “1”.${format}`, contentType: 'text/vtt; charset=utf-8', text: `WEBVTT ${format}` };
  }

  async getAudio(episodeId: string) {
    if (episodeId !== EPISODE) throw notFound(episodeId);
    const sha256 = createHash('sha256').update(AUDIO).digest('hex');
    return {
      ...{ name: 'Lamp.mp3', contentType: 'audio/mpeg', bytes: AUDIO.length, sha256 },
      open: async (range?: { readonly start: number; readonly end?: number }) => {
        const part = range === undefined ? null : { end: AUDIO.length - 1, ...range };
        const bytes = part === null ? AUDIO : AUDIO.subarray(part.start, part.end + 1);
        return { stream: Readable.from([bytes]), bytes: AUDIO.length, range: part };
      },
    };
  }

  async getCover(episodeId: string) {
    if (episodeId !== EPISODE) throw new TelltaleError('No picture is kept.', { code: 'cover_missing' });
    const sha256 = createHash('sha256').update(COVER).digest('hex');
    return {
      ...{ name: 'Lamp.png', contentType: 'image/png', bytes: COVER.length, sha256 },
      open: async () => ({ stream: Readable.from([COVER]), bytes: COVER.length, range: null }),
    };
  }

  async receiveUpload(
    stream: AsyncIterable<Uint8Array>,
    { name, signal }: { readonly name: string; readonly signal: AbortSignal },
  ) {
    const upload = { bytes: 0, aborted: false };
    this.uploads.push(upload);
    const hash = createHash('sha256');
    try {
      for await (const chunk of stream) {
        this.uploadBegun();
        upload.bytes += chunk.length;
        if (upload.bytes > MAX_UPLOAD_BYTES) throw tooLarge(name);
        hash.update(chunk);
      }
      signal.throwIfAborted();
    } finally {
      upload.aborted = signal.aborted;
      this.uploadEnded();
    }
    const created = name !== 'known.mp3';
    return { sha256: hash.digest('hex'), bytes: upload.bytes, contentType: 'audio/mpeg', created };
  }
}

function notFound(episodeId: string): TelltaleError {
  return new TelltaleError(`The library has no episode ${episodeId}.`, { code: 'episode_not_found' });
}

function tooLarge(name: string): TelltaleError {
  return new TelltaleError(`${name} was not taken: it is too large.`, { code: 'upload_too_large' });
}
