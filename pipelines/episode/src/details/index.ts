export { audioFormatOf } from './audio-format.ts';
export * from './errors.ts';
export { fetchDetails } from './fetch-details.ts';
export { FILE_NAME_SOURCE } from './file-name-source.ts';
export type { DetailsServices } from './services.ts';
