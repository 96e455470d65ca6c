export type * from './engine/speech-engine.ts';
export type * from './transcript/transcript.ts';
