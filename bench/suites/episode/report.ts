import { EPISODE_STEPS } from '@telltale/episode';
import type { Results } from '../../harness/case.ts';
import { comparisonTable, times } from '../../harness/comparisons.ts';
import { middleOf, sections, spreadIn } from '../../harness/report.ts';
import { left, markdownTable, right } from '../../harness/table.ts';
import { LISTENER_KINDS } from './engines/listeners.ts';
import { barelyName, inPiecesName } from './engines/listening-cases.ts';
import { HOUR_KINDS } from './hour/hour-case.ts';
import { SAMPLE_KINDS } from './sample/sample-case.ts';
import { searchCaseName } from './search/search-case.ts';

/** Within 5% of the engine alone. */
const SPEED_AIM = 0.95;

export function reportEpisode(results: Results, sizes: readonly number[]): string {
  return sections([
    ['Engines', enginesTable(results)],
    [
      'Beside the engine alone',
      comparisonTable(
        results,
        LISTENER_KINDS.map((kind) => times('timesRealTime', inPiecesName(kind), barelyName(kind), SPEED_AIM)),
        { timesRealTime: 'speed' },
      ),
    ],
    ['An hour of audio', hoursTable(results)],
    ['An hour that is moved in the middle', movedTable(results)],
    ['The sample show’s first episode', sampleTable(results)],
    ['Search', searchTable(results, sizes)],
    ['Embeddings', embedTable(results)],
  ]);
}

/** Rows of those cases that ran, each figure by its column; `null` if there are none. */
function tableOf(
  results: Results,
  rows: readonly { readonly name: string; readonly title: string }[],
  columns: readonly (readonly [heading: string, cell: (name: string) => string])[],
): string | null {
  const ran = rows.filter(({ name }) => (results.get(name) ?? []).length > 0);
  if (ran.length === 0) return null;
  return markdownTable(
    [left(''), left('case'), ...columns.map(([heading]) => right(heading))],
    ran.map(({ name, title }) => [title, `\`${name}\``, ...columns.map(([, cell]) => cell(name))]),
  );
}

function enginesTable(results: Results): string | null {
  const rows = LISTENER_KINDS.flatMap((kind) => [
    { name: barelyName(kind), title: `${kind} alone` },
    { name: inPiecesName(kind), title: `${kind}, in pieces` },
  ]);
  return tableOf(results, rows, [
    ['times real time', (name) => spreadIn(results, name, 'timesRealTime')],
    ['words wrong, %', (name) => middleOf(results, name, 'errorPercent')],
    ['words wrong in jfk.wav, %', (name) => middleOf(results, name, 'jfkErrorPercent')],
  ]);
}

function hoursTable(results: Results): string | null {
  return tableOf(results, HOUR_KINDS, [
    ...plain(results, {
      pieces: 'pieces',
      seconds: 'took s',
      timesRealTime: 'times real time',
      estimateSeconds: 'left after a tenth, estimate s',
      truthSeconds: 'truth s',
      estimateRatio: 'estimate over truth',
      rssFirst: 'RSS at first MB',
      rssMost: 'at most MB',
      rssGrowth: 'last quarter over first',
      programsMost: 'its programs, at most MB',
    }),
  ]);
}

function movedTable(results: Results): string | null {
  const rows = [{ name: 'hour-moved', title: 'paused, its worker killed, resumed by another' }];
  return tableOf(
    results,
    rows,
    plain(results, {
      pieces: 'pieces',
      kept: 'done before',
      pausedMs: 'until it has paused ms',
      goesOnMs: 'from resume to the next piece ms',
      heardTwice: 'heard twice',
    }),
  );
}

/** A step a row. */
function sampleTable(results: Results): string | null {
  const ran = SAMPLE_KINDS.filter(({ name }) => (results.get(name) ?? []).length > 0);
  if (ran.length === 0) return null;
  return markdownTable(
    [left('ms'), ...ran.map(({ title, name }) => right(`${title} (\`${name}\`)`))],
    [...EPISODE_STEPS, 'total'].map((step) => [
      step === 'total' ? 'from submit to its end' : `\`${step}\``,
      ...ran.map(({ name }) => spreadIn(results, name, step)),
    ]),
  );
}

function searchTable(results: Results, sizes: readonly number[]): string | null {
  const rows = sizes.map((size) => ({
    name: searchCaseName(size),
    title: `${size.toLocaleString('en-US')} passages`,
  }));
  return tableOf(results, rows, [
    ['hybrid, p50 ms', (name) => spreadIn(results, name, 'hybridP50')],
    ...plain(results, {
      hybridP99: 'p99 ms',
      wordsP50: 'words alone, p50 ms',
      wordsP99: 'p99 ms',
      meaningP50: 'meaning alone, p50 ms',
      meaningP99: 'p99 ms',
      first: 'the first ms',
    }),
  ]);
}

function embedTable(results: Results): string | null {
  return tableOf(
    results,
    [{ name: 'embed-local', title: 'USE-lite, in a thread' }],
    [
      ['passages/s', (name) => spreadIn(results, name, 'passagesPerSecond')],
      ['the first, with the model’s loading, ms', (name) => spreadIn(results, name, 'first')],
    ],
  );
}

function plain(
  results: Results,
  headings: Readonly<Record<string, string>>,
): readonly (readonly [heading: string, cell: (name: string) => string])[] {
  return Object.entries(headings).map(([figure, heading]) => [heading, (name) => middleOf(results, name, figure)]);
}
