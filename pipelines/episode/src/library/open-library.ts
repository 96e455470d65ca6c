import { connectionError, describeDatabase } from '@telltale/ledger';
import type { Pool } from 'pg';
import { LookupMissingError, lookupEntity, type Wikidata } from '../enrich/index.ts';
import { listEntities } from '../entities/index.ts';
import type { MediaStore } from '../media/index.ts';
import { reindex } from '../reindex/index.ts';
import { type SearchServices, search } from '../search/index.ts';
import { deleteEpisode } from './delete-episode.ts';
import { editEpisode } from './edit-episode.ts';
import { getAudio } from './get-audio.ts';
import { getCover } from './get-cover.ts';
import { getEntity } from './get-entity.ts';
import { getEpisode } from './get-episode.ts';
import { readTranscript, transcriptFile } from './get-transcript.ts';
import { removeIdleUploads } from './idle-uploads.ts';
import type { EpisodeLibrary } from './library.ts';
import { listEpisodes } from './list-episodes.ts';
import { listRemovals, workRemovals } from './removals.ts';

export interface LibraryOptions extends SearchServices {
  readonly media: Pick<MediaStore, 'open' | 'remove' | 'receiveUpload'>;
  /** `null`: names are not looked up. */
  readonly wikidata: Wikidata | null;
  /** Largest file that is taken, in bytes. Default: 2 GiB. */
  readonly maxUploadBytes?: number;
}

const MAX_UPLOAD_BYTES = 2 * 1024 ** 3;

/** A library on what the caller opened, and closes. `EpisodeServices` has all of it. */
export function openLibrary(options: LibraryOptions): EpisodeLibrary {
  const { pool, media, wikidata, maxUploadBytes = MAX_UPLOAD_BYTES } = options;
  return reaching(pool, {
    listEpisodes: (page) => listEpisodes(pool, page),
    getEpisode: ({ episodeId }) => getEpisode(pool, episodeId),
    getTranscript: async (asked) => {
      const { language, segments } = await readTranscript(pool, asked);
      return { language, segments };
    },
    getTranscriptFile: (episodeId, format) => transcriptFile(pool, episodeId, format),
    getAudio: (episodeId) => getAudio({ pool, media }, episodeId),
    getCover: (episodeId) => getCover({ pool, media }, episodeId),
    editEpisode: async (edit) => {
      await editEpisode(pool, edit);
      return await getEpisode(pool, edit.episodeId);
    },
    deleteEpisode: async ({ episodeId }, { signal }) => {
      const files = await deleteEpisode(pool, episodeId);
      const left = await workRemovals(options, { signal, only: ({ key }) => [episodeId, ...files].includes(key) });
      return { episodeId, left };
    },
    listRemovals: async () => ({ removals: await listRemovals(pool) }),
    workRemovals: async ({ signal }) => {
      const left = await workRemovals(options, { signal });
      await removeIdleUploads({ pool, media }, { signal });
      return left;
    },
    searchPassages: (question, call) => search(options, question, call),
    reindex: (asked, call) => reindex(options, asked, call),
    listEntities: ({ type, text = '', limit, cursor = null }) =>
      listEntities(pool, { text, limit, cursor, ...(type === undefined ? {} : { type }) }),
    getEntity: (asked) => getEntity(pool, asked),
    lookUpEntity: async ({ name, type }, { signal }) => {
      if (wikidata === null) throw new LookupMissingError();
      const question = { name, ...(type === undefined ? {} : { type }) };
      return { candidates: await lookupEntity({ pool, wikidata }, question, signal) };
    },
    receiveUpload: (bytes, upload) => media.receiveUpload(bytes, { ...upload, maxBytes: maxUploadBytes }),
  });
}

/** The same methods, which say so where the database cannot be reached: a server then gives what it knew last. */
function reaching(pool: Pool, library: EpisodeLibrary): EpisodeLibrary {
  type Method = (...given: readonly unknown[]) => Promise<unknown>;
  const methods = Object.entries(library as unknown as Readonly<Record<string, Method>>).map(
    ([name, method]): [string, Method] => [
      name,
      async (...given) => {
        try {
          return await method(...given);
        } catch (error) {
          throw connectionError(describeDatabase(pool), error) ?? error;
        }
      },
    ],
  );
  return Object.fromEntries(methods) as unknown as EpisodeLibrary;
}
