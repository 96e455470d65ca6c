import { BenchServer } from '../../harness/bench-server.ts';
import type { OpenSuite, Suite, SuiteOptions } from '../../harness/suite.ts';
import { loopCase, loopCaseName } from './loop-case.ts';
import { DIMENSIONS } from './made-vectors.ts';
import { reportVectors } from './report.ts';
import { storeCase, storeCaseName } from './store-case.ts';

const SIZES = [5_000, 20_000, 100_000];
const NAMES = SIZES.flatMap((size) => [storeCaseName(size), loopCaseName(size)]);

export const vectorsSuite: Suite = {
  name: 'vectors',
  summary: 'keeping and finding passages in the exact store, beside a bare loop over the same numbers',
  caseNames: NAMES,
  open: openVectors,
};

/** `--quick` searches less often, and leaves out the largest unless it is asked for by its name. */
async function openVectors({ cases: chosen, quick, skip }: SuiteOptions): Promise<OpenSuite> {
  const server = await BenchServer.start({ prepareTemplate: async () => undefined });
  const sizes = quick && chosen.size === NAMES.length ? SIZES.slice(0, -1) : SIZES;
  if (sizes.length < SIZES.length) skip(`${SIZES.at(-1)} passages: not with --quick`);
  const searches = quick ? 20 : 100;
  const cases = sizes
    .flatMap((size) => [storeCase(server, size, searches), loopCase(size, searches)])
    .filter(({ name }) => chosen.has(name));
  const facts = [await server.facts(), `vectors of ${DIMENSIONS} dimensions`];
  return {
    cases,
    facts,
    report: (results) => reportVectors(results, SIZES),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
