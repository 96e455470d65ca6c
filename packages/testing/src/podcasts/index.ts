export { EPISODES, type ScriptedEpisode } from './episodes.ts';
export { SHOW } from './feeds.ts';
export * from './indexes/index.ts';
export { audioOf, type Recording, recordingOf } from './recording.ts';
export { PODCAST_SHAPES, type PodcastShape, type ShapeEnd } from './shapes.ts';
export { type IndexAddresses, type PodcastWorld, startPodcastWorld } from './world.ts';
