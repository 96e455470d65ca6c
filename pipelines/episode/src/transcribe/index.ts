export { readSegments, type StoredSegment } from './segments.ts';
export { type TranscribeServices, transcribe } from './transcribe.ts';
