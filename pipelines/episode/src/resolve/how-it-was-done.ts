import type { Used } from '../store/note-used.ts';
import type { ResolvedType } from './resolve-type.ts';

/** Says by what names were connected with entities, and why by nothing better. */
export function howItWasDone(
  resolved: readonly ResolvedType[],
  { names, musicbrainz }: { readonly names: number; readonly musicbrainz: boolean },
): Used {
  const model = resolved.find((type) => type.model !== null)?.model ?? null;
  const answered = resolved.some((type) => type.musicbrainz === true);
  const failure = resolved.map((type) => type.musicbrainz).find((told) => typeof told === 'string');
  const questions = resolved.reduce((sum, type) => sum + type.questions, 0);
  const means = ['equal names', ...(answered ? ['MusicBrainz'] : []), ...(model === null ? [] : [model])];
  return {
    with: means.length === 1 ? 'equal names' : `${means.slice(0, -1).join(', ')} and ${means.at(-1)}`,
    why: [
      ...(names === 0 ? ['no names were found'] : []),
      ...(failure === undefined ? [] : [failure.replace(/\.$/, '')]),
      ...(musicbrainz ? [] : ['no MusicBrainz database is configured']),
      ...(questions === 0 ? ['no name needed more'] : [whoAnswered(questions, model)]),
    ].join('; '),
    names,
    questions,
  };
}

function whoAnswered(questions: number, model: string | null): string {
  const might = questions === 1 ? '1 name might mean' : `${questions} names might mean`;
  return model === null
    ? `no language model is configured, and ${might} something known under another name`
    : `${might} something known under another name, which a model decides`;
}
