import { sendFile } from '../artifacts/send-file.ts';
import type { ServerContext } from '../context.ts';
import { contentDisposition } from '../http/content-disposition.ts';
import { LibraryMissingError, UploadMissingError } from '../library/errors.ts';
import type { Library, ReadingName } from '../library/library.ts';
import type { EndpointHandler, HandlersOf } from './endpoint-handler.ts';

export function libraryHandlers({ library, client, logger }: ServerContext): HandlersOf<'library'> {
  function present(): Library {
    if (library === undefined) throw new LibraryMissingError();
    return library;
  }

  /** The library answers by itself, with what was asked in path and query. */
  function answered<N extends ReadingName>(name: N): EndpointHandler<N> {
    type Answering = (asked: object, options: { readonly signal: AbortSignal }) => unknown;
    // The names pair each method with its endpoint; TypeScript cannot follow that through an index.
    const handler = async (request: { params: object; query: object; signal: AbortSignal }) =>
      await (present()[name] as Answering)({ ...request.params, ...request.query }, { signal: request.signal });
    return handler as EndpointHandler<N>;
  }

  return {
    listEpisodes: answered('listEpisodes'),
    getEpisode: answered('getEpisode'),
    getTranscript: answered('getTranscript'),
    deleteEpisode: answered('deleteEpisode'),
    listRemovals: answered('listRemovals'),
    searchPassages: answered('searchPassages'),
    listEntities: answered('listEntities'),
    getEntity: answered('getEntity'),
    lookUpEntity: answered('lookUpEntity'),
    downloadTranscript: async ({ params: { episodeId }, query: { format } }) => {
      const { name, contentType, text } = await present().getTranscriptFile(episodeId, format);
      const headers = { 'Content-Type': contentType, 'Content-Disposition': contentDisposition('inline', name) };
      return new Response(text, { headers });
    },
    getEpisodeAudio: async ({ params: { episodeId }, headers: asked }, c) => {
      const audio = await present().getAudio(episodeId);
      return await sendFile({ ...audio, isDownload: false }, { c, logger, asked });
    },
    getEpisodeCover: async ({ params: { episodeId }, headers: asked }, c) => {
      const cover = await present().getCover(episodeId);
      return await sendFile({ ...cover, isDownload: false }, { c, logger, asked });
    },
    editEpisode: async ({ params: { episodeId }, body: changes, principal }) =>
      await present().editEpisode({ episodeId, changes, by: principal.name }),
    reindex: async ({ principal, signal }) => await present().reindex({ by: principal.name, client }, { signal }),
    uploadAudio: async ({ query: { name }, signal }, c) => {
      const { body } = c.req.raw;
      if (body === null) throw new UploadMissingError();
      const { sha256: upload, bytes, contentType, created } = await present().receiveUpload(body, { name, signal });
      return { upload, bytes, contentType, created };
    },
  };
}
