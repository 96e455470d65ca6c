export { type PageFacts, readPage } from './read-page.ts';
export { whyNoEpisode } from './why-no-episode.ts';
