import type { RunSummaryBody } from '@telltale/api';
import { expect, test } from 'vitest';
import { MOST_CHANGES, RunChanges } from './run-changes.ts';
import { RunsSource } from './runs-source.ts';

const run = (runId: string, lastSeq: number, pipeline = 'episode') =>
  ({ runId, pipeline, lastSeq }) as unknown as RunSummaryBody;

function changes(...runs: (RunSummaryBody | string)[]): RunChanges {
  return new RunChanges(new Map(runs.map((of) => (typeof of === 'string' ? [of, null] : [of.runId, of]))));
}

function openSource(pipeline?: string) {
  return new RunsSource({ pipeline, wake: () => undefined, onClose: () => undefined });
}

/** All that it has to tell now: the name of each message, with its runs and seqs. */
function take(source: RunsSource): [name: string, runs?: string[], removed?: string[]][] {
  const messages: [string, string[]?, string[]?][] = [];
  for (let bytes = source.next(); bytes !== null; bytes = source.next()) {
    const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)\n\n$/.exec(bytes.toString()) ?? [];
    const { runs, removed } = JSON.parse(data);
    if (runs === undefined) messages.push([name]);
    else messages.push([name, runs.map((of: RunSummaryBody) => `${of.runId}:${of.lastSeq}`), removed]);
  }
  return messages;
}

test('a client that takes everything is given the same bytes as all others', () => {
  const news = changes(run('a', 2), 'b');
  const [one, other] = [openSource(), openSource()];
  for (const source of [one, other]) source.tell(news);
  expect(one.next()).toBe(other.next());
});

test('a slow client is told the newest state of each run, once', () => {
  const source = openSource();
  source.tell(changes(run('a', 2), run('b', 2)));
  source.tell(changes(run('a', 3), 'b'));
  source.tell(changes(run('c', 1)));
  expect(take(source)).toEqual([['changed', ['a:3', 'c:1'], ['b']]]);
  expect(take(source)).toEqual([]);
});

test('what comes while messages are being taken is told after them', () => {
  const source = openSource();
  source.tell(changes(...Array.from({ length: 30 }, (_, n) => run(`run-${n}`, 1))));
  source.next();
  source.tell(changes(run('run-0', 2)));
  const [rest, later] = take(source);
  expect(rest?.[1]).toHaveLength(5);
  expect(later).toEqual(['changed', ['run-0:2'], []]);
});

test('only the runs of its pipeline are told of, and whatever was removed', () => {
  const source = openSource('episode');
  source.tell(changes(run('a', 1, 'content'), run('b', 1), 'c'));
  source.tell(changes(run('a', 2, 'content')));
  expect(take(source)).toEqual([['changed', ['b:1'], ['c']]]);
});

test('beyond so many runs a client is told to load its list, and nothing older', () => {
  const source = openSource();
  source.tell(changes(...Array.from({ length: MOST_CHANGES }, (_, n) => run(`run-${n}`, 1))));
  source.next();
  source.tell(changes(...Array.from({ length: MOST_CHANGES }, (_, n) => run(`run-${n}`, 2))));
  source.tell(changes(run('one-more', 1)));
  source.tell(changes(run('another', 1)));
  expect(take(source)).toEqual([['resync']]);
  source.tell(changes(run('a', 1)));
  expect(take(source)).toEqual([['changed', ['a:1'], []]]);
});
