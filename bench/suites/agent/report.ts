import { pairedRatios, type Results, series } from '../../harness/case.ts';
import { formatSpread } from '../../harness/format.ts';
import { middleOf, sections, spreadIn } from '../../harness/report.ts';
import { spreadOf } from '../../harness/statistics.ts';
import { left, markdownTable, right } from '../../harness/table.ts';
import { TOGETHER } from './sessions/sessions.ts';
import { CROWDS, seen, TOOL_CALL_KINDS, titleOf, unseen } from './tool-calls/kinds.ts';
import { WRITES_KINDS, writesCaseName } from './tool-calls/writes-case.ts';

const KILOBYTE = 1024;
const MEGABYTE = 1024 ** 2;

/** Of what ran. */
export function reportAgent(results: Results): string {
  return sections([
    ['Around a call of a tool', toolCallTable(results)],
    ['What being seen adds to a call', addedTable(results)],
    ['What a call asks of the database', writesTable(results)],
    ['A browser', browserTable(results)],
    ['Its memory', memoryTable(results)],
    ['A picture of a page', pictureTable(results)],
    ['A click that times out', timeoutTable(results)],
  ]);
}

function toolCallTable(results: Results): string | null {
  const rows = TOOL_CALL_KINDS.filter(({ name }) => results.has(name)).map(({ name, title }) => [
    title,
    `\`${name}\``,
    ...['beforeP50', 'beforeP99', 'afterP50', 'afterP99'].map((figure) => middleOf(results, name, figure)),
    ...['aroundP50', 'aroundP99'].map((figure) => spreadIn(results, name, figure)),
    ...['callsPerSecond', 'walBytes', 'clientMicroseconds', 'serverMicroseconds'].map((figure) =>
      middleOf(results, name, figure),
    ),
  ]);
  const ends = ['until it begins, p50 ms', 'p99 ms', 'from its end, p50 ms', 'p99 ms', 'both, p50 ms', 'p99 ms'];
  const costs = ['calls/s', 'WAL B', 'client µs', 'server µs'];
  return tableOf([left(''), left('case'), ...[...ends, ...costs].map(right)], rows);
}

/** In the same repeat. */
function addedTable(results: Results): string | null {
  const rows = CROWDS.flatMap((crowd) =>
    ['P50', 'P99'].flatMap((quantile) => {
      const ours = { of: seen(crowd).name, figure: `around${quantile}` };
      const theirs = { ...ours, of: unseen(crowd).name };
      const ratios = pairedRatios(results, ours, theirs);
      if (ratios.length === 0) return [];
      const base = series(results, theirs);
      const added = series(results, ours).map((ms, repeat) => ms - (base[repeat] ?? Number.NaN));
      return [
        [
          titleOf(crowd),
          quantile.toLowerCase(),
          spreadIn(results, theirs.of, theirs.figure),
          spreadIn(results, ours.of, ours.figure),
          formatSpread(spreadOf(added)),
          formatSpread(spreadOf(ratios), '×'),
        ],
      ];
    }),
  );
  const headings = ['unseen, ms', 'seen, ms', 'added ms', 'ratio'];
  return tableOf([left('agents'), left(''), ...headings.map(right)], rows);
}

function writesTable(results: Results): string | null {
  const rows = WRITES_KINDS.map((kind) => ({ title: kind.title, name: writesCaseName(kind) }))
    .filter(({ name }) => results.has(name))
    .map(({ title, name }) => [
      title,
      `\`${name}\``,
      ...['statements', 'transactions', 'events', 'actions'].map((figure) => middleOf(results, name, figure)),
    ]);
  const headings = ['statements', 'transactions', 'event rows', 'action rows'];
  return tableOf([left('for each call'), left('case'), ...headings.map(right)], rows);
}

const SESSION = 'browser-session';

function browserTable(results: Results): string | null {
  if (!results.has(SESSION)) return null;
  const samples = [
    ['open, after the first', 'opened'],
    ['a page of this machine is there', 'visited'],
    ['closed, its recording kept', 'closed'],
  ] as const;
  const rows = samples.map(([title, sample]) => [title, ...quantilesOf(results, SESSION, sample)]);
  const first = ['open, the first of its worker', spreadIn(results, SESSION, 'openedFirst')];
  return markdownTable([left('until'), ...QUANTILES.map(right)], [first, ...rows]);
}

function memoryTable(results: Results): string | null {
  if (!results.has(SESSION)) return null;
  const states = [
    ['1 session, no page', 'idle'],
    ['1 session, a page', 'page'],
    [`${TOGETHER} sessions, a page each`, 'together'],
  ] as const;
  const megabytes = (figure: string): string =>
    formatSpread(spreadOf(series(results, { of: SESSION, figure }).map((bytes) => bytes / MEGABYTE)));
  const rows = states.map(([title, state]) => [
    title,
    middleOf(results, SESSION, `${state}Processes`),
    megabytes(`${state}Pss`),
    megabytes(`${state}Rss`),
  ]);
  return markdownTable([left(''), ...['processes', 'PSS, MB', 'sum of RSS, MB'].map(right)], rows);
}

function pictureTable(results: Results): string | null {
  if (!results.has(SESSION)) return null;
  const kilobytes = ['pictureBytes', 'thumbnailBytes'].map((figure) =>
    formatSpread(spreadOf(series(results, { of: SESSION, figure }).map((bytes) => bytes / KILOBYTE))),
  );
  return markdownTable([...QUANTILES, 'picture, KB', 'thumbnail, KB'].map(right), [
    [...quantilesOf(results, SESSION, 'captured'), ...kilobytes],
  ]);
}

const TIMEOUT = 'timeout-to-client';

function timeoutTable(results: Results): string | null {
  if (!results.has(TIMEOUT)) return null;
  const samples = [
    ['from the model’s answer until a client sees the click running', 'running'],
    ['from the limit until the tool has ended, its picture kept', 'ended'],
    ['from the tool’s end until a client sees that it timed out', 'seen'],
    ['from the limit until a client sees that it timed out', 'seenAfterLimit'],
  ] as const;
  const rows = samples.map(([title, sample]) => [title, ...quantilesOf(results, TIMEOUT, sample)]);
  return markdownTable([left(''), ...QUANTILES.map(right)], rows);
}

const QUANTILES = ['p50 ms', 'p99 ms', 'max ms'];

function quantilesOf(results: Results, of: string, sample: string): string[] {
  return ['P50', 'P99', 'Max'].map((quantile) => spreadIn(results, of, `${sample}${quantile}`));
}

function tableOf(...[columns, rows]: Parameters<typeof markdownTable>): string | null {
  return rows.length === 0 ? null : markdownTable(columns, rows);
}
