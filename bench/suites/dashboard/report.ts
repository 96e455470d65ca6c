import { type Results, series } from '../../harness/case.ts';
import { comparisonTable, limit } from '../../harness/comparisons.ts';
import { formatNumber } from '../../harness/format.ts';
import { middleOf, sections, spreadIn } from '../../harness/report.ts';
import { median } from '../../harness/statistics.ts';
import { left, markdownTable, right } from '../../harness/table.ts';
import { SCROLLING_CASES } from './scrolling-cases.ts';

const KILOBYTE = 1_000;
const MEGABYTE = 1_000_000;

/** Cases of lists that have to stay fluid. */
const LISTS = [...SCROLLING_CASES, 'live-tail'];

const TITLES = {
  shownP99: 'an action on its page, p99',
  coldShownP50: 'the page of a run, p50',
  firstGzip: 'scripts with gzip, before it shows something',
  frameP99: 'frame p99',
  longestTaskMs: 'longest task',
};

/** Of what ran. */
export function reportDashboard(results: Results): string {
  return sections([
    ['Aims', aims(results)],
    ['From an action’s start in a worker to the page of its run', latencyTable(results)],
    ['Until the page of a run is there', paintTable(results)],
    ['What is fetched for the page of a run', transferTable(results)],
    ['Long lists, jumped about and scrolled; and a run that works as fast as it can', scrollingTable(results)],
  ]);
}

function aims(results: Results): string | null {
  return comparisonTable(
    results,
    [
      limit('shownP99', 'action-to-page', ' ms', 100),
      limit('coldShownP50', 'first-paint', ' ms', 1_000),
      limit('firstGzip', 'transfer', ' B', 250_000),
      ...LISTS.flatMap((name) => [limit('frameP99', name, ' ms', 50), limit('longestTaskMs', name, ' ms', 100)]),
    ],
    TITLES,
  );
}

function latencyTable(results: Results): string | null {
  if (!results.has('action-to-page')) return null;
  const spread = (figure: string) => spreadIn(results, 'action-to-page', figure);
  const columns = ['p50 ms', 'p99 ms', 'max ms', 'actions', 'never seen'].map(right);
  return markdownTable(columns, [
    [
      ...['shownP50', 'shownP99', 'shownMax'].map(spread),
      ...['shown', 'missed'].map((figure) => middleOf(results, 'action-to-page', figure)),
    ],
  ]);
}

function paintTable(results: Results): string | null {
  if (!results.has('first-paint')) return null;
  const row = (title: string, figure: string) => [
    title,
    ...['P50', 'Max'].map((rank) => spreadIn(results, 'first-paint', `${figure}${rank}`)),
  ];
  return markdownTable(
    [left('until'), right('p50 ms'), right('max ms')],
    [
      row('something is painted, first visit', 'coldPainted'),
      row('title and state are there, first visit', 'coldShown'),
      row('something is painted, second visit', 'warmPainted'),
      row('title and state are there, second visit', 'warmShown'),
    ],
  );
}

function transferTable(results: Results): string | null {
  if (!results.has('transfer')) return null;
  const kilobytes = (figure: string) => scaled(results, 'transfer', figure, KILOBYTE);
  return markdownTable(
    [left('KB'), right('gzip'), right('brotli')],
    [
      [
        `${middleOf(results, 'transfer', 'firstScripts')} scripts, before it shows something`,
        kilobytes('firstGzip'),
        kilobytes('firstBr'),
      ],
      [
        `${middleOf(results, 'transfer', 'scripts')} scripts, with all that follows by itself`,
        kilobytes('scriptGzip'),
        kilobytes('scriptBr'),
      ],
      ['styles', kilobytes('styleGzip'), kilobytes('styleBr')],
    ],
  );
}

function scrollingTable(results: Results): string | null {
  const names = LISTS.filter((name) => results.has(name));
  if (names.length === 0) return null;
  return markdownTable(
    [
      left('case'),
      ...[
        'open after ms',
        'frame p50 ms',
        'frame p99 ms',
        'frame max ms',
        'late frames %',
        'longest task ms',
        'heap MB',
        'events/s',
      ].map(right),
    ],
    names.map((name) => [
      `\`${name}\``,
      ...['openedMs', 'frameP50', 'frameP99', 'frameMax'].map((figure) => spreadIn(results, name, figure)),
      scaled(results, name, 'lateShare', 0.01),
      spreadIn(results, name, 'longestTaskMs'),
      scaled(results, name, 'heapBytes', MEGABYTE),
      name === 'live-tail' ? middleOf(results, name, 'eventsPerS') : '',
    ]),
  );
}

function scaled(results: Results, of: string, figure: string, unit: number): string {
  return formatNumber(median(series(results, { of, figure })) / unit);
}
