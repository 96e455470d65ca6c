import { clockMs } from '../../../harness/clock.ts';
import { median } from '../../../harness/statistics.ts';
import type { Contender } from '../../../harness/throughput.ts';
import type { OpenHost } from '../hosts/host.ts';
import { Counter } from './counter.ts';

interface RunsContender<Context> extends Omit<Contender, 'open' | 'rowsPerItem'> {
  readonly openHost: OpenHost<Context>;
  /** Runs in work at a time. Default: 1. */
  readonly runsAtOnce?: number;
  /** How many of the steps, items or actions that are counted one run does. Default: all. */
  readonly unitsPerRun?: number;
  /** A query for how many of them are done. */
  readonly countDone: string;
  /** What a run does. */
  readonly run: (context: Context, units: number) => Promise<void>;
}

/**
 * Runs that wait in a queue before the clock starts, the first ones claimed and held back at the start of their body. The
 * clock stops when the last has left. `unitMs`: what one unit took within a run's body, the median over the runs.
 */
export function runsContender<Context>(options: RunsContender<Context>): Contender {
  const { openHost, runsAtOnce = 1, unitsPerRun = Number.POSITIVE_INFINITY, countDone, run, ...contender } = options;
  return {
    ...contender,
    open: async (url) => {
      let gate = Promise.withResolvers<void>();
      let unitMs: number[] = [];
      const begun = new Counter();
      const left = new Counter();
      let allLeft = Promise.resolve();
      const host = await openHost(url, {
        atOnce: runsAtOnce,
        left: left.add,
        run: async (context, units) => {
          begun.add();
          await gate.promise;
          const startedMs = clockMs();
          await run(context, units);
          unitMs.push((clockMs() - startedMs) / units);
        },
      });
      return {
        countDone,
        load: async ({ length: units }) => {
          gate = Promise.withResolvers();
          unitMs = [];
          const sizes = inRuns(units, unitsPerRun);
          const held = begun.next(Math.min(sizes.length, runsAtOnce));
          allLeft = left.next(sizes.length);
          for (const size of sizes) await host.submit(size);
          await held;
        },
        work: async () => {
          gate.resolve();
          await allLeft;
        },
        figures: () => ({ unitMs: median(unitMs) }),
        [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
      };
    },
  };
}

/** Full runs, and a shorter one for the rest. */
function inRuns(units: number, unitsPerRun: number): number[] {
  const sizes: number[] = [];
  for (let left = units; left > 0; left -= unitsPerRun) sizes.push(Math.min(unitsPerRun, left));
  return sizes;
}
