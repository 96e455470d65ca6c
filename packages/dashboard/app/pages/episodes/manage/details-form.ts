import type { RequestOf } from '@telltale/api';
import type { Episode } from '../queries.ts';

export const EDITABLE = [
  'title',
  'showName',
  'description',
  'publishedAt',
  'language',
  'country',
  'imageUrl',
  'audioUrl',
] as const satisfies readonly (keyof Episode & keyof RequestOf<'editEpisode'>)[];
export type Editable = (typeof EDITABLE)[number];

/** What stands in the fields. */
type Details = Readonly<Record<Editable, string>>;

/** The details as fields show them: nothing is empty, a moment is its day. */
export function detailsOf(episode: Pick<Episode, Editable>): Details {
  return {
    title: episode.title ?? '',
    showName: episode.showName ?? '',
    description: episode.description ?? '',
    publishedAt: episode.publishedAt?.slice(0, 10) ?? '',
    language: episode.language ?? '',
    country: episode.country ?? '',
    imageUrl: episode.imageUrl ?? '',
    audioUrl: episode.audioUrl ?? '',
  };
}

/** What somebody has changed, as the server takes it: an empty field removes what is there. */
export function changesOf(before: Details, now: Details): Partial<Record<Editable, string | null>> {
  return Object.fromEntries(
    EDITABLE.filter((field) => now[field].trim() !== before[field].trim()).map((field) => [
      field,
      now[field].trim() || null,
    ]),
  );
}
