import type { Results } from '../../harness/case.ts';
import { comparisonTable, times } from '../../harness/comparisons.ts';
import { middleOf, sections, spreadIn } from '../../harness/report.ts';
import { left, markdownTable, right } from '../../harness/table.ts';
import { loopCaseName } from './loop-case.ts';
import { storeCaseName } from './store-case.ts';

/** Of what ran, for each number of passages. */
export function reportVectors(results: Results, sizes: readonly number[]): string {
  return sections([
    ['The exact search', storeTable(results, sizes)],
    ['Beside a bare loop', loopTable(results, sizes)],
    [
      'How much longer it takes than the loop',
      comparisonTable(
        results,
        sizes.map((size) => times('searchP50', storeCaseName(size), loopCaseName(size))),
        { searchP50: 'search, p50' },
      ),
    ],
  ]);
}

function storeTable(results: Results, sizes: readonly number[]): string | null {
  const rows = sizes
    .filter((size) => results.has(storeCaseName(size)))
    .map((size) => {
      const name = storeCaseName(size);
      const middles = ['insertsPerSecond', 'first', 'searchP99', 'ofOneP50'].map((of) => middleOf(results, name, of));
      const [inserts = '', first = '', searchP99 = '', ofOne = ''] = middles;
      return [size.toLocaleString('en-US'), inserts, first, spreadIn(results, name, 'searchP50'), searchP99, ofOne];
    });
  if (rows.length === 0) return null;
  const headings = ['passages', 'kept/s', 'first search ms', 'search p50 ms', 'p99 ms', 'in one episode, p50 ms'];
  return markdownTable(headings.map(right), rows);
}

function loopTable(results: Results, sizes: readonly number[]): string | null {
  const rows = sizes
    .filter((size) => results.has(loopCaseName(size)))
    .map((size) => [size.toLocaleString('en-US'), spreadIn(results, loopCaseName(size), 'searchP50')]);
  return rows.length === 0 ? null : markdownTable([left('passages'), right('loop p50 ms')], rows);
}
