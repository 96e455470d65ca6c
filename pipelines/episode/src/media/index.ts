export * from './errors.ts';
export type * from './media-store.ts';
export { openMedia } from './open-media.ts';
