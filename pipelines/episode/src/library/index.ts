export {
  AudioMissingError,
  EntityNotFoundError,
  EpisodeBusyError,
  EpisodeNotFailedError,
  TranscriptMissingError,
} from './errors.ts';
export { type KeepRemovingOptions, keepRemoving } from './keep-removing.ts';
export type * from './library.ts';
export { type LibraryOptions, openLibrary } from './open-library.ts';
