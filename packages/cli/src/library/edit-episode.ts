import type { ApiClient, RunSummaryBody } from '@telltale/api';
import type { CommandContext } from '../command.ts';
import { UsageError } from '../errors.ts';
import { span } from '../format/line.ts';
import { printLine } from '../format/print-line.ts';

/** What is given, by its name in the API. An empty text removes what is there. */
const LABELS = {
  title: 'title',
  showName: 'show',
  description: 'description',
  publishedAt: 'published',
  imageUrl: 'picture',
  language: 'language',
  country: 'country',
  audioUrl: 'audio',
} as const;

type Field = keyof typeof LABELS;

export type EditOptions = { readonly [F in Field]?: string };

const FIELDS = Object.keys(LABELS) as readonly Field[];

/** Corrects an episode; prints what it is now, and the command that goes on with it. */
export async function editEpisode(context: CommandContext, episodeId: string, options: EditOptions): Promise<void> {
  const { output, signal } = context;
  const edited = FIELDS.filter((field) => options[field] !== undefined);
  if (edited.length === 0) {
    throw new UsageError('Nothing was changed: say what is to be corrected.', {
      hint: `Such as: telltale episode edit ${episodeId} --audio-url https://example.org/42.mp3`,
    });
  }
  const changes = Object.fromEntries(edited.map((field) => [field, options[field] || null]));
  const api = await context.api();
  const episode = await api.editEpisode({ episodeId, ...changes }, { signal });
  output.record(episode);
  output.print(`Corrected episode ${episodeId}:`);
  for (const field of edited) {
    printLine(output, [span(`  ${LABELS[field].padEnd(11)} `, 'dim'), span(episode[field] ?? 'removed')]);
  }
  await sayNext(context, api, { episodeId, isOtherAudio: edited.includes('audioUrl') });
}

async function sayNext(
  { output, signal }: CommandContext,
  api: ApiClient,
  { episodeId, isOtherAudio }: { readonly episodeId: string; readonly isOtherAudio: boolean },
): Promise<void> {
  const { runs } = await api.listRunsOfSubject({ subject: episodeId, pipeline: 'episode', limit: 1 }, { signal });
  const [run] = runs;
  output.print(`Go on with: ${nextCommand(episodeId, run, isOtherAudio)}`);
  if (run === undefined || placeOf(run) < run.steps.indexOf('download')) {
    output.note('That reads the details anew: what it finds takes the place of this.');
  }
}

function nextCommand(episodeId: string, run: RunSummaryBody | undefined, isOtherAudio: boolean): string {
  if (run === undefined) return `telltale submit episode --set episodeId=${episodeId}`;
  const isPastDownload = placeOf(run) > run.steps.indexOf('download');
  return isOtherAudio && isPastDownload ? `telltale rerun ${run.runId} download` : `telltale retry ${run.runId}`;
}

/** Of the step that the run was at last; -1 if it came to none. */
function placeOf({ steps, step }: RunSummaryBody): number {
  return step === null ? -1 : steps.indexOf(step.name);
}
