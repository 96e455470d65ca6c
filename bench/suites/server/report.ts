import type { Results } from '../../harness/case.ts';
import { formatNumber } from '../../harness/format.ts';
import { middleOf, sections, spreadIn } from '../../harness/report.ts';
import { left, markdownTable, right } from '../../harness/table.ts';
import { RATE_KINDS, REQUEST_KINDS } from './requests/kinds.ts';

/** Of what ran. */
export function reportServer(results: Results): string {
  return sections([
    ['From `event()` to clients of one run’s stream, 20 events a second', streamTable(results)],
    ['What a client of a stream costs that waits', memoryTable(results)],
    ['Requests, one after the other', latencyTable(results)],
    ['Requests over 20 connections', rateTable(results)],
  ]);
}

function streamTable(results: Results): string | null {
  const names = [...results.keys()].filter((name) => /^stream-\d+$/.test(name));
  const rows = names.map((name) => [
    formatNumber(Number(name.replace('stream-', ''))),
    `\`${name}\``,
    ...['P50', 'P99', 'Max'].map((figure) => spreadIn(results, name, `arrived${figure}`)),
    middleOf(results, name, 'microsecondsPerMessage'),
    middleOf(results, name, 'cpuShare'),
  ]);
  const headings = ['p50 ms', 'p99 ms', 'max ms', 'CPU µs a message', 'CPUs busy'];
  return tableOf([right('clients'), left('case'), ...headings.map(right)], rows);
}

function memoryTable(results: Results): string | null {
  if (!results.has('stream-memory')) return null;
  const of = (figure: string): string => middleOf(results, 'stream-memory', figure);
  return markdownTable(
    [left('KB for each of 1,000 clients'), right('RSS'), right('live heap')],
    [['', of('rss'), of('heap')]],
  );
}

function latencyTable(results: Results): string | null {
  const rows = REQUEST_KINDS.filter(({ name }) => results.has(name)).map(({ name, title }) => [
    `\`${title}\``,
    `\`${name}\``,
    ...['P50', 'P99', 'Max'].map((figure) => spreadIn(results, name, `answered${figure}`)),
  ]);
  return tableOf([left(''), left('case'), ...['p50 ms', 'p99 ms', 'max ms'].map(right)], rows);
}

function rateTable(results: Results): string | null {
  const rows = RATE_KINDS.filter(({ name }) => results.has(name)).map(({ name, title }) => [
    `\`${title}\``,
    `\`${name}\``,
    spreadIn(results, name, 'requestsPerSecond'),
    middleOf(results, name, 'serverMicroseconds'),
  ]);
  return tableOf([left(''), left('case'), right('requests/s'), right('CPU µs a request')], rows);
}

function tableOf(...[columns, rows]: Parameters<typeof markdownTable>): string | null {
  return rows.length === 0 ? null : markdownTable(columns, rows);
}
