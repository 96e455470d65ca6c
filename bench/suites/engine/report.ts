import { pairedRatios, type Results, series } from '../../harness/case.ts';
import { comparisonTable } from '../../harness/comparisons.ts';
import { formatNumber, formatSpread } from '../../harness/format.ts';
import { middleOf, sections, spreadIn } from '../../harness/report.ts';
import { spreadOf } from '../../harness/statistics.ts';
import { left, markdownTable, right } from '../../harness/table.ts';
import { throughputTable } from '../../harness/throughput-table.ts';
import { COMPARISONS, FIGURE_TITLES } from './comparisons.ts';
import { ITEM_CONTENDERS, STEP_CONTENDERS } from './contenders/index.ts';
import { IDLE_KINDS } from './idle/idle-case.ts';
import { LIST_KINDS } from './lists/list-case.ts';

/** Of what ran. */
export function reportEngine(results: Results): string {
  return sections([
    ['From submit to start', latencyTable(results, STARTS)],
    ['Steps', throughputTable(results, STEP_CONTENDERS, 'steps')],
    ['What the engine adds to a step', overheadTable(results)],
    ['Items and actions', throughputTable(results, ITEM_CONTENDERS)],
    ['A step with many items', listTable(results)],
    ['From pause to paused', latencyTable(results, PAUSES)],
    ['From SIGKILL to the start in another worker', takeoverTable(results)],
    ['A minute of waiting for work', idleTable(results)],
    ['Comparisons', comparisonTable(results, COMPARISONS, FIGURE_TITLES)],
  ]);
}

interface LatencyRow {
  readonly title: string;
  readonly of: string;
  readonly sample: string;
}

const STARTS: readonly LatencyRow[] = [
  { title: '`submit` returns', of: 'start', sample: 'submit' },
  { title: '`run.started` arrives', of: 'start', sample: 'started' },
  { title: 'the first step begins', of: 'start', sample: 'begun' },
  ...[1000, 100, 20].map((pollingMs) => ({
    title: `DBOS alone, every ${pollingMs} ms: the workflow begins`,
    of: `dbos-start-${pollingMs}`,
    sample: 'begun',
  })),
];

const PAUSES: readonly LatencyRow[] = [
  { title: '`pause` returns', of: 'pause', sample: 'pause' },
  { title: '`run.paused` arrives', of: 'pause', sample: 'paused' },
  { title: 'from `resume` until `run.started` arrives', of: 'pause', sample: 'resumed' },
];

function latencyTable(results: Results, all: readonly LatencyRow[]): string | null {
  const rows = all
    .filter(({ of }) => results.has(of))
    .map(({ title, of, sample }) => [
      title,
      `\`${of}\``,
      ...['P50', 'P99', 'Max'].map((figure) => spreadIn(results, of, `${sample}${figure}`)),
    ]);
  return tableOf([left(''), left('case'), ...['p50 ms', 'p99 ms', 'max ms'].map(right)], rows);
}

/** A step within its run, and what of it is the engine's, in the same repeat. */
function overheadTable(results: Results): string | null {
  const rows = [
    { title: 'does nothing', engine: 'steps-1', dbos: 'dbos-steps-1' },
    { title: 'takes 10 ms', engine: 'steps-1-10ms', dbos: 'dbos-steps-1-10ms' },
  ].flatMap(({ title, engine, dbos }) => {
    const ours = { of: engine, figure: 'unitMs' };
    const theirs = { of: dbos, figure: 'unitMs' };
    const ratios = pairedRatios(results, ours, theirs);
    if (ratios.length === 0) return [];
    const base = series(results, theirs);
    const added = series(results, ours).map((ms, repeat) => ms - (base[repeat] ?? Number.NaN));
    return [
      [
        title,
        spreadIn(results, dbos, 'unitMs'),
        spreadIn(results, engine, 'unitMs'),
        formatSpread(spreadOf(added)),
        formatSpread(spreadOf(ratios.map((ratio) => (ratio - 1) * 100)), '%'),
      ],
    ];
  });
  return tableOf([left('a step that'), ...['DBOS alone, ms', 'engine, ms', 'added ms', 'added'].map(right)], rows);
}

function listTable(results: Results): string | null {
  const rows = LIST_KINDS.filter(({ name }) => results.has(name)).map(({ name, title, resume }) => [
    title,
    `\`${name}\``,
    spreadIn(results, name, 'seconds'),
    resume ? '' : middleOf(results, name, 'itemsPerSecond'),
    ...['peakRss', 'heapBefore', 'heapAfter'].map((figure) => middleOf(results, name, figure)),
  ]);
  const headings = ['seconds', 'items/s', 'peak RSS, MB', 'live heap before, MB', 'after, MB'];
  return tableOf([left(''), left('case'), ...headings.map(right)], rows);
}

function takeoverTable(results: Results): string | null {
  if (!results.has('takeover')) return null;
  return markdownTable(
    [left(''), right('s')],
    [
      ['until its heartbeat is 30 s old', spreadIn(results, 'takeover', 'untilDead')],
      ['until a watchdog has looked: `run.recovered` arrives', spreadIn(results, 'takeover', 'untilSeen')],
      ['until `run.started` arrives', spreadIn(results, 'takeover', 'untilStarted')],
      ['in all', spreadIn(results, 'takeover', 'total')],
    ],
  );
}

function idleTable(results: Results): string | null {
  const rows = IDLE_KINDS.flatMap(({ name, title }) => {
    const [figures] = results.get(name) ?? [];
    if (figures === undefined) return [];
    const values = ['statements', 'transactions', 'clientMs', 'serverMs'].map((figure) => figures[figure]);
    return [[title, `\`${name}\``, ...values.map((value) => formatNumber(value ?? Number.NaN))]];
  });
  const headings = ['statements', 'transactions', 'CPU ms, process', 'CPU ms, server'];
  return tableOf([left(''), left('case'), ...headings.map(right)], rows);
}

function tableOf(...[columns, rows]: Parameters<typeof markdownTable>): string | null {
  return rows.length === 0 ? null : markdownTable(columns, rows);
}
