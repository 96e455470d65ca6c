import type { Step } from '@telltale/engine';
import { languageCode, readMediaTags } from '@telltale/speech';
import { plainLine, wholeDate } from '../feed/index.ts';
import { FILE_NAME_SOURCE } from './file-name-source.ts';
import type { Gathered } from './gathered.ts';
import type { DetailsServices } from './services.ts';

/** What the tags and the name of a file that was uploaded say. Nothing is fetched. */
export async function gatherFromUpload(
  step: Step,
  { media }: DetailsServices,
  { sha256, fileName }: { readonly sha256: string; readonly fileName: string | null },
): Promise<Gathered> {
  const tags = await step.action(
    'read_tags',
    { file: fileName ?? sha256 },
    ({ signal }) => media.withFile(sha256, readMediaTags, { signal }),
    { output: ({ title, show, date }) => ({ title, show, date }) },
  );
  return {
    findings: [
      {
        source: 'the file’s tags',
        details: {
          title: plainLine(tags.title),
          showName: plainLine(tags.show),
          // A year alone says nothing of the day.
          publishedAt: (tags.date?.length ?? 0) > 4 ? wholeDate(tags.date) : null,
          language: languageCode(tags.language),
        },
      },
      { source: FILE_NAME_SOURCE, details: { title: titleOfFile(fileName) } },
    ],
    sourceKind: 'unknown',
    aggregatorProvider: null,
    ownUrls: [],
    why: 'the file was uploaded',
  };
}

/** A file's name as a title: without its ending, with blanks. */
export function titleOfFile(name: string | null): string | null {
  return plainLine(name?.replace(/\.[a-z0-9]{1,5}$/i, '').replaceAll(/[_+]+|(?<=\w)-(?=\w)/g, ' '));
}
