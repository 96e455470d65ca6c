import type { ArtifactView } from '@telltale/core';
import { isPicture } from '../../parts/pictures.ts';

/** How a file can be looked at. */
export type ArtifactType = 'picture' | 'audio' | 'video' | 'trace' | 'text' | 'other';

const TEXT_TYPE = /^text\/(?!html)|[/+](json|xml|x-ndjson|yaml)\b/;
const TEXT_NAME = /\.(txt|log|md|json|jsonl|ndjson|csv|tsv|vtt|srt|yaml|yml|xml|har)$/i;

export function artifactType(artifact: ArtifactView): ArtifactType {
  const { kind, name, contentType = '' } = artifact;
  if (kind === 'trace') return 'trace';
  if (isPicture(artifact)) return 'picture';
  if (contentType.startsWith('audio/')) return 'audio';
  if (contentType.startsWith('video/')) return 'video';
  // Web pages are sent as downloads only: they might hold scripts.
  return TEXT_TYPE.test(contentType) || TEXT_NAME.test(name) ? 'text' : 'other';
}
