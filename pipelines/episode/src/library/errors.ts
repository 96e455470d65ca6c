import { TelltaleError } from '@telltale/core';

/** An episode cannot be deleted or edited while somebody works on it. */
export class EpisodeBusyError extends TelltaleError {
  override readonly name = 'EpisodeBusyError';
  constructor(episodeId: string, { toBe, runId }: { readonly toBe: 'deleted' | 'edited'; readonly runId: string }) {
    super(`Episode ${episodeId} cannot be ${toBe}: run ${runId} works on it, or is about to.`, {
      code: 'episode_busy',
      hint: `Cancel that run first: telltale cancel ${runId}. Nothing was changed.`,
      details: { episodeId, runId },
    });
  }
}

/** What a run found out and used is not to be changed under what it made of it. */
export class EpisodeNotFailedError extends TelltaleError {
  override readonly name = 'EpisodeNotFailedError';
  constructor(episodeId: string, runId: string) {
    super(`Episode ${episodeId} cannot be edited: its newest run, ${runId}, has succeeded.`, {
      code: 'episode_not_failed',
      hint: `To have its details read anew: telltale rerun ${runId}. Or delete it (telltale episode delete ${episodeId} --yes) and submit it again. Nothing was changed.`,
      details: { episodeId, runId },
    });
  }
}

export class TranscriptMissingError extends TelltaleError {
  override readonly name = 'TranscriptMissingError';
  constructor(episodeId: string) {
    super(`Episode ${episodeId} has no transcript yet.`, {
      code: 'transcript_missing',
      hint: `See how its run goes: telltale runs --subject ${episodeId}`,
      details: { episodeId },
    });
  }
}

export class AudioMissingError extends TelltaleError {
  override readonly name = 'AudioMissingError';
  constructor(episodeId: string) {
    super(`The audio of episode ${episodeId} was not downloaded yet.`, {
      code: 'audio_missing',
      hint: `See how its run goes: telltale runs --subject ${episodeId}`,
      details: { episodeId },
    });
  }
}

export class CoverMissingError extends TelltaleError {
  override readonly name = 'CoverMissingError';
  constructor(episodeId: string) {
    super(`No picture of episode ${episodeId} is kept.`, {
      code: 'cover_missing',
      hint: 'Its publisher has none, or it could not be fetched. A rerun from the step download tries again.',
      details: { episodeId },
    });
  }
}

export class EntityNotFoundError extends TelltaleError {
  override readonly name = 'EntityNotFoundError';
  constructor(entityId: number) {
    super(`The library has no entity ${entityId}.`, {
      code: 'entity_not_found',
      hint: 'Look it up with "telltale entities --text NAME".',
      details: { entityId },
    });
  }
}
