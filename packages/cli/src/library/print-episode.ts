import type { AnswerOf, RunSummaryBody } from '@telltale/api';
import { formatBytes, formatQuantity } from '@telltale/core';
import { type Line, span } from '../format/line.ts';
import { printLine } from '../format/print-line.ts';
import { printSection } from '../format/print-section.ts';
import { printWrapped } from '../format/print-wrapped.ts';
import { dayOf, timeOfDay } from '../format/time.ts';
import type { Output } from '../output.ts';
import { offset } from './offset.ts';

type Episode = AnswerOf<'getEpisode'>;

const MOST_ENTITIES = 20;

/** Prints all that is known of an episode, for people. */
export function printEpisode(output: Output, episode: Episode, runs: readonly RunSummaryBody[]): void {
  const { episodeId, title, showName, summary, chapters, used, entities } = episode;
  printLine(output, [span(title ?? episodeId, 'bold'), span(showName === null ? '' : `  ${showName}`)]);
  output.print();
  for (const [name, value] of factsOf(episode)) {
    if (value !== null) printLine(output, [span(`${name.padEnd(11)} `, 'dim'), span(value)]);
  }
  if (summary !== null) {
    output.print();
    printLine(output, [span('Summary', 'bold')]);
    for (const paragraph of summary.split(/\n+/)) printWrapped(output, paragraph);
  }
  const chapterLines = chapters.map(
    ({ startS, title: name }): Line => [span(`${offset(startS)}  `, 'dim'), span(name)],
  );
  printSection(output, 'Chapters', chapterLines);
  // The newest run knows all steps that there are.
  printSection(output, 'Made with', inOrder(used, runs[0]?.steps ?? []).map(usedLine));
  printSection(output, 'Mentioned', entityLines(entities));
  printSection(
    output,
    'Runs',
    runs.map(({ runId, sentence }) => [span(`${runId}  ${sentence}`)]),
  );
}

function factsOf(episode: Episode): readonly (readonly [string, string | null])[] {
  const { publishedAt, durationS, language, audio, readyAt, segments, passages } = episode;
  const transcript = `${formatQuantity(segments, 'segments')}, ${formatQuantity(passages, 'passages')} to be found`;
  return [
    ['episode', episode.episodeId],
    ['published', publishedAt?.slice(0, 10) ?? null],
    ['length', durationS === null ? null : offset(durationS)],
    ['language', language],
    ['page', episode.canonicalUrl ?? episode.pageUrl],
    ['feed', episode.feedUrl],
    ['audio', audio === null ? episode.audioUrl : `${audio.contentType}, ${formatBytes(audio.bytes)}`],
    ['transcript', segments === 0 ? null : transcript],
    ['ready', readyAt === null ? 'not yet' : `${dayOf(readyAt)} ${timeOfDay(readyAt)}`],
  ];
}

/** What the steps used, in the order in which they are taken. */
function inOrder(used: Episode['used'], steps: readonly string[]): readonly [string, Episode['used'][string]][] {
  return Object.entries(used).toSorted(([a], [b]) => steps.indexOf(a) - steps.indexOf(b));
}

function usedLine([step, { with: by, why, edited, editedBy }]: [string, Episode['used'][string]]): Line {
  const edits = Array.isArray(edited) ? `; edited by ${editedBy}: ${edited.join(', ')}` : '';
  return [span(`${step.padEnd(13)} `, 'dim'), span(by), span(`: ${why}`, 'dim'), span(edits)];
}

function entityLines(entities: Episode['entities']): readonly Line[] {
  const lines = entities.slice(0, MOST_ENTITIES).map(({ name, type, mentions, firstS }): Line => {
    const first = firstS === null ? '' : `, first at ${offset(firstS)}`;
    return [span(name), span(`  ${type}, ${formatQuantity(mentions, 'mentions')}${first}`, 'dim')];
  });
  const left = entities.length - lines.length;
  return left === 0 ? lines : [...lines, [span(`… and ${left} more: --json has them all`, 'dim')]];
}
