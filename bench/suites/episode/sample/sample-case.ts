import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '@telltale/testing/child';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { formatNumber } from '../../../harness/format.ts';
import type { FromSampleProcess, SampleOrder, ToSampleProcess } from './messages.ts';
import { serveSample } from './serve-sample.ts';

const PROCESS = new URL('./sample-process.ts', import.meta.url);
const TIMEOUT_MS = 300_000;

export const SAMPLE_KINDS = [
  { name: 'sample-cold', title: 'the first of its worker', before: 0 },
  { name: 'sample-warm', title: 'after another one', before: 1 },
] as const;

/** The first episode of the sample show, from its page until it can be searched. `before`: episodes that the worker makes first. */
export function sampleCase(server: BenchServer, { name, before }: (typeof SAMPLE_KINDS)[number]): Case {
  return {
    name,
    headline: ({ total = Number.NaN }) => `ready after ${formatNumber(total)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using folder = await mkdtempDisposable(join(tmpdir(), 'telltale-bench-'));
      await using sample = await serveSample();
      const order: SampleOrder = { url: database.url, folder: folder.path };
      await using child = startChild<FromSampleProcess, ToSampleProcess>(PROCESS, { args: [JSON.stringify(order)] });
      await child.message('ready', { timeoutMs: TIMEOUT_MS });
      const make = async (page: string) => {
        await child.send({ type: 'make', page });
        return (await child.message('made', { timeoutMs: TIMEOUT_MS })).figures;
      };
      const [first = '', ...others] = sample.pages;
      for (const page of others.slice(0, before)) await make(page);
      const figures = await make(first);
      await child.send({ type: 'stop' });
      await child.exited({ timeoutMs: TIMEOUT_MS });
      if (child.stderr !== '') process.stderr.write(`\n${child.stderr}`);
      return figures;
    },
  };
}
